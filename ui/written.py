"""The turns of the page while a language model writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from rag.answer import Language
from ui.conversation import Turn, answered_turn
from ui.model_note import note_text
from ui.texts import text

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.written import WrittenAnswer


def answering(
    live: Any, assistant: Assistant, question: str, asked: dict[str, Any], language: Language, plans: Sequence[Any]
) -> Iterator[Turn]:
    """The turns of one question, the last one final: one where no model is set up, else the growing answer.

    ``live.writer`` is the model's writer; a live assistant without one answers from the plans alone.
    """
    writer = getattr(live, "writer", None)
    if writer is None:
        yield answered_turn(question, assistant.answer(question, **asked), plans, language)
        return
    for written in writer.stream(assistant, question, **asked):
        turn = answered_turn(question, written.answer, plans, language)
        yield Turn(turn.question, _with_note(turn.html, written, language))


def _with_note(html: str, written: WrittenAnswer, language: Language) -> str:
    """The turn with the line about the model under its answer."""
    lines = []
    if written.by_model:
        lines.append(f'<p class="understood by-model">{escape(text("llm.by_model", language))}</p>')
    if note := note_text(written, language):
        lines.append(f'<p class="understood llm-note" role="status">{escape(note)}</p>')
    if written.writing:
        lines.append(f'<p class="waiting llm-writing">{escape(text("llm.writing", language))}</p>')
    return html.replace("</div></article>", "".join(lines) + "</div></article>") if lines else html
