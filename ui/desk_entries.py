"""What became of each file and each wish at the desk, as values: the page shows them in its own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import RLock
from typing import Any, Literal

EntryState = Literal["received", "reading", "asks", "placed", "in", "left", "refused", "declined", "leaving", "removed"]
Phase = Literal["idle", "reading", "indexing", "waiting", "failed"]

# Entries that nobody waits for any more, of which only the newest are kept.
ENDED = frozenset({"in", "left", "refused", "declined", "removed"})
ENTRIES_KEPT = 12


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What a file was read as."""

    plan: str
    district: str
    year: int
    sections: int
    retold: bool
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the report.

    Attributes:
        state: ``received`` and ``reading``; ``asks``: another file gives the same plan, somebody has to choose; ``placed``: in the plan
            folder, not yet in the index; ``in``; ``left``: in the plan folder, but the index took no plan from it; ``refused``: nothing
            was kept; ``declined``: somebody chose the old one; ``leaving``: taken out of the folder, not yet of the index; ``removed``.
        file: the name as it is in the plan folder. typed: the name as it came, where that was another.
        code, values: why it was refused, or what to know about a plan that is in.
        other: the file that gives the same plan.
        path: where the file lies now, if not in the plan folder.
    """

    id: str
    file: str
    state: EntryState
    typed: str = ""
    read_as: ReadAs | None = None
    code: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    other: str = ""
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What the desk is doing: ``stage`` is one of the index's (read, encode, verify, publish); ``code`` says why it failed."""

    phase: Phase = "idle"
    stage: str = ""
    done: int = 0
    total: int = 0
    code: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


class Entries:
    """The report, oldest first. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._by_id: dict[str, Entry] = {}

    def add(self, entry: Entry) -> Entry:
        """Put a new entry at the end; of those that have ended the oldest go."""
        with self._lock:
            self._by_id[entry.id] = entry
            ended = [one.id for one in self._by_id.values() if one.state in ENDED]
            for id in ended[: max(0, len(ended) - ENTRIES_KEPT)]:
                del self._by_id[id]
            return entry

    def get(self, id: str) -> Entry | None:
        """The entry of this id."""
        with self._lock:
            return self._by_id.get(id)

    def all(self) -> list[Entry]:
        """Every entry, oldest first."""
        with self._lock:
            return list(self._by_id.values())

    def change(self, id: str, **values: Any) -> None:
        """Change an entry that is still there."""
        with self._lock:
            if id in self._by_id:
                self._by_id[id] = replace(self._by_id[id], **values)

    def take(self, id: str, found: EntryState, **values: Any) -> Entry | None:
        """Change an entry if it is in this state and return what it was: of two people who decide the same thing one is first."""
        with self._lock:
            entry = self._by_id.get(id)
            if entry is None or entry.state != found:
                return None
            self.change(id, **values)
            return entry

    def drop_ended(self) -> None:
        """Clear the report of everything that has ended."""
        with self._lock:
            self._by_id = {id: one for id, one in self._by_id.items() if one.state not in ENDED}
