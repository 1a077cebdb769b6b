from __future__ import annotations

from dataclasses import replace

import pytest

from eval.gold import GoldQuestion
from eval.response import Members, Response, statements
from eval.scoring import Judge
from tests.eval_samples import DECLINED, RECORD, RIGHT, SILENT, cited, other_places, places, question

JUDGE = Judge(places())


def outcome(response: Response, gold: GoldQuestion | None = None) -> tuple[str, str]:
    score = JUDGE.score(gold or question(), response)
    return score.outcome, score.stage


def test_stated_and_cited_in_the_right_place_is_right() -> None:
    assert outcome(RIGHT) == ("right", "")


def test_an_abstention_or_a_question_back_is_declined_and_names_what_lost_it() -> None:
    assert outcome(DECLINED) == ("declined", "abstaining")
    assert outcome(replace(DECLINED, status="clarify")) == ("declined", "abstaining")
    assert outcome(replace(DECLINED, retrieved=())) == ("declined", "retrieval")


@pytest.mark.parametrize(
    ("response", "stage"),
    [
        (replace(RIGHT, text="Østjylland 2024: Aarhus [1]", members=()), "reading"),
        (replace(RIGHT, text="Østjylland 2024: Aarhus [1]", members=(), retrieved=()), "retrieval"),
        (replace(RIGHT, citations=(cited(1, "I byen står 45 kameraer."),)), "citing"),
        (replace(RIGHT, citations=(cited(1, "Der er et infohus i Aarhus Kommune.", "oestjylland-2021"),)), "reading"),
        (replace(RIGHT, text="Aarhus og Randers"), "reading"),
        (replace(RIGHT, text="Aarhus, Randers og Odder [1]"), "reading"),
        (replace(RIGHT, status="failed", text="", citations=()), "reading"),
    ],
    ids=["half", "half and not found", "wrong section", "wrong plan", "no marker", "something forbidden beside it", "an error"],
)
def test_everything_else_is_wrong(response: Response, stage: str) -> None:
    found = outcome(response)
    assert found[0] == "wrong"
    assert found[1] == (stage if response.status != "failed" else "abstaining")


def test_what_is_forbidden_about_one_plan_may_be_said_about_another() -> None:
    text = "Østjylland 2024: Aarhus og Randers [1]\nØstjylland 2021: Odder [2]"
    both = (*RIGHT.citations, cited(2, "Der er et infohus i Aarhus Kommune.", "oestjylland-2021"))
    assert outcome(replace(RIGHT, text=text, citations=both))[0] == "right"


def test_a_nugget_may_be_said_by_two_statements_about_its_plan_together() -> None:
    both = (cited(1, "Der er infohuse i Aarhus Kommune og Randers Kommune."), cited(2, "I byen står 45 kameraer."))
    said = replace(RIGHT, text="Aarhus [1]. Randers [2].", members=(), citations=both)
    assert outcome(said)[0] == "right"
    apart = replace(said, citations=(both[0], cited(2, "Der er et infohus i Aarhus Kommune.", "oestjylland-2021")))
    assert outcome(apart)[0] == "wrong", "half of it is said about another plan"


def test_a_line_without_a_marker_proves_nothing() -> None:
    assert [(one.text, len(one.citations)) for one in statements(RIGHT)] == [
        ("Østjylland 2024: Aarhus og Randers", 1),
        ("Søgt i 2 planer.", 0),
    ]


def test_an_unanswerable_question_is_right_only_with_an_accepted_reason_or_an_allowed_text() -> None:
    silent = question(SILENT)
    base = replace(DECLINED, id="fyn", reason="no_such_plan")
    assert outcome(base, silent) == ("right", "")
    assert outcome(replace(base, reason="unsure"), silent) == ("wrong", "abstaining")
    assert not JUDGE.score(silent, replace(base, reason="unsure")).false_answer, "a wrong reason is no false answer"
    said = replace(RIGHT, id="fyn")
    assert outcome(said, silent) == ("wrong", "abstaining") and JUDGE.score(silent, said).false_answer
    assert outcome(replace(said, text="Fyn er ikke med [1]"), silent) == ("right", "")


def test_citations_are_checked_against_the_plans() -> None:
    two = (*RIGHT.citations, cited(2, "Der er et infohus i Aarhus Kommune.", "oestjylland-2021"))
    moved = replace(two[0], n=3, start=two[0].start + 1, end=two[0].end + 1)
    text = "Aarhus og Randers [1] [2]\nmere [3] [4]"
    found = JUDGE.score(question(), replace(RIGHT, text=text, citations=(*two, moved))).citations
    assert (found.used, found.valid, found.dangling) == (3, 2, 1)
    assert (found.supporting, found.wrong_plan, found.wrong_year) == (2, 1, 1)
    assert not found.uncited_answer
    assert JUDGE.score(question(), replace(RIGHT, text="Aarhus og Randers")).citations.uncited_answer


def test_a_list_is_compared_per_plan() -> None:
    def listed(*members: Members) -> tuple[int, int, int, bool]:
        found = JUDGE.score(question(), replace(RIGHT, members=members)).list
        assert found is not None
        return found.expected, found.returned, found.correct, found.exact

    assert listed(Members("oestjylland-2024", ("Randers Kommune", "Århus"))) == (2, 2, 2, True)
    assert listed(Members("oestjylland-2024", ("Aarhus", "Odder", "Samsø"))) == (2, 3, 1, False)
    assert listed(Members("oestjylland-2021", ("Aarhus", "Randers"))) == (2, 0, 0, False), "the right names about another plan"


def test_a_list_with_a_kommune_too_many_is_wrong_and_one_from_the_text_is_not_punished() -> None:
    assert outcome(replace(RIGHT, members=(Members("oestjylland-2024", ("Aarhus", "Randers", "Samsø")),))) == ("wrong", "reading")
    assert outcome(replace(RIGHT, members=(), text="Aarhus, Randers og måske Samsø [1]"))[0] == "right"


def test_list_f1_by_hand_and_a_list_that_is_only_in_the_text() -> None:
    found = JUDGE.score(question(), replace(RIGHT, members=(), text="Aarhus og Odder [1]")).list
    assert found is not None and found.read_from_text
    assert (found.expected, found.returned, found.correct) == (2, 2, 1)
    assert found.f1 == 2 * 1 / (2 + 2)
    declined = JUDGE.score(question(), DECLINED).list
    assert declined is not None and declined.f1 == 0.0 and not declined.exact


def test_in_another_text_of_the_plan_the_section_decides() -> None:
    where = other_places()
    text = where.plans["oestjylland-2024"].text
    judge = Judge(where)

    def citing(words: str) -> Response:
        at = text.index(words)
        return replace(RIGHT, citations=(replace(RIGHT.citations[0], start=at, end=at + len(words), quote=words),))

    assert judge.score(question(), citing("Man finder infohuse i Aarhus og Randers.")).outcome == "right"
    assert judge.score(question(), citing("Indbrud forebygges af politiet.")).outcome == "wrong"


def test_a_fact_that_the_text_has_lost_is_lost_in_parsing() -> None:
    anchor = {"plan": "oestjylland-2024", "section": "2", "quote": "forebygger indbrud gennem nabohjælp"}
    neighbours = {**RECORD["nuggets"][0], "match": {"all": ["nabohjælp"]}, "evidence": [anchor]}
    lost = replace(DECLINED, retrieved=())
    assert Judge(other_places()).score(question(nuggets=[neighbours], items={}), lost).stage == "parsing"
    assert JUDGE.score(question(nuggets=[neighbours], items={}), lost).stage == "retrieval"


def test_an_exact_number_is_exact() -> None:
    age = {
        **RECORD["nuggets"][0],
        "match": {"numbers": ["10", "17.5"], "near": ["unge"]},
        "evidence": [{"plan": "oestjylland-2024", "section": "2", "quote": "unge fra 10 til 17 ½ år"}],
    }
    gold = question(nuggets=[age], items={})
    quote = "Nævnet dækker unge fra 10 til 17 ½ år."
    right = replace(RIGHT, text=f"»{quote}« [1]", members=(), citations=(cited(1, quote),))
    assert outcome(right, gold)[0] == "right"
    assert outcome(replace(right, text="Unge fra 10 til 17 år [1]"), gold)[0] == "wrong"
