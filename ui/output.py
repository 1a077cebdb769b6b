"""What the command line writes: results on stdout, progress and errors on stderr. The only place that prints."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from rag.answer import Language
from ui.texts import clean, has_text, text

_PIPED_WIDTH = 120
_REPORT_EVERY_SECONDS = 5.0


def say(words: str = "") -> None:
    """One result line on stdout."""
    sys.stdout.write(words + "\n")


def note(words: str) -> None:
    """One line beside the result, on stderr."""
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def fail(words: str) -> None:
    """An error in exactly one line on stderr."""
    note(" ".join(words.split()))


def say_json(record: Any) -> None:
    """One JSON object, and nothing else, on stdout."""
    say(json.dumps(record, ensure_ascii=False))


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on stdout. Cells are shown as plain text: names come from files and may look like markup."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        shown.add_column(head, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(clean(cell)) for cell in row))
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else _PIPED_WIDTH, highlight=False).print(shown)


class Advance(Protocol):
    """Reports that ``done`` of ``total`` are finished in the stage called ``stage``."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


@contextmanager
def progress(language: Language) -> Iterator[Advance]:
    """Progress on stderr: a bar on a terminal, now and then a line where stderr is a file. ``stage`` is a key of ``texts`` or a name."""
    if sys.stderr.isatty():
        yield from _bar(language)
    else:
        yield _Lines(language)


def _bar(language: Language) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(_named(stage, language), total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield advance


def _named(stage: str, language: Language) -> str:
    return text(stage, language) if has_text(stage) else clean(stage)


class _Lines:
    """A line when a stage ends and every few seconds between, so that a log stays short."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._last = time.monotonic()
        self._finished: set[str] = set()

    def __call__(self, stage: str, done: int, total: int) -> None:
        ended = done >= total and stage not in self._finished
        if ended or time.monotonic() - self._last > _REPORT_EVERY_SECONDS:
            self._last = time.monotonic()
            note(f"{_named(stage, self._language)} {done}/{total}")
        if ended:
            self._finished.add(stage)
