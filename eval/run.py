"""Puts every question to a system: in a fixed order, resumable after an interruption, times kept apart from what is scored."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import StoreError
from eval.gold import GoldQuestion
from eval.response import Ask, Response, Timing
from eval.systems import System
from index.codec import decode_lines, encode_lines

Progress = Callable[[str, int, int], None]
_ROOMS = ("corpus", "index", "rag", "eval", "ui")


@dataclass(frozen=True, slots=True)
class Row:
    """One answered question in the part file."""

    fingerprint: str
    response: Response
    timing: Timing


@dataclass(frozen=True, slots=True)
class Run:
    """All responses of one system in the order of the questions, and how long they took."""

    system: str
    responses: tuple[Response, ...]
    timings: tuple[Timing, ...]

    def base(self) -> tuple[Response, ...]:
        """The responses to the base wordings."""
        return tuple(one for one in self.responses if one.variant == 0)


def asks(questions: Iterable[GoldQuestion], variants: bool) -> tuple[Ask, ...]:
    """The wordings to ask, sorted by id; with ``variants`` each base question is followed by its other wordings."""
    found = []
    for gold in sorted(questions, key=lambda one: one.id):
        wordings = (gold.question, *gold.variants) if variants else (gold.question,)
        found += [Ask(gold.id, number, wording, gold.context) for number, wording in enumerate(wordings)]
    return tuple(found)


def run(system: System, questions: Sequence[Ask], part: Path, fingerprint: str, progress: Progress) -> Run:
    """Ask everything. What an interrupted run with the same ``fingerprint`` has in ``part`` is not asked again."""
    done = _read(part, fingerprint)
    ordered = sorted(questions, key=lambda one: one.key)
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as file:
        file.write(encode_lines(done[key] for key in sorted(done)))
        for at, ask in enumerate(ordered, start=1):
            row = done.get(ask.key)
            if row is None or row.response.question != ask.question:
                row = Row(fingerprint, *system.respond(ask))
                file.write(encode_lines([row]))
                file.flush()
                done[ask.key] = row
            progress(system.name, at, len(ordered))
    rows = [done[ask.key] for ask in ordered]
    return Run(system.name, tuple(row.response for row in rows), tuple(row.timing for row in rows))


def _read(part: Path, fingerprint: str) -> dict[tuple[str, int], Row]:
    """The whole lines of a part file that this very run wrote; a line cut by the interruption is asked again."""
    rows: dict[tuple[str, int], Row] = {}
    try:
        lines = part.read_bytes().splitlines(keepends=True)
    except OSError:
        return rows
    for line in lines:
        try:
            row = decode_lines(Row, line, part.name)[0]
        except StoreError:
            break
        if row.fingerprint != fingerprint:
            return {}
        rows[row.response.key] = row
    return rows


def write_responses(path: Path, run_: Run) -> None:
    """The responses as JSON lines, in order."""
    write_bytes(path, encode_lines(run_.responses))


def read_responses(path: Path) -> tuple[Response, ...]:
    """What ``write_responses`` wrote; empty where there is no such file.

    Raises:
        StoreError: ``store_damaged`` (file, line, problem).
    """
    return decode_lines(Response, path.read_bytes(), path.name) if path.is_file() else ()


def write_bytes(path: Path, data: bytes) -> None:
    """The whole file or the old one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.tmp-{os.getpid()}")
    beside.write_bytes(data)
    os.replace(beside, path)


def fingerprint(*parts: str) -> str:
    """A hash of what decides the responses: the given parts (generation, gold set) and the program's own source and tables."""
    digest = hashlib.sha256("\0".join(parts).encode())
    root = Path(__file__).resolve().parents[1]
    for room in _ROOMS:
        for path in sorted((root / room).glob("*.*")):
            if path.suffix in (".py", ".toml"):
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
