"""A running page over a store that changes: nobody waits for a newer index, and nobody loses the one that is being read."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import index.encoder
import ui.service
from corpus.errors import StoreError
from index.store import Store
from index.update import update
from index.weights import E5_ID
from rag.assistant import Assistant
from tests.conftest import NORDJYLLAND_2023, HashingEncoder
from ui.service import LiveAssistant, open_assistant
from ui.texts import error_text

QUESTION = "Hvilke kommuner har et Infohus?"


@pytest.fixture
def store(tmp_path: Path, plan_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(index.encoder, "load_encoder", lambda name=None: HashingEncoder())
    store = Store(tmp_path / "data")
    update(store, plan_folder, HashingEncoder(), lambda step: None)
    return store


def add(store: Store, folder: Path, year: int) -> str:
    (folder / f"nord-{year}.md").write_text(NORDJYLLAND_2023.replace("2023", str(year)), encoding="utf-8")
    return str(update(store, folder, HashingEncoder(), lambda step: None).generation)


def soon(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 5
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    return holds()


def test_nobody_waits_while_a_newer_index_is_opened(store: Store, plan_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = LiveAssistant(store.root)
    first = live.get()
    newer = add(store, plan_folder, 2024)
    opened, over, at_work = threading.Event(), Assistant.over, []

    def slow(*given: object, **named: object) -> Assistant:
        at_work.append(threading.current_thread().name)
        assert opened.wait(5)
        return over(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Assistant, "over", slow)
    began = time.monotonic()
    assert all(live.get() is first for _ in range(20)) and live.get().answer(QUESTION).items
    assert time.monotonic() - began < 2
    assert soon(lambda: bool(at_work)) and at_work == ["plansvar-open"]
    opened.set()
    assert soon(lambda: live.get().generation.id == newer)
    # The model is not opened once more: that would be the first question's to wait for.
    assert live.get().encoder is first.encoder and live.problem is None


def test_a_snapshot_outlives_its_files(store: Store, plan_folder: Path) -> None:
    live = LiveAssistant(store.root)
    pinned = live.get()
    before = pinned.answer(QUESTION)
    for year in range(2030, 2040):
        add(store, plan_folder, year)
        live.take_up()
    assert not (store.root / "index" / "gens" / pinned.generation.id).exists()
    after = pinned.answer(QUESTION)
    assert (after.items, after.citations, after.generation) == (before.items, before.citations, pinned.generation.id)
    assert live.get().generation.id == store.live() != pinned.generation.id


def test_the_newest_index_is_open_before_anybody_asks(store: Store, plan_folder: Path) -> None:
    live, stop = LiveAssistant(store.root), threading.Event()
    live.get()
    thread = live.follow(stop, 0.02)
    newer = add(store, plan_folder, 2024)
    assert soon(lambda: live._live is not None and live._live.assistant.generation.id == newer)
    stop.set()
    thread.join(5)
    assert not thread.is_alive()


def test_a_damaged_newer_index_is_named_and_taken_up_when_it_is_healed(store: Store, plan_folder: Path) -> None:
    live = LiveAssistant(store.root)
    first = live.get()
    newer = add(store, plan_folder, 2024)
    file = store.root / "index" / "gens" / newer / "facts.jsonl"
    file.write_bytes(b"")
    live.take_up()
    assert live.get() is first
    assert live.problem is not None
    told = error_text(live.problem, "da")
    assert "facts.jsonl" in told and "beskadiget" in told and told.endswith("Byg igen: plansvar index --rebuild")
    assert add(store, plan_folder, 2024) == newer
    live.take_up()
    assert (live.get().generation.id, live.problem) == (newer, None)


def test_a_start_on_a_damaged_store_takes_the_newest_whole_index_and_says_so(store: Store, plan_folder: Path) -> None:
    older = store.live()
    newer = add(store, plan_folder, 2024)
    (store.root / "index" / "gens" / newer / "vectors.npy").unlink()
    live = LiveAssistant(store.root)
    assert live.get().generation.id == older
    assert live.problem is not None and (live.problem.code, live.problem.values) == ("fell_back", {"file": "vectors.npy"})


def test_what_cannot_be_opened_leaves_the_page_as_it_was_and_is_tried_again(
    store: Store, plan_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = LiveAssistant(store.root)
    first, tries = live.get(), []
    newer = add(store, plan_folder, 2024)

    def fails(*given: object, **named: object) -> None:
        tries.append(given)
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(Assistant, "over", fails)
        live.take_up()
        live.take_up()
        assert (live.get(), len(tries)) == (first, 1)
        assert live.problem is not None and "(MemoryError)" in error_text(live.problem, "da")
    monkeypatch.setattr(ui.service, "time", type("clock", (), {"monotonic": staticmethod(lambda: time.monotonic() + 31)}))
    live.take_up()
    assert (live.get().generation.id, live.problem) == (newer, None)


def test_a_store_that_goes_away_leaves_the_page_as_it_was(store: Store, tmp_path: Path) -> None:
    live = LiveAssistant(store.root)
    first = live.get()
    store.root.rename(tmp_path / "flyttet")
    live.take_up()
    assert live.get() is first and live.problem is not None and live.problem.code == "store_missing"
    with pytest.raises(StoreError, match="store_missing"):
        LiveAssistant(store.root).get()


def test_the_first_callers_open_it_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    over, opened = Assistant.over, []

    def counted(*given: object, **named: object) -> Assistant:
        opened.append(given)
        return over(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Assistant, "over", counted)
    live, found = LiveAssistant(store.root), []
    threads = [threading.Thread(target=lambda: found.append(live.get())) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 10 and len({id(one) for one in found}) == len(opened) == 1


@pytest.mark.parametrize(("built_with", "asked_for"), [(E5_ID, E5_ID), ("BAAI/bge-m3", "BAAI/bge-m3"), ("hashing", None)])
def test_an_encoder_that_can_be_found_by_its_name_need_not_be_named_again(
    tmp_path: Path, plan_folder: Path, monkeypatch: pytest.MonkeyPatch, built_with: str, asked_for: str | None
) -> None:
    update(Store(tmp_path), plan_folder, HashingEncoder(built_with), lambda step: None)
    asked: list[str | None] = []

    def load_encoder(name: str | None = None) -> HashingEncoder:
        asked.append(name)
        return HashingEncoder(built_with)

    monkeypatch.setattr(index.encoder, "load_encoder", load_encoder)
    assert open_assistant(tmp_path).assistant.encoder.id == built_with
    assert asked == [asked_for]
