"""What happens to one file at the desk, in the worker's thread: read, placed, refused, or held until somebody chooses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.errors import PlanFileError, PlansvarError
from corpus.reader import read_plan
from ui.desk_entries import Entries, Entry, ReadAs, Work
from ui.desk_worker import DeskWorker
from ui.plan_files import PlanFiles, discard
from ui.service import LiveAssistant

if TYPE_CHECKING:
    from index.generation import Generation


class PlanIntake:
    """The steps; each is one task of the worker, so that no two of them meet.

    Args:
        open_files: gives the files, or raises where they may not be changed any more.
    """

    def __init__(self, live: LiveAssistant, entries: Entries, worker: DeskWorker, open_files: Callable[[], PlanFiles]) -> None:
        self._live, self._entries, self._worker, self._open_files = live, entries, worker, open_files

    def read(self, entry: Entry) -> None:
        """Read a file that has arrived, and place it, refuse it, or ask."""
        assert entry.path is not None
        self._worker.work = Work("reading")
        self._entries.change(entry.id, state="reading")
        try:
            plan = read_plan(entry.path)
            sha256 = hashlib.sha256(plan.text.encode("utf-8")).hexdigest()
        except Exception as error:
            unreadable = PlanFileError("file_unreadable", file=entry.file, problem=type(error).__name__)
            self.refused(entry, error if isinstance(error, PlanFileError) else unreadable)
            return
        read_as = ReadAs(plan.id, plan.district, plan.year, len(plan.sections), plan.retold, sha256)
        self._entries.change(entry.id, read_as=read_as)
        read = replace(entry, read_as=read_as)
        try:
            self._settle(read)
        except PlansvarError as error:
            self.refused(read, error)

    def _settle(self, entry: Entry) -> None:
        """Where a file gives the plan already: the same text is refused, an original takes a retelling's place, else somebody chooses."""
        assert entry.read_as is not None
        rival = self._rival(entry.read_as.plan)
        if rival is None:
            self._place(entry)
            return
        file, there = rival
        if there.retold and not entry.read_as.retold:
            self._place(replace(entry, other=file))
            return
        if there.text_sha256 == entry.read_as.text_sha256 or (entry.read_as.retold and not there.retold):
            code = "file_duplicate" if there.text_sha256 == entry.read_as.text_sha256 else "file_superseded"
            self.refused(entry, PlanFileError(code, other=file))
            return
        self._entries.change(entry.id, state="asks", other=file)

    def place_instead(self, entry: Entry) -> None:
        """In place of the file that gives the plan now: it may be another than when the question was asked."""
        assert entry.read_as is not None
        rival = self._rival(entry.read_as.plan)
        other = rival[0] if rival is not None else ""
        self._place(replace(entry, other=other), instead_of=other)

    def _place(self, entry: Entry, instead_of: str = "") -> None:
        assert entry.path is not None
        files = self._open_files()
        self._worker.index_next(files)
        removed = files.take_out(instead_of) if instead_of in files.names() else None
        try:
            file = files.place(entry.path)
        except PlansvarError:
            if removed is not None:
                files.put_back(removed)
            raise
        discard(entry.path)
        for one in self._entries.all():
            if one.state == "placed" and one.file == instead_of:
                self._entries.change(one.id, state="declined", other=file)
        typed = entry.typed or ("" if file == entry.file else entry.file)
        self._entries.change(entry.id, state="placed", file=file, path=None, typed=typed, other=entry.other)

    def take_out(self, entry: Entry) -> None:
        """Out of the plan folder; the index follows."""
        files = self._open_files()
        self._entries.change(entry.id, path=files.take_out(entry.file))
        self._worker.index_next(files)

    def put_back(self, entry: Entry) -> None:
        """A removed file into the plan folder again; the index follows."""
        assert entry.path is not None
        files = self._open_files()
        self._entries.change(entry.id, state="placed", file=files.put_back(entry.path), path=None, other="")
        self._worker.index_next(files)

    def _rival(self, plan: str) -> tuple[str, ReadAs] | None:
        """The file that gives this plan, in the index or on its way there, and what it was read as."""
        for entry in reversed(self._entries.all()):
            if entry.state == "placed" and entry.read_as is not None and entry.read_as.plan == plan:
                return entry.file, entry.read_as
        for record in self._generation().manifest.plans:
            if record.id == plan and not self.leaves(record.file):
                return record.file, ReadAs(plan, "", 0, record.sections, record.retold, record.text_sha256)
        return None

    def leaves(self, file: str) -> bool:
        """Whether the file is about to be taken out."""
        return any(one.state == "leaving" and one.file == file for one in self._entries.all())

    def refused(self, entry: Entry, error: PlansvarError) -> Entry:
        """The entry says why, and what was uploaded is forgotten."""
        if entry.path is not None:
            discard(entry.path)
        values = {**error.values, "file": entry.file}
        return self._entries.add(Entry(entry.id, entry.file, "refused", entry.typed, entry.read_as, error.code, values))

    def _generation(self) -> Generation:
        return self._live.get().generation
