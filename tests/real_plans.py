"""Where the real plans lie, for the tests that read them. They are never part of the repository."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from corpus.plan import Plan
from corpus.reader import read_plan

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("PLANSVAR_REAL_PLANS") or REPOSITORY.parent / "shared" / "plans")
NAMES = ("nordjylland-2023", "oestjylland-2021", "oestjylland-2024", "sydoestjylland-2017", "sydoestjylland-2021")

needs_real_plans = pytest.mark.skipif(
    not all((FOLDER / f"{name}.txt").is_file() for name in NAMES),
    reason=f"the five real plans are not in {FOLDER} (set PLANSVAR_REAL_PLANS to the folder that holds them)",
)


@cache
def real_plan(name: str) -> Plan:
    """The real plan, read once per test run."""
    return read_plan(FOLDER / f"{name}.txt")


@cache
def retold_plan(name: str) -> Plan:
    """The retelling of the plan that the project ships, read once per test run."""
    return read_plan(REPOSITORY / "corpus" / "plans" / f"{name}.md")
