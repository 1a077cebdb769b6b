"""Runs systems over a gold set and scores what they said."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.plan import Plan
from eval.anchors import Places, retold_plans
from eval.baselines import TUNED
from eval.evidence import Evidence
from eval.gold import GoldSet
from eval.measures import Scored
from eval.results import OURS, SystemResult, system_result
from eval.retrieval import score_retrieval
from eval.run import Progress, Run, asks, fingerprint, read_responses, run
from eval.scoring import Judge
from eval.systems import System
from eval.threshold import silenced, tune


@dataclass(frozen=True, slots=True)
class Work:
    """Where interrupted runs are kept, which split is scored, and who is told how far it is."""

    parts: Path
    split: str
    progress: Progress


class Scorer:
    """All questions are run, so that rivals can be tuned on the development split; one split is scored.

    Attributes:
        runs: every run so far, for the files.
    """

    def __init__(self, gold: GoldSet, plans: Mapping[str, Plan], work: Work) -> None:
        self.gold, self._work = gold, work
        self.places = Places(plans, retold_plans())
        self.evidence = Evidence(self.places)
        self.runs: list[Run] = []
        self._judge = Judge(self.places)
        self._by_id = {one.id: one for one in gold.questions}
        self._wanted = {one.id for one in gold.of(work.split).questions}

    def run(self, system: System, stamp: str, variants: bool = False) -> SystemResult:
        """Ask the system everything and score it. ``stamp`` names what it answers from; an interrupted run with the same one goes on."""
        part = self._work.parts / f"{system.name}.jsonl"
        mark = fingerprint(stamp, self.gold.sha256)
        done = run(system, asks(self.gold.questions, variants), part, mark, self._work.progress)
        self.runs.append(done)
        return self._scored(done)

    def previous(self, folder: Path) -> SystemResult | None:
        """An earlier run's responses scored by today's rules, on the questions that it answered in the same words; None where none are."""
        responses = read_responses(folder / "responses" / f"{OURS}.jsonl")
        same = [one for one in responses if one.id in self._by_id and one.variant == 0 and one.question == self._by_id[one.id].question]
        result = self._scored(Run("previous", tuple(same), ()))
        return result if result.scored else None

    def forget_parts(self) -> None:
        """The evaluation is written; nothing needs to be resumed."""
        shutil.rmtree(self._work.parts, ignore_errors=True)

    def _scored(self, done: Run) -> SystemResult:
        base = done.base()
        threshold = tune([self._by_id[one.id] for one in base], base, self._judge) if done.system in TUNED else 0.0
        responses = [silenced(one, threshold) for one in done.responses if one.id in self._wanted]
        first = [one for one in responses if one.variant == 0]
        golds = [self._by_id[one.id] for one in first]
        retrieval = {one.id: one for one in score_retrieval(golds, first, self.evidence)}
        scored = [Scored(gold, one, self._judge.score(gold, one), retrieval.get(gold.id)) for gold, one in zip(golds, first, strict=True)]
        variants = [self._judge.score(self._by_id[one.id], one) for one in responses if one.variant]
        return system_result(done.system, scored, variants, responses, threshold)
