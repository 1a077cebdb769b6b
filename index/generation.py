"""A generation: one complete, immutable index. Here are its types and its bytes; ``folder`` writes and reads them.

The id of a generation is a hash of what it holds. Its parent, the time and the order of the files have no part in it, so the same plans
give the same id and the same data files everywhere.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.plan import Passage, Plan
from index.codec import encode_lines, encode_one
from index.facts import Fact

# Raise it when a type of corpus.plan, index.facts or this module changes its fields: older stores are then refused by name.
SCHEMA = 2
MANIFEST = "manifest.json"
FILES = ("plans.jsonl", "passages.jsonl", "facts.jsonl", "vectors.npy", "rows.npy", "keys.npy")
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
        keys: (n_windows, 32) uint8, SHA-256 of the text that each vector encodes.
    """

    plans: tuple[Plan, ...]
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...]
    vectors: NDArray[np.float32]
    rows: NDArray[np.int32]
    keys: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Generation(Contents):
    """One immutable snapshot: a question holds on to one from its first search to its last citation. The arrays are read-only."""

    id: str
    manifest: Manifest


def seal(contents: Contents, origin: Origin, records: tuple[Sequence[PlanRecord], Sequence[OtherRecord]], parent: str | None) -> Generation:
    """Close ``contents`` into a generation; ``records`` are those of its plans and of the files that gave none."""
    files = tuple(FileRecord(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in data_files(contents).items())
    plans = tuple(sorted(records[0], key=lambda record: record.id))
    others = tuple(sorted(records[1], key=lambda record: (record.file, record.source_sha256)))
    manifest = sealed(Manifest(SCHEMA, "", parent, origin, files, plans, others, ""))
    for array in (contents.vectors, contents.rows, contents.keys):
        array.flags.writeable = False
    return Generation(
        contents.plans, contents.passages, contents.facts, contents.vectors, contents.rows, contents.keys, manifest.id, manifest
    )


def sealed(manifest: Manifest) -> Manifest:
    """``manifest`` with the id and the seal that belong to the rest of it."""
    content = encode_one(replace(manifest, id="", parent=None, seal=""))
    named = replace(manifest, id=hashlib.sha256(content).hexdigest()[:_ID_LENGTH], seal="")
    return replace(named, seal=hashlib.sha256(encode_one(named)).hexdigest())


def data_files(contents: Contents) -> dict[str, bytes]:
    """The bytes of every data file by name, in the order of ``FILES``."""
    lines = [encode_lines(rows) for rows in (contents.plans, contents.passages, contents.facts)]
    arrays = [_npy(contents.vectors, "<f4"), _npy(contents.rows, "<i4"), _npy(contents.keys, "|u1")]
    return dict(zip(FILES, [*lines, *arrays], strict=True))


def split(generation: Generation) -> dict[str, Contents]:
    """Each plan's share by plan id, its ``rows`` counted from its own first passage."""
    shares: dict[str, Contents] = {}
    passage = fact = window = 0
    for plan, record in zip(generation.plans, generation.manifest.plans, strict=True):
        shown = slice(window, window + record.windows)
        shares[plan.id] = Contents(
            plans=(plan,),
            passages=generation.passages[passage : passage + record.passages],
            facts=generation.facts[fact : fact + record.facts],
            vectors=generation.vectors[shown],
            rows=generation.rows[shown] - np.int32(passage),
            keys=generation.keys[shown],
        )
        passage, fact, window = passage + record.passages, fact + record.facts, window + record.windows
    return shares


def join(shares: Sequence[Contents], dimension: int) -> Contents:
    """The shares together, sorted by plan id; ``dimension`` shapes the vectors where there is no share."""
    shares = sorted(shares, key=lambda share: share.plans[0].id)
    offsets = np.cumsum([0, *(len(share.passages) for share in shares)])
    return Contents(
        plans=tuple(share.plans[0] for share in shares),
        passages=tuple(passage for share in shares for passage in share.passages),
        facts=tuple(fact for share in shares for fact in share.facts),
        vectors=np.concatenate([np.empty((0, dimension), np.float32), *(share.vectors for share in shares)]),
        rows=np.concatenate([np.empty(0, np.int32), *(share.rows + np.int32(at) for share, at in zip(shares, offsets, strict=False))]),
        keys=np.concatenate([np.empty((0, 32), np.uint8), *(share.keys for share in shares)]),
    )


def _npy(array: NDArray[np.generic], kind: str) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(array, dtype=kind), allow_pickle=False)
    return buffer.getvalue()
