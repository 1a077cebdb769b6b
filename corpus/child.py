"""The process that opens a PDF, DOCX or HTML file: it reads standard input, writes JSON, and may be killed at any time.

``python -m corpus.child KIND FILE LIMITS``, started by ``corpus/sandbox.py`` alone.
"""

from __future__ import annotations

import json
import sys

from corpus.errors import PlanFileError
from corpus.extract import Extract, to_json
from corpus.limits import Limits

OUT_OF_MEMORY = 77


def main(arguments: list[str]) -> None:
    """Reads one file within its limits; what goes wrong is written as an error, never as a traceback."""
    kind, file, bounds = arguments
    limits = Limits(**json.loads(bounds))
    _confine(limits)
    try:
        found: Extract | PlanFileError = read(kind, sys.stdin.buffer.read(), file, limits)
    except PlanFileError as problem:
        found = problem
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except RecursionError:
        found = PlanFileError("file_too_complex", file=file, limit=limits.elements)
    except Exception as problem:  # a reader's own fault or a file that its library did not foresee; the others must be read all the same
        found = PlanFileError("file_unreadable", file=file, problem=type(problem).__name__)
    sys.stdout.write(to_json(found))


def read(kind: str, data: bytes, file: str, limits: Limits) -> Extract:
    """Read the file with the reader of its kind; the library behind it is loaded here.

    Raises:
        PlanFileError: those of the reader.
    """
    if kind == "pdf":
        from corpus.pdf_reader import read_pdf

        return read_pdf(data, file, limits)
    if kind == "docx":
        from corpus.docx_reader import read_docx

        return read_docx(data, file, limits)
    from corpus.html_reader import read_html

    return read_html(data, file, limits)


def _confine(limits: Limits) -> None:
    """Bounds that the system holds, where it knows them. A library that asks for more fails in here and nowhere else."""
    try:
        import resource
    except ImportError:  # not a Unix system: the clock and the counts are still kept
        return
    for what, bound in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        lower = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(what, (lower, lower))


if __name__ == "__main__":
    main(sys.argv[1:])
