"""A plan folder under watch: half files wait, bad files and full disks end nothing, and every event is one line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

import index.encoder
from corpus.errors import StoreError
from index.listing import Mark
from index.report import UpdateReport
from index.store import Store
from index.update import update
from tests.conftest import NORDJYLLAND_2023, OESTJYLLAND_2021, OESTJYLLAND_2024, HashingEncoder
from tests.file_samples import PLAN_LINES, pdf_of
from ui.keeping import Wish, watching_beside
from ui.service import LiveAssistant
from ui.watching import Happening, Watcher, happening_text

ROOT = Path(__file__).resolve().parents[1]


class Watched:
    """A watcher whose clock the test turns, and the lines that it said."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self.store, self.now = folder, store, 0.0
        self.said: list[str] = []
        self.updates = 0
        self.fails: Callable[[], object] = lambda: None
        self.watcher = Watcher(folder, self._update, self._tell, settle=2.0, clock=lambda: self.now)

    def _update(self, settled: Mapping[str, Mark]) -> UpdateReport:
        self.updates += 1
        self.fails()
        return update(self.store, self.folder, HashingEncoder(), lambda step: None, settled=settled)

    def _tell(self, happening: Happening) -> None:
        self.said.append(happening_text(happening, "da"))

    def wait(self, seconds: float) -> list[str]:
        """What is said within the next seconds."""
        self.said = []
        end = self.now + seconds
        while self.now < end:
            self.now += 0.5
            self.watcher.look()
        return self.said

    def write(self, name: str, text: str | bytes) -> None:
        (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))

    @property
    def plans(self) -> list[str]:
        return [plan.id for plan in self.store.open().generation.plans]


@pytest.fixture
def watched(tmp_path: Path, plan_folder: Path) -> Watched:
    found = Watched(plan_folder, Store(tmp_path / "data"))
    found.wait(3)
    return found


def generation_of(watched: Watched) -> str:
    return str(watched.store.live())


def test_the_first_look_indexes_what_lies_still(tmp_path: Path, plan_folder: Path) -> None:
    watched = Watched(plan_folder, Store(tmp_path / "data"))
    assert watched.wait(2) == [] and watched.updates == 0
    assert watched.wait(1) == [
        "»nordjylland-2023.md« er indlæst: Nordjylland 2023.",
        "»oestjylland-2021.md« er indlæst: Østjylland 2021.",
        "»oestjylland-2024.md« er indlæst: Østjylland 2024.",
        f"Indekset er ajour: 3 planer ({generation_of(watched)}).",
    ]
    assert (watched.wait(60), watched.updates) == ([], 1)


def test_a_file_that_comes_in_pieces_is_read_when_it_is_whole(watched: Watched) -> None:
    data = pdf_of([PLAN_LINES])
    for tenth in range(1, 11):
        watched.write("fyn.pdf", data[: len(data) * tenth // 10])
        assert watched.wait(1) == []
    assert watched.wait(2) == ["»fyn.pdf« er indlæst: Fyn 2031.", f"Indekset er ajour: 4 planer ({generation_of(watched)})."]


def test_a_file_that_never_lies_still_keeps_no_other_waiting(watched: Watched) -> None:
    watched.write("ny.md", NORDJYLLAND_2023.replace("2023", "2024"))
    said = []
    for count in range(8):
        watched.write("log.txt", "x" * count)
        said += watched.wait(1)
    assert said == [
        "»log.txt« er ved at blive gemt og kommer med, så snart den ligger stille.",
        "»ny.md« er indlæst: Nordjylland 2024.",
        f"Indekset er ajour: 4 planer ({generation_of(watched)}).",
    ]
    (told,) = watched.wait(3)
    assert told.startswith("»log.txt« nævner ingen politikreds")


def test_a_file_that_is_replaced_in_two_steps_is_never_missed(watched: Watched) -> None:
    (watched.folder / "oestjylland-2021.md").unlink()
    watched.write("andet.md", NORDJYLLAND_2023.replace("2023", "2024"))
    assert watched.wait(1) == []
    watched.write("oestjylland-2021.md", OESTJYLLAND_2021 + "\nEn sætning mere.\n")
    said = watched.wait(6)
    assert "»andet.md« er indlæst: Nordjylland 2024." in said and "»oestjylland-2021.md« er indlæst igen: Østjylland 2021." in said
    assert not any("er væk" in line for line in said)


def test_a_file_that_changes_while_it_is_read_is_read_again(watched: Watched) -> None:
    watched.write("ny.md", NORDJYLLAND_2023.replace("2023", "2024"))
    watched.fails = lambda: watched.updates == 2 and watched.write("ny.md", NORDJYLLAND_2023.replace("2023", "2025"))
    watched.wait(4)
    assert "nordjylland-2024" not in watched.plans
    watched.wait(3)
    assert "nordjylland-2025" in watched.plans


def test_bad_renamed_and_removed_files_have_one_line_each(watched: Watched) -> None:
    watched.write("oestjylland-2021.md", "\n")
    watched.write("billede.png", b"\x89PNG")
    assert watched.wait(3) == [
        "»billede.png« er ikke en filtype, jeg kan læse, og er sprunget over. Jeg kan læse PDF, DOCX, HTML, TXT og Markdown.",
        "»oestjylland-2021.md« er tom. Der er ikke noget at søge i. Planens sidste gode udgave er beholdt.",
        f"Indekset er ajour: 3 planer ({generation_of(watched)}).",
    ]
    (watched.folder / "nordjylland-2023.md").rename(watched.folder / "nord æøå.md")
    (watched.folder / "oestjylland-2024.md").unlink()
    assert watched.wait(3) == [
        "»nord æøå.md« hed før »nordjylland-2023.md« og er den samme plan; intet er læst igen.",
        "»oestjylland-2024.md« er væk; Østjylland 2024 er ude af indekset.",
        f"Indekset er ajour: 2 planer ({generation_of(watched)}).",
    ]
    for day in (1, 2):
        watched.write("nord æøå.md", NORDJYLLAND_2023 + f"\nDag {day}.\n")
        assert watched.wait(3)[0] == "»nord æøå.md« er indlæst igen: Nordjylland 2023."


def test_an_emptied_folder_is_told_once_and_keeps_the_plans(watched: Watched) -> None:
    live = watched.store.live()
    for path in list(watched.folder.iterdir()):
        path.unlink()
    assert watched.wait(100) == [
        f"Mappen {watched.folder} er væk eller tom. De 3 planer i indekset er beholdt. Tilføj planer, eller tøm indekset med --allow-empty."
    ]
    assert watched.store.live() == live
    watched.write("oestjylland-2024.md", OESTJYLLAND_2024)
    watched.wait(100)
    assert watched.plans == ["oestjylland-2024"]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (StoreError("store_locked", store="x"), "En anden opdatering af indekset er i gang. Vent, til den er færdig, og prøv igen. "
                                                "Man kan spørge imens."),
        (MemoryError(), "Opdateringen mislykkedes (MemoryError). Indekset er, som det var; der prøves igen om lidt."),
    ],
)  # fmt: skip
def test_a_failure_is_told_once_and_tried_ever_more_seldom(watched: Watched, error: Exception, line: str) -> None:
    def fail() -> None:
        raise error

    watched.fails = fail
    watched.write("ny.md", NORDJYLLAND_2023.replace("2023", "2024"))
    before = watched.updates
    assert watched.wait(300) == [line]
    # After 2, 4, 8, 16, 32 and then every 60 seconds.
    assert 8 <= watched.updates - before <= 10
    watched.fails = lambda: None
    assert watched.wait(61)[0] == "»ny.md« er indlæst: Nordjylland 2024."


def test_two_hundred_files_at_once_are_one_update(watched: Watched) -> None:
    for year in range(200):
        watched.write(f"nord-{year}.md", NORDJYLLAND_2023.replace("2023", str(1900 + year)))
    before = watched.updates
    said = watched.wait(4)
    # A line for each, one of them for the plan that was there under another name, one for that name, and one for the index.
    assert (watched.updates - before, len(said)) == (1, 202)
    assert len(watched.plans) == 202


# ---- within the page


def test_the_page_takes_up_what_arrives(tmp_path: Path, plan_folder: Path, monkeypatch: pytest.MonkeyPatch, capfd) -> None:
    monkeypatch.setattr(index.encoder, "load_encoder", lambda name=None: HashingEncoder())
    store = Store(tmp_path / "data")
    update(store, plan_folder, HashingEncoder(), lambda step: None)
    live = LiveAssistant(store.root)
    live.get()
    before = threading.active_count()
    with watching_beside(live, Wish(store.root, plan_folder, settle=0.1), "da"):
        (plan_folder / "tom.md").write_text("")
        (plan_folder / "ny.md").write_text(NORDJYLLAND_2023.replace("2023", "2024"), encoding="utf-8")
        end = time.monotonic() + 10
        while len(live.get().generation.plans) < 4 and time.monotonic() < end:
            time.sleep(0.05)
    assert [plan.id for plan in live.get().generation.plans][:2] == ["nordjylland-2023", "nordjylland-2024"]
    assert threading.active_count() == before
    said = capfd.readouterr().err
    assert "»ny.md« er indlæst: Nordjylland 2024." in said and "»tom.md« er tom." in said


# ---- processes of their own


@contextmanager
def program(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.stand_in", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def line_with(stream: IO[str] | None, words: str) -> str:
    assert stream is not None
    for line in stream:
        if words in line:
            return line
    raise AssertionError(f"the program ended before it said {words!r}")


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_index_watch_indexes_until_it_is_told_to_end(tmp_path: Path, plan_folder: Path, end: signal.Signals) -> None:
    store = Store(tmp_path / "data")
    with program("index", "--store", store.root, "--plans", plan_folder, "--watch", "--settle", 0.1, "--json") as process:
        assert "Indekset er ajour: 3 planer" in line_with(process.stdout, "indexed")
        (plan_folder / "tom.md").write_text("")
        event = json.loads(line_with(process.stdout, "tom.md"))
        assert (event["event"], event["state"], event["code"]) == ("file", "skipped", "file_empty")
        (plan_folder / "ny.md").write_text(NORDJYLLAND_2023.replace("2023", "2024"), encoding="utf-8")
        assert "nordjylland-2024" in line_with(process.stdout, "ny.md")
        line_with(process.stdout, "indexed")
        process.send_signal(end)
        _, said = process.communicate(timeout=10)
        assert (process.returncode, said.splitlines()[-1]) == (0, "Stoppet. Indekset er helt.")
    assert len(store.open().generation.plans) == 4 and all(check.ok for check in store.verify())


def test_an_interrupted_index_leaves_the_old_one_live(tmp_path: Path, plan_folder: Path) -> None:
    store = Store(tmp_path / "data")
    live = update(store, plan_folder, HashingEncoder(), lambda step: None).generation
    (plan_folder / "ny.md").write_text(NORDJYLLAND_2023.replace("2023", "2024"), encoding="utf-8")
    before = {path: path.read_bytes() for path in store.root.rglob("*") if path.is_file()}
    with program("--slow", 0.3, "index", "--store", store.root, "--plans", plan_folder) as process:
        line_with(process.stderr, "ENCODING")
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=10)
        assert (process.returncode, said) == (130, "")
        assert [line for line in complained.splitlines() if line != "ENCODING"] == ["Indekset er, som det var.", "Afbrudt."]
    assert {path: path.read_bytes() for path in store.root.rglob("*") if path.is_file()} == before
    assert store.live() == live
    assert update(store, plan_folder, HashingEncoder(), lambda step: None).published


def test_an_emptied_default_folder_is_not_filled_with_the_shipped_plans_over_an_index(tmp_path: Path, plan_folder: Path) -> None:
    store = Store(tmp_path / "data")
    store.root.mkdir()
    plan_folder.rename(store.root / "plans")
    live = update(store, store.root / "plans", HashingEncoder(), lambda step: None).generation
    for path in (store.root / "plans").iterdir():
        path.unlink()
    with program("index", "--store", store.root) as process:
        said, complained = process.communicate(timeout=20)
    assert (process.returncode, said) == (2, "")
    assert complained.splitlines()[-1].startswith(f"Mappen {store.root / 'plans'} er væk eller tom. De 3 planer i indekset er beholdt.")
    assert (store.live(), list((store.root / "plans").iterdir())) == (live, [])


def test_index_forget_says_what_is_gone(tmp_path: Path, plan_folder: Path) -> None:
    store = Store(tmp_path / "data")
    update(store, plan_folder, HashingEncoder(), lambda step: None)
    update(Store(store.root / "eval" / "x"), plan_folder, HashingEncoder(), lambda step: None)
    (plan_folder / "oestjylland-2021.md").unlink()
    with program("index", "--store", store.root, "--plans", plan_folder, "--forget") as process:
        _, complained = process.communicate(timeout=20)
    assert process.returncode == 0
    assert complained.splitlines()[-1] == "Ældre udgaver af indekset og mellemlagre er slettet; der er intet at gå tilbage til."
    assert len(list((store.root / "index" / "gens").iterdir())) == 1 and not (store.root / "eval").exists()
