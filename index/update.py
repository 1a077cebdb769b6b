"""The store brought up to date with the plan folder: only files that changed are read, only texts that are new are encoded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from corpus.extract import page_list
from corpus.passages import PASSAGE_CHARACTERS
from index.encoder import Encoder
from index.generation import Contents, EncoderRecord, Origin, PlanRecord, Sealed, close
from index.listing import Mark, mark_of, plan_files
from index.report import Progress, Report, ReportLine, State, UpdateReport
from index.sources import Candidate, Found, Reading, Selection, select
from index.splice import Share, Stored, put_together
from index.store import Opened, Store
from index.windows import Window, plan_windows

__all__ = ["Progress", "ReportLine", "UpdateReport", "update"]

# The modules of this room that decide what becomes of a file's text; of the room before it, every file does.
_RECIPE = ("clauses.py", "danish.py", "facts.py", "patterns.py", "windows.py")
_REBUILDABLE = frozenset({"store_damaged", "store_schema"})


def update(
    store: Store,
    plan_folder: Path,
    encoder: Encoder,
    progress: Report,
    allow_empty: bool = False,
    rebuild: bool = False,
    settled: Mapping[str, Mark] | None = None,
) -> UpdateReport:
    """Make the live generation that of the files in ``plan_folder``; where nothing has changed, no byte is written and nothing encoded.

    Args:
        progress: called often, from this thread; what it raises ends the update, and the live generation is what it was.
        allow_empty: a folder without plans empties the index instead of being an error.
        rebuild: read and encode everything anew, also where the store is damaged beyond its older generations, has another schema,
            or another encoder's vectors.
        settled: marks of the files that lie still, where somebody watches the folder. Any other file is still being written: it is left
            for later, and a plan known of it keeps its last version.

    Raises:
        StoreError: ``folder_empty`` (folder, plans), ``folder_unreadable`` (folder, problem), ``encoder_mismatch`` (store, given),
            ``store_locked``, and those of ``Store.open`` and ``Store.publish``. The live generation is then what it was.
    """
    with store.writing():
        opened = _opened(store, rebuild)
        origin = opened.generation.manifest.origin if opened else None
        if origin is not None and not rebuild and not _same_encoder(origin.encoder, encoder):
            raise StoreError("encoder_mismatch", store=origin.encoder.id, given=encoder.id)
        work = _Update(store, opened, encoder, progress, afresh=rebuild)
        files, passed_over = plan_files(plan_folder)
        plans = len(work.old.manifest.plans) if work.old else 0
        if not files and not allow_empty:
            raise StoreError("folder_empty", folder=str(plan_folder), plans=plans)
        busy = frozenset(file.name for file in files if settled is not None and settled.get(file.name) != mark_of(file.path))
        selection = select(Found(tuple(files), busy), work.old.manifest if work.old else None, work.reuse, progress)
        if plans and not selection.chosen and not allow_empty:
            raise StoreError("folder_empty", folder=str(plan_folder), plans=plans)
        published = (bool(selection.chosen) or allow_empty) and work.run(selection)
        lines = [*passed_over, *selection.lines, *work.lines(selection)]
        ordered = tuple(sorted(lines, key=lambda line: (line.file, line.plan or "")))
        return UpdateReport(ordered, store.live(), published, selection.parsed, work.encoded)


def recipe_sha256() -> str:
    """Hash of the program text that turns a file into passages, facts and windows.

    A stored plan made by another version of that text is read again, so that an improved reader reaches the plans already indexed.
    """
    room = [part for part in resources.files("corpus").iterdir() if part.is_file() and part.name.endswith((".py", ".toml"))]
    texts = [*sorted(room, key=lambda part: part.name), *(resources.files("index") / name for name in _RECIPE)]
    return hashlib.sha256(b"".join(hashlib.sha256(part.read_bytes()).digest() for part in texts)).hexdigest()


@dataclass(slots=True)
class _Draft:
    """One plan on its way into the generation: with its share where the old one is taken over, else with what is to be made into one."""

    candidate: Candidate
    record: PlanRecord
    share: Share | None
    read: Reading | None = None
    windows: Sequence[Window] = ()


class _Update:
    """One run: drafts of the chosen files, vectors for what is new, a generation if anything differs."""

    def __init__(self, store: Store, opened: Opened[Stored] | None, encoder: Encoder, progress: Report, afresh: bool) -> None:
        self.old: Stored | None = opened.generation if opened else None
        self.encoded = 0
        self._store = store
        self._is_sound = opened is not None and opened.damaged_file is None
        self._encoder = encoder
        self._progress = progress
        self._shares = self.old.shares() if self.old else {}
        self._records = {record.id: record for record in self.old.manifest.plans} if self.old else {}
        self._recipe = recipe_sha256()
        # What may be taken over without doing it again: vectors of equal texts; and whole plans, when all that made them is the same.
        self._lends_vectors = opened is not None and not afresh
        self.reuse = self.old is not None and not afresh and self.old.manifest.origin.recipe == self._recipe

    def run(self, selection: Selection) -> bool:
        """True when a new generation was published, False when the live one already is what it would be."""
        drafts = [self._draft(candidate) for candidate in selection.chosen]
        records = tuple(draft.record for draft in drafts)
        sealed: Sealed | None = None
        if not self._says(records, selection):
            sealed = self._generation(drafts, records, selection)
        # The same content once more is the same generation, and must not become its own parent.
        is_old = self.old is not None and (sealed is None or sealed.id == self.old.id)
        if self._is_sound and is_old:
            return False
        if is_old:
            assert self.old is not None
            sealed = Sealed(self.old.manifest, put_together(list(self._shares.values()), self.old.vectors.shape[1]))
        assert sealed is not None
        self._progress(Progress("verify", 0, 1, sealed.id))
        self._store.publish(sealed, None if self._is_sound else self._store.live(), self.old)
        self._progress(Progress("publish", 1, 1, sealed.id))
        return True

    def lines(self, selection: Selection) -> list[ReportLine]:
        """A line for every chosen file, and for every plan that no file gives any more."""
        found = [self._line(candidate) for candidate in selection.chosen]
        given = {candidate.plan for candidate in selection.chosen}
        gone = [record for record in self._records.values() if record.id not in given]
        return found + [ReportLine(record.file, record.id, "removed") for record in gone]

    def _line(self, candidate: Candidate) -> ReportLine:
        if candidate.failure is not None:
            return ReportLine(candidate.file, candidate.plan, "kept", candidate.failure.code, candidate.failure.values)
        share, read = self._shares.get(candidate.plan), candidate.read
        before = self._records[candidate.plan].file if share is not None else candidate.file
        state: State = "added" if share is None else "unchanged"
        if share is not None and read is not None:
            state = "unchanged" if share.says(read.plan, read.passages, read.facts) else "changed"
        elif before != candidate.file:
            state = "renamed"
        for note in read.plan.notes if read is not None else share.notes() if share is not None else ():
            values = {"pages": page_list(note.pages), "count": len(note.pages), "total": note.total}
            return ReportLine(candidate.file, candidate.plan, state, f"file_{note.code}", values)
        if state == "renamed":
            return ReportLine(candidate.file, candidate.plan, state, "file_renamed", {"other": before})
        return ReportLine(candidate.file, candidate.plan, state)

    def _says(self, records: tuple[PlanRecord, ...], selection: Selection) -> bool:
        """Whether the old manifest already says all this; then the data is the same too, for it was made from the same bytes."""
        if self.old is None or not self.reuse:
            return False
        others = tuple(sorted(selection.others, key=lambda record: (record.file, record.source_sha256)))
        return (records, others) == (self.old.manifest.plans, self.old.manifest.others)

    def _draft(self, candidate: Candidate) -> _Draft:
        share = self._shares[candidate.plan] if candidate.stored else None
        kept = candidate.failure.code if candidate.failure else ""
        if share is not None and self.reuse:
            record = self._records[candidate.plan]
            moved = record.file != candidate.file
            record = replace(record, file=candidate.file, source_sha256=candidate.sha256, kept=kept)
            return _Draft(candidate, record, share.under(candidate.file) if moved else share)
        read = candidate.read
        if share is not None:
            read = Reading(replace(share.read_plan(), file=candidate.file), share.read_passages(), share.read_facts())
        assert read is not None
        windows = plan_windows(read.plan, read.passages, self._encoder)
        return _Draft(candidate, _record(candidate, read, len(windows)), None, read, windows)

    def _generation(self, drafts: list[_Draft], records: tuple[PlanRecord, ...], selection: Selection) -> Sealed:
        vectors = self._vectors(drafts)
        encoder, lender = self._encoder, self.old if self._lends_vectors else None
        # To ask an encoder for its dimension opens the model; where nothing was encoded the old generation knows it.
        dimension = lender.manifest.origin.encoder.dimension if lender is not None and not self.encoded else encoder.dimension
        shares = [draft.share or _share(draft, vectors, dimension) for draft in drafts]
        made_by = EncoderRecord(encoder.id, encoder.weights_sha256, dimension, encoder.query_prefix, encoder.passage_prefix)
        origin = Origin(PASSAGE_CHARACTERS, self._recipe, made_by)
        files = put_together(shares, dimension)
        return close(files, origin, (records, selection.others), self.old.id if self.old else None)

    def _vectors(self, drafts: list[_Draft]) -> dict[bytes, NDArray[np.float32]]:
        """A vector for every text of the drafts by its key: the old generation's where it has one, else encoded now, each text once."""
        texts = {_key(window.text): (window.text, draft.candidate.plan) for draft in drafts for window in draft.windows}
        old = self.old if self._lends_vectors and texts else None
        rows = old.row_of_key() if old is not None else {}
        known = {key: old.vectors[rows[key]] for key in texts if key in rows} if old is not None else {}
        new = {key: told for key, told in texts.items() if key not in known}
        names = [plan for _, plan in new.values()]

        def advance(done: int, total: int) -> None:
            self._progress(Progress("encode", done, total, names[done - 1]))

        if not new:
            return known
        vectors = self._encoder.encode_passages([text for text, _ in new.values()], advance)
        self.encoded = len(new)
        return known | dict(zip(new, vectors, strict=True))


def _opened(store: Store, rebuild: bool) -> Opened[Stored] | None:
    try:
        return store.open_stored()
    except StoreError as error:
        if error.code == "store_missing" or (rebuild and error.code in _REBUILDABLE):
            return None
        raise


def _same_encoder(record: EncoderRecord, encoder: Encoder) -> bool:
    # Not the dimension: it follows from the weights, and to ask for it would load the model where nothing needs encoding.
    given = (encoder.id, encoder.weights_sha256, encoder.query_prefix, encoder.passage_prefix)
    return (record.id, record.weights_sha256, record.query_prefix, record.passage_prefix) == given


def _share(draft: _Draft, vectors: dict[bytes, NDArray[np.float32]], dimension: int) -> Share:
    assert draft.read is not None
    keys = [_key(window.text) for window in draft.windows]
    contents = Contents(
        plans=(draft.read.plan,),
        passages=draft.read.passages,
        facts=draft.read.facts,
        vectors=np.array([vectors[key] for key in keys], dtype=np.float32).reshape(len(keys), dimension),
        rows=np.array([window.passage for window in draft.windows], dtype=np.int32),
        sentences=np.array([window.sentence for window in draft.windows], dtype=np.int32),
        keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), 32),
    )
    return Share.of(contents)


def _record(candidate: Candidate, read: Reading, windows: int) -> PlanRecord:
    plan = read.plan
    return PlanRecord(
        id=plan.id,
        file=plan.file,
        source_sha256=candidate.sha256,
        text_sha256=candidate.text_sha256,
        retold=plan.retold,
        kept=candidate.failure.code if candidate.failure else "",
        sections=len(plan.sections),
        sentences=len(plan.sentences),
        passages=len(read.passages),
        facts=len(read.facts),
        windows=windows,
    )


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8")).digest()
