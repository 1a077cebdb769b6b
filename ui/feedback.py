"""What people said about answers: one JSON object a line in ``<store>/feedback.jsonl``, readable by nobody but the owner.

The line has the shape that ``eval/propose.py`` reads. It is written only when somebody presses send.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus.errors import PlansvarError
from rag.answer import Answer, Language
from ui.texts import text
from ui.wording import answer_text

FILE = "feedback.jsonl"
REASONS = ("wrong_source", "wrong_answer", "missing", "outdated")
LONGEST_WORDS = 1000
# No line is longer: an answer has at most 1,500 characters and some dozens of quotes.
_LONGEST_LINE = 4_000_000
Verdict = Literal["up", "down"]


class FeedbackError(PlansvarError):
    """Feedback that cannot be taken, written or exported."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as somebody saw it; ``context`` are the questions asked before it."""

    question: str
    context: tuple[str, ...]
    answer: Answer


def record(shown: Shown, verdict: Verdict, reasons: Sequence[str], words: str, language: Language) -> dict[str, Any]:
    """The line as an object. What a person wrote is kept without CPR-like numbers, e-mail addresses and phone numbers."""
    from eval.propose import without_personal_data

    answer = shown.answer
    chosen = [text(f"rating.reason.{reason}", language) for reason in reasons]
    return {
        "date": time.strftime("%Y-%m-%d"),
        "question": without_personal_data(shown.question),
        "context": [without_personal_data(one) for one in shown.context],
        "verdict": verdict,
        "reason": without_personal_data(". ".join(part for part in (", ".join(chosen), words.strip()) if part)),
        "reasons": list(reasons),
        "status": answer.status,
        "answer": answer_text(answer),
        "citations": [
            {"plan": one.plan, "section": one.section, "heading": one.heading, "start": one.start, "end": one.end, "quote": one.quote}
            for one in answer.citations
        ],
        "generation": answer.generation,
    }


def append(file: Path, line: Mapping[str, Any]) -> None:
    """Add one line; it is on the disk when this returns, and where that fails the file is what it was.

    Raises:
        FeedbackError: ``feedback_write`` (problem).
    """
    data = json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            _append_whole(descriptor, data)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise FeedbackError("feedback_write", problem=error.strerror or type(error).__name__) from None


def export(file: Path, output: Path) -> int:
    """Write all lines to ``output`` and return how many there are.

    Raises:
        FeedbackError: ``feedback_none`` (store); PlansvarError: ``feedback_invalid``, ``output_write`` (file, problem).
    """
    from eval.propose import read_feedback
    from eval.run import write_bytes

    if not file.is_file():
        raise FeedbackError("feedback_none", store=str(file.parent))
    count = len(read_feedback(file))
    try:
        write_bytes(output, file.read_bytes())
    except OSError as error:
        raise FeedbackError("output_write", file=str(output), problem=error.strerror or type(error).__name__) from None
    return count


def _append_whole(descriptor: int, data: bytes) -> None:
    end = os.fstat(descriptor).st_size
    whole = _end_of_last_line(descriptor, end)
    try:
        # Half a line is what a crash left; it was never acknowledged, and it would make every line after it unreadable.
        os.ftruncate(descriptor, whole)
        written = 0
        while written < len(data):
            written += os.write(descriptor, data[written:])
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, whole)
        raise


def _end_of_last_line(descriptor: int, end: int) -> int:
    start = max(0, end - _LONGEST_LINE)
    tail = os.pread(descriptor, end - start, start)
    return start + tail.rfind(b"\n") + 1
