"""The plan folder watched: what lies still for a moment is indexed, whatever else happens is told in a line, and nothing ends it.

Looking again and again needs no library, and sees files on network shares too, where the system does not say what changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from corpus.errors import PlansvarError, StoreError
from rag.answer import Language
from ui.texts import code_text, counted, error_text, plan_label, text

if TYPE_CHECKING:
    from index.listing import Mark
    from index.report import ReportLine, UpdateReport

LOOK_EVERY_SECONDS = 0.5
SETTLE_SECONDS = 2.0
# After a failure that no file's change may mend (a full disk, another writer) it is tried again, ever more seldom.
FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 2.0, 60.0
_SILENT = frozenset({"unchanged"})
# The states of a file that gives a plan of the index.
PRESENT = frozenset({"added", "changed", "unchanged", "renamed", "kept"})


class Cancelled(StoreError):
    """The update was broken off from outside; the live generation is what it was."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: a file's (``file`` is set), the index's (``report`` is set), or a failure's (``error`` is set)."""

    file: ReportLine | None = None
    report: UpdateReport | None = None
    error: PlansvarError | None = None


@dataclass(slots=True)
class Watcher:
    """Brings the store up to date whenever files of the folder have changed and lie still.

    Attributes:
        update: indexes the files with these marks and no others.
        tell: called with what happened, from the thread that watches.
        settle: seconds for which a file's size and time must not change.
    """

    folder: Path
    update: Callable[[Mapping[str, Mark]], UpdateReport]
    tell: Callable[[Happening], None]
    settle: float = SETTLE_SECONDS
    clock: Callable[[], float] = time.monotonic
    _seen: dict[str, Mark] = field(default_factory=dict)
    _indexed: dict[str, Mark] | None = None
    _since: dict[str, float] = field(default_factory=dict)
    _told: dict[str, tuple[object, ...]] = field(default_factory=dict)
    _failed: tuple[object, ...] = ()
    _pause: float = 0.0
    _not_before: float = 0.0

    def run(self, stop: Event, look_every: float = LOOK_EVERY_SECONDS) -> None:
        """Watches until ``stop``."""
        while not stop.is_set():
            try:
                self.look()
            except Cancelled:
                return
            stop.wait(look_every)

    def look(self) -> None:
        """One look at the folder, and an update where something that changed lies still."""
        from index.listing import marks

        now = self.clock()
        try:
            seen = marks(self.folder)
        except StoreError as error:
            self._fail(error)
            return
        for name in seen.keys() | self._seen.keys():
            if seen.get(name) != self._seen.get(name):
                self._since[name] = now
        self._seen = seen
        if self._is_due(now):
            self._index(now)

    def _is_due(self, now: float) -> bool:
        if now < self._not_before:
            return False
        if self._indexed is None:
            # The first time: an empty folder is worth an update too, for it may once have been full.
            return not self._seen or bool(self._still(now))
        changed = {name for name in self._seen.keys() | self._indexed.keys() if self._seen.get(name) != self._indexed.get(name)}
        return any(self._lies_still(name, now) for name in changed)

    def _lies_still(self, name: str, now: float) -> bool:
        return now - self._since.get(name, now) >= self.settle

    def _still(self, now: float) -> dict[str, Mark]:
        return {name: mark for name, mark in self._seen.items() if self._lies_still(name, now)}

    def _index(self, now: float) -> None:
        still = self._still(now)
        # A file that is gone only for a moment, while it is replaced, is not removed until it has been gone for as long.
        gone = {name: mark for name, mark in (self._indexed or {}).items() if name not in self._seen and not self._lies_still(name, now)}
        if gone:
            return
        try:
            report = self.update(still)
        except Cancelled:
            raise
        except PlansvarError as error:
            self._fail(error)
            return
        except Exception as error:  # whatever it was, the next plan must find somebody watching
            self._fail(StoreError("watch_failed", kind=type(error).__name__))
            return
        self._failed, self._pause, self._not_before = (), 0.0, 0.0
        before = self._indexed or {}
        self._told = {name: told for name, told in self._told.items() if name in still and before.get(name) == still[name]}
        self._indexed = {**{name: mark for name, mark in before.items() if name in self._seen}, **still}
        for line in report.lines:
            self._tell_file(line)
        if report.published:
            self.tell(Happening(report=report))

    def _tell_file(self, line: ReportLine) -> None:
        """Once for as long as the same is true of the file."""
        said = (line.state, line.code, line.plan)
        if line.state not in _SILENT and self._told.get(line.file) != said:
            self.tell(Happening(file=line))
        self._told[line.file] = said

    def _fail(self, error: PlansvarError) -> None:
        """Told once, however often it is tried."""
        self._pause = min(max(2 * self._pause, FIRST_RETRY_SECONDS), LAST_RETRY_SECONDS)
        self._not_before = self.clock() + self._pause
        said = (error.code, tuple(sorted(map(str, error.values.items()))))
        if said != self._failed:
            self.tell(Happening(error=error))
        self._failed = said


def happening_text(happening: Happening, language: Language) -> str:
    """The line that people read."""
    if happening.error is not None:
        return error_text(happening.error, language)
    if happening.file is not None:
        return _file_text(happening.file, language)
    assert happening.report is not None
    plans = {line.plan for line in happening.report.lines if line.plan and line.state in PRESENT}
    return text("watch.indexed", language, plans=counted("coverage.plans", len(plans), language), generation=happening.report.generation)


def happening_json(happening: Happening, language: Language) -> dict[str, object]:
    """The same for programs; ``file``, ``plan`` and ``state`` are None where the line is about no single file."""
    line, report, error = happening.file, happening.report, happening.error
    return {
        "event": "file" if line else "indexed" if report else "failed",
        "file": line.file if line else None,
        "plan": line.plan if line else None,
        "state": line.state if line else None,
        "code": (line.code if line else error.code if error else "") or None,
        "generation": report.generation if report else None,
        "message": happening_text(happening, language),
    }


def _file_text(line: ReportLine, language: Language) -> str:
    reason = code_text(line.code, {"file": line.file, "plan": line.plan, **line.values}, language) if line.code else ""
    if line.state == "kept":
        return f"{reason} {text('watch.kept', language)}"
    if line.state in ("added", "changed", "removed"):
        said = text(f"watch.{line.state}", language, file=line.file, plan=plan_label(line.plan or "", language))
        return f"{said} {reason}".rstrip()
    return reason or line.file
