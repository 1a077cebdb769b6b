"""Whether a PDF is whole. PDFium mends what it can without a word, so that a file cut in two is read as if it ended there."""

from __future__ import annotations

import re
import zlib

from corpus.errors import PlanFileError
from corpus.limits import Limits

_STREAM = re.compile(rb"<<(?P<dictionary>[^\x00]{0,2000}?)>>\s{0,2}stream\r?\n")
_END_ROOM = 4096
_BLOCK = 1 << 20


def check_whole(data: bytes, file: str, limits: Limits) -> None:
    """Look for the file's own end mark and unpack every stream of it, a block at a time, keeping nothing.

    Raises:
        PlanFileError: ``file_damaged`` when the end is missing or a stream that holds no picture is broken, ``file_unpacked`` (limit).
    """
    if b"%%EOF" not in data[-_END_ROOM:]:
        raise PlanFileError("file_damaged", file=file)
    if b"/Encrypt" in data[-_END_ROOM:] or re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", data):
        return
    total = 0
    for match in _STREAM.finditer(data):
        dictionary = match["dictionary"]
        if not re.search(rb"/Filter\s*(?:\[\s*)?/FlateDecode\s*(?:\]|/(?!\w*Decode)|>|$|\s)", dictionary):
            continue
        inflated, is_whole = _inflated(data, match.end(), limits.unpacked - total)
        total += inflated
        if total > limits.unpacked:
            raise PlanFileError("file_unpacked", file=file, limit=limits.unpacked // 1_000_000)
        if not is_whole and b"/Image" not in dictionary:
            raise PlanFileError("file_damaged", file=file)


def _inflated(data: bytes, start: int, room: int) -> tuple[int, bool]:
    """(bytes that the stream unpacks to, at most a block past ``room``; whether it came to its end with the right checksum)."""
    unpacker = zlib.decompressobj()
    at, total = start, 0
    block = b""
    try:
        while not unpacker.eof and total <= room:
            if not block:
                block = data[at : at + _BLOCK]
                at += len(block)
                if not block:
                    return total, False
            total += len(unpacker.decompress(block, _BLOCK))
            block = unpacker.unconsumed_tail
    except zlib.error:
        return total, False
    return total, True
