"""The words of a page in, segments out: what stands on one line without a wide gap in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A gap of this many character heights, and so many times the usual gap, parts two cells or columns and not two words.
_WIDE, _TIMES_USUAL = 1.0, 2.5
_STRETCHED = 0.8
_LABEL = re.compile(r"^(?:[-*•–·▪o]|\(?\d{1,2}[.)]|\(?[a-z][.)])$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands: points from the left and from the top of the page, to its baseline."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """Words on one line without a wide gap between them. ``order`` counts as the file writes them."""

    words: tuple[Word, ...]
    order: int

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def base(self) -> float:
        return self.words[0].base

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def segments_of(words: Iterator[Word | None]) -> list[Segment]:
    """Words put together where no wide gap lies between them; a bullet or label stays with what it stands before."""
    lines: list[list[Word]] = [[]]
    for word in words:
        if word is None:
            lines.append([])
        else:
            lines[-1].append(word)
    gaps = sorted(b.x0 - a.x1 for line in lines for a, b in zip(line, line[1:], strict=False) if b.x0 > a.x1)
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    parts: list[list[Word]] = []
    for line in filter(None, lines):
        typical = _typical_gap(line, usual)
        for position, word in enumerate(line):
            before = line[position - 1] if position else None
            wide = max(_WIDE * word.size, _TIMES_USUAL * typical)
            is_new = before is None or not -word.size < word.x0 - before.x1 < wide
            if is_new and not (before is not None and word.x0 > before.x1 and len(parts[-1]) == 1 and _LABEL.match(before.text)):
                parts.append([])
            parts[-1].append(word)
    return _labelled([Segment(tuple(part), order) for order, part in enumerate(parts) if part])


def _typical_gap(line: list[Word], usual: float) -> float:
    """The gap between two words of this line that are no cells."""
    own = sorted(b.x0 - a.x1 for a, b in zip(line, line[1:], strict=False))
    # Words all equally far from each other were stretched to their column's edge; figures are in columns of their own.
    if len(own) >= 2 and own[-1] < 1.1 * own[0] + 0.5 and not all(word.text[:1].isdigit() for word in line):
        return own[-1]
    # Otherwise no line is stretched so far that its usual gap is wider than this.
    return min(own[len(own) // 2] if len(own) >= 3 else usual, _STRETCHED * line[0].size)


def without_note_marks(segments: list[Segment]) -> list[Segment]:
    """Leave out the small raised numbers that point to footnotes."""

    def is_mark(segment: Segment, before: Segment) -> bool:
        raised = 0.1 * before.size < before.base - segment.base < 0.8 * before.size
        return raised and segment.text.isdigit() and segment.size < 0.9 * before.size and abs(segment.x0 - before.x1) < 0.3 * before.size

    pairs = zip(segments[:1] + segments, segments, strict=False)
    return [segment for before, segment in pairs if not is_mark(segment, before)]


def _labelled(segments: list[Segment]) -> list[Segment]:
    """Put a bullet that was written by itself before the line that it stands beside."""
    result: list[Segment] = []
    for segment in segments:
        before = result[-1] if result else None
        beside = before is not None and abs(before.base - segment.base) < 0.5 * segment.size and before.x1 <= segment.x0 + 1
        near = before is not None and beside and segment.x0 - before.x1 < 4 * segment.size
        if before is not None and near and len(before.words) == 1 and _LABEL.match(before.text):
            result[-1] = Segment((*before.words, *segment.words), before.order)
        else:
            result.append(segment)
    return result


def with_bullets(segments: list[Segment], marks: list[tuple[float, float]]) -> list[Segment]:
    """Write the drawn bullets before the lines that they stand beside."""
    result = list(segments)
    for x, y in marks:
        beside = [
            position
            for position, segment in enumerate(segments)
            if segment.base - 0.8 * segment.size < y < segment.base and 0 <= segment.x0 - x < 2 * segment.size
        ]
        if len(beside) == 1:
            first = segments[beside[0]].words[0]
            bullet = Word("•", x - 0.3 * first.size, x, first.base, first.size, first.bold)
            result[beside[0]] = Segment((bullet, *segments[beside[0]].words), segments[beside[0]].order)
    return result
