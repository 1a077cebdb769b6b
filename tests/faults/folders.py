"""What happens in the plan folder while it is watched, what is done twice, and what must be gone."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import ui.keeping
from index.listing import Mark
from index.report import UpdateReport
from index.store import Store
from index.update import update
from tests.faults.experiment import Experiment, Trials
from tests.faults.plans import StubEncoder, generated_plan, write_plans
from tests.faults.stores import reindex, words_in_files
from ui.watching import Happening, Watcher

END = "Her slutter planen på Ærø."
ROOT = Path(__file__).resolve().parents[2]


class _Watched:
    """A folder that is really watched, with a short patience, and every generation that came of it."""

    def __init__(self, folder: Path, settle: float) -> None:
        self.plans, self.store = folder / "planer", Store(folder / "lager")
        write_plans(self.plans, range(2))
        self.halves: list[str] = []
        self.errors: list[str] = []
        self.stop = threading.Event()
        watcher = Watcher(self.plans, self._update, self._tell, settle)
        self._thread = threading.Thread(target=watcher.run, args=(self.stop, 0.02))
        self._thread.start()

    def _update(self, settled: Mapping[str, Mark]) -> UpdateReport:
        report = update(self.store, self.plans, StubEncoder(), lambda step: None, settled=settled)
        if report.generation:
            known = self.store.open().generation.plans
            self.halves += [plan.file for plan in known if plan.file.startswith("hel") and END not in plan.text]
        return report

    def _tell(self, happening: Happening) -> None:
        if happening.error is not None:
            self.errors.append(happening.error.code)

    def until(self, *files: str) -> bool:
        """Whether these and no other files give the plans of the index, soon."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            if self.store.live() and sorted(plan.file for plan in self.store.open().generation.plans) == sorted(files):
                return True
            time.sleep(0.05)
        return False

    def close(self) -> None:
        self.stop.set()
        self._thread.join()


def _text(number: int) -> bytes:
    return (generated_plan(number) + f"\n{END}\n").encode("utf-8")


def watcher(trials: Trials) -> None:
    """Eight things that happen to a folder under watch."""
    watched = _Watched(trials.folder, 0.0 if trials.planted else 0.5)
    plans, two = watched.plans, ("plan-00000.md", "plan-00001.md")
    try:
        trials.check(watched.until(*two), "the plans that were there")
        data = _text(10)
        with (plans / "hel-1.md").open("wb") as file:
            for tenth in range(10):
                file.write(data[len(data) * tenth // 10 : len(data) * (tenth + 1) // 10])
                file.flush()
                time.sleep(0.2)
        trials.check(watched.until(*two, "hel-1.md"), "a file that came in pieces")
        (plans / "hel-1.md").write_bytes(_text(11))
        time.sleep(0.1)
        (plans / "hel-1.md").write_bytes(_text(12))
        trials.check(watched.until(*two, "hel-1.md"), "a file that was replaced twice")
        (plans / "hel-1.md").rename(plans / "hel-2.md")
        trials.check(watched.until(*two, "hel-2.md"), "a file that was renamed")
        (plans / "mappe").mkdir()
        (plans / "hel-2.md").rename(plans / "mappe" / "hel-2.md")
        trials.check(watched.until(*two, "mappe/hel-2.md"), "a file that was moved")
        (plans / "tom.md").write_bytes(b"")
        (plans / "væk.md").write_bytes(_text(13))
        (plans / "væk.md").unlink()
        (plans / "mappe" / "hel-2.md").unlink()
        trials.check(watched.until(*two), "files that came and went")
        many = [f"mange-{number:03}.md" for number in range(100)]
        for number, name in enumerate(many):
            (plans / name).write_bytes(_text(100 + number))
        trials.check(watched.until(*two, *many), "a hundred files at once")
        live = watched.store.live()
        shutil.rmtree(plans)
        end = time.monotonic() + 60
        while not watched.errors and time.monotonic() < end:
            time.sleep(0.05)
        trials.check(watched.store.live() == live and watched.errors == ["folder_empty"], f"a folder that vanished: {watched.errors}")
    finally:
        watched.close()
    trials.check(not watched.halves, f"half files were indexed: {watched.halves[:3]}")


def twice(trials: Trials) -> None:
    """Indexing again, renaming, copying and touching change no passage and add no second copy."""
    plans, store = trials.folder / "planer", Store(trials.folder / "lager")
    write_plans(plans, range(4))
    reindex(store.root, plans)

    def passages() -> list[tuple[str, int, str]]:
        return [(one.plan, one.start, one.text) for one in store.open().generation.passages]

    first = passages()
    for turn in range(trials.count):
        step = turn % 5
        if step == 1:
            (plans / f"plan-{turn % 4:05}.md").touch()
        elif step == 2:
            one = sorted(plans.glob("*.md"))[turn % 4]
            one.rename(plans / f"omdøbt-{turn}.md")
        elif step == 3:
            shutil.copy(sorted(plans.glob("*.md"))[0], plans / f"ælde-{turn}.md")
        elif step == 4:
            (plans / "under").mkdir(exist_ok=True)
            one = sorted(plans.glob("*.md"))[0]
            one.rename(plans / "under" / one.name)
        if trials.planted:
            # The planted fault: the same plan comes back under another year.
            write_plans(plans, [50 + turn])
        again = reindex(store.root, plans)
        now = passages()
        trials.check(now == first and len(set(now)) == len(now), f"turn {turn}: {len(now)} passages instead of {len(first)} in {again}")


def erasure(trials: Trials) -> None:
    """Five canaries in one plan: after its removal with ``--forget`` they stand in no file of the store."""
    for turn in range(trials.count):
        canaries = [f"KANARIE{part}æø{trials.dice.randrange(10**9)}" for part in range(5)]
        plans, store = trials.folder / f"planer-{turn}", Store(trials.folder / f"lager-{turn}")
        write_plans(plans, range(3))
        doomed = plans / f"{canaries[0]}.md"
        text = (
            generated_plan(40)
            .replace("## 1. ", f"## 1. {canaries[1]} ")
            .replace("Politikreds\n", f"Politikreds\n\n{canaries[2]} er med.\n")
        )
        doomed.write_text(f"{text}\n{canaries[3]} er en sætning.\n\n- {canaries[4]} Kommune\n", encoding="utf-8")
        reindex(store.root, plans)
        update(Store(store.root / "eval" / "kopi"), plans, StubEncoder(), lambda step: None)
        there = words_in_files(store.root, canaries)
        assert {line.split()[0] for line in there} == set(canaries), there
        doomed.unlink()
        write_plans(plans, [60 + turn])
        reindex(store.root, plans)
        if not trials.planted:
            ui.keeping.forget_older(store.root)
        left = words_in_files(store.root, canaries)
        sound = store.open().damaged_file is None and len(store.open().generation.plans) == 4
        trials.check(not left and sound, f"turn {turn}: {left[:3]}")


# ---- nothing but this machine

_WATCH = """
import sys
seen = open(sys.argv[1], "a")
def note(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo"):
        seen.write(f"{event} {args[1] if event != 'socket.getaddrinfo' else args[0]}\\n"); seen.flush()
sys.addaudithook(note)
planted = sys.argv[2] == "True"
sys.argv = sys.argv[3:]
if planted:
    import socket
    try:
        socket.create_connection(("192.0.2.1", 9), timeout=0.2)
    except OSError:
        pass
from ui.cli import main
main()
"""


def loopback_only(trials: Trials) -> None:
    """The real program with its real encoder, every connection that it asks for written down: this machine or nobody."""
    store, log = trials.folder / "lager", trials.folder / "log.txt"
    log.touch()
    commands = [["index"], ["ask", "Hvilke kommuner har et infohus?"], ["search", "indbrud"], ["plans"], ["verify"], ["doctor"]]
    for command in commands[: trials.count]:
        words = [sys.executable, "-c", _WATCH, str(log), str(trials.planted), "plansvar", *command, "--store", str(store)]
        ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        found = [line for line in log.read_text().splitlines() if not _is_here(line)]
        trials.check(not found and (ended.returncode == 0 or trials.planted), f"{command[0]}: {found[:3]} {ended.stderr[-200:]}")
        log.write_text("")
    if trials.count > len(commands):
        _page(trials, store, log)


def _page(trials: Trials, store: Path, log: Path) -> None:
    from urllib.request import urlopen

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [sys.executable, "-c", _WATCH, str(log), "False", "plansvar", "ui", "--store", str(store), "--port", str(port), "--watch"]
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if f":{port}/" in line:
                break
        answered = [urlopen(f"http://127.0.0.1:{port}{place}", timeout=60).status for place in ("/", "/en/", "/sund")]
        time.sleep(1)
        process.send_signal(2)
        process.wait(120)
    found = [line for line in log.read_text().splitlines() if not _is_here(line)]
    trials.check(
        answered == [200, 200, 200] and not found and process.returncode == 0, f"page: {found[:3]} {answered} {process.returncode}"
    )


def _is_here(line: str) -> bool:
    """Whether the address is one of this machine: a loopback address, its name, or a socket in the file system."""
    address = line.partition(" ")[2]
    return any(here in address for here in ("127.0.0.1", "localhost", "'::1'", "0.0.0.0", "None")) or not address.startswith(
        ("(", "1", "2")
    )


EXPERIMENTS = (
    Experiment("F6", "a folder under watch: no half file, no lost file, no emptied index", watcher, 8, 8, 8),
    Experiment("F6c", "indexing again, renaming and copying change nothing", twice, 25, 5, 5),
    Experiment("F6d", "a removed plan is in no file any more", erasure, 5, 1, 2),
    Experiment("F14b", "nobody but this machine is contacted", loopback_only, 7, 0, 1),
)
