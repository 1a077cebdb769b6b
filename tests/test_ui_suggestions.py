"""What may be asked next is answered by the plans, brings something new, and was not asked before."""

from __future__ import annotations

import pytest

from tests.rag_plans import three_plans
from ui.suggestions import SHOWN, Sought, Suggestions, candidates


@pytest.mark.parametrize(
    "question",
    ["Hvilke kommuner har en havnevagt?", "Which kommuner have a havnevagt?", "Hvad gør havnevagten på åen?", "Hvem leder månebasen?"],
)
def test_every_suggestion_is_answered_with_something_new(question: str) -> None:
    answer = three_plans().answer(question)
    shown = {(one.plan, one.start, one.end) for one in answer.citations}
    found = Suggestions().after(three_plans(), answer, [question])
    assert len(found) <= SHOWN
    for one in found:
        following = three_plans().answer(one, language=answer.language)
        assert following.status == "answered"
        assert {(each.plan, each.start, each.end) for each in following.citations} - shown


def test_a_list_leads_to_the_difference_between_the_years_and_to_the_topic() -> None:
    answer = three_plans().answer("Hvilke kommuner har en havnevagt?")
    made = list(candidates(three_plans(), answer))
    assert made[0] == "Hvad er forskellen på planerne fra 2022 og 2024 om havnevagt i Fyn?"
    assert "Hvad står der om havnevagt i Fyn?" in made
    assert Suggestions().after(three_plans(), answer, ["Hvilke kommuner har en havnevagt?"])


def test_what_was_asked_is_not_suggested_again() -> None:
    answer = three_plans().answer("Hvilke kommuner har en havnevagt?")
    first = Suggestions().after(three_plans(), answer, [])
    assert not set(first) & set(Suggestions().after(three_plans(), answer, [one.upper() for one in first]))


def test_where_there_is_no_such_plan_the_others_are_suggested() -> None:
    answer = three_plans().answer("Hvad gør havnevagten på Bornholm?")
    assert (answer.reason, answer.citations) == ("no_such_plan", ())
    made = list(candidates(three_plans(), answer))
    assert any("Fyn" in one for one in made)
    assert any("Nordsjælland" in one for one in made)
    assert Suggestions().after(three_plans(), answer, [])


def test_an_english_question_gets_english_suggestions() -> None:
    answer = three_plans().answer("Which kommuner have a havnevagt?")
    assert all(one.startswith(("What", "Which", "How")) for one in candidates(three_plans(), answer))


def test_a_question_is_tried_once_for_a_generation() -> None:
    class Counting:
        def __init__(self) -> None:
            self.generation, self.asked = three_plans().generation, []

        def answer(self, question, **given):
            self.asked.append(question)
            return three_plans().answer(question, **given)

    answer = three_plans().answer("Hvilke kommuner har en havnevagt?")
    suggestions, counting = Suggestions(), Counting()
    first = suggestions.after(counting, answer, [])
    tried = len(counting.asked)
    assert suggestions.after(counting, answer, []) == first
    assert len(counting.asked) == tried > 0


def test_who_leaves_in_the_middle_does_not_keep_suggestions_away_for_ever() -> None:
    now = [0.0]
    sought = Sought(lambda: now[0])
    tokens = [sought.begin() for _ in range(3)]
    assert not sought.few()
    sought.end(tokens[0])
    sought.end(tokens[0])
    assert sought.few()
    sought.begin()
    assert not sought.few()
    now[0] = 31.0
    assert sought.few()
