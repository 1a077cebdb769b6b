"""The generations of one store and the pointer to the live one. A change of the pointer is the only commit: old or new, never a mix.

    root/index/lock                 flock of the one writer; the kernel frees it when the holder dies
    root/index/CURRENT              one line: <generation id> <sha256 of its manifest.json>
    root/index/gens/<id>/           immutable (index/folder.py)

A local file system is assumed: ``os.replace`` and ``flock`` are not to be trusted on network shares.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic

from corpus.errors import StoreError
from index.codec import encode_one
from index.durable import fsync_folder, write_file
from index.folder import FileCheck, check_files, damaged, load, read_manifest, read_stored
from index.generation import MANIFEST, Generation, Manifest, Sealed, data_files
from index.history import History, Whole
from index.splice import Stored

POINTER = "CURRENT"
UNREADABLE = "?"
_LINE = re.compile(rb"([0-9a-f]{24}) ([0-9a-f]{64})\n")


@dataclass(frozen=True, slots=True)
class Opened(Generic[Whole]):
    """A generation that is whole.

    Attributes:
        fell_back_from: None, or the id that ``CURRENT`` names and that could not be used ("?" where ``CURRENT`` itself cannot be read).
        damaged_file: None, or the file that made it so.
    """

    generation: Whole
    fell_back_from: str | None = None
    damaged_file: str | None = None


class Store:
    """The store under ``root``; nothing is created before the first ``writing``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._index = root / "index"
        self._history = History(self._index / "gens")
        self._writer: int | None = None

    def open(self) -> Opened[Generation]:
        """The live generation, or where it is damaged the newest older one that is whole.

        Raises:
            StoreError: ``store_missing`` (store), ``store_damaged`` (store, file, problem) when none is whole,
                ``store_schema`` (found, expected).
        """
        return self._newest(load)

    def open_stored(self) -> Opened[Stored]:
        """The same as bytes, for whoever builds the next one; raises as ``open`` does."""
        return self._newest(read_stored)

    def _newest(self, loader: Callable[[Path, Manifest], Whole]) -> Opened[Whole]:
        while True:
            line = self._line()
            try:
                opened = self._open_at(line, loader)
                if opened.damaged_file is None or self._line() == line:
                    return opened
            except StoreError:
                # A writer may have moved on and collected what the line named: then it is not damage, and the new line is tried.
                if self._line() == line:
                    raise

    def live(self) -> str | None:
        """The id that ``CURRENT`` names, whole or not; None without a store, "?" where ``CURRENT`` cannot be read."""
        line = self._line()
        match = _LINE.fullmatch(line or b"")
        return match[1].decode() if match else None if line is None else UNREADABLE

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock; it may be entered again by the thread that holds it.

        Raises:
            StoreError: ``store_locked`` (store), at once, when another thread or process holds it; ``store_write`` when it cannot be made.
        """
        if self._writer == threading.get_ident():
            yield
            return
        descriptor = self._lock()
        self._writer = threading.get_ident()
        try:
            yield
        finally:
            self._writer = None
            os.close(descriptor)

    def publish(self, generation: Generation | Sealed, instead_of: str | None = None, before: Stored | None = None) -> str:
        """Write ``generation`` beside the others, verify it as it lies on the disk, and make it the live one.

        Args:
            instead_of: the damaged generation that ``CURRENT`` names (``Opened.fell_back_from``), which this one replaces.
            before: the generation this one was built from, as ``open_stored`` gave it: what is the same in both is verified by its bytes.

        Returns:
            Its id. Publishing what is already live and whole writes nothing.

        Raises:
            StoreError: ``store_locked``; ``store_changed`` (store, expected, found) when ``CURRENT`` is not the parent;
                ``store_damaged`` when it does not read back; ``store_write`` (store, problem, needed, free; bytes) when it cannot be
                written. ``CURRENT`` is then what it was, unless the very last fsync, after the commit, is what failed.
        """
        with self.writing():
            line = self._line()
            live = self.live()
            if live == generation.id and self._is_whole(line):
                return generation.id
            if live not in (None, generation.manifest.parent, instead_of):
                raise StoreError("store_changed", store=str(self.root), expected=generation.manifest.parent, found=live)
            manifest = encode_one(generation.manifest)
            data = generation.files if isinstance(generation, Sealed) else data_files(generation)
            files = {**data, MANIFEST: manifest}
            try:
                self._history.place(generation.id, files, before)
                self._point(generation.id, manifest, line)
            except OSError as error:
                raise self._write_error(error, sum(map(len, files.values()))) from error
            self._history.collect(generation.id)
        return generation.id

    def rollback(self) -> str:
        """Make the newest whole ancestor of the live generation the live one, and return its id.

        Raises:
            StoreError: ``store_no_older`` (store, generation) when there is none; as ``open`` and ``publish``.
        """
        with self.writing():
            line = self._line()
            opened = self.open()
            ancestors = self._history.chain(opened.generation.manifest.parent)
            older = opened.generation if opened.fell_back_from else self._history.first_whole(ancestors, load)
            if older is None:
                raise StoreError("store_no_older", store=str(self.root), generation=opened.generation.id)
            try:
                self._point(older.id, encode_one(older.manifest), line)
            except OSError as error:
                raise self._write_error(error, 0) from error
        return older.id

    def forget(self) -> None:
        """Remove every generation but the live one, so that what was taken out of the plan folder lies in no file of the store any more.

        There is nothing to roll back to afterwards.

        Raises:
            StoreError: ``store_locked``, as ``open``; ``store_damaged_keeps`` (store, file) when the live generation is not whole: then
                the older ones are the only good copy and stay.
        """
        with self.writing():
            opened = self.open()
            if opened.damaged_file is not None:
                raise StoreError("store_damaged_keeps", store=str(self.root), file=opened.damaged_file)
            self._history.collect(opened.generation.id, keep=1)

    def verify(self) -> list[FileCheck]:
        """Every file of the live generation with what is wrong with it; a store that cannot be followed gives the first broken link.

        Raises:
            StoreError: ``store_missing``, ``store_schema``.
        """
        line = self._line()
        if line is None and not self._history.names():
            raise StoreError("store_missing", store=str(self.root))
        match = _LINE.fullmatch(line or b"")
        if match is None:
            return [FileCheck(POINTER, False, "missing" if line is None else "format")]
        folder, sha256 = self._history.gens / match[1].decode(), match[2].decode()
        try:
            manifest = read_manifest(folder, sha256)
        except StoreError as error:
            if error.code != "store_damaged":
                raise
            at_fault = self._at_fault(folder, error)
            return [FileCheck(at_fault, False, str(error.values["problem"]))]
        return [FileCheck(POINTER, True, ""), FileCheck(MANIFEST, True, ""), *check_files(folder, manifest)]

    def _lock(self) -> int:
        """The descriptor of the locked file; closing it, or the end of the process, frees the lock."""
        try:
            self._history.gens.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._index / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise self._write_error(error, 0) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            if isinstance(error, BlockingIOError):
                raise StoreError("store_locked", store=str(self.root)) from None
            raise self._write_error(error, 0) from error
        return descriptor

    def _open_at(self, line: bytes | None, loader: Callable[[Path, Manifest], Whole]) -> Opened[Whole]:
        match = _LINE.fullmatch(line or b"")
        if match is None:
            if line is None and not self._history.names():
                raise StoreError("store_missing", store=str(self.root))
            damage = damaged(POINTER, "missing" if line is None else "format")
            return self._fall_back(UNREADABLE, self._history.newest_first(), damage, loader)
        live, sha256 = match[1].decode(), match[2].decode()
        folder = self._history.gens / live
        parent: str | None = None
        try:
            manifest = read_manifest(folder, sha256)
            parent = manifest.parent
            return Opened(loader(folder, manifest))
        except StoreError as error:
            if error.code != "store_damaged":
                raise
            at_fault = self._at_fault(folder, error)
            others = [name for name in self._history.newest_first() if at_fault == POINTER or name != live]
            order = dict.fromkeys([*self._history.chain(parent), *others])
            return self._fall_back(live, list(order), damaged(at_fault, str(error.values["problem"])), loader)

    def _at_fault(self, folder: Path, error: StoreError) -> str:
        """The damaged file: ``CURRENT`` where it names no folder, or has another hash for a manifest that fits its own seal."""
        file = str(error.values["file"])
        if file != MANIFEST:
            return file
        try:
            read_manifest(folder)
        except StoreError:
            return MANIFEST if folder.is_dir() else POINTER
        return POINTER

    def _fall_back(self, live: str, order: list[str], damage: StoreError, loader: Callable[[Path, Manifest], Whole]) -> Opened[Whole]:
        generation = self._history.first_whole(order, loader)
        if generation is None:
            raise StoreError("store_damaged", store=str(self.root), **damage.values)
        return Opened(generation, live, str(damage.values["file"]))

    def _is_whole(self, line: bytes | None) -> bool:
        try:
            return self._open_at(line, load).damaged_file is None
        except StoreError:
            return False

    def _line(self) -> bytes | None:
        try:
            return (self._index / POINTER).read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            return b""

    def _point(self, name: str, manifest: bytes, expected: bytes | None) -> None:
        """Replace ``CURRENT``, which must still be ``expected``."""
        temporary = self._index / f"{POINTER}.tmp"
        try:
            write_file(temporary, f"{name} {hashlib.sha256(manifest).hexdigest()}\n".encode())
            found = self._line()
            if found != expected:
                raise StoreError("store_changed", store=str(self.root), expected=name, found=self.live())
            os.replace(temporary, self._index / POINTER)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        fsync_folder(self._index)

    def _write_error(self, error: OSError, needed: int) -> StoreError:
        existing = next(folder for folder in (self._index, *self._index.parents) if folder.exists())
        problem = error.strerror or type(error).__name__
        return StoreError("store_write", store=str(self.root), problem=problem, needed=needed, free=shutil.disk_usage(existing).free)
