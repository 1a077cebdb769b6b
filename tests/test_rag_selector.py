from __future__ import annotations

import numpy as np
import pytest

from rag.nearness import nearness
from rag.reading import LIKELY
from rag.selector import shipped
from rag.verdicts import SAID
from tests.rag_plans import three_plans

WATCH = "Hvilke kommuner har en havnevagt?"


def test_the_shipped_tables_name_the_features_there_are() -> None:
    columns, units, inside = three_plans().features(WATCH, ["fyn-2024"])
    for scale in ("cosines", "deviations"):
        assert set(shipped(scale).sentence.weights) == set(columns)
        assert set(shipped(scale).answer.weights) == set(three_plans().signs(WATCH))
    assert all(column.shape == (len(units),) for column in columns.values())
    assert {plan.id for (plan, _), there in zip(units, inside, strict=True) if there} == {"fyn-2024"}


def test_a_sentence_that_says_the_topic_is_likelier_than_one_that_does_not() -> None:
    columns, units, _ = three_plans().features(WATCH, ["fyn-2024"])
    odds = sum(weight * columns[name] for name, weight in three_plans().learned.sentence.weights.items())
    best_plan, best = units[int(odds.argmax())]
    assert "havnevagt" in best_plan.text[best.start : best.end]


def test_an_encoder_that_puts_everything_close_together_is_read_like_another() -> None:
    chance = np.random.default_rng(7)
    wide = chance.normal(size=(40, 8)).astype(np.float32)
    wide /= np.linalg.norm(wide, axis=1, keepdims=True)
    # The same directions beside one that all share: every cosine lies in .96 to 1, as those of some encoders do.
    narrow = np.hstack([wide, np.full((40, 1), 7, np.float32)]) / np.sqrt(50)
    assert (narrow @ narrow[0]).min() > 0.95
    assert np.allclose(nearness(narrow, narrow[0], "deviations"), nearness(wide, wide[0], "deviations"), atol=1e-2)
    assert np.allclose(nearness(wide, wide[0], "cosines"), wide @ wide[0])
    assert nearness(wide[:0], wide[0], "deviations").shape == (0,)


def test_an_answer_says_how_sure_it_is() -> None:
    sure, unsure = three_plans().answer(WATCH), three_plans().answer("Hvad siger planen om ulvejagt på øen?")
    assert sure.status == "answered" and unsure.status == "abstained"
    assert 0 <= sure.confidence <= 1 and 0 < LIKELY < 1 and 0 < SAID < 1


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Har alle kommuner i Fyns plan fra 2024 en havnevagt?", "no"),
        ("Does every municipality in the 2024 plan for Funen have a havnevagt?", "no"),
    ],
)
def test_all_of_them_is_denied_where_the_plan_names_some(question: str, form: str) -> None:
    assert [s.form for s in three_plans().answer(question).statements if s.plan == "fyn-2024"][:1] == [form]


def test_what_is_said_of_no_kommune_decides_nothing_about_all_of_them() -> None:
    for question in ("Er der et kredsråd i hver kommune på Fyn?", "Is there a district council in every municipality on Funen?"):
        assert {s.form for s in three_plans().answer(question).statements} <= {"quote"}
