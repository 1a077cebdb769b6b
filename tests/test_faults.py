"""The fault experiments with a few trials each, and the cheap ones with their planted fault; ``make faults`` runs them in full."""

from __future__ import annotations

import json

import pytest

from tests.faults.__main__ import EXPERIMENTS
from tests.faults.experiment import Experiment, Trials

BY_ID = {one.id: one for one in EXPERIMENTS}
# These need minutes or the real encoder, or have tests of their own that are quicker.
FULL_ONLY = {"F7", "F14b", "F6", "F10"}
CHEAP_TWINS = ("F2b", "F4", "F8c", "F9c", "F10n")


@pytest.mark.parametrize("name", [one.id for one in EXPERIMENTS if one.id not in FULL_ONLY])
def test_a_few_trials_hold(name: str) -> None:
    done = BY_ID[name].once(1, BY_ID[name].quick)
    assert done.failures == [] and done.passed > 0


@pytest.mark.parametrize("name", CHEAP_TWINS)
def test_a_planted_fault_is_seen(name: str) -> None:
    assert BY_ID[name].once(1, BY_ID[name].twin, planted=True).failures


def test_every_experiment_is_named_once_and_counts_what_it_promises() -> None:
    assert len(BY_ID) == len(EXPERIMENTS)
    assert {name: BY_ID[name].full for name in ("F1", "F1b", "F5", "F7", "F8", "F9")} == {
        "F1": 200, "F1b": 100, "F5": 100, "F7": 240, "F8": 500, "F9": 1000,
    }  # fmt: skip


def test_an_experiment_whose_twin_passes_does_not_hold() -> None:
    def run(trials: Trials) -> None:
        for number in range(trials.count):
            trials.check(not (trials.planted and sees), f"nummer {number}")

    sees = True
    line = Experiment("X", "æ", run, 5, 1, 2).line(7)
    assert (line["n"], line["pass"], line["fail"], line["twin"], line["ok"]) == (5, 5, 0, {"n": 2, "fail": 2}, True)
    assert json.loads(json.dumps(line))["seed"] == 7
    sees = False
    assert Experiment("X", "æ", run, 5, 1, 2).line(7)["ok"] is False
