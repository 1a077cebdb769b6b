"""Flows in, lines out: the words of one line of a column with what tells whether the next line goes on with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.blocks import join_lines
from corpus.pdf_columns import Flow, rows_of
from corpus.pdf_segments import Segment


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text, or a row of a table (``cells``).

    Attributes:
        flow: counts the columns and pages it may lie in; lines of two flows have no distance from each other.
        text_x: where its words begin, after a bullet.
        first_width: width of its first word: with the room left on the line before it tells whether that line was full.
        right: where a line of its column may end.
    """

    text: str
    page: int
    flow: int
    base: float
    size: float
    bold: bool
    x0: float
    text_x: float
    x1: float
    first_width: float
    right: float
    cells: tuple[str, ...] = ()


def lines_of(flow: Flow, page: int, number: int) -> list[Line]:
    """The lines of a flow from the top down."""
    if flow.kind == "table":
        return [_row(cells, page, number) for cells in _table_rows(flow.segments)]
    rows = rows_of(flow.segments)
    right = max([flow.right, *(row[-1].x1 for row in rows)])
    return [_line(row, page, number, right) for row in rows]


def leading(lines: Sequence[Line]) -> dict[float, float]:
    """The usual distance between two lines of a size."""
    found: dict[float, Counter[float]] = {}
    for a, b in zip(lines, lines[1:], strict=False):
        pitch = b.base - a.base
        if a.flow == b.flow and same_size(a, b) and 0 < pitch < 2.2 * a.size:
            found.setdefault(round(a.size), Counter())[round(pitch, 1)] += 1
    # The smallest of the usual ones: in a list with air between its items the wider distance can be the more frequent.
    return {size: min(pitch for pitch, count in pitches.items() if count * 4 >= max(pitches.values())) for size, pitches in found.items()}


def same_size(a: Line, b: Line) -> bool:
    """True for the same letters, a rounding apart."""
    return abs(a.size - b.size) < 0.06 * max(a.size, b.size)


def _line(row: Sequence[Segment], page: int, flow: int, right: float) -> Line:
    words = [word for segment in row for word in segment.words]
    counted = [word for word in words if any(letter.isalnum() for letter in word.text)] or words
    sizes = Counter[float]()
    for word in counted:
        sizes[round(word.size, 1)] += len(word.text)
    # A wide gap before a number at the line's end is a tab: it parts a title from its page number.
    is_entry = len(row) > 1 and row[-1].text.isdigit()
    text = " ".join(segment.text for segment in (row[:-1] if is_entry else row)) + (f"\t{row[-1].text}" if is_entry else "")
    start = words[1] if len(words) > 1 and not any(letter.isalnum() for letter in words[0].text) else words[0]
    return Line(
        text=text,
        page=page,
        flow=flow,
        base=words[0].base,
        size=sizes.most_common(1)[0][0],
        bold=all(word.bold for word in counted),
        x0=words[0].x0,
        text_x=start.x0,
        x1=words[-1].x1,
        first_width=words[0].x1 - words[0].x0,
        right=right,
    )


def _row(cells: list[list[Segment]], page: int, flow: int) -> Line:
    first = cells[0][0]
    texts = tuple(_joined(cell) for cell in cells)
    return Line("\t".join(texts), page, flow, first.base, first.size, False, first.x0, first.x0, first.x1, 0.0, 0.0, texts)


def _joined(cell: Sequence[Segment]) -> str:
    return join_lines([segment.text for segment in cell])


def _table_rows(segments: Sequence[Segment]) -> list[list[list[Segment]]]:
    """Rows of cells, each a list of segments. The file writes a cell to its end and then the next one of its row.

    A new cell begins where the pen goes to the right of all that the cell holds, a new row where it goes back to the left.
    """
    rows: list[list[list[Segment]]] = []
    for segment in _cut(segments):
        cell = rows[-1][-1] if rows else []
        if not cell:
            rows.append([[segment]])
        elif segment.x0 > max(one.x1 for one in cell):
            rows[-1].append([segment])
        elif _leaves(segment, cell) or (len(rows[-1]) == 1 and not _below(segment, cell)):
            rows.append([[segment]])
        else:
            cell.append(segment)
    return rows


def _leaves(segment: Segment, cell: Sequence[Segment]) -> bool:
    """True where the pen goes left of the cell, up again, or far down."""
    step = segment.base - cell[-1].base
    return segment.x1 < min(one.x0 for one in cell) or not 0 <= step <= 2.2 * segment.size


def _cut(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Cells that lie so near each other that they were taken for words: they begin where the cells of other rows do."""
    starts = Counter(round(segment.x0) for segment in segments)
    columns = {x for x, count in starts.items() if count >= 2}
    for segment in segments:
        first = 0
        for at in range(1, len(segment.words)):
            before, word = segment.words[at - 1], segment.words[at]
            if round(word.x0) in columns and word.x0 - before.x1 > 0.6 * word.size:
                yield Segment(segment.words[first:at], segment.order)
                first = at
        yield Segment(segment.words[first:], segment.order)


def _below(segment: Segment, cell: Sequence[Segment]) -> bool:
    return abs(segment.x0 - cell[0].x0) < segment.size and segment.base - cell[-1].base < 1.6 * segment.size
