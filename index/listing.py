"""The files of the plan folder and of the folders in it, and what tells whether one of them has changed."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import StoreError
from corpus.reader import SUFFIXES
from index.report import ReportLine


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A file of a readable kind.

    Attributes:
        name: where it lies below the plan folder, NFC, with "/" between folders; it names the file in the index and to people.
    """

    path: Path
    name: str

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()


@dataclass(frozen=True, slots=True)
class Mark:
    """What changes when a file is written, replaced, moved or given other permissions; telling it costs no reading."""

    size: int
    modified_ns: int
    changed_ns: int
    inode: int


def plan_files(folder: Path) -> tuple[list[PlanFile], list[ReportLine]]:
    """The readable kinds of files by name, and a line for each file that is passed over; nothing of a folder that is not there.

    Hidden files and folders are no one's plans and are not mentioned. A link is not followed: it could point out of the folder.

    Raises:
        StoreError: ``folder_unreadable`` (folder, problem): plans that cannot be listed are not plans that were removed.
    """
    files, lines = [], []
    for path in _entries(folder):
        name = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
        shown = _printable(name)
        if path.is_symlink() or not path.is_file():
            lines.append(ReportLine(shown, None, "skipped", "file_link"))
        elif path.suffix.lower() not in SUFFIXES:
            lines.append(ReportLine(shown, None, "skipped", "file_type", {"found": path.suffix, "allowed": sorted(SUFFIXES)}))
        elif shown != name:
            lines.append(ReportLine(shown, None, "skipped", "file_name"))
        else:
            files.append(PlanFile(path, name))
    return sorted(files, key=lambda file: file.name), lines


def marks(folder: Path) -> dict[str, Mark]:
    """The mark of every file that ``plan_files`` would name or pass over, by its name; what vanishes meanwhile is left out.

    Raises:
        StoreError: as ``plan_files``.
    """
    found = {}
    for path in _entries(folder):
        mark = mark_of(path)
        if mark is not None:
            found[_printable(unicodedata.normalize("NFC", path.relative_to(folder).as_posix()))] = mark
    return found


def mark_of(path: Path) -> Mark | None:
    """The mark of one file, or of the link itself where it is one; None where there is nothing."""
    try:
        state = path.lstat()
    except OSError:
        return None
    return Mark(state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)


def _entries(folder: Path) -> list[Path]:
    """Everything but folders in ``folder`` and below it, links to folders included, hidden names left out."""
    if not folder.is_dir():
        return []

    def refused(error: OSError) -> None:
        # A folder that goes away while it is listed is a change like any other; one that must not be read hides its plans.
        if not isinstance(error, FileNotFoundError):
            raise StoreError("folder_unreadable", folder=str(error.filename or folder), problem=error.strerror or type(error).__name__)

    found = []
    for inside, folders, names in os.walk(folder, onerror=refused):
        links = [name for name in folders if (Path(inside) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in links)
        found += [Path(inside) / name for name in [*names, *links] if not name.startswith(".")]
    return found


def _printable(name: str) -> str:
    """The name with what is not valid UTF-8 in it replaced, so that it can be stored and shown."""
    return name.encode("utf-8", "replace").decode("utf-8")
