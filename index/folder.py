"""One generation folder on disk: written and fsynced file by file, read back only where every checksum fits."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from corpus.plan import Passage, Plan
from index.codec import decode_lines, decode_one, encode_one
from index.dense import DenseIndex
from index.durable import fsync_folder, write_file
from index.facts import Fact
from index.generation import FILES, MANIFEST, SCHEMA, FileRecord, Generation, Manifest, sealed
from index.splice import Stored
from index.windows import WHOLE


@dataclass(frozen=True, slots=True)
class FileCheck:
    """``problem`` is "" for a sound file, else technical: missing, size, sha256, or what does not fit."""

    file: str
    ok: bool
    problem: str


def damaged(file: str, problem: str) -> StoreError:
    """The error for a file that is not what was written."""
    return StoreError("store_damaged", file=file, problem=problem)


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """A new folder with these files, all of it on the disk."""
    folder.mkdir()
    for name, data in files.items():
        write_file(folder / name, data)
    fsync_folder(folder)


def read_manifest(folder: Path, sha256: str | None = None) -> Manifest:
    """The manifest, which must fit ``sha256`` where given, its own seal, and the folder's name up to the first dot.

    Raises:
        StoreError: ``store_damaged`` (file, problem); ``store_schema`` (found, expected) for an intact manifest of another schema.
    """
    data = _read(folder / MANIFEST)
    if sha256 is not None and hashlib.sha256(data).hexdigest() != sha256:
        raise damaged(MANIFEST, "sha256")
    if sha256 is not None:
        _check_schema(data)
    manifest = decode_one(Manifest, data, MANIFEST)
    if sealed(manifest) != manifest or encode_one(manifest) != data or manifest.id != folder.name.partition(".")[0]:
        raise damaged(MANIFEST, "seal")
    if manifest.schema != SCHEMA or tuple(record.name for record in manifest.files) != FILES:
        raise damaged(MANIFEST, "schema")
    return manifest


def load(folder: Path, manifest: Manifest) -> Generation:
    """The generation in ``folder``; each file is read once, and what is decoded is the bytes that were hashed.

    Raises:
        StoreError: ``store_damaged`` (file, problem).
    """
    plans, passages, facts, vectors, rows, sentences, keys = (_checked(folder, record) for record in manifest.files)
    generation = Generation(
        plans=decode_lines(Plan, plans, FILES[0]),
        passages=decode_lines(Passage, passages, FILES[1]),
        facts=decode_lines(Fact, facts, FILES[2]),
        vectors=_array(vectors, FILES[3], np.dtype(np.float32), 2),
        rows=_array(rows, FILES[4], np.dtype(np.int32), 1),
        sentences=_array(sentences, FILES[5], np.dtype(np.int32), 1),
        keys=_array(keys, FILES[6], np.dtype(np.uint8), 2),
        id=manifest.id,
        manifest=manifest,
    )
    _check_counts(generation)
    return generation


def read_stored(folder: Path, manifest: Manifest) -> Stored:
    """The generation in ``folder`` as bytes with the right checksums; what they mean was checked when they were published.

    Raises:
        StoreError: ``store_damaged`` (file, problem).
    """
    plans, passages, facts, vectors, rows, sentences, keys = (_checked(folder, record) for record in manifest.files)
    lines = (plans.splitlines(keepends=True), passages.splitlines(keepends=True), facts.splitlines(keepends=True))
    records = manifest.plans
    wanted = (len(records), sum(record.passages for record in records), sum(record.facts for record in records))
    for name, found, count in zip(FILES, lines, wanted, strict=False):
        if len(found) != count:
            raise damaged(name, "counts")
    return Stored(
        manifest,
        lines,
        vectors=_array(vectors, FILES[3], np.dtype(np.float32), 2),
        rows=_array(rows, FILES[4], np.dtype(np.int32), 1),
        sentences=_array(sentences, FILES[5], np.dtype(np.int32), 1),
        keys=_array(keys, FILES[6], np.dtype(np.uint8), 2),
    )


def check(generation: Generation) -> None:
    """What checksums cannot say: every span slices its plan's text, every vector has length 1, the first three find themselves.

    Raises:
        StoreError: ``store_damaged`` (file, problem).
    """
    _check_spans(generation.plans, generation.passages)
    _check_vectors(generation)


def check_new(stored: Stored, before: Stored | None) -> None:
    """The same, and that every line can be read, for the plans that are not in ``before`` byte for byte; of the arrays, for all.

    ``before`` was checked when it was published, and its bytes have just been found to be those.

    Raises:
        StoreError: ``store_damaged`` (file, problem).
    """
    known, shares = before.shares() if before is not None else {}, stored.shares()
    for record in stored.manifest.plans:
        share, old = shares[record.id], known.get(record.id)
        if old is not None and (share.plan, share.passages, share.facts) == (old.plan, old.passages, old.facts):
            continue
        plan, passages, facts = share.read_plan(), share.read_passages(), share.read_facts()
        if plan.id != record.id or len(plan.sentences) != record.sentences:
            raise damaged(FILES[0], "plans")
        for name, plans in ((FILES[1], {one.plan for one in passages}), (FILES[2], {one.plan for one in facts})):
            if plans - {record.id}:
                raise damaged(name, "counts")
        _check_spans([plan], passages)
    _check_arrays(stored)
    _check_vectors(stored)


def _check_spans(plans: Sequence[Plan], passages: Sequence[Passage]) -> None:
    texts = {plan.id: plan.text for plan in plans}
    for plan in plans:
        for sentence in plan.sentences:
            if not 0 <= sentence.start < sentence.end <= len(plan.text):
                raise damaged(FILES[0], f"{plan.id}: sentence {sentence.index}")
    for number, passage in enumerate(passages):
        if texts.get(passage.plan, "")[passage.start : passage.end] != passage.text or passage.start < 0 or not passage.text:
            raise damaged(FILES[1], f"passage {number} is not its plan's text")


def check_files(folder: Path, manifest: Manifest) -> list[FileCheck]:
    """Every data file of the folder in the order of the manifest, each judged on its own."""
    checks = []
    for record in manifest.files:
        try:
            _checked(folder, record)
            checks.append(FileCheck(record.name, True, ""))
        except StoreError as error:
            checks.append(FileCheck(record.name, False, str(error.values["problem"])))
    if all(found.ok for found in checks):
        try:
            check(load(folder, manifest))
        except StoreError as error:
            checks.append(FileCheck(str(error.values["file"]), False, str(error.values["problem"])))
    return checks


def _check_schema(data: bytes) -> None:
    """An intact manifest of another schema is not damage, so it is told apart before its fields are read strictly."""
    try:
        found = json.loads(data)["schema"]
    except (ValueError, TypeError, KeyError):
        raise damaged(MANIFEST, "format") from None
    if found != SCHEMA:
        raise StoreError("store_schema", found=found, expected=SCHEMA)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise damaged(path.name, "missing") from None
    except OSError as error:
        raise damaged(path.name, error.strerror or type(error).__name__) from None


def _checked(folder: Path, record: FileRecord) -> bytes:
    data = _read(folder / record.name)
    if len(data) != record.bytes:
        raise damaged(record.name, "size")
    if hashlib.sha256(data).hexdigest() != record.sha256:
        raise damaged(record.name, "sha256")
    return data


def _array(data: bytes, name: str, kind: np.dtype[Any], dimensions: int) -> NDArray[Any]:
    """The array in the bytes, read-only and not copied."""
    opened = io.BytesIO(data)
    try:
        if np.lib.format.read_magic(opened) != (1, 0):
            raise damaged(name, "format")
        shape, in_columns, found = np.lib.format.read_array_header_1_0(opened)
        if found != kind or len(shape) != dimensions or in_columns:
            raise damaged(name, f"{found} of {len(shape)} dimensions")
        return np.frombuffer(data, dtype=kind, offset=opened.tell()).reshape(shape)
    except (ValueError, EOFError, OSError) as error:
        raise damaged(name, str(error)) from None


def _check_counts(generation: Generation) -> None:
    """The parts belong together: the manifest's counts are those of the files."""
    records = generation.manifest.plans
    if [(plan.id, len(plan.sentences)) for plan in generation.plans] != [(record.id, record.sentences) for record in records]:
        raise damaged(FILES[0], "plans")
    if [passage.plan for passage in generation.passages] != [record.id for record in records for _ in range(record.passages)]:
        raise damaged(FILES[1], "counts")
    if len(generation.facts) != sum(record.facts for record in records):
        raise damaged(FILES[2], "counts")
    _check_arrays(generation)


def _check_arrays(generation: Generation | Stored) -> None:
    """The rows of the arrays are as many as the manifest says, and name passages and sentences that there are."""
    records = generation.manifest.plans
    windows, passages = sum(record.windows for record in records), sum(record.passages for record in records)
    if generation.vectors.shape != (windows, generation.manifest.origin.encoder.dimension):
        raise damaged(FILES[3], "counts")
    rows = generation.rows
    if rows.shape != (windows,) or (windows and (rows.min() < 0 or rows.max() >= passages or (np.diff(rows) < 0).any())):
        raise damaged(FILES[4], "counts")
    if generation.sentences.shape != (windows,) or not _in_their_plans(generation):
        raise damaged(FILES[5], "counts")
    if generation.keys.shape != (windows, 32):
        raise damaged(FILES[6], "counts")


def _in_their_plans(generation: Generation | Stored) -> bool:
    """Whether every window of a sentence names one that its plan has."""
    counts = np.array([record.sentences for record in generation.manifest.plans], dtype=np.int64)
    of_window = np.repeat(counts, [record.windows for record in generation.manifest.plans])
    return bool(((generation.sentences >= WHOLE) & (generation.sentences < of_window)).all())


def _check_vectors(generation: Generation | Stored) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.linalg.norm(generation.vectors, axis=1)
    if not np.allclose(lengths, 1.0, atol=1e-3):
        raise damaged(FILES[3], "a vector is not of length 1")
    index = DenseIndex(generation.vectors, generation.rows)
    count = sum(record.passages for record in generation.manifest.plans)
    for vector, passage in zip(generation.vectors[:3], generation.rows[:3].tolist(), strict=True):
        only = np.zeros(count, dtype=np.bool_)
        only[passage] = True
        # Two equal passages tie, so the vector's own passage need not be the one that comes first; it must score as high.
        if index.search(vector, 1, only)[0][1] < index.search(vector, 1)[0][1] - 1e-5:
            raise damaged(FILES[3], f"passage {passage} does not find itself")
