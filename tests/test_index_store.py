from __future__ import annotations

import contextlib
import errno
import os
import random
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import index.folder
import index.store
from corpus.errors import StoreError
from corpus.passages import PASSAGE_CHARACTERS, cut_passages
from corpus.plan import FileNote, Plan
from corpus.reader import parse_plan
from index.facts import extract_facts
from index.generation import FILES, Contents, EncoderRecord, Generation, Manifest, Origin, PlanRecord, Sealed, close, data_files, seal
from index.splice import Share, put_together
from index.store import Store
from index.windows import WHOLE
from tests.conftest import NORDJYLLAND_2023, OESTJYLLAND_2021, OESTJYLLAND_2024, HashingEncoder

ROOMS = ("corpus", "index", "rag", "eval", "ui")
TEXTS = {"nordjylland-2023.md": NORDJYLLAND_2023, "oestjylland-2021.md": OESTJYLLAND_2021, "oestjylland-2024.md": OESTJYLLAND_2024}
ENCODER = HashingEncoder()
RECORD = EncoderRecord(ENCODER.id, ENCODER.weights_sha256, ENCODER.dimension, "", "")


def share(plan: Plan) -> Contents:
    """One plan with one window per passage."""
    passages = cut_passages(plan)
    vectors = np.array([ENCODER.encode_query(passage.text) for passage in passages], np.float32)
    rows, keys = np.arange(len(passages), dtype=np.int32), np.zeros((len(passages), 32), np.uint8)
    return Contents((plan,), passages, extract_facts(plan), vectors, rows, np.full(len(passages), WHOLE, np.int32), keys)


def join(parts: list[Contents], dimension: int) -> Contents:
    """The parts together, sorted by plan id, made from values: what ``put_together`` makes from bytes must be the same."""
    parts = sorted(parts, key=lambda part: part.plans[0].id)
    firsts = np.cumsum([0, *(len(part.passages) for part in parts)]).astype(np.int32)
    return Contents(
        plans=tuple(part.plans[0] for part in parts),
        passages=tuple(passage for part in parts for passage in part.passages),
        facts=tuple(fact for part in parts for fact in part.facts),
        vectors=np.concatenate([np.empty((0, dimension), np.float32), *(part.vectors for part in parts)]),
        rows=np.concatenate([np.empty(0, np.int32), *(part.rows + first for part, first in zip(parts, firsts, strict=False))]),
        sentences=np.concatenate([np.empty(0, np.int32), *(part.sentences for part in parts)]),
        keys=np.concatenate([np.empty((0, 32), np.uint8), *(part.keys for part in parts)]),
    )


def record(part: Contents) -> PlanRecord:
    plan = part.plans[0]
    counts = (len(plan.sections), len(plan.sentences), len(part.passages), len(part.facts), len(part.rows))
    return PlanRecord(plan.id, plan.file, "0" * 64, "0" * 64, False, "", *counts)


def generation(*names: str, parent: str | None = None) -> Generation:
    parts = [share(parse_plan(TEXTS[f"{name}.md"], f"{name}.md")) for name in names]
    origin = Origin(PASSAGE_CHARACTERS, "opskrift", RECORD)
    return seal(join(parts, RECORD.dimension), origin, ([record(part) for part in parts], ()), parent)


OLD = generation("oestjylland-2021")
NEW = generation("oestjylland-2021", "oestjylland-2024", parent=OLD.id)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two generations; the live one is ``NEW``."""
    store = Store(tmp_path / "data")
    store.publish(OLD)
    store.publish(NEW)
    return store


def folder(store: Store, name: str = NEW.id) -> Path:
    return store.root / "index" / "gens" / name


def tree(store: Store) -> dict[str, tuple[bytes, int]]:
    """Every file of the store with its bytes and the time of its last change."""
    files = (path for path in sorted(store.root.rglob("*")) if path.is_file())
    return {str(path.relative_to(store.root)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def path_of(store: Store, name: str) -> Path:
    return store.root / "index" / name if name == "CURRENT" else folder(store) / name


# ---- publishing and opening


def test_what_was_published_opens_equal(store: Store) -> None:
    opened = store.open()
    assert (opened.fell_back_from, opened.damaged_file) == (None, None)
    found = opened.generation
    assert (found.id, found.manifest, found.plans, found.passages, found.facts) == (
        NEW.id, NEW.manifest, NEW.plans, NEW.passages, NEW.facts,
    )  # fmt: skip
    for name in ("vectors", "rows", "keys"):
        assert getattr(found, name).tobytes() == getattr(NEW, name).tobytes()
    assert [plan.id for plan in found.plans] == ["oestjylland-2021", "oestjylland-2024"]


def test_a_snapshot_cannot_be_changed(store: Store) -> None:
    with pytest.raises(ValueError, match="read-only"):
        store.open().generation.vectors[0] = 0


def test_the_folder_holds_what_the_design_says(store: Store) -> None:
    assert sorted(path.name for path in folder(store).iterdir()) == sorted(["manifest.json", *FILES])
    assert re.fullmatch(rf"{NEW.id} [0-9a-f]{{64}}\n", (store.root / "index" / "CURRENT").read_text(encoding="utf-8"))
    assert "æøå"[0] in (folder(store) / "plans.jsonl").read_text(encoding="utf-8")


def test_the_same_content_has_the_same_bytes_in_whatever_order(tmp_path: Path) -> None:
    one, two = Store(tmp_path / "en"), Store(tmp_path / "to")
    one.publish(generation("oestjylland-2024", "nordjylland-2023", "oestjylland-2021"))
    two.publish(generation("oestjylland-2021", "oestjylland-2024", "nordjylland-2023"))
    assert {name: data for name, (data, _) in tree(one).items()} == {name: data for name, (data, _) in tree(two).items()}


def test_the_id_does_not_depend_on_the_parent() -> None:
    assert generation("oestjylland-2021", parent="0" * 24).id == OLD.id != NEW.id


def test_publishing_the_live_generation_changes_no_byte(store: Store) -> None:
    before = tree(store)
    assert store.publish(NEW) == NEW.id
    assert tree(store) == before


def test_bytes_put_together_are_the_bytes_of_the_values(store: Store) -> None:
    stored = store.open_stored().generation
    shares = stored.shares()
    assert list(shares) == ["oestjylland-2021", "oestjylland-2024"]
    share_of = shares["oestjylland-2024"]
    assert share_of.rows.tolist() == list(range(len(share_of.read_passages())))
    assert share_of.read_plan() == NEW.plans[1]
    assert share_of.read_passages() == tuple(one for one in NEW.passages if one.plan == "oestjylland-2024")
    assert share_of.read_facts() == tuple(one for one in NEW.facts if one.plan == "oestjylland-2024")
    assert put_together(list(shares.values()), RECORD.dimension) == data_files(NEW)
    north = share(parse_plan(NORDJYLLAND_2023, "nordjylland-2023.md"))
    three = put_together([Share.of(north), *shares.values()], RECORD.dimension)
    assert three == data_files(generation("nordjylland-2023", "oestjylland-2021", "oestjylland-2024"))
    assert put_together([], RECORD.dimension) == data_files(generation())


def test_a_generation_may_be_published_as_bytes(store: Store) -> None:
    part = share(parse_plan(NORDJYLLAND_2023, "nordjylland-2023.md"))
    files = put_together([Share.of(part)], RECORD.dimension)
    sealed = close(files, Origin(PASSAGE_CHARACTERS, "opskrift", RECORD), ([record(part)], ()), NEW.id)
    assert store.publish(sealed) == sealed.id == generation("nordjylland-2023").id == store.open().generation.id
    wrong = Sealed(sealed.manifest, {**files, "facts.jsonl": b""})
    with pytest.raises(StoreError, match=r"store_damaged.*facts\.jsonl"):
        Store(store.root.parent / "andet").publish(wrong)


def test_a_new_plan_that_is_wrong_is_seen_beside_plans_that_are_taken_over(store: Store) -> None:
    before = store.open_stored().generation
    part = share(parse_plan(NORDJYLLAND_2023, "nordjylland-2023.md"))
    moved = tuple(replace(passage, start=passage.start + 1, end=passage.end + 1) for passage in part.passages)
    files = put_together([Share.of(replace(part, passages=moved)), *before.shares().values()], RECORD.dimension)
    records = ([record(part), *before.manifest.plans], ())
    with pytest.raises(StoreError, match=r"store_damaged.*passages\.jsonl.*passage 0 is not its plan's text"):
        store.publish(close(files, Origin(PASSAGE_CHARACTERS, "opskrift", RECORD), records, NEW.id), before=before)
    assert store.open().generation.id == NEW.id


def test_caveats_are_seen_in_the_bytes_alone() -> None:
    plan = NEW.plans[0]
    without = Share.of(share(replace(plan, notes=(), title='"notes":[]')))
    assert without.notes() == ()
    noted = Share.of(share(replace(plan, notes=(FileNote("pages_lost", (2,), 3),), title='"notes":[]')))
    assert noted.notes() == (FileNote("pages_lost", (2,), 3),)


def test_a_store_without_plans_opens(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.publish(generation())
    assert (store.open().generation.plans, store.open().generation.vectors.shape) == ((), (0, 64))
    assert all(check.ok for check in store.verify())


def test_the_newest_three_of_the_line_are_kept(store: Store) -> None:
    names = [OLD.id, NEW.id]
    for choice in (["nordjylland-2023"], ["oestjylland-2024"], ["nordjylland-2023", "oestjylland-2024"]):
        names.append(store.publish(generation(*choice, parent=names[-1])))
    assert sorted(path.name for path in folder(store).parent.iterdir()) == sorted(names[-3:])


def test_going_back_to_earlier_content_is_one_more_step_of_the_line(store: Store) -> None:
    assert store.publish(generation("oestjylland-2021", parent=NEW.id)) == OLD.id
    assert store.open().generation.id == OLD.id
    assert store.rollback() == NEW.id
    assert all(check.ok for check in store.verify())


def test_files_that_are_not_ours_are_left_alone(store: Store) -> None:
    foreign = folder(store).parent / "noter.txt"
    foreign.write_text("mine", encoding="utf-8")
    crashed = folder(store).parent / f"{OLD.id}.tmp-1"
    crashed.mkdir()
    store.publish(generation("nordjylland-2023", parent=NEW.id))
    assert (foreign.exists(), crashed.exists()) == (True, False)


# ---- refusals


def test_no_store(tmp_path: Path) -> None:
    for ask in (Store(tmp_path).open, Store(tmp_path).verify):
        with pytest.raises(StoreError) as caught:
            ask()
        assert (caught.value.code, caught.value.values) == ("store_missing", {"store": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []


def test_another_schema_is_named(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.folder, "SCHEMA", 7)
    with pytest.raises(StoreError) as caught:
        store.open()
    assert (caught.value.code, caught.value.values) == ("store_schema", {"found": 2, "expected": 7})


def test_a_generation_built_on_another_parent_is_refused(store: Store) -> None:
    before = tree(store)
    with pytest.raises(StoreError) as caught:
        store.publish(generation("nordjylland-2023", parent=OLD.id))
    assert caught.value.code == "store_changed"
    assert (caught.value.values["expected"], caught.value.values["found"]) == (OLD.id, NEW.id)
    assert tree(store) == before


def test_a_pointer_that_moved_at_the_last_moment_is_not_overwritten(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    pointer = store.root / "index" / "CURRENT"
    moved = pointer.read_bytes().replace(NEW.id.encode(), OLD.id.encode())
    write = index.store.write_file

    def interfere(path: Path, data: bytes) -> None:
        write(path, data)
        pointer.write_bytes(moved)

    monkeypatch.setattr(index.store, "write_file", interfere)
    with pytest.raises(StoreError, match="store_changed"):
        store.publish(generation("nordjylland-2023", parent=NEW.id))
    assert pointer.read_bytes() == moved and not pointer.with_suffix(".tmp").exists()


def test_a_generation_that_does_not_read_back_is_not_published(store: Store) -> None:
    before = tree(store)
    part = share(parse_plan(NORDJYLLAND_2023, "nordjylland-2023.md"))
    wrong = replace(part, vectors=part.vectors * np.float32(0.5))
    origin = Origin(PASSAGE_CHARACTERS, "opskrift", RECORD)
    with pytest.raises(StoreError, match=r"store_damaged.*vectors\.npy.*length 1"):
        store.publish(seal(wrong, origin, ([record(part)], ()), NEW.id))
    assert tree(store) == before


def test_a_window_of_a_sentence_that_its_plan_does_not_have_is_not_published(store: Store) -> None:
    part = share(parse_plan(NORDJYLLAND_2023, "nordjylland-2023.md"))
    beyond = part.sentences.copy()
    beyond[-1] = len(part.plans[0].sentences)
    origin = Origin(PASSAGE_CHARACTERS, "opskrift", RECORD)
    with pytest.raises(StoreError, match=r"store_damaged.*sentences\.npy.*counts"):
        store.publish(seal(replace(part, sentences=beyond), origin, ([record(part)], ()), NEW.id))


def test_a_passage_that_is_not_its_plans_text_is_not_published(store: Store) -> None:
    part = share(parse_plan(NORDJYLLAND_2023, "nordjylland-2023.md"))
    moved = tuple(replace(passage, start=passage.start + 1, end=passage.end + 1) for passage in part.passages)
    wrong = replace(part, passages=moved)
    with pytest.raises(StoreError, match=r"store_damaged.*passages\.jsonl.*passage 0 is not its plan's text"):
        store.publish(seal(wrong, Origin(PASSAGE_CHARACTERS, "opskrift", RECORD), ([record(part)], ()), NEW.id))


def test_a_second_writer_is_told_so(store: Store) -> None:
    with store.writing():
        with store.writing():
            pass
        with pytest.raises(StoreError) as caught, Store(store.root).writing():
            pass
        assert (caught.value.code, caught.value.values) == ("store_locked", {"store": str(store.root)})
        assert store.open().generation.id == NEW.id
    with Store(store.root).writing():
        pass


def test_another_thread_does_not_share_the_lock(store: Store) -> None:
    codes: list[str] = []

    def write() -> None:
        try:
            store.publish(generation("nordjylland-2023", parent=NEW.id))
        except StoreError as error:
            codes.append(error.code)

    with store.writing():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert codes == ["store_locked"]


def test_the_lock_of_a_killed_process_is_free(store: Store) -> None:
    code = (
        "import sys, time; from pathlib import Path; from index.store import Store\n"
        "with Store(Path(sys.argv[1])).writing(): print('locked', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(store.root)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as holder:
        assert holder.stdout is not None and holder.stdout.readline()
        with pytest.raises(StoreError, match="store_locked"), store.writing():
            pass
        holder.kill()
    with store.writing():
        pass


# ---- damage

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda data: data[:-1],
    "longer": lambda data: data + b"x",
    "empty": lambda data: b"",
    "another": lambda data: b"{}\n",
}


@pytest.mark.parametrize("name", ["CURRENT", "manifest.json", *FILES])
def test_every_flipped_bit_is_found_and_its_file_named(store: Store, name: str) -> None:
    path = path_of(store, name)
    whole = path.read_bytes()
    dice = random.Random(name)
    for _ in range(60):
        position, bit = dice.randrange(len(whole)), dice.randrange(8)
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 1 << bit]) + whole[position + 1 :])
        opened = store.open()
        assert opened.damaged_file == name, (position, bit)
        # A damaged pointer costs nothing: the newest generation is found without it.
        assert opened.generation.id == (NEW.id if name == "CURRENT" else OLD.id)
        assert [check.file for check in store.verify() if not check.ok] == [name]
    path.write_bytes(whole)
    assert store.open().damaged_file is None and all(check.ok for check in store.verify())


@pytest.mark.parametrize("damage", [*DAMAGES, "missing"])
@pytest.mark.parametrize("name", ["CURRENT", "manifest.json", *FILES])
def test_every_other_damage_too(store: Store, name: str, damage: str) -> None:
    path = path_of(store, name)
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert store.open().damaged_file == name
    assert name in [check.file for check in store.verify() if not check.ok]


def test_the_checksum_is_what_finds_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder(store) / "vectors.npy"
    data = bytearray(path.read_bytes())
    data[-2] ^= 1
    path.write_bytes(data)
    monkeypatch.setattr(index.folder, "_checked", lambda where, record: (where / record.name).read_bytes())
    assert store.open().damaged_file is None


def test_two_files_of_two_generations_are_not_mixed(store: Store) -> None:
    (folder(store) / "rows.npy").write_bytes((folder(store, OLD.id) / "rows.npy").read_bytes())
    opened = store.open()
    assert (opened.generation.id, opened.fell_back_from, opened.damaged_file) == (OLD.id, NEW.id, "rows.npy")


def test_when_none_is_whole_the_file_is_named(store: Store) -> None:
    for name in (OLD.id, NEW.id):
        (folder(store, name) / "facts.jsonl").write_bytes(b"")
    with pytest.raises(StoreError) as caught:
        store.open()
    assert caught.value.code == "store_damaged"
    assert caught.value.values == {"store": str(store.root), "file": "facts.jsonl", "problem": "size"}


def test_a_damaged_generation_is_healed_by_publishing_it_again(store: Store) -> None:
    (folder(store) / "facts.jsonl").write_bytes(b"")
    fell_back_from = store.open().fell_back_from
    assert fell_back_from == NEW.id
    store.publish(NEW, instead_of=fell_back_from)
    assert store.open().generation.id == NEW.id and all(check.ok for check in store.verify())


def test_rollback_goes_to_the_parent_and_no_further(store: Store) -> None:
    assert store.rollback() == OLD.id == store.open().generation.id
    with pytest.raises(StoreError) as caught:
        store.rollback()
    assert (caught.value.code, caught.value.values["generation"]) == ("store_no_older", OLD.id)
    store.publish(NEW)
    assert store.open().generation.id == NEW.id


# ---- crashes and full disks


class Crash(BaseException):
    """The process is gone: nothing after it is written, not even by a ``finally``."""


def break_at(monkeypatch: pytest.MonkeyPatch, step: int, error: BaseException, dead: bool) -> list[int]:
    """Let the ``step``-th change of the disk fail; with ``dead`` every later one as well. Returns the counter."""
    count = [0]

    def guard(original: Callable[..., object]) -> Callable[..., object]:
        def guarded(*args: object, **options: object) -> object:
            count[0] += 1
            if count[0] == step or (dead and count[0] > step):
                raise error
            return original(*args, **options)

        return guarded

    for name in ("fsync", "replace", "rename", "mkdir", "unlink", "rmdir"):
        monkeypatch.setattr(os, name, guard(getattr(os, name)))
    return count


def test_a_crash_at_any_step_leaves_old_or_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for step in range(1, 100):
        store = Store(tmp_path / str(step))
        store.publish(OLD)
        with monkeypatch.context() as patch:
            count = break_at(patch, step, Crash(), dead=True)
            with contextlib.suppress(Crash):
                store.publish(NEW)
        opened = Store(store.root).open()
        assert opened.damaged_file is None
        assert all(check.ok for check in store.verify())
        found.append(opened.generation.id)
        # After the crash the same work can be done again.
        assert Store(store.root).publish(generation("oestjylland-2021", "oestjylland-2024", parent=OLD.id)) == NEW.id
        if count[0] < step:
            break
    # mkdir, seven files and a folder to fsync, two renames with theirs: old up to the last rename, new from there on.
    assert len(found) > 12 and found == sorted(found, key=[OLD.id, NEW.id].index)
    assert set(found) == {OLD.id, NEW.id}


def test_a_crash_of_the_first_publish_is_no_store_or_a_whole_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for step in range(1, 20):
        store = Store(tmp_path / str(step))
        with monkeypatch.context() as patch:
            break_at(patch, step, Crash(), dead=True)
            with contextlib.suppress(Crash):
                store.publish(OLD)
        try:
            assert store.open().generation.id == OLD.id
        except StoreError as error:
            assert error.code == "store_missing"
        assert store.publish(OLD) == OLD.id and store.open().damaged_file is None


def test_a_full_disk_at_any_step_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = 0
    for step in range(1, 100):
        store = Store(tmp_path / str(step))
        store.publish(OLD)
        before = tree(store)
        with monkeypatch.context() as patch:
            count = break_at(patch, step, OSError(errno.ENOSPC, "No space left on device"), dead=False)
            try:
                store.publish(NEW)
            except StoreError as error:
                refused += 1
                assert (error.code, error.values["problem"]) == ("store_write", "No space left on device")
                assert error.values["needed"] == sum(part.bytes for part in NEW.manifest.files) + manifest_bytes(NEW)
                assert isinstance(error.values["free"], int)
        if count[0] < step:
            break
        after = tree(store)
        assert not list(folder(store).parent.glob("*.tmp-*")) and "index/CURRENT.tmp" not in after
        if store.open().generation.id == OLD.id:
            assert {name: data for name, data in after.items() if NEW.id not in name} == before
        assert all(check.ok for check in store.verify())
    assert refused > 10


def manifest_bytes(one: Generation) -> int:
    from index.codec import encode_one

    return len(encode_one(one.manifest))


def test_readers_never_see_a_mix_while_a_writer_publishes(store: Store) -> None:
    faults: list[object] = []
    done = threading.Event()

    def read() -> None:
        reader = Store(store.root)
        while not done.is_set():
            try:
                opened = reader.open()
                if opened.damaged_file or {p.plan for p in opened.generation.passages} != {p.id for p in opened.generation.plans}:
                    faults.append(opened.damaged_file)
            except StoreError as error:
                faults.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    live = NEW.id
    north, old, new = "nordjylland-2023", "oestjylland-2021", "oestjylland-2024"
    choices = [[north], [old], [new], [north, old], [old, new]]
    try:
        for turn in range(25):
            live = store.publish(generation(*choices[turn % len(choices)], parent=live))
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert faults == []


def test_a_reader_overtaken_by_writers_starts_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    load, published = index.store.load, [NEW.id]

    def overtaken(where: Path, manifest: Manifest) -> Generation:
        if len(published) == 1:
            for names in (["nordjylland-2023"], ["oestjylland-2024"], ["nordjylland-2023", "oestjylland-2024"]):
                published.append(store.publish(generation(*names, parent=published[-1])))
            assert not where.exists()
        return load(where, manifest)

    monkeypatch.setattr(index.store, "load", overtaken)
    opened = Store(store.root).open()
    assert (opened.generation.id, opened.damaged_file) == (published[-1], None)


# ---- what must not be in the tree


def test_nothing_is_pickled_and_no_model_runs_code() -> None:
    forbidden = re.compile(r"import pickle|allow_pickle=True|torch\.load|save_local|load_local|allow_dangerous|trust_remote_code=True")
    root = Path(__file__).parents[1]
    files = [path for room in ROOMS for path in (root / room).rglob("*.py")]
    assert root / "index" / "folder.py" in files
    assert [str(path) for path in files if forbidden.search(path.read_text(encoding="utf-8"))] == []
