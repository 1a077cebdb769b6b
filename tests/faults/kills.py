"""Processes that are killed while they write, and two that write at once."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import random
import shutil
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from corpus.errors import StoreError
from index.durable import place_file
from index.generation import MANIFEST, Generation, Sealed
from index.report import Progress
from index.store import Store
from index.update import update
from tests.faults.experiment import Experiment, Trials
from tests.faults.plans import StubEncoder, write_plans
from tests.faults.stores import Pair, pair, reindex

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.faults.kills"])


def start(target: Any, *arguments: Any) -> ForkServerProcess:
    """A process of its own that runs ``target``."""
    process = _context.Process(target=target, args=arguments)
    process.start()
    return process


# ---- the planted fault: a store that points first and writes afterwards


def _publish_carelessly(store: Store, generation: Generation | Sealed, *rest: object) -> str:
    assert isinstance(generation, Sealed)
    from index.codec import encode_one
    from index.durable import write_file

    manifest = encode_one(generation.manifest)
    folder = store.root / "index" / "gens" / generation.id
    folder.mkdir(exist_ok=True)
    write_file(store.root / "index" / "CURRENT", f"{generation.id} {hashlib.sha256(manifest).hexdigest()}\n".encode())
    for name, data in {**generation.files, MANIFEST: manifest}.items():
        time.sleep(0.005)
        write_file(folder / name, data)
    return generation.id


def _write(root: str, plans: str, tell: Any, careless: bool) -> None:
    if careless:
        Store.publish = _publish_carelessly  # type: ignore[method-assign,assignment]

    def advance(step: Progress) -> None:
        if step.stage == "verify":
            tell.send("swap")

    tell.send("start")
    update(Store(Path(root)), Path(plans), StubEncoder(), advance)


def kill_reindex(trials: Trials) -> None:
    """``kill -9`` at any time of the indexing."""
    made = pair(trials.folder)
    began, swap = time.monotonic(), [0.0]

    def advance(step: Progress) -> None:
        swap[0] = swap[0] or (time.monotonic() if step.stage == "verify" else 0.0)

    update(Store(made.copy(trials.folder / "prøve")), made.after, StubEncoder(), advance)
    ended = time.monotonic()
    for turn in range(trials.count):
        root = made.copy(trials.folder / f"kill-{turn}")
        here, there = _context.Pipe(duplex=False)
        process = start(_write, str(root), str(made.after), there, trials.planted)
        # One half falls anywhere, the other into the short time in which the new index takes the old one's place.
        here.recv()
        if turn % 2:
            here.recv()
        time.sleep(trials.dice.uniform(0, 1.2 * (ended - (swap[0] if turn % 2 else began))))
        process.kill()
        process.join()
        trials.note("finished before" if process.exitcode == 0 else "killed, new" if Store(root).live() == made.new else "killed, old")
        fault = made.fault_of(root) or made.fault_after_repeating(root)
        trials.check(not fault, f"kill {turn}: {fault}")


# ---- files placed into the plan folder


def _place(folder: str, seed: int, acknowledged: Any, careless: bool) -> None:
    dice = random.Random(seed)
    for turn in range(10_000):
        data = dice.randbytes(dice.randrange(1_000, 2_000_000))
        name = f"å{turn}-{hashlib.sha256(data).hexdigest()}.pdf"
        if careless:
            (Path(folder) / name).write_bytes(data)
        else:
            place_file(Path(folder) / name, data)
        acknowledged.send(name)


def kill_place(trials: Trials) -> None:
    """``kill -9`` while files are placed: every acknowledged one is there, none is there by half."""
    for turn in range(trials.count):
        folder = trials.folder / str(turn)
        folder.mkdir()
        here, there = _context.Pipe(duplex=False)
        process = start(_place, str(folder), trials.seed + turn, there, trials.planted)
        there.close()
        told = [here.recv()]
        time.sleep(trials.dice.uniform(0, 0.1))
        process.kill()
        process.join()
        with contextlib.suppress(EOFError):
            while True:
                told.append(here.recv())
        there_now = {path.name: path for path in folder.iterdir() if not path.name.startswith(".")}
        half = [name for name, path in there_now.items() if hashlib.sha256(path.read_bytes()).hexdigest() not in name]
        lost = set(told) - set(there_now)
        place_file(folder / "næste.pdf", b"x")
        left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
        trials.check(not half and not lost and not left, f"kill {turn}: half {half}, lost {lost}, left {left}")
        trials.note("acknowledged", len(told))


# ---- two at once


class _SlowStub(StubEncoder):
    def encode_query(self, text: str) -> Any:
        time.sleep(0.002)
        return super().encode_query(text)


def _no_lock(descriptor: int, flags: int) -> None:
    """The planted fault: the lock is not taken."""


def _index_at(root: str, plans: str, when: float, told: Any, careless: bool) -> None:
    import index.store

    if careless:
        index.store.fcntl.flock = _no_lock  # type: ignore[assignment]
    time.sleep(max(0.0, when - time.time()))
    for _ in range(400):
        try:
            report = update(Store(Path(root)), Path(plans), _SlowStub(), lambda step: None)
            told.send((report.published, report.generation))
            return
        except StoreError as error:
            if error.code != "store_locked":
                told.send((False, error.code))
                return
            time.sleep(0.02)
    told.send((False, "never free"))


def two_indexers(trials: Trials) -> None:
    """Two that index at once, and one that is killed while it does: as if one had come after the other."""
    first, second, base = trials.folder / "a", trials.folder / "b", trials.folder / "lager"
    write_plans(trials.folder / "fælles", [0])
    reindex(base, trials.folder / "fælles")
    write_plans(first, range(3))
    write_plans(second, range(2, 5))
    for turn in range(trials.count):
        root = Path(shutil.copytree(base, trials.folder / f"lager-{turn}"))
        when = time.time() + 0.1
        ends = []
        for plans in (first, second):
            here, there = _context.Pipe(duplex=False)
            ends.append((here, start(_index_at, str(root), str(plans), when + trials.dice.uniform(0, 0.2), there, trials.planted)))
        if turn % 5 == 4 and not trials.planted:
            time.sleep(trials.dice.uniform(0.05, 0.3))
            ends[0][1].kill()
            ends[0][1].join()
            killed_at = time.monotonic()
            with contextlib.suppress(EOFError):
                ends[0][0].recv() if ends[0][0].poll() else None
            _, made = ends[1][0].recv()
            fine = Store(root).live() == made and time.monotonic() - killed_at < 90 and Store(root).open().damaged_file is None
            trials.check(fine, f"turn {turn}: after a kill {made}, live {Store(root).live()}")
            trials.note("one killed")
        else:
            told = [here.recv() for here, _ in ends]
            live = Store(root)
            chain = live._history.chain(live.live())
            fine = all(published and made in chain for published, made in told) and live.open().damaged_file is None
            trials.check(fine and all(check.ok for check in live.verify()), f"turn {turn}: {told}, line {chain}")
        for _, process in ends:
            process.join()


def crash_writer(root: str, plans: str, step: int, careless: bool) -> None:
    """Index, and end at the ``step``-th change of the disk as if the plug had been pulled from the process."""
    from tests.faults.operations import exit_at

    if careless:
        Store.publish = _publish_carelessly  # type: ignore[method-assign,assignment]
    exit_at(step)
    reindex(Path(root), Path(plans))
    os._exit(0)


def crash_everywhere(trials: Trials) -> None:
    """A crash at each single operation on the disk; ``count`` bounds how many are tried, spread over all."""
    made = pair(trials.folder)
    steps = _steps(made, trials)
    chosen = steps if len(steps) <= trials.count else sorted(trials.dice.sample(steps, trials.count))
    found = []
    for step in chosen:
        root = made.copy(trials.folder / f"trin-{step}")
        process = start(crash_writer, str(root), str(made.after), step, trials.planted)
        process.join()
        fault = made.fault_of(root)
        if not fault:
            found.append(Store(root).live())
            fault = made.fault_after_repeating(root)
        trials.check(not fault, f"operation {step}: {fault}")
    turned = [first for first, second in zip(found, found[1:], strict=False) if first == made.new and second == made.old]
    trials.check(not turned, "new came before old")
    trials.detail |= {"operations": len(steps), "old": found.count(made.old), "new": found.count(made.new)}


def _steps(made: Pair, trials: Trials) -> list[int]:
    """Every operation of one whole run."""
    from tests.faults.operations import counting

    with counting() as count:
        reindex(made.copy(trials.folder / "hele"), made.after)
    return list(range(1, count[0] + 1))


EXPERIMENTS = (
    Experiment("F1", "kill -9 while indexing leaves the old or the new index", kill_reindex, 200, 4, 12),
    Experiment("F1b", "kill -9 while a file is placed loses no acknowledged file and leaves none by half", kill_place, 100, 2, 12),
    Experiment("F2", "a crash at every single disk operation leaves the old or the new index", crash_everywhere, 10_000, 5, 12),
    Experiment("F5", "two that index at once end as if one had come after the other", two_indexers, 100, 2, 4),
)
