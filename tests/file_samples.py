"""Plans in other dress, for the readers' tests: HTML and DOCX from a shipped plan, PDF files written by hand, PDF printed by Chromium."""

from __future__ import annotations

import html
import io
import os
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
SHIPPED = sorted((REPOSITORY / "corpus" / "plans").glob("*.md"))
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
needs_chromium = pytest.mark.skipif(
    not Path(CHROMIUM).exists(), reason=f"no Chromium at {CHROMIUM}: apt-get install chromium, or set CHROMIUM to its path"
)


def lines_of(plan: Path) -> list[tuple[str, str]]:
    """("h2", words), ("li", words) and ("p", words) of a shipped plan, without its front matter."""
    body = re.sub(r"\A---\n.*?\n---\n", "", plan.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = []
    for line in (re.sub(r"\*\*(.+?)\*\*", r"\1", line) for line in body.split("\n") if line.strip()):
        marks = len(line) - len(line.lstrip("#"))
        if marks:
            found.append((f"h{marks}", line[marks:].strip()))
        elif re.match(r"\s*- ", line):
            found.append(("li", line.strip()[2:]))
        else:
            found.append(("p", line.strip()))
    return found


def html_of(plan: Path, columns: int = 1) -> str:
    """The plan as a web page, in one or several columns."""
    parts = "\n".join(f"<{tag}>{html.escape(words)}</{tag}>" for tag, words in lines_of(plan))
    body = re.sub(r"((?:<li>.*</li>\n?)+)", r"<ul>\1</ul>", parts)
    style = f"body{{font:11pt/1.35 serif;columns:{columns};column-gap:9mm;text-align:{'justify' if columns > 1 else 'left'}}}"
    return f'<!doctype html><html lang="da"><meta charset="utf-8"><style>{style} h1{{column-span:all}}</style><body>{body}</body></html>'


def docx_of(plan: Path) -> bytes:
    """The plan as Word writes it: headings by style, lists by style."""
    import docx

    document = docx.Document()
    for tag, words in lines_of(plan):
        if tag.startswith("h"):
            document.add_heading(words, int(tag[1]))
        else:
            document.add_paragraph(words, style="List Bullet" if tag == "li" else None)
    return saved(document)


def saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


Text = tuple[float, float, float, str]
"""(points from the left, points from the top, size, words); words that begin with ``*`` are bold."""


def pdf_of(pages: Sequence[Sequence[Text] | bytes], *, trailer: str = "", extra: Sequence[bytes] = (), compress: bool = True) -> bytes:
    """A PDF written by hand. A page is a list of texts, or the bytes of its content."""
    fonts = b"<< /F1 3 0 R /F2 4 0 R >>"
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    for name in (b"Helvetica", b"Helvetica-Bold"):
        objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /" + name + b" /Encoding /WinAnsiEncoding >>")
    objects += extra
    kids = []
    for page in pages:
        content = page if isinstance(page, bytes) else b"\n".join(_shown(*text) for text in page)
        if compress:
            data = zlib.compress(content)
            objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(data), data))
        else:
            objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        resources = b"<< /Font %s /XObject << %s >> >>" % (fonts, b"/Im1 5 0 R" if extra else b"")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>" % (resources, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer.encode(), start)


def _shown(x: float, top: float, size: float, words: str) -> bytes:
    font = "F2" if words.startswith("*") else "F1"
    shown = words.removeprefix("*").encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return f"BT /{font} {size} Tf {x} {842 - top} Td (".encode() + shown + b") Tj ET"


PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
    b"stream\n\x80\nendstream"
)
SCANNED_PAGE = b"q 595 0 0 842 0 0 cm /Im1 Do Q"
PLAN_LINES: list[Text] = [
    (72, 80, 20, "*Samarbejdsplan 2031"),
    (72, 110, 11, "FYNS POLITI"),
    (72, 150, 14, "*1. Åben havn"),
    (72, 170, 11, "Havnen på Ærø er åben hele året, og færgen sejler hver dag."),
]
