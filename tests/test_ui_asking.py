"""The page's own handling of a question, without a browser: what is refused, what is kept, and what is never written."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace

import pytest

import ui.page
from tests.browser_pages import QUIET, CannedLive
from tests.ui_samples import CannedAssistant
from ui.page import Page
from ui.rating import Ratings
from ui.site import Site
from ui.turns import Conversations

pytestmark = QUIET
KEY = "a" * 32
TICKET = json.dumps({"key": KEY, "without": ["oestjylland-2021"]})


class Broken(CannedAssistant):
    """Fails in a way nobody foresaw, with the question in its words."""

    def answer(self, question, **given):
        raise RuntimeError(question)


def ask(page: Page, question: str, ticket: str = TICKET, **narrowed) -> list[tuple]:
    given = {"districts": [], "years": [], "newest": False, **narrowed}
    return list(page.answer(question, given["districts"], given["years"], given["newest"], ticket))


@pytest.mark.parametrize("question", ["Hvem er 010203-1234?", "0102031234", "På Læsø bor 311299 4321 måske"])
def test_what_looks_like_a_persons_number_is_refused_and_not_kept(question):
    assistant, kept = CannedAssistant(), Conversations()
    steps = ask(Page(CannedLive(assistant), "da", kept), question)
    assert len(steps) == 1
    assert "Det ligner et CPR-nummer. Fjern det, før du spørger." in steps[0][0]
    assert assistant.asked == []
    assert kept.turns(KEY) == ()


@pytest.mark.parametrize("question", ["Hvad skete der 2017-2024?", "Ring 12 34 56 78?", "Sag 9913991234?", "12345678901234?"])
def test_other_numbers_are_asked(question):
    assert len(ask(Page(CannedLive(CannedAssistant()), "da"), question)) > 1


def test_an_unforeseen_failure_is_told_plainly_and_logged_without_the_question(caplog, capfd):
    caplog.set_level(logging.DEBUG)
    kept = Conversations()
    steps = ask(Page(CannedLive(Broken()), "da", kept), "Hemmelig sag på Ærø?")
    assert "på grund af en fejl i programmet" in steps[-1][0]
    assert steps[-1][1] == "Hemmelig sag på Ærø?"
    said = capfd.readouterr()
    for words in (caplog.text, said.out, said.err):
        assert "Hemmelig" not in words
    assert "RuntimeError" in caplog.text
    assert kept.turns(KEY) == ()


@pytest.mark.parametrize("ticket", ["", "x", "[]", "null", '{"key": 7}', '{"key": "a", "without": 3}', '{"without": [{}]}'])
def test_a_ticket_that_is_none_is_answered_all_the_same(ticket):
    steps = ask(Page(CannedLive(CannedAssistant()), "da"), "Hvilke kommuner har et infohus?", ticket)
    assert 'data-state="answered"' in steps[-1][0]


def test_only_the_newest_plans_are_asked_when_the_reader_says_so():
    assistant = CannedAssistant()
    ask(Page(CannedLive(assistant), "da"), "Hvilke kommuner?", json.dumps({"key": KEY}), newest=True)
    assert next(one for one in assistant.asked if one.question == "Hvilke kommuner?").without_plans == ("oestjylland-2021",)


def test_suggestions_give_way_while_many_ask():
    assistant = CannedAssistant()
    page = Page(CannedLive(assistant), "da")
    waiting = [page.answer(f"Hvem {number}?", [], [], False, "") for number in range(4)]
    for one in waiting:
        next(one)
    assert len(list(waiting[0])) == 1
    for one in waiting[1:]:
        one.close()
    assert len(ask(page, "Hvem nu?")) == 3


def test_a_growing_answer_is_shown_as_it_grows_and_kept_when_it_is_whole(monkeypatch, tmp_path):
    kept, answering = Conversations(), ui.page.answering

    def writing(*given):
        whole = next(answering(*given))
        yield replace(whole, growing=True, notes="<p>Skriver …</p>")
        assert kept.turns(KEY) == ()
        yield whole

    monkeypatch.setattr(ui.page, "answering", writing)
    page = Page(CannedLive(CannedAssistant()), "da", kept, Ratings(Site(tmp_path)))
    steps = ask(page, "Hvilke kommuner har et infohus?", json.dumps({"key": KEY}))
    states = [re.search(r'data-state="(\w+)"', step[0]).group(1) for step in steps]
    assert states == ["waiting", "writing", "answered", "answered"]
    assert "<p>Skriver …</p>" in steps[1][0]
    # Only a whole answer can be rated.
    assert 'class="rating"' not in steps[1][0] and 'class="rating"' in steps[2][0]
    assert len(kept.turns(KEY)) == 1


def test_an_answer_and_its_links_come_from_one_generation():
    class Switching(CannedLive):
        """A newer generation is there whenever one looks again."""

        def get(self):
            found, self.assistant = self.assistant, CannedAssistant()
            self.assistant.generation.plans = ()
            return found

    steps = ask(Page(Switching(CannedAssistant()), "da"), "Hvilke kommuner har et infohus?")
    assert 'class="cite"' in steps[1][0]
    assert "er fjernet" not in steps[1][0]
