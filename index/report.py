"""What an update tells while it runs and when it has run: codes and values, no sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Stage = Literal["read", "encode", "verify", "publish"]
State = Literal["added", "changed", "unchanged", "renamed", "removed", "kept", "skipped", "duplicate", "conflict", "superseded"]


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` in this stage; ``name`` is the file or plan at hand, or ""."""

    stage: Stage
    done: int
    total: int
    name: str


Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What became of one file.

    Attributes:
        file: its name; of a removed plan the name it had.
        plan: the id of its plan, None where it was not read.
        state: ``added``, ``changed``, ``unchanged``, ``renamed`` (or moved), ``removed`` say what became of the plan; ``kept``: the file
            cannot be read any more, the last good version stays; ``skipped``: it gave no plan; ``duplicate``: another file has the same
            text; ``conflict``: another file has the same plan id and another text; ``superseded``: a retelling whose original is there.
        code: of the failure for ``kept`` and ``skipped``, ``file_renamed``, ``file_duplicate``, ``file_conflict``, ``file_superseded``;
            of a plan that is in, ``file_pages_lost`` or ``file_pages_scanned`` where a part of its file could not be read, else "".
        values: what the sentence of the code names; ``other`` is the file that was taken instead, or the name that the file had before.
    """

    file: str
    plan: str | None
    state: State
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """The whole update.

    Attributes:
        lines: one per file of the folder and one per removed plan, sorted by file.
        generation: id of the live generation, None where there is none because no file gave a plan.
        published: False where nothing had changed and no byte was written.
        parsed: files read into plans. encoded_windows: windows that the encoder was asked for.
    """

    lines: tuple[ReportLine, ...]
    generation: str | None
    published: bool
    parsed: int
    encoded_windows: int
