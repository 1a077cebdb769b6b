from __future__ import annotations

import pytest

from rag.question import analyse
from rag.question_frame import find_frame, without_leading


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Jeg er ny i Slagelse. Hvem leder havnerådet?", "Hvem leder havnerådet?"),
        ("Vi planlægger et møde: hvornår mødes rådet?", "hvornår mødes rådet?"),
        ("Hvem leder havnerådet? Min chef spurgte.", "Hvem leder havnerådet?"),
        ("I write about harbours. Who chairs the council?", "Who chairs the council?"),
        # What asks already is no preface.
        ("Hvilke kommuner: har de alle en havnevagt, eller kun nogle?", "Hvilke kommuner: har de alle en havnevagt, eller kun nogle?"),
        ("Er der havnevagt i alle kommuner? Hvilke?", "Er der havnevagt i alle kommuner? Hvilke?"),
        ("Hvad siger planen om bl.a. havne?", "Hvad siger planen om bl.a. havne?"),
        ("havnevagt – hvor?", "havnevagt – hvor?"),
    ],
)
def test_the_question_proper_is_found(typed: str, asked: str) -> None:
    assert find_frame(typed).core(typed) == asked


@pytest.mark.parametrize(
    ("typed", "leans", "bare"),
    [
        ("Vi har bøvl med kajtyveri. Er det noget, lystbådehavnen har drøftet?", True, False),
        ("Planen nævner havnevagten. Hvad er nyt?", True, True),
        ("The plan has a harbour watch. What came in and what dropped out?", True, True),
        ("Jeg bor i Korsør. Hvem leder havnerådet?", False, False),
        ("Hvem leder det?", False, False),
    ],
)
def test_a_question_takes_up_what_was_told_only_where_it_says_so(typed: str, leans: bool, bare: bool) -> None:
    frame = find_frame(typed)
    assert (frame.leans, frame.bare) == (leans, bare)


@pytest.mark.parametrize(
    ("core", "kind"),
    [
        ("In the 2017 set-up, are the councils chaired by the police?", "yesno"),
        ("Ifølge planen fra 2021, hvem leder rådet?", "who"),
        ("Going by the plan for Funen, does the council meet?", "yesno"),
        ("Havnevagten på Fyn, hvad er det?", "describe"),
    ],
)
def test_a_leading_phrase_hides_no_kind(core: str, kind: str) -> None:
    assert analyse(core).kind == kind


def test_only_a_phrase_of_place_or_source_is_a_leading_one() -> None:
    assert without_leading("Hvem, om nogen, leder rådet?") == "Hvem, om nogen, leder rådet?"


def test_a_kommune_told_before_is_scope_and_not_what_is_asked() -> None:
    question = analyse("Jeg arbejder i Slagelse. Har Næstved en havnevagt?")
    assert question.kommuner == ("Slagelse", "Næstved") and question.asked_kommuner == ("Næstved",)
    assert question.meant == "Har Næstved en havnevagt?"
