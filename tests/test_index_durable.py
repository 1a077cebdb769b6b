"""A file is in the folder whole or not at all, and never in the place of another."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import StoreError
from index.durable import place_file
from index.store import Store
from index.update import update
from tests.conftest import NORDJYLLAND_2023, HashingEncoder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_placed_and_no_other_is_overwritten(tmp_path: Path) -> None:
    place_file(tmp_path / "åben plan.md", "Æblerne på øen".encode())
    with pytest.raises(FileExistsError):
        place_file(tmp_path / "åben plan.md", b"andet")
    assert (tmp_path / "åben plan.md").read_text(encoding="utf-8") == "Æblerne på øen"
    place_file(tmp_path / "åben plan.md", b"andet", replace=True)
    assert ((tmp_path / "åben plan.md").read_bytes(), names(tmp_path)) == (b"andet", ["åben plan.md"])


@pytest.mark.parametrize("step", ["fsync", "link", "replace"])
def test_what_cannot_be_placed_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    (tmp_path / "plan.md").write_bytes(b"gammel")

    def full(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="No space left"):
        place_file(tmp_path / ("plan.md" if step == "replace" else "ny.md"), b"ny", replace=step == "replace")
    assert (names(tmp_path), (tmp_path / "plan.md").read_bytes()) == (["plan.md"], b"gammel")


def test_what_a_dead_process_left_is_swept_and_a_living_ones_file_is_not(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    dead, alive = tmp_path / f".plansvar-{ended.pid}-1.tmp", tmp_path / f".plansvar-{os.getppid()}-1.tmp"
    for path in (dead, alive, tmp_path / ".andet.tmp"):
        path.write_bytes(b"halv")
    place_file(tmp_path / "ny.md", b"ny")
    assert names(tmp_path) == sorted([".andet.tmp", alive.name, "ny.md"])


def test_a_forgotten_plan_is_in_no_generation(tmp_path: Path, plan_folder: Path) -> None:
    store = Store(tmp_path / "data")
    (plan_folder / "hemmelig.md").write_text(NORDJYLLAND_2023.replace("2023", "2024") + "\nKanariefuglen er gul.\n", encoding="utf-8")
    update(store, plan_folder, HashingEncoder(), lambda step: None)
    (plan_folder / "hemmelig.md").unlink()
    update(store, plan_folder, HashingEncoder(), lambda step: None)
    holds = [path for path in store.root.rglob("*") if path.is_file() and b"Kanariefuglen" in path.read_bytes()]
    assert len(holds) > 1
    store.forget()
    assert not [path for path in store.root.rglob("*") if path.is_file() and b"Kanariefuglen" in path.read_bytes()]
    assert all(check.ok for check in store.verify()) and len(list((store.root / "index" / "gens").iterdir())) == 1


def test_the_only_good_copy_is_not_forgotten(tmp_path: Path, plan_folder: Path) -> None:
    store = Store(tmp_path / "data")
    older = update(store, plan_folder, HashingEncoder(), lambda step: None).generation
    (plan_folder / "oestjylland-2021.md").unlink()
    newer = update(store, plan_folder, HashingEncoder(), lambda step: None).generation
    (store.root / "index" / "gens" / str(newer) / "plans.jsonl").write_bytes(b"")
    with pytest.raises(StoreError) as caught:
        store.forget()
    assert (caught.value.code, caught.value.values["file"]) == ("store_damaged_keeps", "plans.jsonl")
    assert store.open().generation.id == older
