"""The segments of a page in, flows out: what belongs together in the order in which people read it.

Text columns and tables look alike: two things beside each other. They differ in how the file writes them. A column is written to its end
before the next one begins; a table is written row by row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.pdf_segments import Segment

_MIN_LINES = 3
_CELL_LINES = 4
_ALIGNED = 0.6
_GUTTER = 0.6
# Columns that some programs write line by line: told from a table by how much stands in each line.
_LONG_LINE, _MANY_LINES = 30, 8


@dataclass(slots=True)
class Flow:
    """Segments to be read one below the other, or the rows of a table.

    Attributes:
        right: where its lines may end, 0 where only the lines themselves can tell.
    """

    kind: Literal["text", "table"]
    segments: list[Segment] = field(default_factory=list)
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows beside a gutter at ``x``: everything left of it and everything right of it."""

    x: float
    first: int
    last: int
    left: tuple[Segment, ...]
    right: tuple[Segment, ...]
    is_table: bool

    @property
    def weight(self) -> int:
        return min(len(self.left), len(self.right))


def flows(segments: Sequence[Segment], right: float = 0.0) -> list[Flow]:
    """The flows of a page or of a part of it; ``right`` is where its lines may end."""
    if not segments:
        return []
    rows = rows_of(segments)
    band = max((found for x in _starts(rows) for found in _bands(rows, x)), key=lambda one: (one.weight, -one.x), default=None)
    if band is None:
        return [Flow("text", [segment for row in rows for segment in row], right)]
    above = [segment for row in rows[: band.first] for segment in row]
    below = [segment for row in rows[band.last + 1 :] for segment in row]
    return flows(above, right) + _beside(band, right) + flows(below, right)


def _beside(band: _Band, right: float) -> list[Flow]:
    """The flows of what stands beside a gutter: one column after the other, or a table."""
    seen = max(segment.x1 for segment in band.left)
    edge = seen if len(band.left) >= 5 else max(seen, band.x - band.left[0].size)
    if not band.is_table:
        return flows(band.left, edge) + flows(band.right, right)
    written = sorted((*band.left, *band.right), key=lambda one: one.order)
    groups: list[list[Segment]] = []
    for segment in written:
        if not groups or (groups[-1][0].x0 < band.x - 0.5) != (segment.x0 < band.x - 0.5):
            groups.append([])
        groups[-1].append(segment)
    if len(written) <= _CELL_LINES * len(groups):
        return [Flow("table", written)]
    # "Cells" of so many lines are columns again, several sets of them below each other.
    return [flow for group in groups for flow in flows(group, edge if group[0].x0 < band.x - 0.5 else right)]


def rows_of(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments on the same baseline together, from the top down, each row from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda one: (one.base, one.x0)):
        if rows and abs(rows[-1][0].base - segment.base) < 0.4 * min(rows[-1][0].size, segment.size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda one: one.x0) for row in rows]


def _starts(rows: Sequence[Sequence[Segment]]) -> list[float]:
    """Where a right-hand column may begin: places at which several segments start that are not the first of the page."""
    left = min(row[0].x0 for row in rows)
    found: dict[int, list[float]] = {}
    for row in rows:
        for segment in row:
            if segment.x0 > left + 2 * segment.size:
                found.setdefault(round(segment.x0 / 3), []).append(segment.x0)
    return [min(starts) for starts in found.values()]


def _bands(rows: Sequence[Sequence[Segment]], x: float) -> list[_Band]:
    """The runs of rows that no segment crosses at ``x`` and that have something on both sides of it."""
    found: list[_Band] = []
    run: list[int] = []
    for position, row in enumerate([*rows, None]):
        if row is not None and all(segment.x0 >= x - 0.5 or segment.x1 <= x - _GUTTER * segment.size for segment in row):
            run.append(position)
            continue
        if run:
            found += _band(rows, run, x)
        run = []
    return found


def _band(rows: Sequence[Sequence[Segment]], run: list[int], x: float) -> list[_Band]:
    """The run as a band, without the rows at its ends that stand before or after what is beside the gutter."""
    sides = {position: [segment.x0 >= x - 0.5 for segment in rows[position]] for position in run}
    with_right = [position for position in run if any(sides[position])]
    if not with_right:
        return []
    last_written = max(segment.order for position in with_right for segment in rows[position] if segment.x0 >= x - 0.5)
    while run and not any(sides[run[-1]]) and run[-1] > with_right[-1] and rows[run[-1]][0].order > last_written:
        run = run[:-1]
    segments = [segment for position in run for segment in rows[position]]
    is_table = _turns(segments, x) > 2
    if is_table:
        run = _table_run(rows, run, with_right)
        segments = [segment for position in run for segment in rows[position]]
    left = tuple(segment for segment in segments if segment.x0 < x - 0.5)
    right = tuple(segment for segment in segments if segment.x0 >= x - 0.5)
    if is_table and not _looks_like_columns(left, right):
        # Cells begin at the same place or hold numbers; words of a stretched line do neither.
        beside = [position for position in run if any(sides[position]) and not all(sides[position])]
        aligned = sum(1 for at in beside if any(abs(one.x0 - x) < 2 or (one.x0 > x and _is_figure(one)) for one in rows[at]))
        return [_Band(x, run[0], run[-1], left, right, True)] if aligned >= max(2, _ALIGNED * len(beside)) else []
    if min(len(left), len(right)) >= _MIN_LINES:
        return [_Band(x, run[0], run[-1], left, right, False)]
    return []


def _is_figure(segment: Segment) -> bool:
    return re.fullmatch(r"[\d.,%–\- ]+", segment.text) is not None


def _table_run(rows: Sequence[Sequence[Segment]], run: list[int], with_right: list[int]) -> list[int]:
    """The rows from the first to the last that have something on both sides, with lines that hang below the last."""
    run = [position for position in run if position >= with_right[0]]
    while run[-1] > with_right[-1] and not _close(rows, run[-1] - 1, run[-1]):
        run.pop()
    return run


def _close(rows: Sequence[Sequence[Segment]], above: int, below: int) -> bool:
    return rows[below][0].base - rows[above][0].base < 1.3 * rows[below][0].size


def _turns(segments: Sequence[Segment], x: float) -> int:
    """How often the file goes from one side of the gutter to the other while it writes these segments."""
    sides = [segment.x0 >= x - 0.5 for segment in sorted(segments, key=lambda one: one.order)]
    return sum(1 for a, b in zip(sides, sides[1:], strict=False) if a != b)


def _looks_like_columns(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Long lines on both sides of which every one has a line beside it."""
    return all(len(side) >= _MANY_LINES and sum(len(one.text) for one in side) >= _LONG_LINE * len(side) for side in (left, right))
