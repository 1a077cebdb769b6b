"""Pieces in, blocks out: what PDF, DOCX and HTML files say of their layout, put into the form that text files go through.

A piece is what a reader of such a file is sure of: these words are one paragraph, this is marked as a heading. Everything that only the
words can tell (numbers, contents lists, headings without a mark, sentences cut by a page) is decided here by the rules of text files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from corpus.blocks import Block, finish_blocks, glue, single_spaced, stands_alone
from corpus.contents import ContentsEntry, is_contents_title, parse_contents_line
from corpus.numbering import split_number

PieceKind = Literal["heading", "paragraph", "item", "row", "entry"]
CELL_MARK = " · "

_BOLD_LIMIT = 90
_INVISIBLE = re.compile("[\ufeff\u00ad\u200b\u200c\u200d\u2060\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
# Under the title of a contents list a number at a line's end is a page, however wide the gap before it came out.
_PAGE_AT_END = re.compile(r"(?<=\S) (\d{1,3})$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One heading, paragraph, list item, table row or line of a contents list, in the reading order of its file.

    Attributes:
        text: a line break stays as ``\\n`` where the author set one, a tab as ``\\t``.
        level: of a heading, 1 for the highest; 0 where the file marks none.
        indent: of an item, how deep its list lies.
        page: page it begins on, from 1, where the file has pages.
        breaks: (offset into ``text``, page) where another page begins inside it.
        bold: the whole of a paragraph is bold.
    """

    kind: PieceKind
    text: str
    level: int = 0
    indent: int = 0
    page: int | None = None
    breaks: tuple[tuple[int, int], ...] = ()
    bold: bool = False


def clean_text(text: str) -> str:
    """NFC, without control and invisible characters, non-breaking blanks as blanks.

    >>> clean_text("A\\u030ar\\u00a0hus\\u200b")
    'År hus'
    """
    text = _CONTROL.sub("", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return unicodedata.normalize("NFC", text.translate(_BLANKS))


_BLANKS = dict.fromkeys([0xA0, 0x2007, 0x202F, 0x2002, 0x2003, 0x2009], " ")


def to_blocks(pieces: Iterable[Piece]) -> tuple[list[Block], list[ContentsEntry]]:
    """The blocks of a file and the entries of its contents list (which are structure, not text)."""
    blocks: list[Block] = []
    entries: list[ContentsEntry] = []
    in_contents = False
    for piece in pieces:
        if is_contents_title(piece.text):
            in_contents = True
            continue
        found = _entries(piece, in_contents)
        if found:
            entries += found
            continue
        in_contents = in_contents and piece.kind != "heading" and not entries
        blocks += _blocks(piece)
    return finish_blocks(blocks, entries), entries


def _entries(piece: Piece, in_contents: bool) -> list[ContentsEntry]:
    """The lines of a contents list that the piece is; none where any of its lines is something else."""
    found = []
    for line in piece.text.split("\n"):
        if not line.strip():
            continue
        line = line.replace(CELL_MARK, "\t") if piece.kind == "row" else line
        if in_contents and piece.kind in ("paragraph", "item"):
            line = _PAGE_AT_END.sub(r"\t\1", line)
        entry = parse_contents_line(line) if piece.kind != "heading" else None
        if entry is None and piece.kind == "entry":
            number, title = split_number(single_spaced(line))
            entry = ContentsEntry(number, title, 0, False)
        if entry is None or not (in_contents or entry.leader or piece.kind == "entry"):
            return []
        found.append(entry)
    return found


def _blocks(piece: Piece) -> list[Block]:
    if piece.kind == "heading" or _bold_heading(piece):
        number, title = split_number(single_spaced(piece.text))
        return [Block("heading", title, level=piece.level, number=number, page=piece.page)] if title else []
    if piece.kind in ("item", "row"):
        text = single_spaced(piece.text)
        return [Block("item", text, indent=4 * piece.indent, page=piece.page, breaks=_moved(piece, text))] if text else []
    return _paragraphs(piece)


def _bold_heading(piece: Piece) -> bool:
    """A paragraph that is bold as a whole is a heading that the author did not mark as one: the rule of Markdown files."""
    text = piece.text.strip()
    return piece.kind == "paragraph" and piece.bold and "\n" not in text and len(text) <= _BOLD_LIMIT and not text.endswith((".", ":", ","))


def _paragraphs(piece: Piece) -> list[Block]:
    """A paragraph, or the lines it is made of where they stand alone: an address, a signature, the cover."""
    texts: list[str] = []
    before = ""
    for line in (single_spaced(line) for line in piece.text.split("\n")):
        if not line:
            continue
        if texts and not stands_alone(before, line):
            texts[-1] = glue(texts[-1], line)
        else:
            texts.append(line)
        before = line
    blocks = [Block("paragraph", text, page=piece.page) for text in texts]
    if len(blocks) == 1:
        return [replace(blocks[0], breaks=_moved(piece, blocks[0].text))]
    return blocks


def _moved(piece: Piece, text: str) -> tuple[tuple[int, int], ...]:
    """The page breaks of the piece where they lie in its text with single blanks."""
    moved = ((len(single_spaced(piece.text[:offset] + "|")) - 1, page) for offset, page in piece.breaks)
    return tuple((min(offset, len(text)), page) for offset, page in moved)
