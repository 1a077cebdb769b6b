"""The desk where plans are handed in and taken out while people ask. Everybody who has the page open sees the same desk.

Asking goes on meanwhile: the index is a transaction, and the assistant takes up the new generation between two questions.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import PlanFileError, PlansvarError
from corpus.limits import LIMITS
from corpus.reader import SUFFIXES
from ui.desk_entries import Entries, Entry, Work
from ui.desk_worker import DeskWorker
from ui.plan_files import PlanFiles, discard, safe_name
from ui.plan_intake import PlanIntake
from ui.service import LiveAssistant
from ui.site import Site

if TYPE_CHECKING:
    from index.generation import Generation

# Files that wait at once; a larger pile belongs in the plan folder itself.
MOST_WAITING = 100
# Room that must be left beside an upload for the new generation.
SPARE_BYTES = 200_000_000


class DeskError(PlansvarError):
    """Something that cannot be done at the desk: it is closed, too many files wait, no such plan."""


class PlanDesk:
    """Takes files in and plans out; a worker does it in its own thread, so that every method here returns at once."""

    def __init__(self, live: LiveAssistant, site: Site) -> None:
        self.entries = Entries()
        self._live, self._site = live, site
        self._files = PlanFiles(site.store, site.plans) if site.store else None
        self._worker = DeskWorker(live, self.entries)
        self._intake = PlanIntake(live, self.entries, self._worker, self.open_files)
        self._arriving: set[str] = set()

    @property
    def work(self) -> Work:
        """What is going on."""
        return self._worker.work

    def closed(self) -> str:
        """The code of the reason why plans cannot be changed now, "" where they can."""
        if self._site.closed or self._files is None:
            return self._site.closed or "plans_no_store"
        return "plans_elsewhere" if self._astray() else ""

    def open_files(self) -> PlanFiles:
        """The files, for somebody who may change them.

        Raises:
            DeskError: ``plans_no_store``, ``plans_readonly``, ``plans_unguarded``, ``plans_elsewhere`` (files, folder).
        """
        code = self.closed()
        if code or self._files is None:
            folder = self._files.plans if self._files else ""
            raise DeskError(code or "plans_no_store", files=self._astray(), folder=folder)
        return self._files

    # ---- what people ask for

    def receive(self, name: str, size: int, more: bool) -> tuple[Entry, Path | None]:
        """An entry for a file that is offered, and the path to write it to: None where it is refused before anything is sent.

        Args:
            size: in bytes, as announced. more: another file of the same pile follows.

        Raises:
            DeskError: as ``open_files``; ``upload_many`` (limit), ``upload_space`` (needed, free; megabytes).
        """
        files = self.open_files()
        waiting = sum(one.state in ("received", "reading", "asks") for one in self.entries.all()) + len(self._arriving)
        if waiting >= MOST_WAITING:
            raise DeskError("upload_many", limit=MOST_WAITING)
        # What is still arriving may become as large as a file may be.
        needed, free = size + SPARE_BYTES + len(self._arriving) * LIMITS.bytes, files.free_bytes()
        if free < needed:
            raise DeskError("upload_space", needed=-(-needed // 1_000_000), free=free // 1_000_000)
        self._worker.expect_more(more)
        file = safe_name(name)
        entry = Entry(secrets.token_hex(8), file, "received", typed="" if file == name else name[:200])
        suffix = Path(file).suffix
        if suffix.lower() not in SUFFIXES:
            return self._intake.refused(entry, PlanFileError("file_type", file=file, found=suffix, allowed=sorted(SUFFIXES))), None
        if size > LIMITS.bytes:
            values = {"file": file, "megabytes": round(size / 1e6), "limit": LIMITS.bytes // 1_000_000}
            return self._intake.refused(entry, PlanFileError("file_too_large", **values)), None
        path = files.receive(file)
        self._arriving.add(entry.id)
        return Entry(entry.id, file, "received", entry.typed, path=path), path

    def received(self, entry: Entry) -> None:
        """The file has arrived whole: it is read next."""
        self._arriving.discard(entry.id)
        self.entries.add(entry)
        self._worker.do(lambda: self._intake.read(entry))

    def lost(self, entry: Entry) -> None:
        """The file did not arrive."""
        self._arriving.discard(entry.id)
        if self._files and entry.path:
            discard(entry.path)

    def decide(self, id: str, instead: bool) -> None:
        """Somebody chose: the new file in place of the other one, or not."""
        self.open_files()
        entry = self.entries.take(id, "asks", state="received" if instead else "declined")
        if entry is None or entry.path is None:
            raise DeskError("desk_decided")
        if not instead:
            discard(entry.path)
            return
        self._do(entry, lambda: self._intake.place_instead(entry))

    def remove(self, plan: str) -> None:
        """Take the file of a plan out of the plan folder, and then the plan out of the index.

        Raises:
            DeskError: as ``open_files``; ``plan_unknown`` (found, available), ``plans_last`` for the only one.
        """
        self.open_files()
        records = {one.id: one for one in self._generation().manifest.plans}
        if plan not in records:
            raise DeskError("plan_unknown", found=plan, available=sorted(records))
        if self._intake.leaves(records[plan].file):
            raise DeskError("desk_decided")
        if sum(not self._intake.leaves(one.file) for one in records.values()) == 1:
            raise DeskError("plans_last", file=records[plan].file)
        entry = self.entries.add(Entry(secrets.token_hex(8), records[plan].file, "leaving", other=self.stand_in(plan)))
        self._do(entry, lambda: self._intake.take_out(entry))

    def put_back(self, id: str) -> None:
        """Undo a removal."""
        self.open_files()
        entry = self.entries.take(id, "removed", state="received")
        if entry is None or entry.path is None:
            raise DeskError("desk_decided")
        self._do(entry, lambda: self._intake.put_back(entry))

    def rebuild(self) -> None:
        """Read and encode every file of the plan folder anew."""
        files = self.open_files()
        self._worker.do(lambda: self._worker.index_next(files, rebuild=True))

    def try_again(self) -> None:
        """Bring the index up to date after that failed."""
        files = self.open_files()
        self._worker.do(lambda: self._worker.index_next(files))

    def stand_in(self, plan: str) -> str:
        """The file that gives the plan once its present file is gone, or ""."""
        return next((one.file for one in self._generation().manifest.others if one.plan == plan), "")

    def busy(self) -> bool:
        """Whether something is going on that a page should follow closely."""
        unfinished = any(one.state in ("received", "reading", "placed", "leaving") for one in self.entries.all())
        return self.work.phase in ("reading", "indexing", "waiting") or (unfinished and self.work.phase != "failed")

    def _do(self, entry: Entry, task: Callable[[], None]) -> None:
        """A task about one entry; where it cannot be done, the entry says why."""

        def done() -> None:
            try:
                task()
            except PlansvarError as error:
                if entry.state == "removed":
                    # It still lies with the removed ones, and can be put back later.
                    self.entries.change(entry.id, state="removed", code=error.code, values=error.values)
                    return
                self._intake.refused(entry, error)

        self._worker.do(done)

    def _generation(self) -> Generation:
        return self._live.get().generation

    def _astray(self) -> list[str]:
        """Indexed files that are not in the plan folder: an update from this folder would throw their plans out."""
        if self._files is None:
            return []
        there = self._files.names()
        indexed = [one.file for one in self._generation().manifest.plans]
        return [] if self._worker.will_index else sorted(one for one in indexed if one not in there and not self._intake.leaves(one))
