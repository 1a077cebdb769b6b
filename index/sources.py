"""The files of the plan folder, and which of them gives each plan."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from corpus.errors import PlanFileError
from corpus.passages import cut_passages
from corpus.plan import Passage, Plan
from corpus.reader import SUFFIXES, read_plan
from index.facts import Fact, extract_facts
from index.generation import Manifest, OtherRecord
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
        stored: the old generation holds this very plan of this very file.
        failure: the reason why the plan is the last good version and not what is in the file now.
    """

    path: Path
    sha256: str
    plan: str
    text_sha256: str
    retold: bool
    read: Reading | None = None
    stored: bool = False
    failure: PlanFileError | None = None

    @property
    def file(self) -> str:
        return unicodedata.normalize("NFC", self.path.name)


@dataclass(frozen=True, slots=True)
class Selection:
    """One candidate per plan, the readable files that gave none, their lines, and the number of files that were read."""

    chosen: tuple[Candidate, ...]
    others: tuple[OtherRecord, ...]
    lines: tuple[ReportLine, ...]
    parsed: int


def plan_files(folder: Path) -> tuple[list[Path], list[ReportLine]]:
    """The readable kinds of files in the folder by name, and a line for each file that is passed over.

    Hidden files and folders are no one's plans and are not mentioned. A link is not followed: it could point out of the folder.
    """
    files, lines = [], []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name.startswith(".") or (path.is_dir() and not path.is_symlink()):
            continue
        if path.is_symlink() or not path.is_file():
            lines.append(ReportLine(_printable(path), None, "skipped", "file_link"))
        elif path.suffix.lower() not in SUFFIXES:
            lines.append(ReportLine(_printable(path), None, "skipped", "file_type", {"found": path.suffix, "allowed": sorted(SUFFIXES)}))
        elif _printable(path) != unicodedata.normalize("NFC", path.name):
            lines.append(ReportLine(_printable(path), None, "skipped", "file_name"))
        else:
            files.append(path)
    return files, lines


def select(files: Sequence[Path], old: Manifest | None, reuse: bool, progress: Report) -> Selection:
    """Choose one file for each plan; a file that fails never stops the others.

    Args:
        reuse: files whose bytes ``old`` knows are not read again; otherwise ``old`` lends only the last good version of files that fail.
    """
    reader = _Reader(old, reuse)
    rivals: dict[str, list[Candidate]] = defaultdict(list)
    for done, path in enumerate(files):
        progress(Progress("read", done, len(files), path.name))
        candidate = reader.candidate(path)
        if candidate is not None:
            rivals[candidate.plan].append(candidate)
    progress(Progress("read", len(files), len(files), ""))
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

    def __init__(self, old: Manifest | None, reuse: bool) -> None:
        self.lines: list[ReportLine] = []
        self.parsed = 0
        self._plans = {record.file: record for record in old.plans} if old else {}
        self._others = {(record.file, record.source_sha256): record for record in old.others} if old else {}
        self._reuse = reuse

    def candidate(self, path: Path) -> Candidate | None:
        """What the file can give, or None after a line that says why nothing."""
        file = unicodedata.normalize("NFC", path.name)
        record = self._plans.get(file)
        try:
            sha256 = _sha256(path)
            if self._reuse and record is not None and record.source_sha256 == sha256:
                return Candidate(path, sha256, record.id, record.text_sha256, record.retold, stored=True)
            other = self._others.get((file, sha256))
            if self._reuse and other is not None:
                return Candidate(path, sha256, other.plan, other.text_sha256, other.retold)
            return self._read(path, sha256)
        except PlanFileError as failure:
            if record is None:
                self.lines.append(ReportLine(file, None, "skipped", failure.code, failure.values))
                return None
            good = record.source_sha256
            return Candidate(path, good, record.id, record.text_sha256, record.retold, stored=True, failure=failure)

    def complete(self, candidate: Candidate) -> Candidate | None:
        """``candidate`` with its plan at hand: one that only ever stood behind another file is read now."""
        if candidate.stored or candidate.read is not None:
            return candidate
        try:
            return self._read(candidate.path, candidate.sha256)
        except PlanFileError as failure:
            self.lines.append(ReportLine(candidate.file, None, "skipped", failure.code, failure.values))
            return None

    def _read(self, path: Path, sha256: str) -> Candidate:
        self.parsed += 1
        reading = _reading(path)
        # A file that is still being copied would give half a plan under the hash of the whole.
        if _sha256(path) != sha256:
            raise PlanFileError("file_changed", file=path.name)
        plan = reading.plan
        text_sha256 = hashlib.sha256(plan.text.encode("utf-8")).hexdigest()
        return Candidate(path, sha256, plan.id, text_sha256, plan.retold, read=reading)


def _reading(path: Path) -> Reading:
    try:
        plan = replace(read_plan(path), file=unicodedata.normalize("NFC", path.name))
        plan.text.encode("utf-8")
        return Reading(plan, cut_passages(plan), extract_facts(plan))
    except PlanFileError:
        raise
    except Exception as error:  # whatever is in a file, it must not keep the other plans from being indexed
        raise PlanFileError("file_unreadable", file=path.name, problem=type(error).__name__) from error


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise PlanFileError("file_missing", file=path.name) from None


def _printable(path: Path) -> str:
    """The name with what is not valid UTF-8 in it replaced, so that it can be stored and shown."""
    return unicodedata.normalize("NFC", path.name.encode("utf-8", "replace").decode("utf-8"))
