"""A disk that remembers what was forced to it, and what it may look like after the power has gone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECTOR = 512


@dataclass(slots=True, eq=False)
class Node:
    """A file or a folder, as it is and as it is known to lie on the disk."""

    is_folder: bool
    data: bytes = b""
    on_disk: bytes = b""
    names: dict[str, Node] = field(default_factory=dict)
    names_on_disk: dict[str, Node] = field(default_factory=dict)


# What becomes of a file's bytes that were not forced to the disk.
DATA: dict[str, Callable[[Node], bytes]] = {
    "kept": lambda node: node.data,
    "dropped": lambda node: node.on_disk,
    "cut": lambda node: node.data[: len(node.data) // 2 // SECTOR * SECTOR],
    "zeros": lambda node: bytes(len(node.data)),
}


class Disk:
    """The folder ``root`` and what happens to it; at the beginning all of it lies on the disk."""

    def __init__(self, root: Path) -> None:
        self.root, self.deaf = root, False
        self._top = self._read(root)

    def apply(self, name: str, args: tuple[Any, ...]) -> None:
        """Take note of an operation; those outside ``root`` are no business of this disk."""
        paths = [Path(os.fspath(arg)) for arg in args[:2] if isinstance(arg, (str, Path))]
        if self.deaf or not paths or not paths[0].is_relative_to(self.root):
            return
        path = paths[0]
        if name == "create":
            self._names(path.parent)[path.name] = Node(False)
        elif name == "mkdir":
            # One that is there already stays: the call that makes it is about to fail.
            self._names(path.parent).setdefault(path.name, Node(True))
        elif name == "write":
            self._at(path).data = args[1]
        elif name == "fsync":
            node = self._at(path)
            node.on_disk, node.names_on_disk = node.data, dict(node.names)
        elif name in ("rename", "replace"):
            self._names(paths[1].parent)[paths[1].name] = self._names(path.parent).pop(path.name)
        elif name in ("unlink", "rmtree", "rmdir"):
            self._names(path.parent).pop(path.name, None)

    def images(self, place: Path) -> Iterator[tuple[str, Path]]:
        """The disk after a power cut now, in each way it may look; each is there only until the next is asked for."""
        for names in ("names kept", "names lost"):
            for data, choose in DATA.items():
                self._write(self._top, place, choose, names == "names lost")
                yield f"{names}, data {data}", place

    def _read(self, path: Path) -> Node:
        if not path.is_dir():
            data = path.read_bytes()
            return Node(False, data, data)
        names = {one.name: self._read(one) for one in path.iterdir()}
        return Node(True, names=names, names_on_disk=dict(names))

    def _write(self, node: Node, place: Path, choose: Callable[[Node], bytes], lost: bool) -> None:
        if not node.is_folder:
            place.write_bytes(node.data if node.data == node.on_disk else choose(node))
            return
        place.mkdir()
        for name, inner in (node.names_on_disk if lost else node.names).items():
            self._write(inner, place / name, choose, lost)

    def _at(self, path: Path) -> Node:
        node = self._top
        for part in path.relative_to(self.root).parts:
            node = node.names[part]
        return node

    def _names(self, folder: Path) -> dict[str, Node]:
        return self._at(folder).names
