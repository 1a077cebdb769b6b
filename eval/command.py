"""``plansvar eval`` from one end to the other: gold set and plans in, a folder with report and scores out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import PlansvarError
from corpus.plan import Plan
from eval.anchors import Places, retold_plans
from eval.evidence import Evidence
from eval.gold import GoldQuestion, GoldSet, load_gold
from eval.leaks import repository_files, repository_root
from eval.lint import lint
from eval.measures import Scored
from eval.offline import no_network
from eval.results import OURS, PlanNote, Results, Setup, SystemResult, changes, comparisons, system_result
from eval.retrieval import score_retrieval
from eval.run import Progress, Run, asks, fingerprint, read_responses, run
from eval.scoring import Judge
from eval.systems import AssistantSystem, Render, System
from eval.threshold import silenced, tune
from eval.writing import write_results

if TYPE_CHECKING:
    from index.encoder import Encoder
    from index.generation import Generation


def _quiet(_: str, __: int, ___: int) -> None:
    """The progress of a caller that wants none."""


@dataclass(frozen=True, slots=True)
class EvalOptions:
    """What ``plansvar eval`` was asked for.

    Attributes:
        render: an answer and the plans to the text that people read and that is scored.
        gold: file or folder; None is the set the project ships.
        plans: a folder of plans to index for this evaluation alone; None takes the store as it is.
        split: "dev", "test" or "all".
        previous: the output folder of an earlier evaluation.
        check: whether the gate decides the result.
        progress: called with system, done and total; "index" while plans are indexed.
    """

    render: Render
    store: Path
    output: Path
    gold: Path | None = None
    plans: Path | None = None
    split: str = "all"
    baselines: bool = True
    previous: Path | None = None
    check: bool = False
    encoder: str | None = None
    progress: Progress = _quiet


@dataclass(frozen=True, slots=True)
class EvalResult:
    """The results, the files written, and why the gate stays shut (empty: open, or not asked)."""

    results: Results
    files: tuple[Path, ...]
    failures: tuple[str, ...]
    summary: str = field(default="")


def evaluate(options: EvalOptions) -> EvalResult:
    """Run, score, compare, report.

    Raises:
        GoldError: ``gold_missing``, ``gold_invalid``.
        PlansvarError: ``gold_plan_missing`` (plans, command) where the gold set asks about plans that are not indexed,
            ``baseline_invalid``; and everything that opening or building the store raises.
    """
    from index.encoder import load_encoder

    gold = load_gold(options.gold or Path(str(resources.files("eval").joinpath("gold"))))
    with no_network() as refused:
        encoder = load_encoder(options.encoder)
        generation = _generation(options, encoder)
        plans = {plan.id: plan for plan in generation.plans}
        _all_there(gold, plans, options)
        faults = lint(gold, retold_plans(), _files())
        scorer = _Scorer(gold, options, plans)
        systems = scorer.systems(generation, encoder)
    exact = scorer.places.exact
    setup = Setup(
        split=options.split,
        gold_sha256=gold.sha256,
        generation=generation.id,
        encoder=encoder.id,
        plans=tuple(PlanNote(id, one.retold, exact(id), hashlib.sha256(one.text.encode()).hexdigest()) for id, one in sorted(plans.items())),
        faults=tuple(faults),
        connections=len(refused.addresses),
    )
    ours = next(one for one in systems if one.name == OURS)
    results = Results(setup, tuple(systems), comparisons(systems), _changes(ours, scorer, options))
    return write_results(results, scorer.runs, plans, options)


def _generation(options: EvalOptions, encoder: Encoder) -> Generation:
    from index.store import Store
    from index.update import update

    if options.plans is None:
        return Store(options.store).open().generation
    # A store of its own, kept so that the next evaluation over the same folder encodes nothing.
    name = hashlib.sha256(str(options.plans.resolve()).encode()).hexdigest()[:12]
    store = Store(options.store / "eval" / name)
    update(store, options.plans, encoder, lambda step: options.progress("index", step.done, step.total))
    return store.open().generation


def _all_there(gold: GoldSet, plans: dict[str, Plan], options: EvalOptions) -> None:
    wanted = frozenset().union(*(one.plans for one in gold.questions)) if gold.questions else frozenset()
    missing = sorted(wanted - plans.keys())
    if missing:
        command = f"plansvar index --store {options.store}"
        raise PlansvarError("gold_plan_missing", plans=", ".join(missing), command=command)


def _files() -> dict[str, str]:
    root = repository_root()
    return repository_files(root) if root else {}


class _Scorer:
    """Runs the systems over the gold set and scores them; all questions are run, so that rivals can be tuned, and one split is scored."""

    def __init__(self, gold: GoldSet, options: EvalOptions, plans: dict[str, Plan]) -> None:
        self._gold, self._options, self._plans = gold, options, plans
        self.places = Places(plans, retold_plans())
        self._judge, self._evidence = Judge(self.places), Evidence(self.places)
        self.runs: list[Run] = []

    def systems(self, generation: Generation, encoder: Encoder) -> list[SystemResult]:
        from rag.assistant import Assistant

        ours = AssistantSystem(Assistant.over(generation, encoder), self._options.render, self._plans)
        found = [self._run(ours, variants=True, mark=generation.id, generation=generation)]
        if self._options.baselines:
            from eval.baselines import rivals

            for rival in rivals(generation, encoder, self._gold.questions, self._evidence):
                found.append(self._run(rival, variants=False, mark=generation.id, generation=generation))
        previous = self.previous()
        return [*found, previous] if previous else found

    def _run(self, system: System, variants: bool, mark: str, generation: Generation) -> SystemResult:
        questions = self._gold.questions
        part = self._options.output / "parts" / f"{system.name}.jsonl"
        stamp = fingerprint(mark, self._gold.sha256, self._options.encoder or "")
        done = run(system, asks(questions, variants), part, stamp, self._options.progress)
        self.runs.append(done)
        return self.scored(done)

    def scored(self, done: Run) -> SystemResult:
        """Everything about one system's responses, on the split that was asked for."""
        from eval.baselines import TUNED

        threshold = tune(self._gold.questions, done.base(), self._judge) if done.system in TUNED else 0.0
        by_id = {one.id: one for one in self._gold.questions}
        wanted = {one.id for one in self._gold.of(self._options.split).questions}
        responses = [silenced(one, threshold) for one in done.responses if one.id in wanted]
        base = [one for one in responses if one.variant == 0]
        golds = [by_id[one.id] for one in base]
        retrieval = {one.id: one for one in score_retrieval(golds, base, self._evidence)}
        scored = [Scored(gold, one, self._judge.score(gold, one), retrieval.get(gold.id)) for gold, one in zip(golds, base, strict=True)]
        variants = [self._judge.score(by_id[one.id], one) for one in responses if one.variant]
        return system_result(done.system, scored, variants, responses, threshold)

    def previous(self) -> SystemResult | None:
        """The earlier run as a rival, where it answered every base question in the same words."""
        known = self.previous_responses()
        base = [known.get(one.id) for one in self._gold.questions]
        if not base or any(one is None for one in base):
            return None
        return self.scored(Run("previous", tuple(one for one in base if one is not None), ()))

    def previous_responses(self) -> dict[str, object]:
        raise NotImplementedError


def _changes(ours: SystemResult, scorer: _Scorer, options: EvalOptions) -> None:
    raise NotImplementedError
