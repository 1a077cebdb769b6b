"""``python -m tests.faults [--quick] [--only F1,F8] [--seed N] [--output FILE]``: each experiment and its twin, one JSON line each.

Exit code 1 when a trial failed, or when a twin with a planted fault passed: then the experiment sees nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from pathlib import Path

from tests.faults import damage, documents, folders, kills, operations, readers

EXPERIMENTS = [
    one for module in (kills, operations, damage, readers, folders, documents) for one in module.EXPERIMENTS
]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="", help="ids, with commas between them")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument("--output", type=Path, help="a file that the lines are added to")
    given = parser.parse_args()
    chosen = [one for one in EXPERIMENTS if not given.only or one.id in given.only.split(",")]
    failed = 0
    for experiment in chosen:
        line = json.dumps(result := experiment.line(given.seed, given.quick), ensure_ascii=False)
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        if given.output is not None:
            with given.output.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        failed += not result["ok"]
    sys.stderr.write(f"{len(chosen) - failed} of {len(chosen)} experiments hold (seed {given.seed}).\n")
    return 1 if failed else 0


if __name__ == "__main__":
    # Damaged numbers are the point of some experiments.
    warnings.simplefilter("ignore")
    sys.exit(main())
