"""How far to trust the answers: the figures of the latest evaluation, or those the project ships where nobody has measured here yet."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

OURS = "plansvar"
_LARGEST_REPORT = 50_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One system: shares in [0, 1] of all questions that came out right, and of the unanswerable ones that got an answer."""

    system: str
    right: float
    false_answers: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured.

    Attributes:
        split: "test" has questions that nothing was chosen on; "dev" flatters.
        rows: ours first. questions: how many. unanswerable: how many of them have no answer in the plans.
        declined, wrong: shares of ours; None in the shipped figures. spread: 95 % interval of the share that is right.
        measured: seconds since 1970, None for the shipped figures. generation: the index that was measured.
    """

    split: str
    questions: int
    unanswerable: int
    rows: tuple[Row, ...]
    declined: float | None = None
    wrong: float | None = None
    spread: tuple[float, float] | None = None
    measured: float | None = None
    generation: str = ""

    @property
    def ours(self) -> Row:
        return self.rows[0]


def latest_figures(folder: Path) -> Figures | None:
    """What ``plansvar eval`` left in the folder, of the test split where that was measured; None where there is nothing to be read."""
    file = folder / "scores.json"
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        systems: Mapping[str, Any] = record["systems"]
        split = "test" if "test" in systems[OURS]["splits"] else "dev"
        measures = {name: system["splits"][split] for name, system in systems.items() if split in system["splits"]}
        ours = measures[OURS]
        right = ours["grounded_success"]
        return Figures(
            split=split,
            questions=int(right["n"]),
            unanswerable=int(ours.get("false_answers", {}).get("n", 0)),
            rows=tuple(_row(name, measures[name]) for name in sorted(measures, key=lambda name: (name != OURS, list(systems).index(name)))),
            declined=_value(ours, "declined"),
            wrong=_value(ours, "wrong"),
            spread=(float(right["low"]), float(right["high"])) if "low" in right else None,
            measured=file.stat().st_mtime,
            generation=str(record["setup"]["generation"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def shipped_figures() -> Figures:
    """The project's own, of the test split."""
    table = tomllib.loads(resources.files("eval").joinpath("measured.toml").read_text(encoding="utf-8"))
    rows = tuple(Row(one["name"], one["right"] / 100, one["false_answers"] / 100) for one in table["systems"])
    return Figures("test", table["questions"], table["unanswerable"], rows)


def full_report(folder: Path) -> bytes | None:
    """The report as ``plansvar eval`` wrote it, or None."""
    file = folder / "report.html"
    try:
        return file.read_bytes() if file.stat().st_size <= _LARGEST_REPORT else None
    except OSError:
        return None


def _row(name: str, measures: Mapping[str, Any]) -> Row:
    right = _value(measures, "grounded_success")
    return Row(name, right if right is not None else 0.0, _value(measures, "false_answers"))


def _value(measures: Mapping[str, Any], name: str) -> float | None:
    found = measures.get(name)
    return float(found["value"]) if found else None
