"""The Gradio page in one language: conversation and question field at the left, the plan at the right, the plans on a page of their own.

Exactly one queued event per question; everything else is unqueued or JavaScript (`assets/plansvar.js`), because Gradio can lose an
event that follows another through the queue.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any

import gradio as gr

from corpus.errors import PlansvarError, QuestionError
from rag.answer import Language
from ui import plans_tab, quality_page
from ui.commands import districts_of
from ui.conversation import Turn, answered_turn, conversation_html, failed_turn, waiting_turn
from ui.feedback import Shown
from ui.rating import Ratings
from ui.service import LiveAssistant
from ui.site import Site
from ui.texts import district_name, error_text, text

CONCURRENT_QUESTIONS = 8
WAITING_QUESTIONS = 64
# A longer conversation keeps its newest turns: the page sends the whole of it with every answer.
TURNS_KEPT = 30
CONTEXT_KEPT = 5

# A page with a tick: every statement checked against the plan.
_MARK = (
    '<svg viewBox="0 0 32 32" width="34" height="34" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linecap="round" stroke-linejoin="round"><path d="M6 4h14l6 6v18H6z"/><path d="M11 13h10M11 18h10M11 23h5"/>'
    '<path d="M19.500 23.500l2.500 2.500 4.500-5"/></svg>'
)

_log = logging.getLogger(__name__)
Turns = tuple[Turn, ...]


class Page:
    """Builds the page over a live assistant and answers its events."""

    def __init__(self, live: LiveAssistant, language: Language, ratings: Ratings | None = None) -> None:
        self._live = live
        self._language = language
        self._ratings = ratings or Ratings(Site())

    def blocks(self) -> gr.Blocks:
        """The page, with its queue set up."""
        with gr.Blocks(title=self._text("name.program"), analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as blocks:
            turns = gr.State(())
            gr.HTML(self._header(), elem_id="top", apply_default_css=False)
            with gr.Tabs(elem_id="tabs"):
                with gr.Tab(self._text("page.tab_ask"), id="ask"):
                    shown, question, filters, ask, clear = self._ask_tab()
                with gr.Tab(self._text("page.tab_plans"), id="plans"):
                    gr.HTML(plans_tab.frame_html(self._language), elem_id="plans", apply_default_css=False)
                with gr.Tab(self._text("page.tab_quality"), id="quality"):
                    gr.HTML(quality_page.frame_html(self._language), elem_id="quality", apply_default_css=False)
            gr.on(
                [ask.click, question.submit],
                self.answer,
                [question, *filters, turns],
                [shown, question, turns],
                concurrency_limit=CONCURRENT_QUESTIONS,
                concurrency_id="ask",
                show_progress="hidden",
                api_visibility="private",
            )
            clear.click(self.clear, None, [shown, question, turns], queue=False, show_progress="hidden", api_visibility="private")
            blocks.load(self.fresh, None, [shown, *filters], queue=False, show_progress="hidden", api_visibility="private")
        blocks.queue(max_size=WAITING_QUESTIONS, default_concurrency_limit=CONCURRENT_QUESTIONS, api_open=False)
        return blocks

    def answer(self, question: str, districts: list[str], years: list[str], turns: Turns) -> Iterator[tuple[Any, ...]]:
        """The conversation while the answer is sought, and with it. A question that fails stays in the field."""
        try:
            assistant = self._live.get()
            plans = assistant.generation.plans
            if not (question or "").strip():
                raise QuestionError("question_empty")
            yield self._shown((*turns, waiting_turn(question, len(plans), self._language))), question, turns
            context = tuple(turn.question for turn in turns[-CONTEXT_KEPT:])
            chosen = tuple(int(year) for year in years or ())
            answer = assistant.answer(question, districts=tuple(districts or ()), years=chosen, context=context)
            turn = answered_turn(question, answer, plans, self._language)
            turn = replace(turn, html=self._ratings.offer(turn.html, Shown(question, context, answer), self._language))
            turns = (*turns, turn)[-TURNS_KEPT:]
            yield self._shown(turns), "", turns
        except PlansvarError as error:
            # A refused question is shown once and is no part of what follows.
            yield self._shown((*turns, failed_turn(_short(question), error_text(error, self._language)))), question, turns
        except Exception as error:
            # The question may hold personal data: only the kind of the failure is logged.
            _log.error("a question failed: %s", type(error).__name__)
            yield self._shown((*turns, failed_turn(_short(question), self._text("page.failed")))), question, turns

    def clear(self) -> tuple[Any, ...]:
        """A new conversation."""
        return self._shown(()), "", ()

    def fresh(self) -> tuple[Any, ...]:
        """What depends on the plans, at the time the page is opened."""
        generation = self._live.get().generation
        names = [(district_name(district, self._language).partition(" (")[0], district) for district in districts_of(generation)]
        years = [str(year) for year in sorted({plan.year for plan in generation.plans}, reverse=True)]
        return (
            conversation_html((), generation.plans, self._language),
            gr.update(choices=names, value=[]),
            gr.update(choices=years, value=[]),
        )

    def _ask_tab(self) -> tuple[gr.HTML, gr.Textbox, list[gr.CheckboxGroup], gr.Button, gr.Button]:
        with gr.Row(elem_id="work", equal_height=False):
            with gr.Column(elem_id="left", min_width=0):
                shown = gr.HTML("", elem_id="conversation", apply_default_css=False)
                with gr.Column(elem_id="composer"):
                    with gr.Row(elem_id="filters"):
                        filters = [
                            gr.CheckboxGroup(choices=[], label=self._text("page.districts"), elem_id="districts"),
                            gr.CheckboxGroup(choices=[], label=self._text("page.years"), elem_id="years"),
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
                    with gr.Row(elem_id="under-field"):
                        gr.HTML(f'<p class="promise">{escape(self._text("page.promise"))}</p>', elem_id="promise", apply_default_css=False)
                        clear = gr.Button(self._text("page.new"), variant="secondary", elem_id="new", min_width=0)
            with gr.Column(elem_id="right", min_width=0):
                gr.HTML(self._panel(), elem_id="panel-frame", apply_default_css=False)
        return shown, question, filters, ask, clear

    def _header(self) -> str:
        other: Language = "en" if self._language == "da" else "da"
        link = "en/" if self._language == "da" else "../"
        return (
            f'<header class="top">{_MARK}<div class="names"><p class="name">{escape(self._text("name.program"))}</p>'
            f'<p class="subtitle">{escape(self._text("name.subtitle"))}</p></div>'
            f'<a class="language" href="{link}" lang="{other}" hreflang="{other}">{escape(self._text("page.other_language"))}</a></header>'
            f'<p id="spoken" class="hidden" role="status" aria-live="polite" data-ready="{escape(self._text("page.spoken_ready"))}"></p>'
        )

    def _panel(self) -> str:
        labels = {name: escape(self._text(f"panel.{name}")) for name in ("previous", "next", "close", "empty", "failed", "whole", "label")}
        return (
            f'<section id="panel" aria-label="{labels["label"]}" data-empty="{labels["empty"]}" data-failed="{labels["failed"]}">'
            f'<div class="panel-bar"><span id="panel-count" data-of="{escape(self._text("panel.of"))}"></span>'
            f'<a id="panel-whole" href="#" target="_blank" rel="noopener" hidden>{labels["whole"]}</a>'
            f'<button type="button" id="panel-previous" aria-label="{labels["previous"]}" disabled>‹</button>'
            f'<button type="button" id="panel-next" aria-label="{labels["next"]}" disabled>›</button>'
            f'<button type="button" id="panel-close" aria-label="{labels["close"]}">×</button></div>'
            f'<div id="panel-body" tabindex="-1"><p class="panel-empty">{labels["empty"]}</p></div></section>'
        )

    def _shown(self, turns: Turns) -> str:
        return conversation_html(turns, self._live.get().generation.plans, self._language)

    def _text(self, key: str) -> str:
        return text(key, self._language)


def _short(question: str | None) -> str:
    """The start of a refused question: it may be long beyond any use, and it still stands in the field."""
    words = (question or "").strip()
    return words if len(words) <= 200 else words[:200] + " …"
