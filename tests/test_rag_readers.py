"""Questions that a list, a series or the right one of several sentences answers."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from tests.rag_plans import assert_true_to_the_plans, build, said

NEWER = """\
# Samarbejdsplan 2024

Kredsrådet i Fyns Politikreds

- Odense Kommune
- Nyborg Kommune
- Ærø Kommune

## 1. Vagter

Odense, Nyborg og Ærø Kommuner har en brovagt. Der er brokameraer i Odense, Ærøskøbing og Nyborg.

## 2. Brorådet

Hvert forår holder Brorådet en fest for alle frivillige. Under kredsrådet er Brorådet det rådgivende led. Brorådet har kaffe.

## 3. Tal

Antal reddede kuttere:

- 2021: 14
- 2022: 31
- 2023: 22

## 4. Fokus

Kredsrådet følger arbejdet på havnen nøje. Der er tale om følgende havneopgaver:

- lanterner på molen
- redningsveste til børn
- øvelser i åen
"""

OLDER = """\
# Samarbejdsplan 2021

Kredsrådet i Fyns Politikreds

- Odense Kommune
- Nyborg Kommune
- Ærø Kommune

## 1. Vagter

Nyborg Kommune har en brovagt.
"""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return build({"fyn-2024.md": NEWER, "fyn-2021.md": OLDER})


def ask(assistant: Assistant, question: str) -> str:
    answer = assistant.answer(question)
    assert_true_to_the_plans(answer, assistant)
    return said(answer)


def test_which_year_had_most_is_answered_by_the_whole_series(assistant: Assistant) -> None:
    for question in ("I hvilket år blev der reddet flest kuttere?", "In which year were most kuttere reddet?"):
        assert all(figure in ask(assistant, question) for figure in ("2021: 14", "2022: 31", "2023: 22")), question


def test_lists_of_two_plans_are_compared(assistant: Assistant) -> None:
    answer = assistant.answer("Er der kommet flere brovagter siden 2021?")
    assert {s.plan: s.items for s in answer.statements} == {"fyn-2024": ("Odense", "Nyborg", "Ærø"), "fyn-2021": ("Nyborg",)}


def test_towns_are_given_in_the_plans_own_words(assistant: Assistant) -> None:
    assert "Ærøskøbing" in ask(assistant, "I hvilke byer er der brokameraer?")


def test_what_a_thing_is_stands_in_the_sentence_that_says_so(assistant: Assistant) -> None:
    found = ask(assistant, "Hvad er Brorådet for noget?")
    assert "det rådgivende led" in found and "fest" not in found


def test_a_list_is_whole_where_any_sentence_shown_leads_it(assistant: Assistant) -> None:
    found = ask(assistant, "Hvad er havneopgaverne på Fyn?")
    assert all(item in found for item in ("lanterner på molen", "redningsveste til børn", "øvelser i åen"))
