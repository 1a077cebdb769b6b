from __future__ import annotations

import pytest

from rag.conversation import with_context
from rag.question import Question, analyse

WATCH = "Hvilke kommuner på Fyn har en havnevagt?"


def understood(question: str, *context: str) -> tuple[Question, str]:
    return with_context(analyse(question), context)


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke kommuner har en havnevagt?",
        "Hvem er borgmester i Ærø Kommune?",
        "Hvor mange cykeltyverier blev der anmeldt på øen i 2023?",
        "Which municipalities take part in the lanterneprojekt?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    for context in ((), (WATCH,), (WATCH, "Og på Ærø?")):
        asked, rewritten = understood(question, *context)
        assert (asked, rewritten) == (analyse(question), "")


def test_without_earlier_questions_nothing_is_added() -> None:
    assert understood("Og på Ærø?") == (analyse("Og på Ærø?"), "")


@pytest.mark.parametrize(
    ("question", "districts", "years", "kind"),
    [
        ("Og i Nordsjælland?", ("Nordsjælland",), (), "kommuner"),
        ("Hvad med Nordsjælland?", ("Nordsjælland",), (), "kommuner"),
        ("Og i 2022?", ("Fyn",), (2022,), "kommuner"),
        ("Og i Nordsjælland i 2023?", ("Nordsjælland",), (2023,), "kommuner"),
        ("What about North Zealand?", ("Nordsjælland",), (), "kommuner"),
        ("Hvornår begyndte den?", ("Fyn",), (), "date"),
    ],
)
def test_a_follow_up_keeps_the_topic_and_takes_its_own_place_and_time(
    question: str, districts: tuple[str, ...], years: tuple[int, ...], kind: str
) -> None:
    asked, rewritten = understood(question, WATCH)
    assert "havnevagt" in asked.text and rewritten == asked.text
    assert (asked.years, asked.kind) == (years, kind)
    if kind != "date":
        assert asked.districts == districts


@pytest.mark.parametrize("question", ["Hvornår begyndte den?", "Hvor mange frivillige er der?"])
def test_a_follow_up_stays_in_the_district(question: str) -> None:
    asked, _ = understood(question, "Hvilke kommuner har en havnevagt på Fyn?")
    assert asked.districts == ("Fyn",)


def test_the_newest_place_wins_over_two_follow_ups() -> None:
    asked, _ = understood("Og på Fyn i 2022?", WATCH, "Og i Nordsjælland?")
    assert (asked.districts, asked.years, asked.kind) == (("Fyn",), (2022,), "kommuner")
    assert "havnevagt" in asked.text and "Nordsjælland" not in asked.text


def test_a_kommune_takes_the_place_of_a_kommune() -> None:
    asked, rewritten = understood("Og i Ærø?", "Har Nyborg Kommune en havnevagt på havnen?")
    assert asked.kommuner == ("Ærø",) and "Nyborg" not in rewritten and "havnevagt" in rewritten


def test_a_question_after_a_follow_up_that_stands_alone_forgets_both() -> None:
    asked, rewritten = understood("Hvem leder dronevagten over Øresund?", WATCH, "Og i 2022?")
    assert (rewritten, asked.years, asked.districts) == ("", (), ())


def test_a_follow_up_has_the_language_of_its_own_words() -> None:
    asked, _ = understood("And in North Zealand?", "Which municipalities have a havnevagt on Ærø?")
    assert asked.language == "en"


def test_an_english_follow_up_to_a_danish_question_is_answered_in_english() -> None:
    asked, _ = understood("And what about North Zealand?", WATCH)
    assert asked.language == "en"
