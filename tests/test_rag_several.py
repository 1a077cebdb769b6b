"""Answers that several sentences, lists, plans or parts of a question make together, over two editions of an invented plan."""

from __future__ import annotations

from functools import cache

import pytest

from rag.answer import Answer
from rag.assistant import Assistant
from tests.rag_plans import assert_true_to_the_plans, build, items_by_plan, said

_HEAD = "# Samarbejdsplan {year}\n\nKredsrådet i Fyns Politikreds\n\n- Odense Kommune\n- Nyborg Kommune\n- Assens Kommune\n\n"
_BODY = """\
## 1. HAVNEVAGTEN

Havnevagten ledes af havnefogeden. Havnevagten begyndte i juni {begun}. Det forventes, at havnevagten afsluttes i september {ends}.

Odense Kommune har en kajskole, mens skipperlauget har opgaven i Nyborg og Assens Kommuner.

## 2. UDSATTE KAJER

I de udsatte kajområder vil indsatsen være særlig fokuseret. Det gælder områderne Ankerparken i Odense og Kompashaven i Nyborg.

Lanterner er sat op disse steder:

- Søgade i Odense
- Gammeltorv i Nyborg

## 3. FOKUSOMRÅDER

{lead}

{items}

## 4. EMNER FOR KAJRÅDET

### 4.1. Bølgebrydere

Bølgebryderne efterses.

### 4.2. Tovværk

Tovværket skiftes hvert år.

### 4.3. Fendere

Fenderne males.
"""


def _plan(year: int, lead: str, items: tuple[str, ...]) -> str:
    listed = "\n".join(f"- {item}" for item in items)
    return _HEAD.format(year=year) + _BODY.format(begun=year - 1, ends=year + 1, lead=lead, items=listed)


@cache
def editions() -> Assistant:
    older = ("Bådtyveri", "Æbletyveri", "Stjålne årer")
    newer = ("Bådtyveri", "Stjålne årer", "Drukneulykker")
    return build(
        {
            "fyn-2022.md": _plan(2022, "Emnerne er:", older),
            "fyn-2024.md": _plan(2024, "Fokusområderne er følgende:", newer),
        }
    )


def ask(question: str, **more: object) -> Answer:
    answer = editions().answer(question, **more)  # type: ignore[arg-type]
    assert_true_to_the_plans(answer, editions())
    return answer


def test_both_parts_of_a_question_are_answered() -> None:
    text = said(ask("Hvem leder havnevagten på Fyn i 2024, og hvornår afsluttes den?"))
    assert "havnefogeden" in text and "september 2025" in text


def test_a_part_without_an_answer_is_named() -> None:
    answer = ask("Hvem leder havnevagten på Fyn i 2024, og hvad koster den?")
    assert answer.status == "answered" and answer.missing == ("hvad koster den?",)


@pytest.mark.parametrize(
    "question",
    ["Hvilke fokusområder er kommet til på Fyn fra 2022 til 2024?", "Which focus areas were dropped on Funen from 2022 to 2024?"],
)
def test_two_editions_of_a_list_stand_side_by_side_though_only_one_is_called_so(question: str) -> None:
    lists = items_by_plan(ask(question))
    assert lists["fyn-2022"] == ("Bådtyveri", "Æbletyveri", "Stjålne årer")
    assert lists["fyn-2024"] == ("Bådtyveri", "Stjålne årer", "Drukneulykker")


def test_where_each_plan_is_asked_each_speaks() -> None:
    answer = ask("Hvornår begyndte havnevagten? Plan for plan, tak.")
    assert {statement.plan for statement in answer.statements} == {"fyn-2022", "fyn-2024"}
    assert "juni 2021" in said(answer) and "juni 2023" in said(answer)


def test_the_end_and_not_the_beginning_is_dated() -> None:
    assert "september 2025" in said(ask("Hvornår regner man med at være færdig med havnevagten på Fyn i 2024?"))


def test_a_sentence_takes_along_the_one_that_names_the_places() -> None:
    text = said(ask("Hvilke udsatte kajområder er der særlig indsats i på Fyn i 2024?"))
    assert "Ankerparken" in text and "Kompashaven" in text


def test_streets_are_listed_whole() -> None:
    assert items_by_plan(ask("På hvilke gader og torve på Fyn er der sat lanterner op i 2024?"))["fyn-2024"] == (
        "Søgade i Odense",
        "Gammeltorv i Nyborg",
    )


@pytest.mark.parametrize("question", ["Har Assens Kommune en kajskole?", "Har Nyborg Kommune stadig en kajskole i 2024?"])
def test_a_kommune_set_against_those_that_have_it_has_it_not(question: str) -> None:
    assert {statement.form for statement in ask(question).statements} == {"no"}


def test_a_difference_is_told_in_the_words_that_set_one_against_the_other() -> None:
    assert "skipperlauget" in said(ask("Hvad er forskellen på kajskolerne på Fyn i 2022 og 2024?"))


@pytest.mark.parametrize("question", ["Hvilke emner har kajrådet på Fyn i 2024?", "hvilke emner for kajraadet fyn 2024"])
def test_a_plan_that_has_its_topics_as_sections_lists_their_headings(question: str) -> None:
    answer = ask(question)
    assert items_by_plan(answer) == {"fyn-2024": ("Bølgebrydere", "Tovværk", "Fendere")}
    assert [one.quote.strip() for one in answer.citations][1:] == ["4.1 Bølgebrydere", "4.2 Tovværk", "4.3 Fendere"]
