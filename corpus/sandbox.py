"""A file read in a process of its own, with limits. Whatever is in the file, the process that answers questions stays as it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import IO

from corpus.child import OUT_OF_MEMORY
from corpus.errors import PlanFileError
from corpus.extract import Extract, from_json
from corpus.limits import Limits

_ROOT = Path(__file__).resolve().parents[1]
# The processor time, the memory or the output ran out; any other end by a signal is a crash of the library.
_SPENT = {-signal.SIGXCPU, -signal.SIGXFSZ, -signal.SIGKILL} if hasattr(signal, "SIGXCPU") else set()


def read_confined(path: Path, kind: str, file: str, limits: Limits) -> Extract:
    """The pieces of a PDF, DOCX or HTML file.

    Raises:
        PlanFileError: those of its reader; ``file_too_heavy`` (seconds) when it was stopped at a limit of time, memory or output;
            ``file_damaged`` when the library crashed; ``file_missing``.
    """
    began = time.monotonic()
    with tempfile.TemporaryFile() as output:
        try:
            with path.open("rb") as data:
                code = _run([kind, file, json.dumps(asdict(limits))], data, output, limits.seconds)
        except OSError:
            raise PlanFileError("file_missing", file=file) from None
        output.seek(0)
        written = output.read(limits.output + 1)
    if code in _SPENT or code in (None, OUT_OF_MEMORY) or len(written) >= limits.output:
        raise PlanFileError("file_too_heavy", file=file, seconds=max(1, round(time.monotonic() - began)))
    try:
        return from_json(written.decode("utf-8"))
    except (ValueError, TypeError, KeyError):
        raise PlanFileError("file_damaged", file=file) from None


def _run(arguments: list[str], data: IO[bytes], output: IO[bytes], seconds: int) -> int | None:
    """The exit status of the child, or None where it had to be killed."""
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")}
    environment |= {"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "0"}
    child = subprocess.Popen(
        [sys.executable, "-P", "-W", "ignore", "-m", "corpus.child", *arguments],
        stdin=data,
        stdout=output,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        # Also when this process is told to stop: no reader outlives the one who waits for it.
        child.kill()
        child.wait()
