from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from eval.ablations import MISTAKES, PARTS, WHOLE, ablations, misspelt, swapped
from eval.anchors import Places, retold_plans
from eval.danish import RECALLS
from eval.evidence import Evidence
from eval.gold import GoldQuestion, load_gold
from rag.retriever import FieldWeights, Hit

WEIGHTS = FieldWeights()
GOLD = Path(__file__).parents[1] / "eval" / "gold"


class Recording:
    """Finds nothing, and notes what it was asked with which weights."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, FieldWeights]] = []

    def search(self, question: str, k: int = 20, *, weights: FieldWeights = WEIGHTS) -> list[Hit]:
        self.asked.append((question, weights))
        return []


@pytest.fixture(scope="module")
def golds() -> list[GoldQuestion]:
    dev = [one for one in load_gold(GOLD).questions if one.split == "dev" and one.answerable and not one.context]
    return [next(one for one in dev if one.language == language) for language in ("da", "en")]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence(Places(retold_plans(), retold_plans()))


def test_every_part_is_left_out_once_in_each_language(golds: list[GoldQuestion], evidence: Evidence) -> None:
    searching = Recording()
    found = ablations(searching, golds, evidence)
    assert [(one.part, one.language, one.n, one.at) for one in found] == [
        (part, language, 1, (0.0, 0.0, 0.0)) for part in (WHOLE, *PARTS) for language in ("da", "en")
    ]
    whole = FieldWeights()
    for part, (_, weights) in zip((WHOLE, *PARTS), searching.asked[::2], strict=True):
        changed = {field.name for field in fields(whole) if getattr(weights, field.name) != getattr(whole, field.name)}
        expected = {"english", "english_unknown", "multilingual"} if part == "dense" else {part} - {WHOLE}
        assert changed == expected, part


def test_misspelt_questions_are_searched_as_typed(golds: list[GoldQuestion], evidence: Evidence) -> None:
    searching = Recording()
    misspelt(searching, golds, evidence)
    asked = [text for text, _ in searching.asked]
    assert len(asked) == len(MISTAKES) * len(golds)
    assert asked[0] == swapped(golds[0].question) != golds[0].question
    assert not any(letter in "".join(asked[2:]).lower() for letter in "æøå")


@pytest.mark.parametrize(
    ("typed", "mistyped"),
    [("Hvor er Ærø Rådhus?", "Hvor er Aeroe Raadhus?"), ("ÅBENT på Øen", "AaBENT paa Oeen")],
)
def test_letters_that_a_keyboard_lacks(typed: str, mistyped: str) -> None:
    assert MISTAKES["ae_oe_aa"](typed) == mistyped


def test_short_words_are_not_swapped() -> None:
    assert swapped("Hvem er vi?") == "Hvem er vi?"


def test_every_row_of_the_table_has_a_label() -> None:
    assert set(RECALLS) == {WHOLE, *PARTS, *MISTAKES}
