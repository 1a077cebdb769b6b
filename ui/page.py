"""The Gradio page in one language: conversation and question field at the left, the plan at the right, the plans on a page of their own.

Exactly one queued event per question; everything else is unqueued or JavaScript (`assets/*.js`), because Gradio can lose an
event that follows another through the queue.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from corpus.errors import PlansvarError, QuestionError
from index.generation import Generation
from rag.answer import Language
from ui import plans_tab, quality_page
from ui.commands import districts_of
from ui.conversation import Rendered, conversation_html, example_questions
from ui.feedback import Shown
from ui.frame import filters_html, header_html, panel_html, status_html
from ui.rating import Ratings
from ui.service import LiveAssistant
from ui.site import Site
from ui.sources import View
from ui.suggestions import Sought, Suggestions
from ui.texts import district_name, text
from ui.turns import Asked, Conversations, Turn, Turns, context_of, left_in_scope
from ui.written import answering

CONCURRENT_QUESTIONS = 8
WAITING_QUESTIONS = 64

# Ten digits that begin with a day and a month: what a Danish person's number looks like.
_CPR = re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d[ -]?\d{4}(?!\d)")

# The framework adds the page's scripts while it mounts the page: the first event may come before them.
_WHEN_READY = """async () => {
    while (!window.plansvar || !window.plansvar.ticket) await new Promise((done) => setTimeout(done, 20));
    return [window.plansvar.ticket()];
}"""

_log = logging.getLogger(__name__)


class Page:
    """Builds the page over a live assistant and answers its events.

    ``ticket`` in the events is written by the page's script: JSON with the key of the tab's conversation and the plans left out.
    """

    def __init__(
        self,
        live: LiveAssistant,
        language: Language,
        conversations: Conversations | None = None,
        ratings: Ratings | None = None,
        *,
        login: bool = False,
    ) -> None:
        self._live = live
        self._language = language
        self._conversations = conversations or Conversations()
        self._ratings = ratings or Ratings(Site())
        self._login = login
        self._suggestions = Suggestions()
        self._rendered = Rendered()
        self._sought = Sought()
        self._examples: dict[str, tuple[str, ...]] = {}

    def blocks(self) -> gr.Blocks:
        """The page, with its queue set up."""
        quiet: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        with gr.Blocks(title=self._text("name.program"), analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as blocks:
            ticket = gr.Textbox(visible=False)
            gr.HTML(header_html(self._language, login=self._login), elem_id="top", apply_default_css=False)
            status = gr.HTML("", elem_id="status", apply_default_css=False)
            with gr.Tabs(elem_id="tabs"):
                with gr.Tab(self._text("page.tab_ask"), id="ask"):
                    shown, question, filters, ask, stop, clear = self._ask_tab()
                with gr.Tab(self._text("page.tab_plans"), id="plans"):
                    gr.HTML(plans_tab.frame_html(self._language), elem_id="plans", apply_default_css=False)
                with gr.Tab(self._text("page.tab_quality"), id="quality"):
                    gr.HTML(quality_page.frame_html(self._language), elem_id="quality", apply_default_css=False)
            asking = gr.on(
                [ask.click, question.submit],
                self.answer,
                [question, *filters, ticket],
                [shown, question, status],
                concurrency_limit=CONCURRENT_QUESTIONS,
                concurrency_id="ask",
                show_progress="hidden",
                api_visibility="private",
                # The suggestions under one answer must not hold back the next question.
                trigger_mode="multiple",
                js="(...values) => window.plansvar.asked(values)",
            )
            stop.click(self.stop, [ticket], [shown], cancels=[asking], js="() => [window.plansvar.ticket()]", **quiet)
            clear.click(self.clear, [ticket], [shown, question], js="() => [window.plansvar.cleared()]", **quiet)
            blocks.load(self.fresh, [ticket], [shown, *filters[:2], status], js=_WHEN_READY, **quiet)
        blocks.queue(max_size=WAITING_QUESTIONS, default_concurrency_limit=CONCURRENT_QUESTIONS, api_open=False)
        return blocks

    def answer(self, question: str, districts: list[str], years: list[str], newest: bool, ticket: str) -> Iterator[tuple[Any, ...]]:
        """The conversation while the answer is sought, with it, and with what may be asked next.

        A question that fails stays in the field.
        """
        key, without = _read_ticket(ticket)
        turns = self._conversations.turns(key)
        chosen = tuple(int(year) for year in years or () if str(year).isdigit())
        asked = Asked(question or "", tuple(districts or ()), chosen, without)
        mine = self._sought.begin()
        try:
            # One snapshot for the whole question: its offsets belong to the texts of this generation.
            assistant = self._live.get()
            generation = assistant.generation
            view = self._view(generation)
            if newest:
                asked = Asked(asked.question, asked.districts, asked.years, tuple(sorted({*without, *view.older()})))
            searched = _searched(asked, generation, self._language)
            number = self._conversations.begin(key, asked)
            yield self._shown((*turns, Turn(asked, "waiting", searched=searched)), view), question, self._status(generation)
            for turn in answering(self._live, assistant, asked, context_of(turns, asked.question), self._language):
                if turn.growing:
                    yield self._shown((*turns, turn), view), question, gr.skip()
            if turn.answer:
                turn = replace(turn, token=self._ratings.remember(Shown(asked.question, context_of(turns, asked.question), turn.answer)))
            turns = self._conversations.finish(key, number, turn)
            self._sought.end(mine)
            yield self._shown(turns, view), "", self._status(generation)
            if turn.answer and self._sought.few():
                questions = self._suggestions.after(assistant, turn.answer, [one.asked.question for one in turns])
                with_questions = self._conversations.suggest(key, turn, questions)
                if with_questions:
                    yield self._shown(with_questions, view), gr.skip(), gr.skip()
        except PlansvarError as error:
            # A refused question is shown once and is no part of what follows.
            yield self._refused(key, Turn(asked, "failed", failure=error))
        except Exception as error:
            # The question may hold personal data: only the kind of the failure is logged.
            _log.error("a question failed: %s", type(error).__name__)
            yield self._refused(key, Turn(asked, "failed"))
        finally:
            self._sought.end(mine)

    def stop(self, ticket: str) -> str:
        """The conversation without the answer that was being sought; the question stays in the field."""
        key, _ = _read_ticket(ticket)
        asked = self._conversations.stop(key)
        turns = self._conversations.turns(key)
        return self._shown((*turns, Turn(asked, "stopped")) if asked else turns, self._view(self._live.get().generation))

    def clear(self, ticket: str) -> tuple[str, str]:
        """A new conversation."""
        self._conversations.clear(_read_ticket(ticket)[0])
        return self._shown((), self._view(self._live.get().generation)), ""

    def fresh(self, ticket: str) -> tuple[Any, ...]:
        """What depends on the plans and on what the tab asked before, at the time the page is opened."""
        generation = self._live.get().generation
        names = [(district_name(district, self._language).partition(" (")[0], district) for district in districts_of(generation)]
        years = [str(year) for year in sorted({plan.year for plan in generation.plans}, reverse=True)]
        return (
            self._shown(self._conversations.turns(_read_ticket(ticket)[0]), self._view(generation)),
            gr.update(choices=names, value=[]),
            gr.update(choices=years, value=[]),
            self._status(generation),
        )

    def _ask_tab(self) -> tuple[gr.HTML, gr.Textbox, list[Any], gr.Button, gr.Button, gr.Button]:
        with gr.Row(elem_id="work", equal_height=False):
            with gr.Column(elem_id="left", min_width=0):
                shown = gr.HTML("", elem_id="conversation", apply_default_css=False)
                with gr.Column(elem_id="composer"):
                    with gr.Row(elem_id="filters"):
                        filters: list[Any] = [
                            gr.CheckboxGroup(choices=[], label=self._text("page.districts"), elem_id="districts"),
                            gr.CheckboxGroup(choices=[], label=self._text("page.years"), elem_id="years"),
                            gr.Checkbox(label=self._text("scope.newest"), elem_id="newest", container=False),
                        ]
                    with gr.Row(elem_id="field"):
                        question = gr.Textbox(
                            label=self._text("page.question"),
                            placeholder=self._text("page.placeholder"),
                            elem_id="question",
                            lines=1,
                            max_lines=5,
                            container=False,
                        )
                        ask = gr.Button(self._text("page.ask"), variant="primary", elem_id="ask", min_width=0)
                        stop = gr.Button(self._text("page.stop"), variant="secondary", elem_id="stop", min_width=0)
                    with gr.Row(elem_id="under-field"):
                        gr.HTML(filters_html(self._language), elem_id="scope-frame", apply_default_css=False)
                        clear = gr.Button(self._text("page.new"), variant="secondary", elem_id="new", min_width=0)
            with gr.Column(elem_id="right", min_width=0):
                gr.HTML(panel_html(self._language), elem_id="panel-frame", apply_default_css=False)
        return shown, question, filters, ask, stop, clear

    def _shown(self, turns: Turns, view: View) -> str:
        examples = () if turns else self._examples_of(view)
        return conversation_html(turns, view, examples, self._rendered)

    def _refused(self, key: str, turn: Turn) -> tuple[Any, ...]:
        self._conversations.stop(key)
        try:
            view = self._view(self._live.get().generation)
        except PlansvarError:
            view = View(self._language)
        return self._shown((*self._conversations.turns(key), turn), view), turn.asked.question, gr.skip()

    def _view(self, generation: Generation) -> View:
        return View(self._language, generation.plans, generation.id)

    def _status(self, generation: Generation) -> str:
        return status_html(generation.plans, self._live.problem, self._language)

    def _examples_of(self, view: View) -> tuple[str, ...]:
        """Examples that fit the plans and that the assistant answers, found out once for every generation."""
        if view.generation not in self._examples:
            answered = self._live.get().answer
            fitting = example_questions(view.plans, self._language)
            self._examples = {view.generation: tuple(one for one in fitting if answered(one).status == "answered")}
        return self._examples[view.generation]

    def _text(self, key: str) -> str:
        return text(key, self._language)


def _searched(asked: Asked, generation: Generation, language: Language) -> int:
    """How many plans are searched.

    Raises:
        QuestionError: ``question_empty``, ``question_cpr``, or ``scope_empty`` where the reader's own choices leave no plan.
    """
    if not asked.question.strip():
        raise QuestionError("question_empty")
    if _CPR.search(asked.question):
        raise QuestionError("question_cpr")
    left = left_in_scope(asked, generation.plans)
    if not left and generation.plans:
        choices = [*(district_name(one, language) for one in asked.districts), *map(str, asked.years)]
        raise QuestionError("scope_empty", total=len(generation.plans), choices=choices)
    return len(left)


def _read_ticket(ticket: str) -> tuple[str, tuple[str, ...]]:
    """The key of the conversation and the ids of the plans left out; a ticket that is none names nothing."""
    try:
        read = json.loads(ticket or "{}")
    except ValueError:
        return "", ()
    if not isinstance(read, dict):
        return "", ()
    without = read.get("without")
    ids = tuple(str(one)[:200] for one in without[:1000]) if isinstance(without, list) else ()
    return str(read.get("key", "")), ids
