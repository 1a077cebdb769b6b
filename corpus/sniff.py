"""What a file is, told by its first bytes; its name only decides where they leave a choice.

A PDF that was saved as .txt is read as a PDF. A program or picture that calls itself .pdf is refused by what it is.
"""

from __future__ import annotations

import re
from typing import Literal

from corpus.errors import PlanFileError

Kind = Literal["text", "pdf", "docx", "html"]

TEXT_SUFFIXES = frozenset({".txt", ".md", ".markdown"})
_KIND_OF: dict[str, Kind] = {".pdf": "pdf", ".docx": "docx", ".html": "html", ".htm": "html"}
SUFFIXES = TEXT_SUFFIXES | _KIND_OF.keys()
# As many bytes as tell: some programs write a line or two before a PDF's own first line.
HEAD_BYTES = 4096

_NEVER_PLANS: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"RIFF", "a picture"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"{\\rtf", "an RTF file"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"(?:<\?xml[^>]{0,200}\?>|<!--.{0,1000}?-->|\s)*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL)


def sniff(data: bytes, suffix: str, file: str) -> Kind:
    """The kind of reader that the file needs.

    Args:
        data: the file, or its first ``HEAD_BYTES`` and, where it is an old Office file, all of it.

    Raises:
        PlanFileError: ``file_empty``, ``file_mismatch`` (problem, suffix) when it is no kind of plan, ``file_encrypted``.
    """
    head = data[:HEAD_BYTES]
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise PlanFileError("file_empty", file=file)
    named = _KIND_OF.get(suffix.lower(), "text")
    if re.match(rb"[\s\xef\xbb\xbf]*%PDF-", head) or (named == "pdf" and b"%PDF-" in head[:1024]):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    if head.startswith(_OLE):
        # A Word file with a password is an OLE file with the DOCX locked up in it.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise PlanFileError("file_encrypted", file=file)
        raise PlanFileError("file_mismatch", file=file, problem="an old Office file", suffix=suffix)
    for mark, found in _NEVER_PLANS:
        if head.startswith(mark) and (named != "text" or not mark.isalnum()):
            raise PlanFileError("file_mismatch", file=file, problem=found, suffix=suffix)
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if named in ("pdf", "docx"):
        # Neither its mark nor that of anything else: the beginning is gone, or it never was such a file.
        problem = "plain text" if re.fullmatch(rb"[^\x00-\x08\x0e-\x1f]*", head) else "something unknown"
        raise PlanFileError("file_mismatch", file=file, problem=problem, suffix=suffix)
    return named
