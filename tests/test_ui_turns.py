"""Conversations are kept apart by their keys, in memory, for a while; a stopped question leaves nothing."""

from __future__ import annotations

import pytest

from tests.ui_samples import NEW, OLD, PLANS, houses
from ui.conversation import answered_turn
from ui.turns import CONVERSATIONS_KEPT, HOURS_KEPT, TURNS_KEPT, Asked, Conversations, Turn, context_of, left_in_scope

KEY, OTHER = "a" * 32, "b" * 32


def turn(question: str) -> Turn:
    return answered_turn(Asked(question), houses(), PLANS)


def add(conversations: Conversations, key: str, question: str) -> tuple[Turn, ...]:
    one = turn(question)
    return conversations.finish(key, conversations.begin(key, one.asked), one)


def questions(turns: tuple[Turn, ...]) -> list[str]:
    return [one.asked.question for one in turns]


def test_a_conversation_is_found_by_its_key_alone() -> None:
    kept = Conversations()
    assert questions(add(kept, KEY, "Første på Læsø?")) == ["Første på Læsø?"]
    assert questions(add(kept, KEY, "Anden?")) == ["Første på Læsø?", "Anden?"]
    assert kept.turns(OTHER) == ()
    kept.clear(KEY)
    assert kept.turns(KEY) == ()


@pytest.mark.parametrize("key", ["", "a" * 31, "A" * 32, "../../etc/passwd", "a" * 33, "é" * 32])
def test_a_key_of_another_form_is_answered_and_not_kept(key: str) -> None:
    kept = Conversations()
    assert questions(add(kept, key, "Hvem?")) == ["Hvem?"]
    assert kept.turns(key) == ()
    one = turn("Hvem?")
    assert kept.suggest(key, one, ("Hvad?",))[0].followed_by == ("Hvad?",)


def test_a_stopped_question_leaves_nothing_even_when_its_answer_comes_later() -> None:
    kept = Conversations()
    number = kept.begin(KEY, Asked("Langsom?"))
    assert kept.stop(KEY) == Asked("Langsom?")
    assert kept.finish(KEY, number, turn("Langsom?")) == ()
    assert kept.stop(KEY) is None


def test_an_answer_that_comes_after_a_newer_question_is_not_kept() -> None:
    kept = Conversations()
    first = kept.begin(KEY, Asked("Første?"))
    second = kept.begin(KEY, Asked("Anden?"))
    assert kept.finish(KEY, first, turn("Første?")) == ()
    assert questions(kept.finish(KEY, second, turn("Anden?"))) == ["Anden?"]


def test_suggestions_belong_to_the_last_turn_only() -> None:
    kept = Conversations()
    first = add(kept, KEY, "Første?")[0]
    second = add(kept, KEY, "Anden?")[1]
    assert kept.suggest(KEY, first, ("Hvad?",)) == ()
    assert [one.followed_by for one in kept.suggest(KEY, second, ("Hvad?",))] == [(), ("Hvad?",)]
    third = add(kept, KEY, "Tredje?")[2]
    kept.begin(KEY, Asked("Fjerde?"))
    assert kept.suggest(KEY, third, ("Hvad?",)) == ()


def test_turns_conversations_and_hours_are_limited() -> None:
    now = [0.0]
    kept = Conversations(clock=lambda: now[0])
    for number in range(TURNS_KEPT + 3):
        turns = add(kept, KEY, str(number))
    assert len(turns) == TURNS_KEPT
    assert turns[-1].asked.question == str(TURNS_KEPT + 2)
    for number in range(CONVERSATIONS_KEPT):
        add(kept, f"{number:032x}", "Hvem?")
    assert kept.turns(KEY) == ()
    now[0] = HOURS_KEPT * 3600 + 1
    assert kept.turns(f"{1:032x}") == ()


def test_the_same_question_again_is_no_context_of_itself() -> None:
    turns = (turn("Hvem?"), turn("Og i 2021?"), turn("Og i 2021?"))
    assert context_of(turns, "Og i 2021?") == ("Hvem?",)
    assert context_of(turns, "Hvornår?") == ("Hvem?", "Og i 2021?", "Og i 2021?")
    assert len(context_of([turn(str(n)) for n in range(9)], "Hvem?")) == 5


def test_the_readers_own_choices_leave_these_plans() -> None:
    assert left_in_scope(Asked("?"), PLANS) == [OLD, NEW]
    assert left_in_scope(Asked("?", years=(2021,)), PLANS) == [OLD]
    assert left_in_scope(Asked("?", districts=("Fyn",)), PLANS) == []
    assert left_in_scope(Asked("?", without=(NEW.id,)), PLANS) == [OLD]
    assert not Asked("?").narrowed
    assert Asked("?", without=(NEW.id,)).narrowed
