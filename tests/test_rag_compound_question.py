from __future__ import annotations

import pytest

from rag.compound_question import parts
from rag.question import analyse


@pytest.mark.parametrize(
    ("typed", "cores", "kinds"),
    [
        ("Hvem leder havnerådet, og hvornår mødes det?", ["Hvem leder havnerådet?", "hvornår mødes det?"], ["who", "date"]),
        (
            "How did the harbour watch work, and what became of it?",
            ["How did the harbour watch work?", "what became of it?"],
            ["describe"] * 2,
        ),
        (
            "Hvilke kommuner har en havnevagt, og hvilke har ikke?",
            ["Hvilke kommuner har en havnevagt?", "hvilke har ikke?"],
            ["kommuner"] * 2,
        ),
        (
            "Who drafts it, when is it approved and what does the council do then?",
            ["Who drafts it?", "when is it approved?", "what does the council do then?"],
            ["who", "date", "describe"],
        ),
    ],
)
def test_several_questions_are_taken_apart(typed: str, cores: list[str], kinds: list[str]) -> None:
    found = parts(analyse(typed))
    assert [part.core for part in found] == cores
    assert [part.kind for part in found] == kinds


@pytest.mark.parametrize(
    "typed",
    [
        "Hvad er forskellen på havnevagten i 2021 og 2024?",
        "Can you tell me who leads it and what it does?",
        "Hvem var borgmester i Faxe i 2021, og hvem er det i 2024?",
        "What did the work build on in 2017, and on what in 2021?",
        "Er det besluttet, hvor i Slagelse havnevagten skal ligge?",
        "Hvem bestemmer, hvor havnevagten i Slagelse skal ligge?",
        "Hvor og hvornår holder havnerådet møde?",
        "Hvilke kommuner har både havnevagt og kajråd?",
    ],
)
def test_one_question_stays_one(typed: str) -> None:
    question = analyse(typed)
    assert parts(question) == [question]


def test_a_part_keeps_the_scope_of_the_whole() -> None:
    first, second = parts(analyse("Hvem leder havnerådet på Fyn i 2022, og hvornår mødes det?"))
    assert (second.districts, second.years, second.language) == (first.districts, first.years, "da") == (("Fyn",), (2022,), "da")


def test_a_part_without_a_topic_is_about_what_the_first_is_about() -> None:
    second = parts(analyse("How did the harbour watch on Funen work, and what became of it?"))[1]
    assert second.frame.bare and "harbour watch" in second.text[: second.frame.start]
