"""Whatever happens in the plan folder, the index is what a full rebuild of it gives, byte for byte, and only what is new costs work."""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import index.folder
import index.generation
from corpus.errors import StoreError
from eval.command import EvalOptions
from eval.command import _generation as own_generation
from index.generation import Generation, data_files
from index.listing import Mark, marks, plan_files
from index.report import UpdateReport
from index.store import Store
from index.update import update
from tests.conftest import NORDJYLLAND_2023, OESTJYLLAND_2021, OESTJYLLAND_2024, HashingEncoder
from tests.file_samples import PLAN_LINES, docx_of, pdf_of
from ui.texts import code_text

TEXTS = [NORDJYLLAND_2023, OESTJYLLAND_2021, OESTJYLLAND_2024, NORDJYLLAND_2023.replace("2023", "2019")]


def run(store: Store, folder: Path, *, settled: dict[str, Mark] | None = None) -> UpdateReport:
    return update(store, folder, HashingEncoder(), lambda step: None, settled=settled)


def states(report: UpdateReport) -> dict[str, str]:
    return {line.file: line.state for line in report.lines}


def bytes_of(one: Generation) -> tuple[str, dict[str, bytes]]:
    return one.id, data_files(one)


class Hands:
    """Somebody at work in the plan folder, as the dice fall."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.folder, self.dice, self.count = folder, dice, 0

    def add(self) -> None:
        text = self.dice.choice(TEXTS)
        retold = "---\nretold: true\n---\n\n" if self.dice.random() < 0.3 else ""
        words = self.dice.choice(["indbrud", "brande på øen", "ålefiskeri"])
        self._path().write_text(retold + text.replace("indbrud", words), encoding="utf-8")

    def change(self) -> None:
        path = self._any()
        path.write_text(path.read_text(encoding="utf-8") + f"\nNy sætning nummer {self.count} på Ærø.\n", encoding="utf-8")

    def move(self) -> None:
        target = self._path()
        self._any().rename(target)

    def copy(self) -> None:
        shutil.copy(self._any(), self._path())

    def remove(self) -> None:
        if len(list(self._files())) > 1:
            self._any().unlink()

    def swap(self) -> None:
        one, other = self._any(), self._any()
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second), other.write_bytes(first)

    def _path(self) -> Path:
        self.count += 1
        place = self.folder / self.dice.choice(["", "år", "kopi/ældre"])
        place.mkdir(parents=True, exist_ok=True)
        return place / f"{self.dice.choice('abæøå')}{self.count}{self.dice.choice(['.md', '.txt'])}"

    def _files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    def _any(self) -> Path:
        return self.dice.choice(self._files())


@pytest.mark.parametrize("seed", range(4))
def test_any_history_of_the_folder_ends_where_a_full_rebuild_ends(tmp_path: Path, plan_folder: Path, seed: int) -> None:
    dice = random.Random(seed)
    hands, grown = Hands(plan_folder, dice), Store(tmp_path / "voksende")
    read_again = 0
    for turn in range(25):
        dice.choice([hands.add, hands.change, hands.move, hands.copy, hands.remove, hands.swap])()
        read_again += run(grown, plan_folder).parsed
        whole = Store(tmp_path / f"hel-{turn}")
        report = run(whole, plan_folder)
        assert bytes_of(grown.open().generation) == bytes_of(whole.open().generation), (seed, turn)
        assert len({line.file for line in report.lines}) == len(hands._files())
        shutil.rmtree(whole.root)
    # Three plans at the start and about one text per turn: names and places cost nothing.
    assert read_again < 3 + 2 * 25


def test_the_same_bytes_under_two_names_are_read_once(tmp_path: Path, plan_folder: Path) -> None:
    store = Store(tmp_path / "data")
    run(store, plan_folder)
    shutil.copy(plan_folder / "oestjylland-2024.md", plan_folder / "kopi.md")
    report = run(store, plan_folder)
    # By name the copy comes first; what it says was read long ago.
    assert (states(report)["kopi.md"], states(report)["oestjylland-2024.md"], report.parsed) == ("renamed", "duplicate", 0)


def test_a_file_that_only_moved_or_went_away_does_not_open_the_encoder(tmp_path: Path, plan_folder: Path) -> None:
    class Closed(HashingEncoder):
        @property
        def dimension(self) -> int:
            raise AssertionError("the model was opened")

        @dimension.setter
        def dimension(self, given: int) -> None: ...

    store = Store(tmp_path / "data")
    run(store, plan_folder)
    (plan_folder / "oestjylland-2024.md").rename(plan_folder / "år.md")
    (plan_folder / "oestjylland-2021.md").unlink()
    report = update(store, plan_folder, Closed(), lambda step: None)
    assert states(report) == {"nordjylland-2023.md": "unchanged", "oestjylland-2021.md": "removed", "år.md": "renamed"}
    assert store.open().generation.vectors.shape[1] == HashingEncoder().dimension


def test_bytes_that_are_read_by_another_reader_are_read_again(tmp_path: Path, plan_folder: Path) -> None:
    store = Store(tmp_path / "data")
    run(store, plan_folder)
    (plan_folder / "oestjylland-2024.md").rename(plan_folder / "oestjylland-2024.pdf")
    report = run(store, plan_folder)
    assert {line.file: line.code for line in report.lines if line.state == "skipped"} == {"oestjylland-2024.pdf": "file_mismatch"}


def test_an_original_in_any_dress_takes_the_place_of_the_retelling(tmp_path: Path, plan_folder: Path) -> None:
    retold = plan_folder / "oestjylland-2024.md"
    docx = docx_of(retold)
    retold.write_text("---\nretold: true\n---\n\n" + OESTJYLLAND_2024, encoding="utf-8")
    store = Store(tmp_path / "data")
    run(store, plan_folder)
    (plan_folder / "original.docx").write_bytes(docx)
    report = run(store, plan_folder)
    assert (states(report)["original.docx"], states(report)["oestjylland-2024.md"]) == ("changed", "superseded")
    (plan,) = [plan for plan in store.open().generation.plans if plan.id == "oestjylland-2024"]
    assert (plan.file, plan.retold) == ("original.docx", False)


def test_a_file_that_is_still_being_written_keeps_its_plan_and_a_new_one_waits(tmp_path: Path, plan_folder: Path) -> None:
    store = Store(tmp_path / "data")
    run(store, plan_folder)
    settled = marks(plan_folder)
    (plan_folder / "fyn.pdf").write_bytes(pdf_of([PLAN_LINES]))
    (plan_folder / "oestjylland-2024.md").write_text("# Samarbejdsp", encoding="utf-8")
    report = run(store, plan_folder, settled=settled)
    assert (states(report)["fyn.pdf"], states(report)["oestjylland-2024.md"], report.parsed) == ("skipped", "kept", 0)
    assert {line.code for line in report.lines if line.code} == {"file_busy"}
    (plan_folder / "oestjylland-2024.md").write_text(OESTJYLLAND_2024, encoding="utf-8")
    report = run(store, plan_folder)
    assert (states(report)["fyn.pdf"], states(report)["oestjylland-2024.md"]) == ("added", "unchanged")
    assert "fyn-2031" in [plan.id for plan in store.open().generation.plans]


# ---- what cannot be listed or opened


def refuse(monkeypatch: pytest.MonkeyPatch, module: object, name: str, error: OSError, at: Callable[[object], bool]) -> None:
    original = getattr(module, name)

    def guarded(path: object, *rest: object, **options: object) -> object:
        if at(path):
            raise error
        return original(path, *rest, **options)

    monkeypatch.setattr(module, name, guarded)


@pytest.mark.parametrize("inside", ["", "år"])
def test_a_folder_that_must_not_be_read_changes_nothing(
    tmp_path: Path, plan_folder: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    store = Store(tmp_path / "data")
    (plan_folder / "år").mkdir()
    (plan_folder / "oestjylland-2021.md").rename(plan_folder / "år" / "oestjylland-2021.md")
    live = run(store, plan_folder).generation
    closed = str(plan_folder / inside)
    refuse(monkeypatch, os, "scandir", OSError(errno.EACCES, "Permission denied", closed), lambda path: str(path) == closed)
    with pytest.raises(StoreError) as caught:
        run(store, plan_folder)
    assert (caught.value.code, caught.value.values) == ("folder_unreadable", {"folder": closed, "problem": "Permission denied"})
    assert code_text(caught.value.code, caught.value.values, "da") == (
        f"Mappen {closed} kan ikke læses (ingen adgang), så intet er ændret. Kontrollér rettighederne, og kør igen."
    )
    assert store.live() == live


def test_a_file_that_must_not_be_opened_keeps_its_plan(tmp_path: Path, plan_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "data")
    run(store, plan_folder)
    denied = OSError(errno.EACCES, "Permission denied")
    refuse(monkeypatch, Path, "open", denied, lambda path: str(path).endswith("2021.md"))
    (line,) = [line for line in run(store, plan_folder).lines if line.file == "oestjylland-2021.md"]
    assert (line.state, line.code) == ("kept", "file_no_access")
    assert code_text(line.code, line.values, "da") == (
        "»oestjylland-2021.md« kan ikke åbnes (ingen adgang). Kontrollér filens rettigheder, og kør igen."
    )


def test_the_listing_and_the_marks_name_the_same_files(plan_folder: Path) -> None:
    (plan_folder / "år").mkdir()
    (plan_folder / "år" / "ny.md").write_text("x")
    (plan_folder / "år" / ".skjult.md").write_text("x")
    (plan_folder / ".git").mkdir()
    (plan_folder / ".git" / "plan.md").write_text("x")
    (plan_folder / "ud").symlink_to(plan_folder.parent)
    (plan_folder / "billede.png").write_bytes(b"x")
    files, lines = plan_files(plan_folder)
    assert [file.name for file in files] == ["nordjylland-2023.md", "oestjylland-2021.md", "oestjylland-2024.md", "år/ny.md"]
    assert {line.file: line.code for line in lines} == {"ud": "file_link", "billede.png": "file_type"}
    before = marks(plan_folder)
    assert set(before) == {file.name for file in files} | {line.file for line in lines}
    (plan_folder / "år" / "ny.md").write_text("y")
    changed = marks(plan_folder)
    assert {name for name in before if before[name] != changed[name]} == {"år/ny.md"}
    assert plan_files(plan_folder / "findes ikke") == ([], []) and marks(plan_folder / "findes ikke") == {}


# ---- the store of an evaluation


@pytest.mark.parametrize("fault", ["schema", "damage", "encoder"])
def test_an_evaluations_own_store_that_cannot_be_used_is_made_anew(
    tmp_path: Path, plan_folder: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    options = EvalOptions(render=lambda answer, plans: "", store=tmp_path / "data", output=tmp_path / "ud", plans=plan_folder)
    encoder: HashingEncoder = HashingEncoder()
    before = own_generation(options, encoder)
    if fault == "schema":
        for module in (index.folder, index.generation):
            monkeypatch.setattr(module, "SCHEMA", 7)
    elif fault == "damage":
        for path in (tmp_path / "data" / "eval").rglob("rows.npy"):
            path.write_bytes(b"")
    else:
        encoder = HashingEncoder("anden")
    again = own_generation(options, encoder)
    assert [plan.id for plan in again.plans] == [plan.id for plan in before.plans]
    assert again.manifest.origin.encoder.id == encoder.id and again.manifest.schema == (7 if fault == "schema" else before.manifest.schema)


def test_an_evaluation_of_the_index_itself_changes_nothing_in_it(
    tmp_path: Path, plan_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(Store(tmp_path), plan_folder)
    monkeypatch.setattr(index.folder, "SCHEMA", 7)
    with pytest.raises(StoreError, match="store_schema"):
        own_generation(EvalOptions(render=lambda answer, plans: "", store=tmp_path, output=tmp_path / "ud"), HashingEncoder())
