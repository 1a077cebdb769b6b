"""Files that are on the disk when the call returns, and under their name either whole or not at all.

A local file system is assumed: what ``os.replace``, ``os.link`` and ``fsync`` promise there they need not keep on a network share.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
from pathlib import Path

# Hidden, so that no reader of the folder takes it for a plan; the process that writes it is in its name.
_TEMPORARY = ".plansvar-{process}-{thread}.tmp"
_LEFTOVER = re.compile(r"\.plansvar-(\d+)-\d+\.tmp")


def write_file(path: Path, data: bytes) -> None:
    """Write ``data`` and return only when it is on the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def fsync_folder(folder: Path) -> None:
    """Make the names in ``folder`` last: a file's own fsync does not cover its name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def place_file(path: Path, data: bytes, replace: bool = False) -> None:
    """Put a file into a folder that others read: they see it whole or not at all, also after a crash or a power cut at any moment.

    When the call returns the file is on the disk. What crashed processes left half written in the folder is removed.

    Raises:
        FileExistsError: there is a file of that name, and ``replace`` does not say that it may go; OSError: it cannot be written.
            The folder is then what it was.
    """
    _sweep(path.parent)
    temporary = path.parent / _TEMPORARY.format(process=os.getpid(), thread=threading.get_ident())
    try:
        write_file(temporary, data)
        if replace:
            os.replace(temporary, path)
        else:
            # A rename would overwrite; a link is refused where the name is taken, even by somebody who came a moment ago.
            os.link(temporary, path)
            os.unlink(temporary)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    fsync_folder(path.parent)


def _sweep(folder: Path) -> None:
    for name in os.listdir(folder):
        match = _LEFTOVER.fullmatch(name)
        if match and not _is_alive(int(match[1])):
            with contextlib.suppress(OSError):
                os.unlink(folder / name)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
