"""What a fault experiment is: counted trials from a seed, and a twin with a planted fault in which the same trials must fail."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Trials:
    """One run of an experiment.

    Attributes:
        count: how many trials are wanted. folder: empty, and the run's own.
        planted: whether the fault is planted that the trials must see.
        detail: figures worth keeping.
    """

    seed: int
    count: int
    folder: Path
    planted: bool = False
    passed: int = 0
    failures: list[str] = field(default_factory=list)
    detail: dict[str, object] = field(default_factory=dict)
    dice: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def check(self, holds: bool, what: str) -> bool:
        """Counts one trial; ``what`` tells the one that failed."""
        if holds:
            self.passed += 1
        else:
            self.failures.append(what)
        return holds

    def note(self, name: str, by: int = 1) -> None:
        """Counts how often something happened."""
        self.detail[name] = int(str(self.detail.get(name, 0))) + by


@dataclass(frozen=True, slots=True)
class Experiment:
    """``full`` and ``quick`` trials of ``run``, and ``twin`` trials with the planted fault.

    Attributes:
        promise: what is shown, in one line.
    """

    id: str
    promise: str
    run: Callable[[Trials], None]
    full: int
    quick: int
    twin: int

    def line(self, seed: int, quick: bool = False) -> dict[str, object]:
        """Run it and its twin; the result as one record. ``ok`` is true where all trials passed and the twin's did not."""
        began = time.monotonic()
        done, twin = self.once(seed, self.quick if quick else self.full), self.once(seed, self.twin, planted=True)
        ok = not done.failures and done.passed > 0 and bool(twin.failures)
        return {
            "id": self.id,
            "promise": self.promise,
            "seed": seed,
            "n": done.passed + len(done.failures),
            "pass": done.passed,
            "fail": len(done.failures),
            "twin": {"n": twin.passed + len(twin.failures), "fail": len(twin.failures)},
            "ok": ok,
            "seconds": round(time.monotonic() - began, 1),
            "detail": done.detail,
            "failures": done.failures[:5],
        }

    def once(self, seed: int, count: int, planted: bool = False) -> Trials:
        """One run in a folder of its own, which is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="plansvar-faults-") as folder:
            trials = Trials(seed, count, Path(folder), planted)
            self.run(trials)
        return trials
