"""Decides whether a change may go in: invariants, questions that must pass, and no fall of the primary measures on the development split.

The systems are deterministic, so an unrelated change moves nothing and any fall is the change's own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from corpus.errors import PlansvarError
from eval.measures import LOWER_IS_BETTER, PRIMARY
from eval.results import Results

_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Baseline:
    """The committed numbers. ``measures``: on the development split. ``must_pass``: ids of questions that may never be lost."""

    measures: Mapping[str, float]
    must_pass: tuple[str, ...]


def load_baseline(plans: str, path: Path | None = None) -> Baseline:
    """The baseline for ``plans``, "shipped" or "original".

    Raises:
        PlansvarError: ``baseline_invalid`` (path, problem).
    """
    source = path or resources.files("eval").joinpath("baseline.toml")
    try:
        table: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
        measures = {name: float(value) for name, value in table.get(plans, {}).items()}
        must_pass = tuple(str(one) for one in table.get("must_pass", {}).get("ids", ()))
    except (OSError, ValueError, TypeError, AttributeError) as problem:
        raise PlansvarError("baseline_invalid", path=str(source), problem=str(problem)) from None
    return Baseline(measures, must_pass)


def baseline_key(results: Results) -> str:
    """Which baseline these results belong to: "shipped" where every plan is the retelling, else "original"."""
    return "shipped" if all(plan.exact for plan in results.setup.plans) else "original"


def check(results: Results, baseline: Baseline) -> tuple[str, ...]:
    """Why the gate stays shut, one Danish line each; empty where it opens."""
    return (*_invariants(results), *_must_pass(results, baseline), *_falls(results, baseline))


def _invariants(results: Results) -> list[str]:
    found = []
    if results.setup.faults:
        found.append(f"Guldsættet har {len(results.setup.faults)} fejl.")
    if results.setup.connections:
        found.append(f"Evalueringen forsøgte {results.setup.connections} forbindelser til netværket.")
    validity = results.ours.measures.get("citation_validity")
    if validity is not None and validity.value < 1.0:
        found.append(f"citation_validity er {validity.value:.4f} og skal være 1 (n = {validity.n}).")
    uncited = results.ours.measures.get("uncited_answers")
    if uncited is not None and uncited.value > 0.0:
        found.append(f"uncited_answers er {uncited.value:.4f} og skal være 0 (n = {uncited.n}).")
    broken = [one for one in results.ours.responses if one.status == "failed"]
    found += [f"{one.id}: systemet fejlede med {one.reason}." for one in broken]
    return found


def _must_pass(results: Results, baseline: Baseline) -> list[str]:
    outcomes = {one.gold.id: one.score.outcome for one in results.ours.scored}
    wanted = {*baseline.must_pass, *(one.gold.id for one in results.ours.scored if one.gold.must_pass)}
    return [f"{id} skal være right, men er {outcomes[id]}." for id in sorted(wanted) if outcomes.get(id, "right") != "right"]


def _falls(results: Results, baseline: Baseline) -> list[str]:
    dev = results.ours.by_split.get("dev", {})
    found = []
    for name in PRIMARY:
        if name not in baseline.measures or name not in dev:
            continue
        before, now = baseline.measures[name], dev[name].value
        fallen = now > before + _TOLERANCE if name in LOWER_IS_BETTER else now < before - _TOLERANCE
        if fallen:
            found.append(f"{name} på dev er {now:.4f}; baseline er {before:.4f} (n = {dev[name].n}).")
    return found


def baseline_toml(results: Results, must_pass: tuple[str, ...]) -> str:
    """The baseline file's table for these results, to be committed in the change that earns it."""
    dev = results.ours.by_split.get("dev", {})
    lines = [f"[{baseline_key(results)}]", *(f"{name} = {dev[name].value:.6f}" for name in PRIMARY if name in dev)]
    return "\n".join([*lines, "", "[must_pass]", "ids = [", *(f'    "{id}",' for id in must_pass), "]", ""])
