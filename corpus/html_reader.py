"""An HTML file in, its pieces out: the text of the plan without the site around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from corpus.decode import decode
from corpus.errors import PlanFileError
from corpus.extract import Extract
from corpus.html_chrome import is_chrome, is_contents, is_hidden, main_element
from corpus.limits import Limits
from corpus.pieces import CELL_MARK, Piece, PieceKind, clean_text
from corpus.transcript import is_transcript

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_UNREAD = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video head title select textarea button input nav".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements that a browser closes by itself, or that hold nothing.
_SELF_CLOSING = frozenset("p li td th tr dd dt option br hr img input meta link area base col source wbr thead tbody tfoot".split())


def read_html(data: bytes, file: str, limits: Limits) -> Extract:
    """Read the main content of a page; of a download site's page everything, for ``corpus/transcript.py`` knows its chrome.

    Raises:
        PlanFileError: ``file_empty``, ``file_not_text``, ``file_too_complex`` (limit).
    """
    text = decode(data, file)
    _check_nesting(text, file, limits)
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(text).body
    whole = _Walk(file, limits, lambda node: False)
    pieces = whole.pieces(body) if body else []
    if not is_transcript("\n\n".join(piece.text for piece in pieces)):
        main = main_element(body) if body else None
        pieces = _Walk(file, limits, is_chrome).pieces(main) if main else []
    if not any(piece.text for piece in pieces):
        raise PlanFileError("file_empty", file=file)
    return Extract(tuple(pieces))


def _check_nesting(text: str, file: str, limits: Limits) -> None:
    """Refuse what would cost the parser itself too much: it takes half a minute over a hundred thousand elements inside each other."""
    depth = 0
    for count, match in enumerate(_TAG.finditer(text)):
        if match[2].lower() not in _SELF_CLOSING:
            depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > 10 * limits.depth or count > 2 * limits.elements:
            raise PlanFileError("file_too_complex", file=file, limit=limits.elements)


class _Walk:
    """Goes through a tree without recursion, collecting the words of one block element after the other."""

    def __init__(self, file: str, limits: Limits, left_out: Callable[[LexborNode], bool]) -> None:
        self._file = file
        self._limits = limits
        self._left_out = left_out
        self._pieces: list[Piece] = []
        self._path: list[str] = []
        self._words: list[str] = []
        self._bold: list[bool] = []

    def pieces(self, root: LexborNode) -> list[Piece]:
        """The pieces below ``root``.

        Raises:
            PlanFileError: ``file_too_complex`` (limit).
        """
        seen = 0
        stack = [(root, False)]
        while stack:
            node, is_leaving = stack.pop()
            seen += 1
            if seen > 4 * self._limits.elements or len(self._path) > self._limits.depth:
                raise PlanFileError("file_too_complex", file=self._file, limit=self._limits.elements)
            if is_leaving:
                if self._path[-1] in _BLOCKS:
                    self._flush()
                self._path.pop()
            elif node.is_text_node:
                self._text(node.text_content or "")
            elif node.is_element_node and self._enters(node):
                stack.append((node, True))
                stack += reversed([(child, False) for child in node.iter(include_text=True)])
        return self._pieces

    def _enters(self, node: LexborNode) -> bool:
        """Whether the walk goes into the element, which then stands on the path."""
        tag = node.tag or ""
        if tag in _UNREAD or is_hidden(node) or self._left_out(node):
            return False
        if tag in ("br", "hr"):
            self._words.append("\n")
            return False
        if tag in _BLOCKS:
            self._flush()
        if tag == "tr" and (cells := _cells(node)):
            self._pieces.append(Piece("row", CELL_MARK.join(cells)))
            return False
        self._path.append("contents" if tag in ("ul", "ol") and is_contents(node) else tag)
        return True

    def _text(self, text: str) -> None:
        self._words.append(text if "pre" in self._path else re.sub(r"\s+", " ", text))
        if text.strip():
            self._bold.append("b" in self._path or "strong" in self._path)

    def _flush(self) -> None:
        """Close the block that lies open; the path names the elements around it."""
        text = re.sub(r" *\n *", "\n", re.sub(r"[ \t]+", " ", clean_text("".join(self._words)))).strip()
        bold = bool(self._bold) and all(self._bold)
        self._words, self._bold = [], []
        if text:
            kind, level, indent = self._kind()
            self._pieces.append(Piece(kind, text, level=level, indent=indent, bold=bold and kind == "paragraph"))

    def _kind(self) -> tuple[PieceKind, int, int]:
        """(kind, heading level, list depth) of the words on the path."""
        if "contents" in self._path:
            return "entry", 0, 0
        for tag in reversed(self._path):
            if re.fullmatch(r"h[1-6]", tag):
                return "heading", int(tag[1]), 0
            if tag == "li":
                return "item", 0, max(0, sum(1 for one in self._path if one in ("ul", "ol")) - 1)
            if tag in ("td", "th", "body"):
                break
        return "paragraph", 0, 0


def _cells(row: LexborNode) -> list[str]:
    """The words of each cell; none for a row that lays out a page, whose cells hold headings, lists or tables."""
    cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
    if len(cells) < 2 or row.css_first("h1, h2, h3, h4, h5, h6, ul, ol, table") is not None:
        return []
    texts = (" ".join(clean_text(cell.text(deep=True, separator=" ")).split()) for cell in cells)
    return [text for text in texts if text]
