"""Lines in, pieces out: which lines are one paragraph, which a heading, which an item of a list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.blocks import glue
from corpus.hyphens import Hyphens
from corpus.pdf_lines import Line, leading, same_size
from corpus.pdf_page import plain_key
from corpus.pieces import CELL_MARK, Piece, clean_text
from corpus.sentences import ends_in_abbreviation

_BULLET = re.compile(r"^(?:[-*•–·▪◦○●■‣o]|\(?[a-z]\))\s+(?=\S)")
_END = re.compile(r"[.!?:;][”\"»)]*$")
_HEADING_LENGTH = 160
_LARGER = 1.1
# A line may end early before a small letter, where a blank could not be broken; but not as early as this.
_HALF_EMPTY = 0.4


def to_pieces(lines: Sequence[Line], outline: frozenset[str]) -> Iterator[Piece]:
    """The pieces that the lines make; ``outline`` holds the keys of the titles that the file names itself."""
    style = _Style(lines, outline)
    group: list[Line] = []
    for line in lines:
        if group and not style.goes_on(group, line):
            yield style.piece(group)
            group = []
        group.append(line)
    if group:
        yield style.piece(group)


class _Style:
    """What is usual in this file: the size of its running text, the distance of its lines, the sizes of its headings."""

    def __init__(self, lines: Sequence[Line], outline: frozenset[str]) -> None:
        sizes: Counter[float] = Counter()
        heavy = 0
        for line in lines:
            sizes[line.size] += len(line.text)
            heavy += len(line.text) if line.bold else 0
        self._body = sizes.most_common(1)[0][0] if sizes else 0.0
        # Where most is bold, bold says nothing.
        self._bold_tells = heavy * 2 < sum(sizes.values())
        self._leading = leading(lines)
        self._outline = outline
        self._hyphens = Hyphens([line.text for line in lines])
        found = Counter((line.size, line.bold) for line in lines if self._stands_out(line))
        ranked: list[float] = []
        for size in sorted({size for size, _ in found}, reverse=True):
            if not ranked or size < 0.96 * ranked[-1]:
                ranked.append(size)
        self._ranks = ranked

    def goes_on(self, group: Sequence[Line], line: Line) -> bool:
        """Whether ``line`` belongs to the piece that the lines of ``group`` make."""
        last = group[-1]
        if line.cells or last.cells or not same_size(last, line) or (_BULLET.match(line.text) and not _is_dash(last, line)):
            return False
        if self._stands_out(last) != self._stands_out(line) or ("\t" in line.text) != ("\t" in last.text):
            return False
        lower = line.text[:1].islower()
        ended = _END.search(last.text) is not None and not (lower and ends_in_abbreviation(last.text))
        if last.flow != line.flow:
            # One line alone goes on in the next column only where it is full; it may be a name or an address.
            is_full = len(group) > 1 or last.right - last.x1 < 0.03 * (last.right - last.x0)
            return not ended and not _starts_number(line) and not _has_room(last, line) and (lower or is_full)
        pitch = line.base - last.base
        usual = self._leading.get(round(last.size), 1.25 * last.size)
        if not 0 < pitch < 1.3 * usual:
            return False
        if _has_room(last, line):
            return False
        if self._stands_out(line):
            return not _starts_number(line)
        if _is_item(group[0]) and line.x0 < group[0].text_x - 0.25 * line.size and ended:
            return False
        is_indented = line.x0 > last.x0 + 0.8 * line.size and len(group) > 1
        return not (is_indented and ended and not _is_item(group[0]))

    def piece(self, group: Sequence[Line]) -> Piece:
        """The lines as one piece."""
        first = group[0]
        if first.cells:
            return Piece("row", CELL_MARK.join(clean_text(cell) for cell in first.cells), page=first.page)
        text, breaks = _joined(group, self._hyphens)
        bullet = _BULLET.match(text)
        if bullet:
            moved = tuple((max(0, offset - bullet.end()), page) for offset, page in breaks)
            return Piece("item", text[bullet.end() :], page=first.page, breaks=moved)
        is_short = len(text) <= _HEADING_LENGTH and "\t" not in text
        if is_short and (all(self._stands_out(line) for line in group) or plain_key(text) in self._outline):
            is_sentence = text.endswith((".", ",")) and not re.match(r"^\d", text)
            if not is_sentence or first.size > _LARGER * self._body:
                return Piece("heading", text, level=self._level(first), page=first.page)
        return Piece("paragraph", text, page=first.page, breaks=breaks)

    def _stands_out(self, line: Line) -> bool:
        return line.size > _LARGER * self._body or (self._bold_tells and line.bold and line.size > 0.75 * self._body)

    def _level(self, line: Line) -> int:
        """The rank of its size among the headings'; 0 for a title that only the outline tells."""
        if not self._stands_out(line):
            return 0
        return next((rank for rank, size in enumerate(self._ranks, start=1) if line.size >= 0.96 * size), len(self._ranks))


def _has_room(last: Line, line: Line) -> bool:
    """True where the next word would have stood on the line before, had it belonged there: someone ended that line."""
    left_over = last.right - last.x1
    if line.text[:1].islower() and left_over < _HALF_EMPTY * (last.right - last.x0):
        return False
    return not last.text.endswith("-") and left_over > line.first_width + 0.5 * last.size


def _is_dash(last: Line, line: Line) -> bool:
    """True where the line begins with the dash of a sentence that goes on, not with that of a list."""
    in_place = last.flow != line.flow or abs(line.x0 - last.x0) < 0.3 * line.size
    goes_on = not _END.search(last.text) and not _is_item(last) and not _has_room(last, line)
    return line.text[:2] in ("- ", "– ") and in_place and goes_on


def _starts_number(line: Line) -> bool:
    return re.match(r"^\d{1,2}(\.\d{1,2})*\.?\s+[A-ZÆØÅ]", line.text) is not None


def _is_item(line: Line) -> bool:
    return _BULLET.match(line.text) is not None


def _joined(group: Sequence[Line], hyphens: Hyphens) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words of the lines as one text, and where in it other pages begin."""
    text = clean_text(group[0].text)
    breaks: list[tuple[int, int]] = []
    for last, line in zip(group, group[1:], strict=False):
        words = clean_text(line.text)
        if re.search(r"[a-zæøå]/$", text) or hyphens.belongs(text, words):
            text += words
        else:
            text = glue(text, words)
        if line.page != last.page:
            breaks.append((len(text) - len(words), line.page))
    return text, tuple(breaks)
