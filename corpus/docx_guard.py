"""The door of DOCX files: nothing is unpacked before its size, its shape and its entities are known to be harmless."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePath
from typing import Any
from xml.parsers import expat

from corpus.errors import PlanFileError
from corpus.limits import Limits

_MAIN = "word/document.xml"
_PARTS = 5_000
_BLOCK = 1 << 16
_ENCRYPTED = 0x1
# A part may always come to this much; above it, no real file packs a hundred bytes into one.
_FREE_BYTES, _RATIO = 2_000_000, 100


class _Refused(Exception):
    """Stops the parser from inside a callback; its argument is the code of the reason."""


def check_docx(data: bytes, file: str, limits: Limits) -> None:
    """Look through the whole package once, holding a block of it at a time.

    Raises:
        PlanFileError: ``file_mismatch`` when the archive holds no Word document, ``file_unpacked`` (limit) when it would unpack to too
            much, ``file_too_complex`` (limit), ``file_entities``, ``file_damaged``, ``file_encrypted``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_package(package, len(data), file, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise PlanFileError("file_damaged", file=file) from None


def _check_package(package: zipfile.ZipFile, size: int, file: str, limits: Limits) -> None:
    parts = package.infolist()
    if not any(part.filename == _MAIN for part in parts):
        raise PlanFileError("file_mismatch", file=file, problem="an archive", suffix=PurePath(file).suffix)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise PlanFileError("file_encrypted", file=file)
    # Parts that share the same bytes multiply what a small file unpacks to.
    if len(parts) > _PARTS or sum(part.compress_size for part in parts) > size:
        raise PlanFileError("file_unpacked", file=file, limit=limits.unpacked // 1_000_000)
    total = elements = 0
    for part in parts:
        scan = _Scan(limits) if part.filename.endswith((".xml", ".rels")) else None
        inflated = 0
        with package.open(part) as opened:
            while block := opened.read(_BLOCK):
                total, inflated = total + len(block), inflated + len(block)
                packed_tight = inflated > max(_FREE_BYTES, _RATIO * part.compress_size)
                if total > limits.unpacked or packed_tight:
                    raise PlanFileError("file_unpacked", file=file, limit=limits.unpacked // 1_000_000)
                if scan:
                    _feed(scan, block, file, limits, False)
        if scan:
            _feed(scan, b"", file, limits, True)
            elements += scan.elements
        if elements > limits.elements:
            raise PlanFileError("file_too_complex", file=file, limit=limits.elements)


def _feed(scan: _Scan, block: bytes, file: str, limits: Limits, last: bool) -> None:
    try:
        scan.parser.Parse(block, last)
    except _Refused as reason:
        if reason.args == ("entities",):
            raise PlanFileError("file_entities", file=file) from None
        raise PlanFileError("file_too_complex", file=file, limit=limits.elements) from None
    except expat.ExpatError:
        raise PlanFileError("file_damaged", file=file) from None


class _Scan:
    """Counts the elements of one part. Word writes no document type, and entities can only be declared in one: none is let in."""

    def __init__(self, limits: Limits) -> None:
        self.elements = 0
        self._depth = 0
        self._limits = limits
        self.parser: Any = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _doctype(self, *_: object) -> None:
        raise _Refused("entities")

    def _start(self, *_: object) -> None:
        self.elements += 1
        self._depth += 1
        if self._depth > self._limits.depth or self.elements > self._limits.elements:
            raise _Refused("too many")

    def _end(self, _: object) -> None:
        self._depth -= 1
