"""The words of an answer, worked out by hand for every form, in both languages."""

import json
import re
from dataclasses import replace

import pytest

from rag.answer import Answer, Coverage, Statement, Understood
from tests.ui_samples import HOUSES_2021, HOUSES_2024, MEETINGS, NEW, OLD, PLANS, abstained, answered, houses
from ui.render import answer_json, answer_text
from ui.wording import SHORT_LIMIT, place, rendering

NEW_DA, NEW_EN = "Østjylland 2024", "East Jutland (Østjylland) 2024"
SEARCHED_DA = "Søgt i 3 planer, 2 politikredse, 2021–2024; ikke omtalt i: Sydøstjylland 2021."
SEARCHED_EN = "Searched 3 plans, 2 police districts, 2021–2024; not mentioned in: South East Jutland (Sydøstjylland) 2021."

# ruff: noqa: E501
FORMS = [
    (Statement(NEW.id, "items", ("Norddjurs", "Syddjurs", "Randers"), citations=(1,)),
     "Østjylland 2024: Norddjurs, Syddjurs og Randers [1]", "East Jutland (Østjylland) 2024: Norddjurs, Syddjurs and Randers [1]"),
    (Statement(NEW.id, "all_items", ("Odder", "Samsø"), citations=(1, 3)),
     "Østjylland 2024: alle 2 kommuner: Odder og Samsø [1] [3]", "East Jutland (Østjylland) 2024: all 2 municipalities: Odder and Samsø [1] [3]"),
    (Statement(NEW.id, "all_items", (), citations=(1,)),
     "Østjylland 2024: alle kommuner [1]", "East Jutland (Østjylland) 2024: all municipalities [1]"),
    (Statement(NEW.id, "unnamed", citations=(3,)),
     f"Østjylland 2024 omtaler det, men nævner ingen kommuner: »{MEETINGS}« [3]",
     f"East Jutland (Østjylland) 2024 mentions it but names no municipalities: “{MEETINGS}” [3]"),
    (Statement(NEW.id, "quote", text=MEETINGS, citations=(3,)), f"{NEW_DA}: »{MEETINGS}« [3]", f"{NEW_EN}: “{MEETINGS}” [3]"),
    (Statement(OLD.id, "quote", text=HOUSES_2021, citations=(2,), older=True),
     f"Østjylland 2021 (ældre plan): »{HOUSES_2021}« [2]", f"East Jutland (Østjylland) 2021 (older plan): “{HOUSES_2021}” [2]"),
    (Statement(NEW.id, "value", ("to",), citations=(3,)), f"{NEW_DA}: to [3]", f"{NEW_EN}: to [3]"),
    (Statement(NEW.id, "value", ("to",), text=MEETINGS, citations=(3,)), f"{NEW_DA}: to: »{MEETINGS}« [3]", f"{NEW_EN}: to: “{MEETINGS}” [3]"),
    (Statement(NEW.id, "expansion", ("SSP", "Skole, Socialforvaltning og Politi"), citations=(1,)),
     f"{NEW_DA}: SSP står for Skole, Socialforvaltning og Politi [1]", f"{NEW_EN}: SSP stands for Skole, Socialforvaltning og Politi [1]"),
    (Statement(NEW.id, "yes", text=HOUSES_2024, citations=(1,)), f"Ja. {NEW_DA}: »{HOUSES_2024}« [1]", f"Yes. {NEW_EN}: “{HOUSES_2024}” [1]"),
    (Statement(NEW.id, "no", text=HOUSES_2024, citations=(1,)), f"Nej. {NEW_DA}: »{HOUSES_2024}« [1]", f"No. {NEW_EN}: “{HOUSES_2024}” [1]"),
    (Statement(NEW.id, "absent"), f"{NEW_DA} omtaler det ikke.", f"{NEW_EN} does not mention it."),
    (Statement("", "value", ("7",), citations=(1, 2)), "7 [1] [2]", "7 [1] [2]"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "danish", "english"), FORMS)
def test_every_form(statement, danish, english):
    assert answer_text(answered("da", statement), PLANS).splitlines()[0] == danish
    assert answer_text(answered("en", statement), PLANS).splitlines()[0] == english


def test_the_list_answer_with_its_coverage_line():
    assert answer_text(houses("da"), PLANS) == (
        "Østjylland 2024: Norddjurs, Syddjurs og Randers [1]\nØstjylland 2021 (ældre plan): Norddjurs og Syddjurs [2]\n" + SEARCHED_DA
    )
    assert answer_text(houses("en"), PLANS).endswith("\n" + SEARCHED_EN)


def test_the_plan_is_named_once_for_statements_that_follow_each_other():
    answer = answered(
        "da",
        Statement(NEW.id, "yes", text=HOUSES_2024, citations=(1,)),
        Statement(NEW.id, "quote", text=MEETINGS, citations=(3,)),
        Statement(OLD.id, "quote", text=HOUSES_2021, citations=(2,)),
        Statement(NEW.id, "quote", text=MEETINGS, citations=(3,)),
    )
    assert answer_text(answer).splitlines()[:3] == [
        f"Ja. {NEW_DA}: »{HOUSES_2024}« [1] »{MEETINGS}« [3]",
        f"Østjylland 2021: »{HOUSES_2021}« [2]",
        f"{NEW_DA}: »{MEETINGS}« [3]",
    ]


def test_one_plan_in_scope_is_named_in_the_coverage_line():
    answer = Answer(
        "?", "da", "answered", Understood("who", "da"), (Statement(NEW.id, "value", ("to",), citations=()),), coverage=Coverage((NEW.id,))
    )
    assert answer_text(answer) == "Østjylland 2024: to\nSøgt i Østjylland 2024."


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("form", ["quote", "items", "value"])
def test_every_marker_resolves_and_every_claim_has_one(form, language):
    answer = answered(
        language, Statement(NEW.id, form, ("Odder",), HOUSES_2024, (1, 3)), Statement(OLD.id, form, ("Odder",), HOUSES_2021, (2,))
    )
    *claims, _coverage = answer_text(answer).splitlines()
    for line in claims:
        markers = [int(n) for n in re.findall(r"\[(\d+)]", line)]
        assert markers
        assert {answer.citation(n).plan for n in markers}


def test_a_single_answer_keeps_to_its_limit_by_leaving_out_whole_statements():
    sentence = "Politiet og kommunerne mødes to gange om året i lokalrådet og taler om tryghed."
    answer = answered("da", *(Statement(NEW.id, "quote", text=sentence, citations=(3,)) for _ in range(9)), kind="describe")
    words = answer_text(answer)
    assert len(words) <= SHORT_LIMIT == 640
    shown = words.count(f"»{sentence}« [3]")
    assert shown >= 2
    assert f"{9 - shown} udsagn mere er udeladt her." in words
    assert len(rendering(answer).left_out[0].parts) == 9 - shown


def test_a_comparison_may_be_longer_but_never_over_1500_characters():
    names = tuple(f"Kommune{n:03}" for n in range(30))
    answer = answered("da", *(Statement(plan.id, "items", names, citations=(1,)) for plan in (NEW, OLD) * 6), kind="compare")
    words = answer_text(answer)
    assert 400 < len(words) <= 1500
    assert "udsagn mere er udeladt her." in words


def test_one_statement_that_alone_is_too_long_lists_fewer_names_or_points_to_the_plan():
    names = tuple(f"Kommunenavn{n:04}" for n in range(400))
    words = answer_text(answered("da", Statement(NEW.id, "items", names, citations=(1,))))
    assert len(words) <= 1500
    assert re.search(r"Kommunenavn\d{4} og \d+ flere \[1]", words)
    words = answer_text(answered("da", Statement(NEW.id, "quote", text="Et langt ord " * 200, citations=(1,))))
    assert words.startswith(f"{NEW_DA}: Stedet er for langt til at gengive her; læs det i planen [1]")


def test_one_long_sentence_is_quoted_whole_but_several_are_not_pasted():
    long = "Politiet arbejder " + "bl.a. sammen med kommunerne, " * 12 + "jf. § 113."
    assert len(long) > 300
    assert f"»{long}«" in answer_text(answered("da", Statement(NEW.id, "quote", text=long, citations=(1,)), kind="describe"))
    pasted = "Politiet arbejder sammen med kommunerne om tryghed i nattelivet. " * 6
    assert "»" not in answer_text(answered("da", Statement(NEW.id, "quote", text=pasted, citations=(1,)), kind="describe"))


def test_declining_claims_nothing():
    assert answer_text(abstained("not_mentioned", missing=("drone",))) == (
        "Det står ikke i de 2 planer, jeg har søgt i. Ikke fundet: »drone«.\nSøgt i 2 planer, 1 politikreds, 2021–2024."
    )
    assert answer_text(abstained("not_mentioned", "en", coverage=Coverage((NEW.id,)))).startswith("It is not in the plan I searched.")
    assert answer_text(abstained("unsure")) == (
        "Emnet omtales, men jeg fandt ikke et sikkert svar på: Hvem ejer huset? Læs selv disse steder:\n"
        "Østjylland 2024, afsnit 4.2 Infohuse [1]\nSøgt i 2 planer, 1 politikreds, 2021–2024."
    )
    assert MEETINGS not in answer_text(abstained("unsure"))
    assert answer_text(abstained("no_such_plan", missing=("Fyn",), available=(NEW.id, OLD.id), coverage=Coverage())) == (
        "Der er ingen plan for Fyn her. Disse planer er indlæst: Østjylland 2024 og Østjylland 2021."
    )
    assert answer_text(abstained("no_such_plan", "en", missing=("Fyn",), available=(NEW.id,), coverage=Coverage())) == (
        "There is no plan for Funen (Fyn) here. These plans are indexed: East Jutland (Østjylland) 2024."
    )
    clarify = Answer("Hvad?", "da", "clarify", Understood("none", "da"), items=("2021", "2024"))
    assert answer_text(clarify) == "Spørgsmålet kan forstås på flere måder. Mener du: 2021 eller 2024?"


def test_a_long_unanswered_question_is_not_repeated():
    answer = Answer("hvad " * 399, "da", "abstained", Understood("none", "da"), reason="unsure")
    assert answer_text(answer) == "Emnet omtales, men jeg fandt ikke et sikkert svar."


def test_the_json_contract_keys_in_order():
    record = answer_json(houses(), "q1", [{"rank": 1}])
    assert list(record) == [
        "id", "question", "language", "status", "answer", "items", "citations", "coverage", "confidence", "reason", "seconds", "generation", "passages",
    ]  # fmt: skip
    assert list(record["citations"][0]) == ["n", "plan", "file", "district", "year", "section", "heading", "page", "start", "end", "quote"]
    assert record["coverage"] == {"plans_searched": 3, "plans_mentioning": ["oestjylland-2021", "oestjylland-2024"]}
    assert record["confidence"] == 0.9123
    assert "passages" not in answer_json(houses())
    for citation in record["citations"]:
        plan = {plan.id: plan for plan in PLANS}[citation["plan"]]
        assert plan.text[citation["start"] : citation["end"]] == citation["quote"]
    assert json.loads(json.dumps(record, ensure_ascii=False)) == record


def test_place():
    assert place(houses().citations[0], "da") == "Østjylland 2024, afsnit 4.2 Infohuse"
    assert place(houses().citations[1], "en") == "East Jutland (Østjylland) 2021, Infohuse"


@pytest.mark.parametrize(
    ("language", "note"), [("da", "Jeg fandt ikke svar på: »hvad koster det?«."), ("en", "I found no answer to: “hvad koster det?”.")]
)
def test_a_part_of_the_question_without_an_answer_is_said(language, note):
    answer = replace(answered(language, Statement(NEW.id, "quote", text=MEETINGS, citations=(3,))), missing=("hvad koster det?",))
    assert f"{note} " in answer_text(answer)
