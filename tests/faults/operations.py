"""Every operation on the disk counted, recorded or made to fail: crashes, power cuts, full disks and disks that go bad."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import index.durable
import index.folder
import index.store
from corpus.errors import StoreError
from index.store import Store
from tests.faults.experiment import Experiment, Trials
from tests.faults.powercut import Disk
from tests.faults.stores import Pair, answers_of, pair, reindex

ROOT = Path(__file__).resolve().parents[2]
Before = Callable[[str, tuple[Any, ...]], None]
_NAMES = ("fsync", "replace", "rename", "mkdir", "unlink", "rmdir", "link")
_held: list[Any] = []
_WRITERS = (index.durable, index.folder, index.store)


@contextmanager
def intercepted(before: Before, sync: bool = True) -> Iterator[None]:
    """``before`` is called with the name and the arguments of each operation that changes the disk, and may raise instead of it.

    Args:
        sync: False plants a fault: what is written is never forced to the disk.
    """

    def guard(name: str) -> Callable[..., Any]:
        original = getattr(os, name)

        def guarded(*args: Any, **options: Any) -> Any:
            before(name, args)
            return original(*args, **options)

        return guarded

    def write_file(path: Path, data: bytes) -> None:
        before("create", (path,))
        with path.open("wb") as file:
            third = len(data) // 3 + 1
            for at in range(0, max(len(data), 1), third):
                before("write", (path, data[: at + third]))
                file.write(data[at : at + third])
                file.flush()
            if sync:
                os.fsync(file.fileno())

    patches = [mock.patch.object(os, name, guard(name)) for name in _NAMES]
    patches += [mock.patch.object(module, "write_file", write_file) for module in _WRITERS]
    for patch in patches:
        patch.start()
    try:
        yield
    finally:
        for patch in patches:
            patch.stop()


@contextmanager
def counting() -> Iterator[list[int]]:
    """The number of operations, in the first place of the list."""
    count = [0]

    def before(name: str, args: tuple[Any, ...]) -> None:
        count[0] += 1

    with intercepted(before):
        yield count


def exit_at(step: int) -> None:
    """From now on this process ends at its ``step``-th operation, and nothing more of it is done, not even by a ``finally``."""
    count = [0]

    def before(name: str, args: tuple[Any, ...]) -> None:
        count[0] += 1
        if count[0] == step:
            os._exit(137)

    context = intercepted(before)
    context.__enter__()
    # Without a reference it would be collected, and its end would take the interception away again.
    _held.append(context)


# ---- power cuts


def power_cut(trials: Trials) -> None:
    """After each operation the power goes: what was not forced to the disk is there, missing, cut or zeros, and names are old or new."""
    made = pair(trials.folder)
    root = made.copy(trials.folder / "lager2")
    disk, images, every = Disk(root), 0, 1 if trials.planted else max(1, 400 // trials.count)
    original = shutil.rmtree

    def removed(path: Any, *rest: Any, **options: Any) -> None:
        disk.apply("rmtree", (path,))
        with mock.patch.object(disk, "deaf", True):
            original(path, *rest, **options)

    steps: list[tuple[str, tuple[Any, ...]]] = []

    def before(name: str, args: tuple[Any, ...]) -> None:
        if disk.deaf:
            return
        if name == "fsync" and isinstance(args[0], int):
            args = (os.readlink(f"/proc/self/fd/{args[0]}"),)
        steps.append((name, args))
        disk.apply(name, args)
        if len(steps) % every == 0:
            # Reading and writing the images is no part of what happens to the disk.
            with mock.patch.object(disk, "deaf", True):
                look(name, args)

    def look(name: str, args: tuple[Any, ...]) -> None:
        """The operation is on its way when the power goes: the images are of disks that have it or lost it."""
        nonlocal images
        for kind, place in disk.images(trials.folder / "billede"):
            images += 1
            try:
                opened = Store(place).open()
                fine = opened.damaged_file is None and opened.generation.id in (made.old, made.new)
                what = f"{opened.damaged_file} {opened.generation.id}"
            except StoreError as error:
                fine, what = False, str(error)
            trials.check(fine, f"after {len(steps)} operations, the last {name} {args[:1]}, {kind}: {what}")
            original(place)

    with intercepted(before, sync=not trials.planted), mock.patch.object(shutil, "rmtree", removed):
        reindex(root, made.after)
    trials.detail |= {"operations": len(steps), "images": images}


# ---- full disks and bad ones


def _refused(trials: Trials, made: Pair, step: int, number: int) -> None:
    """One indexing in which the ``step``-th operation fails."""
    root, count = made.copy(trials.folder / f"fuld-{number}-{step}"), [0]

    def before(name: str, args: tuple[Any, ...]) -> None:
        count[0] += 1
        if count[0] == step:
            raise OSError(number, os.strerror(number))

    fault = ""
    try:
        with intercepted(before):
            reindex(root, made.after)
    except StoreError as error:
        named = error.code == "store_write" and error.values.get("problem") == os.strerror(number)
        fault = "" if named and isinstance(error.values.get("free"), int) else f"told as {error}"
        trials.note("refused")
    except OSError as error:
        fault = f"not told: {error}"
    left = sum(path.stat().st_size for path in root.rglob("*") if path.is_file() and (".tmp" in str(path) or ".old-" in str(path)))
    fault = fault or made.fault_of(root) or ("left over" if left > 1_000_000 else "") or made.fault_after_repeating(root)
    trials.check(not fault, f"operation {step}, {os.strerror(number)}: {fault}")


@contextmanager
def _swallowed() -> Iterator[None]:
    """The planted fault: a writer that takes no notice when it cannot write."""
    write = index.durable.write_file

    def careless(path: Path, data: bytes) -> None:
        try:
            write(path, data)
        except OSError:
            path.write_bytes(data[: len(data) // 2])

    with mock.patch.object(index.folder, "write_file", careless), mock.patch.object(index.durable, "write_file", careless):
        yield


def disk_full(trials: Trials) -> None:
    """No space, or a bad disk, at every operation; a limit on the size of files; and a real small disk where one may be made."""
    made = pair(trials.folder)
    with counting() as count:
        reindex(made.copy(trials.folder / "hele"), made.after)
    steps = list(range(1, count[0] + 1))
    if len(steps) > trials.count:
        steps = sorted(trials.dice.sample(steps, trials.count))
    if trials.planted:
        _limited(trials, made, [20, 60])
        return
    for number in (errno.ENOSPC, errno.EIO):
        for step in steps:
            _refused(trials, made, step, number)
    _limited(trials, made, range(5, 100, 5) if trials.count > 50 else [50])
    if trials.count > 50:
        _small_disk(trials)


_LIMITED = """
import resource, signal, sys
from contextlib import nullcontext
from pathlib import Path
from corpus.errors import StoreError
from tests.faults.operations import _swallowed
from tests.faults.stores import reindex
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    with _swallowed() if sys.argv[4] == "True" else nullcontext():
        reindex(Path(sys.argv[1]), Path(sys.argv[2]))
except StoreError as error:
    sys.exit(f"{error.code} {error.values.get('problem')}")
"""


def _limited(trials: Trials, made: Pair, shares: Any) -> None:
    """The system refuses files beyond a share of the largest that has to be written."""
    largest = max(path.stat().st_size for path in (made.root / "index").rglob("*") if path.is_file())
    for share in shares:
        root = made.copy(trials.folder / f"loft-{share}")
        ended = _python(_LIMITED, root, made.after, largest * share // 100, trials.planted)
        fine = ended.returncode == 1 and ended.stderr.strip() == f"store_write {os.strerror(errno.EFBIG)}"
        fault = "" if fine else f"exit {ended.returncode}: {ended.stderr.strip()[-200:]}"
        trials.check(not (fault or made.fault_of(root)), f"{share} %: {fault or made.fault_of(root)}")


def _python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)


_SMALL = """
import sys
from pathlib import Path
from corpus.errors import StoreError
from index.store import Store
from tests.faults.plans import write_plans
from tests.faults.stores import reindex
root, plans = Path(sys.argv[1]), Path(sys.argv[2])
write_plans(plans, range(6))
old, told = reindex(root, plans), ""
for number in range(6, 400, 6):
    write_plans(plans, range(number, number + 6))
    before = Store(root).live()
    try:
        reindex(root, plans)
    except StoreError as error:
        told = f"{error.code} {error.values['problem']}"
        break
opened = Store(root).open()
assert told == "store_write No space left on device", told
assert opened.generation.id == before == Store(root).live() and opened.damaged_file is None
assert all(check.ok for check in Store(root).verify())
assert not [path for path in root.rglob("*") if ".tmp" in path.name]
for path in sorted(plans.iterdir())[6:]:
    path.unlink()
assert reindex(root, plans) == old
"""


def _small_disk(trials: Trials) -> None:
    """A real file system of a few megabytes, where the system allows to make one."""
    place = trials.folder / "disk"
    place.mkdir()
    mount = f"mount -t tmpfs -o size=3m plansvar '{place}' && exec \"$0\" -c \"$1\" '{place}/lager' '{trials.folder}/planer-små'"
    command = ["unshare", "--mount", "sh", "-c", mount, sys.executable, _SMALL]
    try:
        ended = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        trials.detail["small disk"] = "no unshare here"
        return
    if "ermission" in ended.stderr or "not permitted" in ended.stderr:
        trials.detail["small disk"] = "not permitted here"
        return
    trials.detail["small disk"] = "made"
    trials.check(ended.returncode == 0, f"small disk: {ended.stderr.strip()[-300:]}")


def unreadable(trials: Trials) -> None:
    """The disk refuses to read one file of the live generation: its name is told, the one before answers, and all is well afterwards."""
    made = pair(trials.folder)
    root = made.copy(trials.folder / "lager2")
    reindex(root, made.after)
    names = sorted(path.name for path in (root / "index" / "gens" / made.new).iterdir())
    read = Path.read_bytes
    for turn in range(trials.count):
        bad = names[turn % len(names)]

        def refuse(path: Path, bad: str = bad) -> bytes:
            if path.parent.name == made.new and path.name == bad:
                if trials.planted:
                    return (root / "index" / "gens" / made.old / bad).read_bytes()
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return read(path)

        with mock.patch.object(Path, "read_bytes", refuse):
            opened = Store(root).open()
            told = [check.file for check in Store(root).verify() if not check.ok]
            # With another generation's file in its place it is found all the same; only the reason is another.
            problem = next(check.problem for check in Store(root).verify() if not check.ok)
        fine = (opened.generation.id, opened.damaged_file, told) == (made.old, bad, [bad]) and problem == os.strerror(errno.EIO)
        trials.check(fine and answers_of(opened.generation) == made.answers[made.old], f"{bad}: {opened.damaged_file} {told} {problem}")
    trials.check(Store(root).open().damaged_file is None or trials.planted, "not well afterwards")


EXPERIMENTS = (
    Experiment("F2b", "a power cut after any operation leaves the old or the new index", power_cut, 400, 40, 100),
    Experiment("F3", "a full or failing disk changes nothing and is told", disk_full, 10_000, 3, 2),
    Experiment("F4", "a file that cannot be read is named and the index before it answers", unreadable, 24, 2, 3),
)
