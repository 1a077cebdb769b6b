"""A PDF file in, its pieces out, with the pages that could not be read named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.errors import PlanFileError
from corpus.extract import Extract, page_list
from corpus.limits import Limits
from corpus.pdf_columns import flows
from corpus.pdf_damage import check_whole
from corpus.pdf_furniture import without_furniture
from corpus.pdf_lines import Line, lines_of
from corpus.pdf_page import Page, open_pages, titles
from corpus.pdf_paragraphs import to_pieces
from corpus.pieces import Piece
from corpus.plan import FileNote

# A page on which more than this share of the glyphs has no letter is named; where "å" alone is lost, it is about one in a hundred.
# A single odd sign is in many files.
_LOST_SHARE, _ODD_SIGNS = 0.01, 1
_NOTE = re.compile(r"^\d{1,3}[.)]?\s+\S")


def read_pdf(data: bytes, file: str, limits: Limits) -> Extract:
    """Read the text of a PDF in reading order.

    Raises:
        PlanFileError: those of ``check_whole`` and ``open_pages``; ``file_scanned`` (pages) when there are pictures and no text,
            ``file_empty``, ``file_damaged``, ``file_glyphs`` (pages) when no page's letters can be told.
    """
    check_whole(data, file, limits)
    pages = list(open_pages(data, file, limits))
    notes = _notes(pages, file)
    return Extract(tuple(_pieces(pages, titles(data))), notes)


def _notes(pages: Sequence[Page], file: str) -> tuple[FileNote, ...]:
    """The pages with loss and those that are pictures; an error where nothing is left.

    Raises:
        PlanFileError: as ``read_pdf``.
    """
    broken = [page.number for page in pages if page.is_broken]
    lost = [page.number for page in pages if page.is_broken or page.lost > max(_ODD_SIGNS, _LOST_SHARE * page.glyphs)]
    scanned = [page.number for page in pages if not page.glyphs and page.is_picture]
    blank = [page.number for page in pages if not page.glyphs and not page.is_picture and not page.is_broken]
    if len(broken) == len(pages):
        raise PlanFileError("file_damaged", file=file)
    if len(blank) == len(pages):
        raise PlanFileError("file_empty", file=file)
    if lost and len(lost) + len(scanned) + len(blank) == len(pages) and all(page.lost * 2 > page.glyphs for page in pages if page.glyphs):
        raise PlanFileError("file_glyphs", file=file, pages=page_list(lost))
    if scanned and len(scanned) + len(blank) == len(pages):
        raise PlanFileError("file_scanned", file=file, pages=page_list(scanned))
    found = (FileNote("pages_lost", tuple(lost), len(pages)), FileNote("pages_scanned", tuple(scanned), len(pages)))
    return tuple(note for note in found if note.pages)


def _pieces(pages: Sequence[Page], outline: frozenset[str]) -> list[Piece]:
    """The pieces of all pages. Footnotes and turned text come where the next section begins, so that they part no sentence."""
    kept = without_furniture(pages)
    right = max((segment.x1 for segments in kept for segment in segments), default=0.0)
    lines: list[Line] = []
    number = 0
    for page, segments in zip(pages, kept, strict=True):
        for flow in flows(segments, right):
            number += 1
            lines += lines_of(flow, page.number, number)
    running, feet = _without_feet(lines)
    turned = {page.number: page.turned for page in pages if len(page.turned) > 20}
    notes = {page: list(to_pieces(found, frozenset())) for page, found in feet.items()}
    for number, text in turned.items():
        notes.setdefault(number, []).append(Piece("paragraph", text, page=number))
    pieces: list[Piece] = []
    for piece in to_pieces(running, outline):
        if piece.kind == "heading":
            for number in sorted(one for one in notes if one < (piece.page or 0)):
                pieces += notes.pop(number)
        pieces.append(piece)
    return pieces + [piece for number in sorted(notes) for piece in notes[number]]


def _without_feet(lines: Sequence[Line]) -> tuple[list[Line], dict[int, list[Line]]]:
    """The lines of the running text, and the footnotes by page: the small lines at a page's end, from the first that has a number."""
    sizes = sorted(line.size for line in lines for _ in range(len(line.text)))
    body = sizes[len(sizes) // 2] if sizes else 0.0
    running: list[Line] = []
    feet: dict[int, list[Line]] = {}
    for page in dict.fromkeys(line.page for line in lines):
        own = [line for line in lines if line.page == page]
        small = len(own)
        while small and own[small - 1].size < 0.92 * body:
            small -= 1
        first = next((at for at in range(small, len(own)) if _NOTE.match(own[at].text)), len(own))
        running += own[:first]
        if own[first:]:
            feet[page] = own[first:]
    return running, feet
