"""``python -m tests.faults.scale [--plans 2000]``: what one new plan costs in a large store, against what the plan itself costs.

The bound: reading and encoding that plan alone, times 1.5, plus the verified swap (writing the new generation, forcing it to the disk,
opening it again and checking it). The store is filled with a stand-in encoder; the new plan is encoded with the real one, which is opened
beforehand, as it is in a running page.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from corpus.passages import cut_passages
from corpus.reader import read_plan
from index.encoder import Encoder, load_encoder
from index.facts import extract_facts
from index.report import Progress
from index.store import Store
from index.update import update
from index.windows import plan_windows
from tests.faults.plans import StubEncoder, write_plans

# Ten sections of twelve sentences give about 140 vectors; the shipped plans have 260 on average.
SECTIONS, SENTENCES = 10, 12
BOUND = 1.5


class _Filled(StubEncoder):
    """Vectors of the length, and under the name, of the real encoder, for the plans that only fill the store."""

    def __init__(self, real: Encoder) -> None:
        super().__init__(real.dimension)
        self.id, self.weights_sha256 = real.id, real.weights_sha256
        self.query_prefix, self.passage_prefix, self.max_tokens = real.query_prefix, real.passage_prefix, real.max_tokens


def own_cost(path: Path, encoder: Encoder) -> tuple[float, float]:
    """Seconds to read the plan, with passages and facts, and seconds to encode it."""
    began = time.perf_counter()
    plan = read_plan(path)
    passages = cut_passages(plan)
    extract_facts(plan)
    read = time.perf_counter()
    texts = list(dict.fromkeys(window.text for window in plan_windows(plan, passages, encoder)))
    encoder.encode_passages(texts)
    return read - began, time.perf_counter() - read


def measured(plans: int, folder: Path) -> dict[str, object]:
    """One new plan in a store of ``plans``: the seconds of each stage, and whether the bound holds."""
    encoder = load_encoder(None)
    encoder.encode_query("Er modellen åben?")
    store, place = Store(folder / "lager"), folder / "planer"
    write_plans(place, range(plans), SECTIONS, SENTENCES)
    filled = time.perf_counter()
    update(store, place, _Filled(encoder), lambda step: None)
    filled = time.perf_counter() - filled
    write_plans(folder / "alene", [plans], SECTIONS, SENTENCES)
    reading, encoding = np.median([own_cost(folder / "alene" / f"plan-{plans:05}.md", encoder) for _ in range(3)], axis=0)
    write_plans(place, [plans], SECTIONS, SENTENCES)
    marks: dict[str, float] = {}

    def advance(step: Progress) -> None:
        marks.setdefault(step.stage, time.perf_counter())

    began = time.perf_counter()
    report = update(store, place, encoder, advance)
    ended = time.perf_counter()
    own, swap = float(reading + encoding), ended - marks["verify"]
    assert report.parsed == 1 and report.published
    size = sum(path.stat().st_size for path in (folder / "lager" / "index" / "gens" / str(report.generation)).iterdir())
    return {
        "plans": plans,
        "vectors": len(store.open_stored().generation.rows),
        "generation MB": round(size / 1e6),
        "fill s": round(filled, 1),
        "the plan's own reading s": round(float(reading), 2),
        "the plan's own encoding s": round(float(encoding), 2),
        "total s": round(ended - began, 2),
        "verified swap s": round(swap, 2),
        "without the swap s": round(ended - began - swap, 2),
        "times its own": round((ended - began - swap) / own, 2),
        "bound": BOUND,
        "ok": ended - began - swap <= BOUND * own,
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.scale", description=__doc__)
    parser.add_argument("--plans", type=int, default=2_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="plansvar-scale-") as folder:
        found = measured(given.plans, Path(folder))
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
