"""Running heads, feet and page numbers: what stands at the same place of many pages is the paper, not the plan."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.pdf_columns import rows_of
from corpus.pdf_page import Page
from corpus.pdf_segments import Segment

# As many rows from the top and from the bottom can be furniture, in this share of the page's height.
_ROWS, _ZONE = 4, 0.15
_PAGE_NUMBER = re.compile(r"^\W*(?:side|page|s\.)?\s*\d{1,4}(?:\s*(?:/|af|of|\|)\s*\d{1,4})?\W*$", re.IGNORECASE)


def without_furniture(pages: Sequence[Page]) -> list[list[Segment]]:
    """The segments of each page that are its text."""
    seen: dict[tuple[str, int, bool], set[int]] = defaultdict(set)
    for page in pages:
        for row, is_top in _margin_rows(page):
            seen[_key(row, page, is_top)].add(page.number)
    kept = []
    for page in pages:
        gone = {
            id(segment)
            for row, is_top in _margin_rows(page)
            if _is_furniture(row, seen[_key(row, page, is_top)] | _near(seen, row, page, is_top), len(pages))
            for segment in row
        }
        kept.append([segment for segment in page.segments if id(segment) not in gone])
    return kept


def _margin_rows(page: Page) -> list[tuple[list[Segment], bool]]:
    """The outermost rows of the page, each with whether it is at the top."""
    rows = rows_of(page.segments)
    top = [(row, True) for row in rows[:_ROWS] if row[0].base < _ZONE * page.height]
    bottom = [(row, False) for row in rows[-_ROWS:] if row[0].base > (1 - _ZONE) * page.height]
    return top + bottom


def _key(row: Sequence[Segment], page: Page, is_top: bool) -> tuple[str, int, bool]:
    return (_words(row), _place(row, page, is_top), is_top)


def _words(row: Sequence[Segment]) -> str:
    """What the row says, its digits left open: "Side # af #"."""
    return re.sub(r"\d+", "#", " ".join(segment.text for segment in row)).strip()


def _place(row: Sequence[Segment], page: Page, is_top: bool) -> int:
    return round((row[0].base if is_top else page.height - row[0].base) / 4)


def _near(seen: dict[tuple[str, int, bool], set[int]], row: Sequence[Segment], page: Page, is_top: bool) -> set[int]:
    """Pages that say the same a point or two higher or lower."""
    words, place = _words(row), _place(row, page, is_top)
    return {number for step in (-1, 1) for number in seen.get((words, place + step, is_top), ())}


def _is_furniture(row: Sequence[Segment], pages: set[int], total: int) -> bool:
    """On several pages at the same place; a number alone is a page number wherever it stands in the margin of a page."""
    text = " ".join(segment.text for segment in row)
    if _PAGE_NUMBER.match(text) and not re.fullmatch(r"(?:19|20)\d\d", text):
        return True
    return len(pages) >= (2 if total < 6 else 3)
