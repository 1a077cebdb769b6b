"""The turns of the page while a language model writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from rag.answer import Language
from ui.conversation import answered_turn
from ui.model_note import note_text
from ui.texts import text
from ui.turns import Asked, Turn

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.written import WrittenAnswer


def answering(live: Any, assistant: Assistant, asked: Asked, context: tuple[str, ...], language: Language) -> Iterator[Turn]:
    """The turns of one question, the last one final: one where no model is set up, else the growing answer.

    ``live.writer`` is the model's writer; a live assistant without one answers from the plans alone.
    """
    plans = assistant.generation.plans
    narrowed: dict[str, Any] = {"districts": asked.districts, "years": asked.years, "context": context, "without_plans": asked.without}
    writer = getattr(live, "writer", None)
    if writer is None:
        yield answered_turn(asked, assistant.answer(asked.question, **narrowed), plans)
        return
    for written in writer.stream(assistant, asked.question, **narrowed):
        turn = answered_turn(asked, written.answer, plans)
        yield replace(turn, notes=_notes_html(written, language), growing=written.writing)


def _notes_html(written: WrittenAnswer, language: Language) -> str:
    """The lines about the model under its answer."""
    lines = []
    if written.by_model:
        lines.append(f'<p class="understood by-model">{escape(text("llm.by_model", language))}</p>')
    if note := note_text(written, language):
        lines.append(f'<p class="understood llm-note" role="status">{escape(note)}</p>')
    if written.writing:
        lines.append(f'<p class="waiting llm-writing">{escape(text("llm.writing", language))}</p>')
    return "".join(lines)
