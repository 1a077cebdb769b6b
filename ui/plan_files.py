"""Files on their way into the plan folder and out of it. Names come from outside and are not trusted; nothing is ever overwritten.

root/plans/             the plan folder that is indexed
root/incoming/<id>/     one uploaded file that has not been accepted yet
root/removed/           what was taken out, the newest of each moment beside the others
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
import unicodedata
from pathlib import Path

from corpus.errors import StoreError
from index.folder import fsync_folder

INCOMING = "incoming"
_PART = ".part-"
_LONGEST = 120
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_STALE_SECONDS = 24 * 3600


def safe_name(name: str) -> str:
    """A file name that is only a name: no folder, no character that cannot be seen, none that another system refuses.

    >>> safe_name("../../etc/plan.pdf"), safe_name("C:\\\\Planer\\\\Østjylland 2024.docx"), safe_name("plan\u202efdp.exe")
    ('plan.pdf', 'Østjylland 2024.docx', 'planfdp.exe')
    >>> safe_name("CON.txt"), safe_name(" .. "), safe_name(".plan.md")
    ('plan-CON.txt', 'plan', 'plan.md')
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(one for one in unicodedata.normalize("NFC", last) if unicodedata.category(one)[0] != "C")
    plain = " ".join(_FORBIDDEN.sub("-", seen).split()).strip(". ")
    if _RESERVED.match(plain):
        plain = f"plan-{plain}"
    stem, dot, suffix = plain.rpartition(".")
    if dot and len(suffix) <= 10:
        return f"{_cut(stem, _LONGEST).rstrip('. ') or 'plan'}.{suffix}"
    return _cut(plain, _LONGEST) or "plan"


def _cut(words: str, length: int) -> str:
    """The start of the words that has at most ``length`` bytes: file systems count bytes, and æ has two."""
    return words.encode("utf-8")[:length].decode("utf-8", "ignore")


class PlanFiles:
    """The three folders of one store; made when they are needed.

    Raises (every method that writes):
        StoreError: ``plans_write`` (problem).
    """

    def __init__(self, root: Path, plans: Path | None = None) -> None:
        self.plans = plans or root / "plans"
        self._incoming = root / INCOMING
        self._removed = root / "removed"
        self.root = root

    def names(self) -> dict[str, Path]:
        """The files of the plan folder by their names as the index writes them (NFC)."""
        try:
            return {unicodedata.normalize("NFC", path.name): path for path in self.plans.iterdir() if not path.name.startswith(".")}
        except OSError:
            return {}

    def free_bytes(self) -> int:
        """Room left where the plans lie."""
        there = next(folder for folder in (self.plans, *self.plans.absolute().parents) if folder.exists())
        return shutil.disk_usage(there).free

    def receive(self, name: str) -> Path:
        """The path, in a folder of its own, that an upload of this name is written to."""
        try:
            self._sweep()
            folder = self._incoming / secrets.token_hex(8)
            folder.mkdir(parents=True, mode=0o700)
        except OSError as error:
            raise _write_error(error) from error
        return folder / safe_name(name)

    def place(self, received: Path) -> str:
        """Move an upload into the plan folder under its own name, or the next free one ("plan-2.pdf"), and return that name."""
        try:
            self.plans.mkdir(parents=True, exist_ok=True)
            return _moved(received, self.plans, received.name)
        except OSError as error:
            raise _write_error(error) from error

    def take_out(self, file: str) -> Path:
        """Move a file of the plan folder to the removed ones and return where it lies now.

        Raises:
            StoreError: ``plans_write``, also where there is no such file.
        """
        path = self.names().get(file)
        try:
            if path is None or path.is_symlink() or not path.is_file():
                raise FileNotFoundError(2, "No such file or directory")
            self._removed.mkdir(parents=True, exist_ok=True, mode=0o700)
            name = _moved(path, self._removed, f"{time.strftime('%Y%m%d-%H%M%S')}-{path.name}")
        except OSError as error:
            raise _write_error(error) from error
        return self._removed / name

    def put_back(self, removed: Path) -> str:
        """Move a removed file back into the plan folder under the name it had, or the next free one, and return that name."""
        try:
            return _moved(removed, self.plans, re.sub(r"\A\d{8}-\d{6}-", "", removed.name))
        except OSError as error:
            raise _write_error(error) from error

    def _sweep(self) -> None:
        """Remove what earlier runs left when they were cut off."""
        left = [*self._incoming.glob("*"), *self.plans.glob(f"{_PART}*"), *self._removed.glob(f"{_PART}*")]
        for path in left:
            if time.time() - path.stat().st_mtime < _STALE_SECONDS:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def discard(received: Path) -> None:
    """Forget an upload: the folder of its own that ``PlanFiles.receive`` made for it."""
    if received.parent.parent.name == INCOMING:
        shutil.rmtree(received.parent, ignore_errors=True)


def _moved(source: Path, folder: Path, name: str) -> str:
    """Move a file under a name that nobody has; it is there whole and on the disk, or not at all."""
    # A hidden name first: the index passes over it, so no reader ever meets half a file.
    part = folder / f"{_PART}{secrets.token_hex(8)}"
    try:
        shutil.copyfile(source, part, follow_symlinks=False)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        given = _linked(part, folder, name)
        fsync_folder(folder)
    finally:
        part.unlink(missing_ok=True)
    source.unlink()
    fsync_folder(source.parent)
    return given


def _linked(part: Path, folder: Path, name: str) -> str:
    """Give the file its name without ever replacing another: a link fails where the name is taken, a rename does not."""
    for count in range(1, 1000):
        stem, dot, suffix = name.rpartition(".")
        given = name if count == 1 else f"{stem}-{count}.{suffix}" if dot else f"{name}-{count}"
        # Also taken by a name that differs in case or in the way its letters are composed: other systems would take the two for one.
        taken = {unicodedata.normalize("NFC", path.name).casefold() for path in folder.iterdir()}
        if given.casefold() in taken:
            continue
        try:
            os.link(part, folder / given)
            return given
        except FileExistsError:
            continue
        except OSError:
            # A file system without links; the names above are then all that guards.
            os.rename(part, folder / given)
            return given
    raise FileExistsError(17, "File exists")


def _write_error(error: OSError) -> StoreError:
    return StoreError("plans_write", problem=error.strerror or type(error).__name__)
