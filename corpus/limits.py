"""How much one plan file may ask for. A plan has some dozens of pages; these bounds are far above every real one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file.

    Attributes:
        bytes: of the file as it lies in the folder.
        seconds: wall clock, and processor time, of the child process that reads it.
        memory: address space of that process in bytes.
        pages: of a PDF.
        elements: of a DOCX or HTML file; a small one can hold millions.
        depth: of elements inside each other.
        unpacked: bytes that the compressed parts of a file may come to.
        output: bytes that the child process may write.
    """

    bytes: int = 50_000_000
    seconds: int = 90
    memory: int = 1_000_000_000
    pages: int = 2_000
    elements: int = 200_000
    depth: int = 200
    unpacked: int = 100_000_000
    output: int = 20_000_000


LIMITS = Limits()
