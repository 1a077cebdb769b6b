"""What is said about the language model beside an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer import Language
from ui.texts import counted, text

if TYPE_CHECKING:
    from rag.written import WrittenAnswer


def note_text(written: WrittenAnswer, language: Language) -> str:
    """What the reader has to know about the language model; "" where there is nothing."""
    if written.note is None:
        return ""
    if written.note == "partly":
        return counted("llm.note.partly", written.refused, language)
    return text(f"llm.note.{written.note}", language, status=written.status)
