from __future__ import annotations

import math
from dataclasses import replace

import pytest

from eval.anchors import Span
from eval.evidence import Evidence
from eval.gold import GoldQuestion
from eval.measures import Scored, augrc, measures
from eval.response import Response
from eval.retrieval import project, qrels, score_retrieval, trec_qrels, trec_run, within_characters
from eval.scoring import Judge
from tests.eval_samples import DECLINED, RECORD, RIGHT, SILENT, places, question, span

EVIDENCE, JUDGE = Evidence(places()), Judge(places())
HOUSES = span("Der er infohuse i Aarhus Kommune og Randers Kommune. I byen står 45 kameraer.")
YOUNG = span("Politiet forebygger indbrud gennem nabohjælp. Nævnet dækker unge fra 10 til 17 ½ år.")
OLD = span("Der er et infohus i Aarhus Kommune. I byen står 30 kameraer.", "oestjylland-2021")
TWO_NEEDS = question(
    nuggets=[
        RECORD["nuggets"][0],
        {
            "id": "n2",
            "vital": "true",
            "text": "10 til 17 ½",
            "match": {"number": "17.5"},
            "plan": "oestjylland-2024",
            "evidence": [{"plan": "oestjylland-2024", "section": "2", "quote": "unge fra 10 til 17 ½ år"}],
        },
    ]
)


def scored(*pairs: tuple[GoldQuestion, Response]) -> list[Scored]:
    golds, responses = [gold for gold, _ in pairs], [response for _, response in pairs]
    retrieval = {one.id: one for one in score_retrieval(golds, responses, EVIDENCE)}
    return [Scored(gold, response, JUDGE.score(gold, response), retrieval.get(gold.id)) for gold, response in pairs]


def ranked(*passages: Span) -> tuple[float, ...]:
    (found,) = score_retrieval([TWO_NEEDS], [replace(RIGHT, retrieved=passages)], EVIDENCE)
    return found.ndcg, found.rr, found.at_passages[0]


def test_ndcg_and_rr_by_hand() -> None:
    assert ranked(HOUSES, YOUNG) == (1.0, 1.0, 1.0)
    # Both needs at ranks 2 and 3, gain 2 each: DCG = 2/log2(3) + 2/log2(4), ideal 2/log2(2) + 2/log2(3).
    dcg, ideal = 2 / math.log2(3) + 2 / math.log2(4), 2 + 2 / math.log2(3)
    assert ranked(OLD, HOUSES, YOUNG) == pytest.approx((dcg / ideal, 1 / 2, 1.0), abs=1e-6)
    assert ranked() == (0.0, 0.0, 0.0)


def test_the_same_evidence_twice_earns_nothing_twice() -> None:
    once, twice = ranked(HOUSES, YOUNG), ranked(HOUSES, HOUSES, YOUNG)
    assert twice[0] < once[0] == 1.0
    assert ranked(HOUSES, HOUSES)[2] == 0.5


def test_the_right_words_in_the_wrong_plan_are_worth_nothing() -> None:
    assert ranked(OLD) == (0.0, 0.0, 0.0)


def test_recall_at_a_budget_cuts_the_last_passage() -> None:
    assert within_characters([HOUSES, YOUNG], 30) == [Span(HOUSES.plan, HOUSES.start, HOUSES.start + 30)]
    assert within_characters([HOUSES], 10_000) == [HOUSES]
    (found,) = score_retrieval([TWO_NEEDS], [replace(RIGHT, retrieved=(HOUSES, YOUNG))], EVIDENCE)
    assert set(found.at_characters) == {1.0}


def test_trec_files_hold_distinct_falling_scores() -> None:
    ranking = project(TWO_NEEDS, replace(RIGHT, retrieved=(OLD, HOUSES)), EVIDENCE, 10)
    assert trec_run([ranking], "x").splitlines() == [
        f"infohuse Q0 oestjylland-2021:{OLD.start}-{OLD.end}:1 1 2.0 x",
        "infohuse Q0 need:n1 2 1.0 x",
    ]
    assert trec_qrels(qrels([TWO_NEEDS, question(SILENT)])) == "infohuse 0 need:n1 2\ninfohuse 0 need:n2 2\n"


def test_augrc_by_hand() -> None:
    right, wrong = (0.9, False, True), (0.1, True, True)
    # c: 0, 1/2, 1; g: 0, 0, 1/2 → 1/2 · (0 + 1/2) / 2.
    assert augrc([right, wrong]) == augrc([wrong, right]) == 1 / 8
    # The wrong one first: g: 0, 1/2, 1/2 → 1/2 · 1/4 + 1/2 · 1/2.
    assert augrc([(0.9, True, True), (0.1, False, True)]) == 3 / 8
    # Equal confidence is one step: g: 0, 1/2 → 1 · 1/4.
    assert augrc([(0.5, True, True), (0.5, False, True)]) == 1 / 4
    assert augrc([(0.9, False, False)] * 3) == 1 / 2, "whoever never answers is not rewarded"


def test_declining_everything_is_right_exactly_on_the_unanswerable_questions() -> None:
    silent = question(SILENT)
    found = measures(scored((question(), DECLINED), (silent, replace(DECLINED, id="fyn", reason="no_such_plan"))))
    assert found["grounded_success"].value == 1 / 2 and found["grounded_success"].n == 2
    assert found["false_answers"].value == 0.0 and found["false_answers"].n == 1
    assert found["over_refusal"].value == 1.0 and found["grounded_vital_recall"].value == 0.0
    assert "citation_validity" not in found, "what has no denominator is left out"


def test_vital_recall_is_the_share_of_vital_nuggets_stated_and_cited() -> None:
    found = measures(scored((TWO_NEEDS, RIGHT)))
    assert found["grounded_vital_recall"].value == 1 / 2
    assert found["exact_numbers"].value == 0.0 and found["exact_numbers"].n == 1
    assert found["citation_recall"].value == 1.0 and found["citation_recall"].n == 1
    assert found["list_f1"].value == 1.0 and found["list_exact"].value == 1.0


def test_stability_asks_every_wording_for_the_same_outcome() -> None:
    base = scored((question(), RIGHT))
    same, other = JUDGE.score(question(), replace(RIGHT, variant=1)), JUDGE.score(question(), replace(DECLINED, variant=2))
    assert measures(base, [same])["stability"].value == 1.0
    assert measures(base, [same, other])["stability"].value == 0.0
    assert "stability" not in measures(base)


def test_more_irrelevant_passages_never_raise_a_score() -> None:
    few, many = ranked(HOUSES), ranked(HOUSES, OLD, OLD)
    assert many[0] <= few[0] and many[1] <= few[1]


def test_no_measure_is_ever_nan() -> None:
    for response in (RIGHT, DECLINED, replace(RIGHT, retrieved=(), citations=(), text="")):
        for one in measures(scored((question(), response))).values():
            assert one.value == one.value
