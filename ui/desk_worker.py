"""The one thread behind the desk: it does what was asked for, one thing after another, and then brings the index up to date."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from corpus.errors import PlansvarError
from ui.desk_entries import Entries, Entry, Work
from ui.plan_files import PlanFiles
from ui.service import LiveAssistant

if TYPE_CHECKING:
    from index.report import UpdateReport

# How long to wait for the next file of the same pile, and for another writer of the index.
NEXT_FILE_SECONDS = 20.0
LOCKED_SECONDS = 600.0
# How long the assistant may take to open a new generation before the report is given without it.
OPEN_SECONDS = 60.0

_log = logging.getLogger(__name__)
# What lies in the folder on purpose or was read with a caveat; every other code is of a file that should have given a plan.
_HARMLESS = frozenset({"file_type", "file_superseded", "file_duplicate", "file_pages_lost", "file_pages_scanned"})
Task = Callable[[], None]


class DeskWorker:
    """Starts with the first task and never ends: nothing in a file and nothing in a folder may stop it."""

    def __init__(self, live: LiveAssistant, entries: Entries) -> None:
        self.work = Work()
        self._live, self._entries = live, entries
        self._tasks: SimpleQueue[Task] = SimpleQueue()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._files: PlanFiles | None = None
        self._rebuild = False
        self._expected_until = 0.0

    def expect_more(self, more: bool) -> None:
        """Whether another file of the same pile follows: one update of the index is then made for all of them."""
        self._expected_until = time.monotonic() + NEXT_FILE_SECONDS if more else 0.0

    def do(self, task: Task) -> None:
        """Does this after everything asked for before."""
        if self.work.phase in ("idle", "failed"):
            self.work = Work("reading")
        self._tasks.put(task)
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._run, name="plan desk", daemon=True)
                self._thread.start()

    def index_next(self, files: PlanFiles, rebuild: bool = False) -> None:
        """The index is brought up to date with these files as soon as no task waits; a task calls this."""
        self._files = files
        self._rebuild = self._rebuild or rebuild

    @property
    def will_index(self) -> bool:
        """Whether the plan folder holds changes that the index has not taken up yet."""
        return self._files is not None

    def _run(self) -> None:
        while True:
            self._safely(self._tasks.get())
            while (task := self._waiting_task()) is not None:
                self._safely(task)
            if self._files is not None:
                self._safely(self._update)
            elif self.work.phase != "failed":
                self.work = Work()

    def _waiting_task(self) -> Task | None:
        try:
            return self._tasks.get(timeout=max(0.01, self._expected_until - time.monotonic()))
        except Empty:
            return None

    def _safely(self, task: Task) -> None:
        try:
            task()
        except PlansvarError as error:
            self.work = Work("failed", code=error.code, values=error.values)
        except Exception as error:
            _log.error("the plan desk failed: %s", type(error).__name__)
            self.work = Work("failed", code="desk_failed", values={"kind": type(error).__name__})

    def _update(self) -> None:
        assert self._files is not None
        files, rebuild = self._files, self._rebuild
        self.work = Work("indexing", "read", 0, len(files.names()))
        report = self._report(files, rebuild)
        # Only now: what fails is tried again with the next task.
        self._files, self._rebuild = None, False
        self._open(report.generation)
        self._note(report)
        self.work = Work()

    def _open(self, generation: str | None) -> None:
        """Wait until answers come from the new generation: only then is it true that a plan can be searched."""
        give_up = time.monotonic() + OPEN_SECONDS
        while self._live.get().generation.id != generation and time.monotonic() < give_up:
            time.sleep(0.05)

    def _report(self, files: PlanFiles, rebuild: bool) -> UpdateReport:
        from index.store import Store
        from index.update import update

        give_up = time.monotonic() + LOCKED_SECONDS
        while True:
            try:
                return update(Store(files.root), files.plans, self._live.get().encoder, self._follow, rebuild=rebuild)
            except PlansvarError as error:
                if error.code != "store_locked" or time.monotonic() > give_up:
                    raise
                self.work = Work("waiting")
                time.sleep(0.5)

    def _follow(self, step: Any) -> None:
        self.work = Work("indexing", step.stage, step.done, step.total)

    def _note(self, report: UpdateReport) -> None:
        """What the index made of each file, into the entries."""
        lines = {line.file: line for line in report.lines if line.state != "removed"}
        known = set()
        for entry in self._entries.all():
            known.add(entry.file)
            line = lines.get(entry.file)
            if entry.state == "leaving" and entry.path is not None:
                self._entries.change(entry.id, state="removed")
            elif entry.state == "placed" and line is None:
                # Somebody took it out of the folder meanwhile.
                self._entries.change(entry.id, state="left", code="file_missing")
            elif entry.state == "placed" and line is not None:
                is_in = line.state in ("added", "changed", "unchanged", "renamed")
                self._entries.change(entry.id, state="in" if is_in else "left", code=line.code, values=dict(line.values))
        for file, line in lines.items():
            if file not in known and line.code and line.code not in _HARMLESS:
                self._entries.add(Entry(secrets.token_hex(8), file, "left", code=line.code, values=dict(line.values)))
