"""The generation folders of a store beside each other, and which descends from which. What is live is ``store``'s to say."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from corpus.errors import StoreError
from index.durable import fsync_folder
from index.folder import check_new, load, read_manifest, read_stored, write_folder
from index.generation import MANIFEST, Manifest
from index.splice import Stored

KEEP = 3
Whole = TypeVar("Whole")
_ID = re.compile(r"[0-9a-f]{24}")
_LEFTOVER = re.compile(r"[0-9a-f]{24}\.(tmp|old)-\d+")


class History:
    """The folder ``gens`` of a store: one folder per generation, named by its id. Files that are not ours are left alone."""

    def __init__(self, gens: Path) -> None:
        self.gens = gens

    def names(self) -> list[str]:
        """Ids of the generation folders, whole or not."""
        return sorted(name for name in self._entries() if _ID.fullmatch(name))

    def chain(self, start: str | None) -> list[str]:
        """``start`` and its ancestors, newest first, as far as their manifests can be read."""
        names: list[str] = []
        while start is not None and start not in names:
            names.append(start)
            try:
                start = read_manifest(self.gens / start).parent
            except StoreError:
                break
        return names

    def newest_first(self) -> list[str]:
        """All ids, those with the longest line of ancestors first: age is told by descent, never by a clock."""
        return sorted(self.names(), key=lambda name: (-len(self.chain(name)), name))

    def first_whole(self, order: list[str], loader: Callable[[Path, Manifest], Whole]) -> Whole | None:
        """The first of ``order`` that loads with every checksum right, or None."""
        for name in order:
            try:
                return loader(self.gens / name, read_manifest(self.gens / name))
            except StoreError:
                continue
        return None

    def place(self, name: str, files: dict[str, bytes], before: Stored | None = None) -> None:
        """Build the folder ``name`` beside the others, verify it as it lies on the disk, and only then give it its name.

        A folder of that name with the same manifest and whole stays as it is; any other of that name is replaced.

        Args:
            before: a whole generation; plans that are in it byte for byte need no second look at what their bytes mean.

        Raises:
            OSError: it cannot be written; StoreError: ``store_damaged``, it does not read back. What was half built is gone.
        """
        final, building = self.gens / name, self.gens / f"{name}.tmp-{os.getpid()}"
        if _same_manifest(final, files[MANIFEST]) and self.first_whole([name], load) is not None:
            return
        shutil.rmtree(building, ignore_errors=True)
        try:
            write_folder(building, files)
            check_new(read_stored(building, read_manifest(building)), before)
            if final.exists():
                os.rename(final, self.gens / f"{name}.old-{os.getpid()}")
            os.rename(building, final)
            fsync_folder(self.gens)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise

    def collect(self, live: str, keep: int = KEEP) -> None:
        """Remove all but ``live`` and its newest ancestors, ``keep`` in all, and what crashed writers left behind.

        For the holder of the writer's lock. It runs after the commit and never fails it: what cannot be removed now goes next time.
        """
        kept = set(self.chain(live)[:keep])
        for name in self._entries():
            if (_ID.fullmatch(name) and name not in kept) or _LEFTOVER.fullmatch(name):
                shutil.rmtree(self.gens / name, ignore_errors=True)

    def _entries(self) -> list[str]:
        try:
            return os.listdir(self.gens)
        except OSError:
            return []


def _same_manifest(folder: Path, manifest: bytes) -> bool:
    try:
        return (folder / MANIFEST).read_bytes() == manifest
    except OSError:
        return False
