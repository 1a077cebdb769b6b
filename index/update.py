"""The store brought up to date with the plan folder: only files that changed are read, only texts that are new are encoded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from corpus.extract import page_list
from corpus.passages import PASSAGE_CHARACTERS
from corpus.plan import Passage, Plan
from index.encoder import Encoder
from index.facts import Fact
from index.generation import Contents, EncoderRecord, Generation, Origin, PlanRecord, join, seal, split
from index.listing import Mark, mark_of, plan_files
from index.report import Progress, Report, ReportLine, State, UpdateReport
from index.sources import Candidate, Found, Selection, select
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
        plans = len(work.old.plans) if work.old else 0
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
    """One plan on its way into the generation; ``share`` is there when its vectors are, and then no window is cut."""

    candidate: Candidate
    plan: Plan
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...]
    windows: list[Window]
    share: Contents | None


class _Update:
    """One run: drafts of the chosen files, vectors for what is new, a generation if anything differs."""

    def __init__(self, store: Store, opened: Opened | None, encoder: Encoder, progress: Report, afresh: bool) -> None:
        self.old: Generation | None = opened.generation if opened else None
        self.encoded = 0
        self._store = store
        self._is_sound = opened is not None and opened.damaged_file is None
        self._encoder = encoder
        self._progress = progress
        self._shares = split(self.old) if self.old else {}
        self._recipe = recipe_sha256()
        # What may be taken over without doing it again: vectors of equal texts; and whole plans, when all that made them is the same.
        self._lends_vectors = opened is not None and not afresh
        self.reuse = self.old is not None and not afresh and self.old.manifest.origin.recipe == self._recipe

    def run(self, selection: Selection) -> bool:
        """True when a new generation was published, False when the live one already is what it would be."""
        drafts = [self._draft(candidate) for candidate in selection.chosen]
        records = tuple(_record(draft) for draft in drafts)
        generation = self.old
        if not self._says(records, selection):
            generation = self._generation(drafts, records, selection)
        if generation is None or (self._is_sound and generation is self.old):
            return False
        self._progress(Progress("verify", 0, 1, generation.id))
        self._store.publish(generation, None if self._is_sound else self._store.live())
        self._progress(Progress("publish", 1, 1, generation.id))
        return True

    def lines(self, selection: Selection) -> list[ReportLine]:
        """A line for every chosen file, and for every plan that no file gives any more."""
        found = [self._line(candidate) for candidate in selection.chosen]
        given = {candidate.plan for candidate in selection.chosen}
        gone = [record for record in self.old.manifest.plans if record.id not in given] if self.old else []
        return found + [ReportLine(record.file, record.id, "removed") for record in gone]

    def _line(self, candidate: Candidate) -> ReportLine:
        if candidate.failure is not None:
            return ReportLine(candidate.file, candidate.plan, "kept", candidate.failure.code, candidate.failure.values)
        share = self._shares.get(candidate.plan)
        state: State = "added" if share is None else "unchanged"
        if share is not None and candidate.read is not None:
            read = candidate.read
            same = ((read.plan,), read.passages, read.facts) == (share.plans, share.passages, share.facts)
            state = "unchanged" if same else "changed"
        plan = candidate.read.plan if candidate.read is not None else share.plans[0] if share is not None else None
        moved = candidate.stored and plan is not None and plan.file != candidate.file
        state = "renamed" if moved else state
        for note in plan.notes if plan is not None else ():
            values = {"pages": page_list(note.pages), "count": len(note.pages), "total": note.total}
            return ReportLine(candidate.file, candidate.plan, state, f"file_{note.code}", values)
        if moved and plan is not None:
            return ReportLine(candidate.file, candidate.plan, state, "file_renamed", {"other": plan.file})
        return ReportLine(candidate.file, candidate.plan, state)

    def _says(self, records: tuple[PlanRecord, ...], selection: Selection) -> bool:
        """Whether the old manifest already says all this; then the data is the same too, for it was made from the same bytes."""
        if self.old is None or not self.reuse:
            return False
        others = tuple(sorted(selection.others, key=lambda record: (record.file, record.source_sha256)))
        return (records, others) == (self.old.manifest.plans, self.old.manifest.others)

    def _draft(self, candidate: Candidate) -> _Draft:
        share = self._shares[candidate.plan] if candidate.stored else None
        if share is not None:
            # All that a plan takes from its file's name is the name.
            plan = replace(share.plans[0], file=candidate.file)
            share = replace(share, plans=(plan,))
            draft = _Draft(candidate, plan, share.passages, share.facts, [], share)
            if self.reuse:
                return draft
        else:
            assert candidate.read is not None
            draft = _Draft(candidate, candidate.read.plan, candidate.read.passages, candidate.read.facts, [], None)
        draft.windows, draft.share = plan_windows(draft.plan, draft.passages, self._encoder), None
        return draft

    def _generation(self, drafts: list[_Draft], records: tuple[PlanRecord, ...], selection: Selection) -> Generation:
        vectors = self._vectors(drafts)
        encoder = self._encoder
        shares = [draft.share or _share(draft, vectors, encoder.dimension) for draft in drafts]
        made_by = EncoderRecord(encoder.id, encoder.weights_sha256, encoder.dimension, encoder.query_prefix, encoder.passage_prefix)
        origin = Origin(PASSAGE_CHARACTERS, self._recipe, made_by)
        parent = self.old.id if self.old else None
        generation = seal(join(shares, encoder.dimension), origin, (records, selection.others), parent)
        # The same content once more is the same generation, and must not become its own parent.
        return self.old if self.old is not None and self.old.id == generation.id else generation

    def _vectors(self, drafts: list[_Draft]) -> dict[bytes, NDArray[np.float32]]:
        """A vector for every text of the drafts by its key: the old generation's where it has one, else encoded now, each text once."""
        known: dict[bytes, NDArray[np.float32]] = {}
        if self.old is not None and self._lends_vectors:
            known = {key.tobytes(): vector for key, vector in zip(self.old.keys, self.old.vectors, strict=True)}
        new = {key: (window.text, draft.plan.id) for draft in drafts for window in draft.windows if (key := _key(window.text)) not in known}
        names = [plan for _, plan in new.values()]

        def advance(done: int, total: int) -> None:
            self._progress(Progress("encode", done, total, names[done - 1]))

        vectors = self._encoder.encode_passages([text for text, _ in new.values()], advance)
        self.encoded = len(new)
        return known | dict(zip(new, vectors, strict=True))


def _opened(store: Store, rebuild: bool) -> Opened | None:
    try:
        return store.open()
    except StoreError as error:
        if error.code == "store_missing" or (rebuild and error.code in _REBUILDABLE):
            return None
        raise


def _same_encoder(record: EncoderRecord, encoder: Encoder) -> bool:
    # Not the dimension: it follows from the weights, and to ask for it would load the model where nothing needs encoding.
    given = (encoder.id, encoder.weights_sha256, encoder.query_prefix, encoder.passage_prefix)
    return (record.id, record.weights_sha256, record.query_prefix, record.passage_prefix) == given


def _share(draft: _Draft, vectors: dict[bytes, NDArray[np.float32]], dimension: int) -> Contents:
    keys = [_key(window.text) for window in draft.windows]
    return Contents(
        plans=(draft.plan,),
        passages=draft.passages,
        facts=draft.facts,
        vectors=np.array([vectors[key] for key in keys], dtype=np.float32).reshape(len(keys), dimension),
        rows=np.array([window.passage for window in draft.windows], dtype=np.int32),
        sentences=np.array([window.sentence for window in draft.windows], dtype=np.int32),
        keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), 32),
    )


def _record(draft: _Draft) -> PlanRecord:
    candidate, plan = draft.candidate, draft.plan
    return PlanRecord(
        id=plan.id,
        file=plan.file,
        source_sha256=candidate.sha256,
        text_sha256=candidate.text_sha256,
        retold=plan.retold,
        kept=candidate.failure.code if candidate.failure else "",
        sections=len(plan.sections),
        sentences=len(plan.sentences),
        passages=len(draft.passages),
        facts=len(draft.facts),
        windows=len(draft.share.rows) if draft.share else len(draft.windows),
    )


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8")).digest()
