"""One page of a PDF in, its words with their places out. PDFium is known here alone."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.errors import PlanFileError
from corpus.limits import Limits
from corpus.pdf_segments import Segment, Word, segments_of, with_bullets, without_note_marks

# Bullets of symbol fonts have no name in Unicode and come as private characters.
_PRIVATE = range(0xE000, 0xF900)
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_HEAVY = 600
_PASSWORD = 4
# A page with so many shapes is a drawing; no more objects than this are looked at.
_DRAWING, _OBJECTS = 200, 20_000


@dataclass(slots=True)
class Page:
    """A page: its number from 1, what is written on it, and what cannot be read of it.

    Attributes:
        turned: text that is written in another direction than most of the page.
        glyphs: characters drawn; lost: those that the file gives no letter for. ``is_picture``: there are pictures or drawings on it.
    """

    number: int
    width: float
    height: float
    segments: list[Segment] = field(default_factory=list)
    turned: str = ""
    glyphs: int = 0
    lost: int = 0
    is_picture: bool = False
    is_broken: bool = False


def open_pages(data: bytes, file: str, limits: Limits) -> Iterator[Page]:
    """The pages of a PDF, one after the other.

    Raises:
        PlanFileError: ``file_encrypted``, ``file_damaged``, ``file_too_many_pages`` (pages, limit).
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        total = len(document)
    except pypdfium2.PdfiumError as problem:
        code = "file_encrypted" if getattr(problem, "err_code", None) == _PASSWORD or "password" in str(problem) else "file_damaged"
        raise PlanFileError(code, file=file) from None
    if total > limits.pages:
        raise PlanFileError("file_too_many_pages", file=file, pages=total, limit=limits.pages)
    if not total:
        raise PlanFileError("file_damaged", file=file)
    for index in range(total):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            yield Page(index + 1, 0, 0, is_broken=True)
            continue
        yield _read(page, index + 1)
        page.close()


def titles(data: bytes) -> frozenset[str]:
    """The titles of the file's own outline, letters and digits only."""
    import pypdfium2

    try:
        found = [mark.get_title() for mark in pypdfium2.PdfDocument(data).get_toc(max_depth=8)]
    except (pypdfium2.PdfiumError, RecursionError, UnicodeError):
        return frozenset()
    return frozenset(plain_key(title) for title in found[:2_000]) - {""}


def plain_key(text: str) -> str:
    """Letters and digits in lower case, to compare a title with a line."""
    return re.sub(r"[\W_]+", "", text).lower()


def _read(page: Any, number: int) -> Page:
    import pypdfium2.raw as raw

    width, height = page.get_size()
    found = Page(number, width, height)
    text = page.get_textpage()
    marks = []
    for index in range(min(raw.FPDFPage_CountObjects(page), _OBJECTS)):
        shape = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(shape)
        found.is_picture = found.is_picture or kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_FORM)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            marks += _mark(raw, shape, height)
    found.is_picture = found.is_picture or len(marks) > _DRAWING
    glyphs = _Glyphs(text.raw, raw, height)
    found.segments = with_bullets(without_note_marks(segments_of(glyphs.words())), marks)
    found.turned, found.glyphs, found.lost = glyphs.turned(), glyphs.drawn, glyphs.lost
    text.close()
    return found


def _mark(raw: Any, shape: Any, height: float) -> list[tuple[float, float]]:
    """(right edge, middle from the top) of a shape that is as small and as square as a bullet that was drawn and not written."""
    x0, y0, x1, y1 = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(shape, x0, y0, x1, y1):
        return []
    wide, high = x1.value - x0.value, y1.value - y0.value
    is_bullet = 1.5 < wide < 9 and 1.5 < high < 9 and abs(wide - high) < 1
    return [(x1.value, height - (y0.value + y1.value) / 2)] if is_bullet else []


class _Glyphs:
    """The characters of a page, one by one as the file writes them, gathered into words."""

    def __init__(self, text: Any, raw: Any, height: float) -> None:
        self._text, self._raw, self._height = text, raw, height
        self._box = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(256)
        self.drawn = self.lost = 0
        self._turned: list[str] = []

    def words(self) -> Iterator[Word | None]:
        """The words; None where PDFium sees the line end."""
        letters: list[str] = []
        x0 = x1 = base = size = 0.0
        first = 0
        for index in range(self._raw.FPDFText_CountChars(self._text)):
            code = self._raw.FPDFText_GetUnicode(self._text, index)
            is_generated = self._raw.FPDFText_IsGenerated(self._text, index) == 1
            letter = self._letter(index, code, is_generated)
            box = self._place(index) if letter.strip() else None
            # A new word also begins where the pen jumps, whether or not the file sets a blank there.
            jumps = box is not None and letters and (abs(box[2] - base) > 0.5 * size or box[0] - x1 > 0.25 * size or box[0] < x0 - size)
            if letters and (box is None or jumps):
                yield Word("".join(letters), x0, x1, base, size, self._is_bold(first))
                letters = []
                if jumps and box is not None and abs(box[2] - base) > 0.5 * size:
                    yield None
            if code in (10, 13) and is_generated:
                yield None
            if box is not None:
                if not letters:
                    first, x0, base, size = index, box[0], box[2], box[3]
                elif box[3] < 0.75 * size and letter.isdigit() and box[2] < base - 0.15 * size and len(letters) > 2:
                    continue  # the mark of a footnote
                x1, size = box[1], max(size, box[3])
                letters.append(letter)
        if letters:
            yield Word("".join(letters), x0, x1, base, size, self._is_bold(first))

    def turned(self) -> str:
        return " ".join("".join(self._turned).split())

    def _letter(self, index: int, code: int, is_generated: bool) -> str:
        if is_generated:
            return " "
        if code == 2:  # PDFium's own mark for a hyphen at a line's end
            code = 0x2D
        is_lost = code in (0, 0xFFFD, 0xFFFF) or 0xD800 <= code < 0xE000 or self._raw.FPDFText_HasUnicodeMapError(self._text, index) == 1
        if code in _PRIVATE:
            code, is_lost = 0x2022, is_lost or code not in range(0xF000, 0xF100)
        if code not in (9, 10, 13, 32, 0xA0):
            self.drawn += 1
            self.lost += is_lost
        letter = "" if is_lost or code > 0x10FFFF else chr(code)
        angle = self._raw.FPDFText_GetCharAngle(self._text, index)
        if 0.2 < angle < 6.0:
            self._turned.append(letter)
            return " "
        return letter if letter.isprintable() else " "

    def _place(self, index: int) -> tuple[float, float, float, float]:
        """(left, right, baseline from the top, height) of a character."""
        self._raw.FPDFText_GetLooseCharBox(self._text, index, self._box)
        x, y = ctypes.c_double(), ctypes.c_double()
        self._raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        box = self._box
        return box.left, box.right, self._height - y.value, abs(box.top - box.bottom) or 1.0

    def _is_bold(self, index: int) -> bool:
        flags = ctypes.c_int()
        length = self._raw.FPDFText_GetFontInfo(self._text, index, self._name, 256, flags)
        name = self._name.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")
        return bool(_BOLD.search(name)) or self._raw.FPDFText_GetFontWeight(self._text, index) >= _HEAVY
