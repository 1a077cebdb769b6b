"""A generation put together from the bytes of the one before it: plans that have not changed are neither decoded nor encoded again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.plan import FileNote, Passage, Plan
from index.codec import decode_lines, encode_lines
from index.facts import Fact
from index.generation import FILES, Contents, Manifest, array_files

_NO_NOTES = b'"notes":[]'


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """One plan's part of the data files: its JSON lines, each closed by ``\\n``, and its rows of the arrays.

    Attributes:
        rows: counted from the plan's own first passage.
    """

    plan: bytes
    passages: bytes
    facts: bytes
    vectors: NDArray[np.float32]
    rows: NDArray[np.int32]
    sentences: NDArray[np.int32]
    keys: NDArray[np.uint8]

    @classmethod
    def of(cls, contents: Contents) -> Share:
        """The share of the one plan in ``contents``."""
        plan, passages, facts = (encode_lines(rows) for rows in (contents.plans, contents.passages, contents.facts))
        return cls(plan, passages, facts, contents.vectors, contents.rows, contents.sentences, contents.keys)

    def read_plan(self) -> Plan:
        """The plan itself."""
        return decode_lines(Plan, self.plan, FILES[0])[0]

    def read_passages(self) -> tuple[Passage, ...]:
        """Its passages."""
        return decode_lines(Passage, self.passages, FILES[1])

    def read_facts(self) -> tuple[Fact, ...]:
        """Its facts."""
        return decode_lines(Fact, self.facts, FILES[2])

    def says(self, plan: Plan, passages: Sequence[Passage], facts: Sequence[Fact]) -> bool:
        """Whether this is what they become when they are written."""
        return (self.plan, self.passages, self.facts) == (encode_lines([plan]), encode_lines(passages), encode_lines(facts))

    def notes(self) -> tuple[FileNote, ...]:
        """The plan's caveats; one that has none is told so by its bytes alone, for a quote inside a text is written ``\\"``."""
        return () if _NO_NOTES in self.plan else self.read_plan().notes

    def under(self, file: str) -> Share:
        """The same plan from a file of that name."""
        return replace(self, plan=encode_lines([replace(self.read_plan(), file=file)]))


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """A generation whose files have the right checksums, still as bytes.

    Attributes:
        lines: of plans, passages and facts, each line closed by ``\\n``.
    """

    manifest: Manifest
    lines: tuple[list[bytes], list[bytes], list[bytes]]
    vectors: NDArray[np.float32]
    rows: NDArray[np.int32]
    sentences: NDArray[np.int32]
    keys: NDArray[np.uint8]

    @property
    def id(self) -> str:
        return self.manifest.id

    def shares(self) -> dict[str, Share]:
        """Each plan's share by plan id."""
        records = self.manifest.plans
        passages = _ends([record.passages for record in records])
        facts, windows = _ends([record.facts for record in records]), _ends([record.windows for record in records])
        found = {}
        for number, record in enumerate(records):
            shown = slice(windows[number], windows[number + 1])
            found[record.id] = Share(
                plan=self.lines[0][number],
                passages=b"".join(self.lines[1][passages[number] : passages[number + 1]]),
                facts=b"".join(self.lines[2][facts[number] : facts[number + 1]]),
                vectors=self.vectors[shown],
                rows=self.rows[shown] - np.int32(passages[number]),
                sentences=self.sentences[shown],
                keys=self.keys[shown],
            )
        return found

    def row_of_key(self) -> dict[bytes, int]:
        """For each text that is encoded, by its key, a row of ``vectors`` that is its vector."""
        width, data = self.keys.shape[1], self.keys.tobytes()
        return {data[at : at + width]: at // width for at in range(0, len(data), width)}


def put_together(shares: Sequence[Share], dimension: int) -> dict[str, bytes]:
    """The bytes of the data files by name; ``shares`` are sorted by plan id, ``dimension`` shapes the vectors where there is none."""
    parts: list[tuple[NDArray[Any], ...]] = [
        (np.empty((0, dimension), np.float32), np.empty(0, np.int32), np.empty(0, np.int32), np.empty((0, 32), np.uint8))
    ]
    first = 0
    for share in shares:
        parts.append((share.vectors, share.rows + np.int32(first), share.sentences, share.keys))
        first += share.passages.count(b"\n")
    lines = [b"".join(getattr(share, part) for share in shares) for part in ("plan", "passages", "facts")]
    return dict(zip(FILES, [*lines, *array_files(parts)], strict=True))


def _ends(counts: Sequence[int]) -> list[int]:
    return list(accumulate(counts, initial=0))
