"""Which file of the plan folder gives each plan. Content decides, not names: what was read before under another name is not read again."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from corpus.errors import PlanFileError
from corpus.passages import cut_passages
from corpus.plan import Passage, Plan
from corpus.reader import read_plan
from index.facts import Fact, extract_facts
from index.generation import Manifest, OtherRecord
from index.listing import PlanFile
from index.report import Progress, Report, ReportLine

Rival = Literal["duplicate", "conflict", "superseded"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read anew: its plan and what is made of it."""

    plan: Plan
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that can give a plan.

    Attributes:
        read: what is in the file, or None where the bytes are those of an earlier update and the file was not read again.
        stored: the old generation holds this very plan, read from these very bytes, perhaps under another name.
        failure: the reason why the plan is the last good version and not what is in the file now.
    """

    source: PlanFile
    sha256: str
    plan: str
    text_sha256: str
    retold: bool
    read: Reading | None = None
    stored: bool = False
    failure: PlanFileError | None = None

    @property
    def file(self) -> str:
        return self.source.name


@dataclass(frozen=True, slots=True)
class Selection:
    """One candidate per plan, the readable files that gave none, their lines, and the number of files that were read."""

    chosen: tuple[Candidate, ...]
    others: tuple[OtherRecord, ...]
    lines: tuple[ReportLine, ...]
    parsed: int


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in the plan folder: its files, and the names of those that are still being written and must not be read yet."""

    files: tuple[PlanFile, ...]
    busy: frozenset[str] = frozenset()


def select(found: Found, old: Manifest | None, reuse: bool, progress: Report) -> Selection:
    """Choose one file for each plan; a file that fails never stops the others.

    Args:
        reuse: files whose bytes ``old`` knows are not read again; otherwise ``old`` lends only the last good version of files that fail.
    """
    reader = _Reader(old, reuse, found.busy)
    rivals: dict[str, list[Candidate]] = defaultdict(list)
    for done, file in enumerate(found.files):
        progress(Progress("read", done, len(found.files), file.name))
        candidate = reader.candidate(file)
        if candidate is not None:
            rivals[candidate.plan].append(candidate)
    progress(Progress("read", len(found.files), len(found.files), ""))
    chosen: list[Candidate] = []
    others: list[OtherRecord] = []
    for plan in sorted(rivals):
        chosen.extend(_settle(rivals[plan], reader, others))
    return Selection(tuple(chosen), tuple(others), tuple(reader.lines), reader.parsed)


def _settle(rivals: list[Candidate], reader: _Reader, others: list[OtherRecord]) -> Iterator[Candidate]:
    """Yields the one that gives the plan: an original before a retelling, what reads today before what is kept, then by file name."""
    queue = sorted(rivals, key=lambda rival: (rival.retold, rival.failure is not None, rival.file))
    winner: Candidate | None = None
    for rival in queue:
        if winner is None:
            winner = reader.complete(rival)
            continue
        if rival.failure is not None:
            reader.lines.append(ReportLine(rival.file, None, "skipped", rival.failure.code, rival.failure.values))
            continue
        state = _rivalry(winner, rival)
        reader.lines.append(ReportLine(rival.file, rival.plan, state, f"file_{state}", {"other": winner.file}))
        others.append(OtherRecord(rival.file, rival.sha256, rival.text_sha256, rival.plan, rival.retold))
    if winner is not None:
        yield winner


def _rivalry(winner: Candidate, rival: Candidate) -> Rival:
    if rival.retold and not winner.retold:
        return "superseded"
    return "duplicate" if rival.text_sha256 == winner.text_sha256 else "conflict"


class _Reader:
    """Reads files where the old generation cannot answer for them; collects the lines of those that fail."""

    def __init__(self, old: Manifest | None, reuse: bool, busy: frozenset[str]) -> None:
        self.lines: list[ReportLine] = []
        self.parsed = 0
        self._plans = {record.file: record for record in old.plans} if old else {}
        # By bytes and suffix, which is all that a file's plan depends on.
        self._by_content = {_content(record.source_sha256, record.file): record for record in old.plans} if old and reuse else {}
        self._others = {_content(record.source_sha256, record.file): record for record in old.others} if old and reuse else {}
        self._busy = busy

    def candidate(self, file: PlanFile) -> Candidate | None:
        """What the file can give, or None after a line that says why nothing."""
        try:
            if file.name in self._busy:
                raise PlanFileError("file_busy", file=file.name)
            sha256 = file_sha256(file)
            known = self._by_content.get(_content(sha256, file.name))
            if known is not None:
                return Candidate(file, sha256, known.id, known.text_sha256, known.retold, stored=True)
            other = self._others.get(_content(sha256, file.name))
            if other is not None:
                return Candidate(file, sha256, other.plan, other.text_sha256, other.retold)
            return self._read(file, sha256)
        except PlanFileError as failure:
            record = self._plans.get(file.name)
            if record is None:
                self.lines.append(ReportLine(file.name, None, "skipped", failure.code, failure.values))
                return None
            good = record.source_sha256
            return Candidate(file, good, record.id, record.text_sha256, record.retold, stored=True, failure=failure)

    def complete(self, candidate: Candidate) -> Candidate | None:
        """``candidate`` with its plan at hand: one that only ever stood behind another file is read now."""
        if candidate.stored or candidate.read is not None:
            return candidate
        try:
            return self._read(candidate.source, candidate.sha256)
        except PlanFileError as failure:
            self.lines.append(ReportLine(candidate.file, None, "skipped", failure.code, failure.values))
            return None

    def _read(self, file: PlanFile, sha256: str) -> Candidate:
        self.parsed += 1
        reading = _reading(file)
        # A file that is still being copied would give half a plan under the hash of the whole.
        if file_sha256(file) != sha256:
            raise PlanFileError("file_changed", file=file.name)
        plan = reading.plan
        text_sha256 = hashlib.sha256(plan.text.encode("utf-8")).hexdigest()
        return Candidate(file, sha256, plan.id, text_sha256, plan.retold, read=reading)


def _content(sha256: str, name: str) -> tuple[str, str]:
    return sha256, Path(name).suffix.lower()


def _reading(file: PlanFile) -> Reading:
    try:
        plan = replace(read_plan(file.path), file=file.name)
        plan.text.encode("utf-8")
        return Reading(plan, cut_passages(plan), extract_facts(plan))
    except PlanFileError as failure:
        failure.values["file"] = file.name
        raise
    except Exception as error:  # whatever is in a file, it must not keep the other plans from being indexed
        raise PlanFileError("file_unreadable", file=file.name, problem=type(error).__name__) from error


def file_sha256(file: PlanFile) -> str:
    """SHA-256 of the file's bytes.

    Raises:
        PlanFileError: ``file_missing``, ``file_no_access`` (problem).
    """
    try:
        with file.path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except FileNotFoundError:
        raise PlanFileError("file_missing", file=file.name) from None
    except OSError as error:
        raise PlanFileError("file_no_access", file=file.name, problem=error.strerror or type(error).__name__) from None
