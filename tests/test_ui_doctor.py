"""The doctor finds what was broken on purpose, says what to do, and passes over what is sound."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from typer.testing import CliRunner

import index.encoder
import index.weights
import ui.doctor
from index.store import Store
from index.update import update
from tests.conftest import NORDJYLLAND_2023, HashingEncoder
from ui.cli import app

SHIPPED = Path(__file__).resolve().parents[1] / "corpus" / "plans"
Usage = namedtuple("Usage", "total used free")


GOLD = ui.doctor.CHECKS["gold"]


@pytest.fixture
def store(tmp_path: Path, plan_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(index.encoder, "load_encoder", lambda name=None: HashingEncoder())
    # Reading the gold set costs two seconds; the tests that are about it put it back.
    monkeypatch.setitem(ui.doctor.CHECKS, "gold", lambda patient: iter(()))
    store = Store(tmp_path / "data")
    plan_folder.rename(tmp_path / "planer2")
    (tmp_path / "data").mkdir()
    (tmp_path / "planer2").rename(store.root / "plans")
    update(store, store.root / "plans", HashingEncoder(), lambda step: None)
    return store


def run(store: Store, *arguments: str) -> tuple[int, dict[str, tuple[str, str]], str]:
    """Exit code, level and message by check, what stands on stderr."""
    result = CliRunner().invoke(app, ["doctor", "--store", str(store.root), "--json", *arguments])
    checks = json.loads(result.stdout)["checks"]
    return result.exit_code, {one["check"]: (one["level"], one["message"]) for one in checks}, result.stderr


def levels(found: dict[str, tuple[str, str]]) -> dict[str, str]:
    return {name: level for name, (level, _) in found.items()}


def test_a_sound_store_is_sound(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ui.doctor.CHECKS, "gold", GOLD)
    code, found, said = run(store)
    assert (code, said) == (0, "")
    assert list(found) == ["python", "packages", "encoder", "store", "store_encoder", "disk", "folder", "gold", "browser"]
    assert {name: level for name, level in levels(found).items() if level != "ok"} == {"gold": "warning"}
    assert found["store"][1] == f"3 planer, alle kontrolsummer passer ({store.live()})."
    assert found["folder"][1] == f"3 filer i {store.root / 'plans'}, alle indlæst."
    assert found["gold"][1].startswith("Spørger til planer, der ikke er i indekset: sydoestjylland-2017")


def test_the_gold_set_fits_the_shipped_plans_and_a_plan_that_lost_its_words_is_noticed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ui.doctor.CHECKS, "gold", GOLD)
    plans = store.root / "plans"
    shutil.rmtree(plans)
    shutil.copytree(SHIPPED, plans)
    update(store, plans, HashingEncoder(max_tokens=400), lambda step: None)
    _, found, _ = run(store)
    assert found["gold"][0] == "ok" and "steder, de hviler på, findes i indekset" in found["gold"][1]
    text = (plans / "oestjylland-2021.md").read_text(encoding="utf-8")
    half = text[: len(text) // 2]
    (plans / "oestjylland-2021.md").write_text(half, encoding="utf-8")
    update(store, plans, HashingEncoder(max_tokens=400), lambda step: None)
    _, found, _ = run(store)
    assert found["gold"][0] == "warning" and "er ikke fundet i indekset" in found["gold"][1]


def test_no_store_yet_is_no_error(store: Store, tmp_path: Path) -> None:
    code, found, _ = run(Store(tmp_path / "ny"))
    assert (code, found["store"]) == (
        0, ("warning", f"Der er intet indeks i {tmp_path / 'ny'} endnu. Byg det med: plansvar index --store {tmp_path / 'ny'}"),
    )  # fmt: skip
    assert (found["folder"][0], "store_encoder" in found) == ("warning", False)
    assert not (tmp_path / "ny").exists()


@pytest.mark.parametrize("older", [True, False])
def test_a_damaged_file_is_named_with_the_remedy(store: Store, older: bool) -> None:
    if older:
        (store.root / "plans" / "ny.md").write_text(NORDJYLLAND_2023.replace("2023", "2024"), encoding="utf-8")
        update(store, store.root / "plans", HashingEncoder(), lambda step: None)
    (store.root / "index" / "gens" / str(store.live()) / "rows.npy").write_bytes(b"x")
    code, found, said = run(store)
    level, message = found["store"]
    assert (code, level, "rows.npy" in message, "plansvar index --rebuild" in message) == (2, "error", True, True)
    assert said == "Der er 1 fejl: Indeks. Gør, som der står ud for hver, og kør plansvar doctor igen.\n"


def test_an_encoder_that_is_another_than_the_index_was_built_with(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.encoder, "load_encoder", lambda name=None: HashingEncoder("anden"))
    code, found, _ = run(store)
    assert (code, found["encoder"][0]) == (2, "ok")
    assert found["store_encoder"] == (
        "error", "Indekset er bygget med tekstmodellen »hashing«, men »anden« er valgt. "
                 "Vælg »hashing«, eller byg igen med: plansvar index --encoder anden --rebuild",
    )  # fmt: skip


def test_weights_that_are_not_the_known_ones(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(index.weights, "PACKAGED_SHA256", "0" * 64)
    code, found, _ = run(store)
    assert (code, found["encoder"][0]) == (2, "error") and "ventet 0000" in found["encoder"][1]


def test_old_and_missing_packages(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["numpy>=99", "findes-ikke>=1", "rich>=1", 'noget>=1; extra == "train"']
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: wanted)
    code, found, _ = run(store)
    assert (code, found["packages"][0]) == (2, "error")
    assert f"numpy {importlib.metadata.version('numpy')} (>=99) og findes-ikke – (>=1)." in found["packages"][1]
    assert "rich" not in found["packages"][1] and "noget" not in found["packages"][1]


@pytest.mark.parametrize(("free", "level"), [(10_000_000, "error"), (500_000_000, "warning"), (5_000_000_000, "ok")])
def test_space_on_the_disk(store: Store, monkeypatch: pytest.MonkeyPatch, free: int, level: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: Usage(free, 0, free))
    code, found, _ = run(store)
    assert (code, found["disk"][0]) == (2 if level == "error" else 0, level)
    assert f"{free // 1_000_000:,} MB".replace(",", ".") in found["disk"][1]


def test_a_store_that_must_not_be_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda place, mode, **more: mode != os.W_OK)
    code, found, _ = run(store)
    assert (code, found["disk"][0]) == (2, "error") and "vælg et andet sted med --store" in found["disk"][1]


def test_plans_that_are_new_gone_or_unreadable(store: Store) -> None:
    plans = store.root / "plans"
    (plans / "oestjylland-2021.md").write_text("\n")
    update(store, plans, HashingEncoder(), lambda step: None)
    _, found, _ = run(store)
    assert found["folder"][0] == "warning"
    assert found["folder"][1].startswith("Kan ikke læses mere, sidste gode udgave bruges: oestjylland-2021.md.")
    (plans / "oestjylland-2021.md").write_text(NORDJYLLAND_2023.replace("2023", "2021"), encoding="utf-8")
    update(store, plans, HashingEncoder(), lambda step: None)
    (plans / "ny.md").write_text(NORDJYLLAND_2023.replace("2023", "2024"), encoding="utf-8")
    (plans / "oestjylland-2024.md").unlink()
    _, found, _ = run(store)
    assert found["folder"] == (
        "warning", f"1 filer i {plans} er nye eller ændrede, 1 er væk. Kør: plansvar index --store {store.root}",
    )  # fmt: skip
    shutil.rmtree(plans)
    _, found, _ = run(store)
    assert found["folder"][0] == "warning" and "er væk eller tom, men planerne er i indekset" in found["folder"][1]


def test_a_check_that_fails_itself_stops_no_other(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.doctor.shutil, "disk_usage", lambda place: 1 / 0)
    code, found, _ = run(store)
    assert (code, found["disk"]) == (2, ("error", "Undersøgelsen mislykkedes (ZeroDivisionError). Installér programmet igen."))
    assert found["browser"][0] == "ok"


def test_the_table_is_readable_in_both_languages(store: Store) -> None:
    result = CliRunner().invoke(app, ["doctor", "--store", str(store.root)])
    assert result.exit_code == 0 and "Planmappe" in result.stdout and "i orden" in result.stdout
    result = CliRunner().invoke(app, ["doctor", "--store", str(store.root), "--language", "en"])
    assert "Plan folder" in result.stdout and " ok " in result.stdout
