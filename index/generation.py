"""A generation: one complete, immutable index. Here are its types and its bytes; ``folder`` writes and reads them.

The id of a generation is a hash of what it holds. Its parent, the time and the order of the files have no part in it, so the same plans
give the same id and the same data files everywhere.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.plan import Passage, Plan
from index.codec import encode_lines, encode_one
from index.facts import Fact

# Raise it when a type of corpus.plan, index.facts or this module changes its fields: older stores are then refused by name.
SCHEMA = 2
MANIFEST = "manifest.json"
FILES = ("plans.jsonl", "passages.jsonl", "facts.jsonl", "vectors.npy", "rows.npy", "sentences.npy", "keys.npy")
_ID_LENGTH = 24


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One data file of the generation folder."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class EncoderRecord:
    """The encoder that made the vectors; another one must not search them."""

    id: str
    weights_sha256: str
    dimension: int
    query_prefix: str
    passage_prefix: str


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """One plan of the generation.

    Attributes:
        source_sha256: of the file's bytes that the plan was read from.
        kept: "" or, where the file can no longer be read and this is its last good version, the code of the failure.
    """

    id: str
    file: str
    source_sha256: str
    text_sha256: str
    retold: bool
    kept: str
    sections: int
    sentences: int
    passages: int
    facts: int
    windows: int


@dataclass(frozen=True, slots=True)
class OtherRecord:
    """A readable file that gave no plan because another file of the same plan id came before it."""

    file: str
    source_sha256: str
    text_sha256: str
    plan: str
    retold: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """How the generation was made: two generations of the same origin may lend each other their plans.

    Attributes:
        passage_characters: length at which sections are cut into passages.
        recipe: SHA-256 of the program text that turns a file into passages, facts and windows.
    """

    passage_characters: int
    recipe: str
    encoder: EncoderRecord


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the generation is, and the checksum of every part of it.

    Attributes:
        id: hash of all the rest but ``parent`` and ``seal``.
        parent: id of the generation it took over from, or None.
        plans: sorted by id. others: sorted by file.
        seal: SHA-256 of this manifest with an empty seal, so that an older manifest can be checked without ``CURRENT``.
    """

    schema: int
    id: str
    parent: str | None
    origin: Origin
    files: tuple[FileRecord, ...]
    plans: tuple[PlanRecord, ...]
    others: tuple[OtherRecord, ...]
    seal: str


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """Plans with their passages, facts and vectors; of a whole generation, or of one plan.

    Attributes:
        plans: sorted by id.
        passages: in the order of ``plans``, within a plan by start. facts: in the order of ``plans``.
        vectors: (n_windows, dim) float32, rows of length 1, in the order of ``passages``.
        rows: (n_windows,) int32, index in ``passages``; a passage longer than the encoder reads has several windows.
        sentences: (n_windows,) int32, index in the plan's sentences of a window that is one sentence alone, -1 for those of the passage.
        keys: (n_windows, 32) uint8, SHA-256 of the text that each vector encodes.
    """

    plans: tuple[Plan, ...]
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...]
    vectors: NDArray[np.float32]
    rows: NDArray[np.int32]
    sentences: NDArray[np.int32]
    keys: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Generation(Contents):
    """One immutable snapshot: a question holds on to one from its first search to its last citation. The arrays are read-only."""

    id: str
    manifest: Manifest


@dataclass(frozen=True, slots=True, eq=False)
class Sealed:
    """A generation as the bytes of its data files, in the order of ``FILES``, and the manifest that closes them: ready to be written."""

    manifest: Manifest
    files: dict[str, bytes]

    @property
    def id(self) -> str:
        return self.manifest.id


def close(
    files: dict[str, bytes], origin: Origin, records: tuple[Sequence[PlanRecord], Sequence[OtherRecord]], parent: str | None
) -> Sealed:
    """Close the bytes of the data files; ``records`` are those of the plans in them and of the files that gave none."""
    parts = tuple(FileRecord(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items())
    plans = tuple(sorted(records[0], key=lambda record: record.id))
    others = tuple(sorted(records[1], key=lambda record: (record.file, record.source_sha256)))
    return Sealed(sealed(Manifest(SCHEMA, "", parent, origin, parts, plans, others, "")), files)


def seal(contents: Contents, origin: Origin, records: tuple[Sequence[PlanRecord], Sequence[OtherRecord]], parent: str | None) -> Generation:
    """Close ``contents`` into a generation; ``records`` as for ``close``."""
    manifest = close(data_files(contents), origin, records, parent).manifest
    for array in (contents.vectors, contents.rows, contents.sentences, contents.keys):
        array.flags.writeable = False
    parts = {field.name: getattr(contents, field.name) for field in fields(Contents)}
    return Generation(**parts, id=manifest.id, manifest=manifest)


def sealed(manifest: Manifest) -> Manifest:
    """``manifest`` with the id and the seal that belong to the rest of it."""
    content = encode_one(replace(manifest, id="", parent=None, seal=""))
    named = replace(manifest, id=hashlib.sha256(content).hexdigest()[:_ID_LENGTH], seal="")
    return replace(named, seal=hashlib.sha256(encode_one(named)).hexdigest())


def data_files(contents: Contents) -> dict[str, bytes]:
    """The bytes of every data file by name, in the order of ``FILES``."""
    lines = [encode_lines(rows) for rows in (contents.plans, contents.passages, contents.facts)]
    return dict(zip(FILES, [*lines, *array_files([(contents.vectors, contents.rows, contents.sentences, contents.keys)])], strict=True))


def array_files(parts: Sequence[tuple[NDArray[Any], ...]]) -> list[bytes]:
    """The bytes of the four array files, each of them the arrays of all parts one after the other; there is at least one part."""
    return [_npy([part[which] for part in parts], kind) for which, kind in enumerate(("<f4", "<i4", "<i4", "|u1"))]


def _npy(arrays: Sequence[NDArray[Any]], kind: str) -> bytes:
    """What ``numpy.save`` writes for the arrays put together along their first axis, without putting them together first."""
    whole = [np.ascontiguousarray(array, dtype=kind) for array in arrays]
    shape = (sum(len(array) for array in whole), *whole[0].shape[1:])
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": kind, "fortran_order": False, "shape": shape})
    return b"".join([header.getvalue(), *(array.tobytes() for array in whole)])
