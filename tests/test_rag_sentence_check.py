"""Sentences that say what a cited place says are confirmed; each with one thing changed is refused, with its reason."""

from __future__ import annotations

import pytest

from corpus.plan import Plan
from rag.answer import Language
from rag.sentence_check import check, read_markers
from rag.sources import Source
from tests.rag_plans import plan, three_plans, traps


def source(n: int, of: Plan, words: str) -> Source:
    """The section of the plan that holds the words."""
    section = of.section_at(of.text.index(words))
    return Source(n, of, section.body_start, section.end)


def sources() -> list[Source]:
    new, old, other = (plan(three_plans(), name) for name in ("fyn-2024", "fyn-2022", "nordsjaelland-2023"))
    return [
        source(1, new, "Havnevagten er et korps"),
        source(2, new, "Kredsrådet mødes tre gange"),
        source(3, old, "Kun Nyborg Kommune"),
        source(4, other, "Helsingør Kommune har en havnevagt"),
        source(5, new, "Alle kommuner i politikredsen"),
        source(6, new, "- 2021: 41"),
        source(7, new, "I FISK"),
        source(8, other, "Politiet flyver"),
        source(9, new, "I 2023 blev der anmeldt"),
    ]


def problem(sentence: str, language: Language = "da") -> str | None:
    return check(read_markers(sentence), sources(), language).problem


@pytest.mark.parametrize(
    "sentence",
    [
        "Der er 48 frivillige i havnevagten [1].",
        "Havnevagten begyndte den 1. juni 2023 [1].",
        "Odense, Kerteminde og Nyborg har en havnevagt, mens Svendborg og Ærø har en bådpatrulje [1].",
        "I Ærø og Svendborg er der en bådpatrulje [1].",
        "Kredsrådet holder møde 3 gange om året på rådhuset i Nyborg [2].",
        "Ifølge planen for Fyn 2022 har kun Nyborg Kommune en havnevagt [3].",
        "Havnevagten i Helsingør ophører med udgangen af 2023 [4].",
        "Alle kommuner på nær Ærø har opsat lystavler [5].",
        "Det påtænkes, at Svendborg Kommune får en kajskole i 2025 [7].",
        "Vicepolitikommissær Ærenfred Åkjær leder dronevagten [8].",
        "Målet er højst 250 anmeldelser i 2024 [9].",
    ],
)
def test_what_the_cited_place_says_is_confirmed(sentence: str) -> None:
    assert problem(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Der er 57 frivillige i havnevagten [1].", "figure"),
        ("Havnevagten begyndte den 1. juli 2023 [1].", "figure"),
        ("Havnevagten begyndte den 1. juni 2021 [1].", "figure"),
        ("Svendborg har en havnevagt [1].", "kommune"),
        ("Odense har en bådpatrulje [1].", "kommune"),
        ("Der er ikke 48 frivillige i havnevagten [1].", "negation"),
        ("Der er indkøbt hjertestartere til havnevagten [1].", "negation"),
        ("Politidirektøren er ikke formand for rådet [2].", "negation"),
        ("Kredsrådet mødes tre gange om året på rådhuset i Odense [2].", "kommune"),
        ("Ifølge planen for Fyn 2024 har kun Nyborg Kommune en havnevagt [3].", "plan"),
        ("Ifølge planen for Nordsjælland 2022 har kun Nyborg Kommune en havnevagt [3].", "plan"),
        ("Alle kommuner har opsat lystavler [5].", "scope"),
        ("I 2025 får Svendborg Kommune en kajskole [7].", "modality"),
        ("Vicepolitikommissær Bo Ærenlund leder dronevagten [8].", "words"),
        ("Målet i 2024 er mindst 250 anmeldelser [9].", "words"),
        ("Der er 48 frivillige i havnevagten [2].", "words"),
        ("Der er 48 frivillige i havnevagten.", "no_marker"),
        ("Der er 48 frivillige i havnevagten [12].", "unknown_marker"),
        ("Der er 48 frivillige i havnevagten [1][99].", "unknown_marker"),
        ("Havnevagten får penge fra Den Hemmelige Fond [1].", "words"),
        ("... [1]", "empty"),
    ],
)  # fmt: skip
def test_one_thing_changed_is_refused_with_its_reason(sentence: str, why: str) -> None:
    assert problem(sentence) == why


def test_a_year_and_its_value_belong_together() -> None:
    assert problem("I 2022 blev 57 stjålne cykler fundet igen [6].") is None
    assert problem("I 2022 blev 41 stjålne cykler fundet igen [6].") is not None


@pytest.mark.parametrize(
    ("sentence", "confirmed"),
    [
        ("The district council meets three times a year at the town hall in Nyborg [2].", True),
        ("The district council meets four times a year at the town hall in Nyborg [2].", False),
        ("The district council does not meet three times a year at the town hall in Nyborg [2].", False),
        ("There are 48 volunteers in the harbour watch [1].", True),
        ("There are 84 volunteers in the harbour watch [1].", False),
    ],
)
def test_an_english_sentence_is_checked_against_danish_words(sentence: str, confirmed: bool) -> None:
    assert (problem(sentence, "en") is None) == confirmed


@pytest.mark.parametrize(
    "sentence",
    [
        "Slagelse Kommune har en ørnerede med fast bemanding [1].",
        "Slagelse Kommune har etableret en ørnerede i kommunen [1].",
        "Ringsted Kommune har en ørnerede siden 2019 [1].",
        "Politiet har lukket ørnereden i kommunen [1].",
    ],
)
def test_four_claims_on_which_other_checkers_fail(sentence: str) -> None:
    there = plan(traps(), "midt-og-vestsjaelland-2025")
    found = check(read_markers(sentence), [source(1, there, "Slagelse Kommune og politiet")], "da")
    assert not found.confirmed


def test_a_confirmed_sentence_points_at_the_sentence_that_carries_it() -> None:
    found = check(read_markers("Der er 48 frivillige i havnevagten [1]."), sources(), "da")
    assert [unit.text for unit in found.units] == ["Der er 48 frivillige i havnevagten."]
    assert found.units[0].plan.text[found.units[0].start : found.units[0].end] == found.units[0].text
