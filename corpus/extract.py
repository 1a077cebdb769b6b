"""What a reader of PDF, DOCX or HTML hands over: the pieces of the file and what it could not read of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.errors import PlanFileError
from corpus.pieces import Piece
from corpus.plan import FileNote


@dataclass(frozen=True, slots=True)
class Extract:
    """A file's pieces in reading order and the notes about it, the gravest first."""

    pieces: tuple[Piece, ...]
    notes: tuple[FileNote, ...] = ()


def to_json(found: Extract | PlanFileError) -> str:
    """One JSON object that ``from_json`` reads; nothing in it is a class name, so nothing of it can be run."""
    if isinstance(found, PlanFileError):
        return json.dumps({"error": found.code, "values": found.values})
    return json.dumps(asdict(found))


def from_json(text: str) -> Extract:
    """The extract that another process wrote.

    Raises:
        PlanFileError: the one that was written instead.
        ValueError, TypeError, KeyError: the text is not whole.
    """
    found = json.loads(text)
    if "error" in found:
        raise PlanFileError(found["error"], **found["values"])
    notes = (FileNote(note["code"], tuple(note["pages"]), note["total"]) for note in found["notes"])
    return Extract(tuple(_piece(piece) for piece in found["pieces"]), tuple(notes))


def _piece(values: dict[str, Any]) -> Piece:
    breaks = tuple((offset, page) for offset, page in values.pop("breaks"))
    return Piece(**values, breaks=breaks)


def page_list(numbers: Sequence[int]) -> str:
    """The page numbers as people write them.

    >>> page_list([1, 2, 3, 7])
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
