"""A DOCX file in, its pieces out: paragraphs, headings with their automatic numbers, lists, table rows, footnotes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from corpus.docx_guard import check_docx
from corpus.docx_numbering import Numbers
from corpus.errors import PlanFileError
from corpus.extract import Extract
from corpus.limits import Limits
from corpus.pieces import CELL_MARK, Piece, clean_text

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What a page does not show: deleted and moved-away text, field codes, the second copy of a drawing for old programs.
_UNSEEN = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", _FALLBACK})
_TRANSPARENT = frozenset({f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"})
_HEADING = re.compile(r"^(?:heading|overskrift)\s*(\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|indholdsfortegnelse)\s*\d", re.IGNORECASE)
_LIST = re.compile(r"^(?:list|opstilling)", re.IGNORECASE)


def read_docx(data: bytes, file: str, limits: Limits) -> Extract:
    """Read the running text of a Word document; its headers and footers are furniture and are left where they are.

    Raises:
        PlanFileError: those of ``check_docx``; ``file_damaged``, ``file_empty``.
    """
    check_docx(data, file, limits)
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(data))
    except (OpcError, KeyError, ValueError, SyntaxError):
        raise PlanFileError("file_damaged", file=file) from None
    pieces = tuple(_Reader(document).pieces())
    if not any(piece.text.strip() for piece in pieces):
        raise PlanFileError("file_empty", file=file)
    return Extract(pieces)


class _Reader:
    """Walks the body once. Footnotes wait until the section they belong to ends, so that they part no sentence and no list."""

    def __init__(self, document: Document) -> None:
        self._body = document.element.body
        self._styles = {style.style_id: style for style in document.styles}
        self._numbers = Numbers(_part(document, "numbering"))
        self._notes = {kind: _notes(document, kind) for kind in ("footnote", "endnote")}
        self._waiting: list[str] = []

    def pieces(self) -> Iterator[Piece]:
        yield from self._flow(self._body)
        yield from self._footnotes()

    def _flow(self, parent: Any) -> Iterator[Piece]:
        """The pieces of a body, a cell or a text box."""
        for child in parent.iterchildren():
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag in _TRANSPARENT:
                yield from self._flow(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Piece]:
        style = self._style(paragraph)
        text = clean_text("".join(self._words(paragraph))).strip()
        number_id, depth = self._list(paragraph, style)
        mark = self._numbers.next(number_id, depth) if number_id and text else ""
        level = self._level(paragraph, style)
        if level:
            yield from self._footnotes()
        if text:
            if any(_CONTENTS.match(name) for name in _names(style)):
                yield Piece("entry", text)
            elif level:
                yield Piece("heading", f"{mark} {text}" if mark else text, level=level)
            elif mark and _is_bold(paragraph) and re.match(r"^\d", mark):
                yield Piece("paragraph", f"{mark} {text}", bold=True)
            elif number_id or any(_LIST.match(name) for name in _names(style)):
                yield Piece("item", text, indent=depth)
            else:
                yield Piece("paragraph", text, bold=_is_bold(paragraph))
        for box in paragraph.iter(f"{_W}txbxContent"):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                yield from self._flow(box)

    def _table(self, table: Any) -> Iterator[Piece]:
        """A table's rows; a table of one column is a frame around running text."""
        rows = [[cell for cell in row.iter(f"{_W}tc") if _owner(cell) is row] for row in table.iter(f"{_W}tr") if _owner(row) is table]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell in row:
                    yield from self._flow(cell)
            return
        for row in rows:
            cells = [" ".join(piece.text for piece in self._flow(cell)) for cell in row]
            if any(cells):
                yield Piece("row", CELL_MARK.join(cell for cell in cells if cell))

    def _words(self, node: Any) -> Iterator[str]:
        """The text that a page shows of a paragraph."""
        for child in node.iterchildren():
            tag = child.tag
            if tag in _UNSEEN or tag == f"{_W}pPr" or tag == f"{_W}txbxContent" or (tag == f"{_W}r" and _is_hidden(child)):
                continue
            if tag == f"{_W}t":
                yield child.text or ""
            elif tag in (f"{_W}tab", f"{_W}ptab"):
                yield "\t"
            elif tag in (f"{_W}br", f"{_W}cr"):
                yield "\n"
            elif tag == f"{_W}noBreakHyphen":
                yield "-"
            elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                note = self._notes[tag.removeprefix(_W).removesuffix("Reference")].get(child.get(f"{_W}id"))
                self._waiting += ["".join(self._words(one)) for one in note.iter(f"{_W}p")] if note is not None else []
            elif isinstance(tag, str):
                yield from self._words(child)

    def _footnotes(self) -> Iterator[Piece]:
        texts, self._waiting = self._waiting, []
        for text in (clean_text(text).strip() for text in texts):
            if text:
                yield Piece("paragraph", text)

    def _style(self, paragraph: Any) -> Any:
        found = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self._styles.get(found.get(f"{_W}val")) if found is not None else None

    def _level(self, paragraph: Any, style: Any) -> int:
        """The heading level that the paragraph or its style, or a style that one rests on, says; 0 for running text."""
        for properties in [paragraph.find(f"{_W}pPr"), *(one.element.find(f"{_W}pPr") for one in _lineage(style))]:
            outline = properties.find(f"{_W}outlineLvl") if properties is not None else None
            if outline is not None:
                level = int(outline.get(f"{_W}val") or 9)
                return level + 1 if level < 9 else 0
        for name in _names(style):
            if match := _HEADING.match(name):
                return int(match.group(1))
            if name.lower() in ("title", "titel"):
                return 1
        return 0

    def _list(self, paragraph: Any, style: Any) -> tuple[str, int]:
        """(id of the list, level in it) that the paragraph or its style names; "" where it is in none."""
        for properties in [paragraph.find(f"{_W}pPr"), *(one.element.find(f"{_W}pPr") for one in _lineage(style))]:
            found = properties.find(f"{_W}numPr") if properties is not None else None
            if found is not None:
                number_id, level = found.find(f"{_W}numId"), found.find(f"{_W}ilvl")
                named = number_id.get(f"{_W}val") if number_id is not None else ""
                return ("" if named == "0" else named), int(level.get(f"{_W}val")) if level is not None else 0
        return "", 0


def _lineage(style: Any) -> list[Any]:
    """The style and those it rests on; a ring of styles ends where it closes."""
    found: list[Any] = []
    while style is not None and style.style_id not in {one.style_id for one in found}:
        found.append(style)
        style = getattr(style, "base_style", None)
    return found


def _names(style: Any) -> list[str]:
    return [one.name or "" for one in _lineage(style)]


def _owner(node: Any) -> Any:
    """The table or row that a row or cell belongs to, whatever content controls lie between."""
    return next((above for above in node.iterancestors() if above.tag in (f"{_W}tbl", f"{_W}tr")), None)


def _on(run: Any, name: str) -> bool:
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and found.get(f"{_W}val") not in ("0", "false", "off")


def _is_hidden(run: Any) -> bool:
    return _on(run, "vanish")


def _is_bold(paragraph: Any) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if any((text.text or "").strip() for text in run.iter(f"{_W}t"))]
    return bool(runs) and all(_on(run, "b") for run in runs)


def _part(document: Document, name: str) -> Any | None:
    """The root element of the package part of this kind, None where there is none."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{name}") and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def _notes(document: Document, kind: str) -> dict[str, Any]:
    root = _part(document, f"{kind}s")
    found = root.iter(f"{_W}{kind}") if root is not None else ()
    return {note.get(f"{_W}id"): note for note in found if note.get(f"{_W}type") in (None, "normal")}
