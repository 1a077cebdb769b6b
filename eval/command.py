"""``plansvar eval`` from one end to the other: gold set and plans in, a folder with report and scores out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import PlansvarError, StoreError
from corpus.plan import Plan
from eval.ablations import Alone, Recall, ablations, misspelt
from eval.anchors import retold_plans
from eval.encoders import encoders
from eval.gate import baseline_key, check, load_baseline
from eval.gold import GoldSet, load_gold
from eval.leaks import repository_files, repository_root
from eval.lint import lint
from eval.offline import no_network
from eval.results import OURS, PlanNote, Results, Setup, SystemResult, changes, comparisons
from eval.run import Progress
from eval.scorer import Scorer, Work
from eval.systems import AssistantSystem, Render
from eval.writing import Written, write_results

if TYPE_CHECKING:
    from index.encoder import Encoder
    from index.generation import Generation
    from index.report import Progress as Step
    from rag.assistant import Assistant


# What keeps an evaluation's own store from being used, and is no reason to trouble anybody.
_MADE_ANEW = frozenset({"store_schema", "store_damaged", "encoder_mismatch"})


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
    reranker: str | None = None
    progress: Progress = _quiet


@dataclass(frozen=True, slots=True)
class EvalResult:
    """The results, the files written, and why the gate stays shut (empty: open, or not asked)."""

    results: Results
    files: tuple[Path, ...]
    failures: tuple[str, ...]


def evaluate(options: EvalOptions) -> EvalResult:
    """Run, score, compare, report.

    Raises:
        GoldError: ``gold_missing``, ``gold_invalid``.
        PlansvarError: ``gold_plan_missing`` (plans, command) where the gold set asks about plans that are not indexed,
            ``baseline_invalid``; and everything that opening or building the store raises.
    """
    from index.encoder import load_encoder
    from index.reranker import load_reranker
    from rag.assistant import Assistant

    gold = load_gold(options.gold or Path(str(resources.files("eval").joinpath("gold"))))
    with no_network() as refused:
        encoder = load_encoder(options.encoder)
        generation = _generation(options, encoder)
        plans = {plan.id: plan for plan in generation.plans}
        _all_there(gold, plans, options)
        faults = lint(gold, retold_plans(), _files())
        scorer = Scorer(gold, plans, Work(options.output / "parts", options.split, options.progress))
        assistant = Assistant.over(generation, encoder, reranker=load_reranker(options.reranker))
        systems = _systems(scorer, options, assistant, encoder)
        recalls = _recalls(scorer, options, assistant) if options.baselines else ()
        alone = _alone(scorer, options, assistant) if options.baselines else Alone()
    exact = scorer.places.exact
    setup = Setup(
        split=options.split,
        gold_sha256=gold.sha256,
        generation=generation.id,
        encoder=encoder.id,
        plans=tuple(_note(one, exact(id)) for id, one in sorted(plans.items())),
        faults=tuple(faults),
        connections=len(refused.addresses),
    )
    ours = next(one for one in systems if one.name == OURS)
    before = scorer.previous(options.previous) if options.previous else None
    if before is not None and len(before.scored) == len(ours.scored):
        systems.append(before)
    changed = None if before is None else changes(ours, {one.gold.id: one.score.outcome for one in before.scored})
    results = Results(setup, tuple(systems), comparisons(systems), changed, recalls, alone)
    failures = check(results, load_baseline(baseline_key(results))) if options.check else ()
    files = write_results(options.output, Written(results, scorer.runs, plans, failures if options.check else None))
    scorer.forget_parts()
    return EvalResult(results, files, failures)


def _note(plan: Plan, exact: bool) -> PlanNote:
    return PlanNote(plan.id, plan.retold, exact, hashlib.sha256(plan.text.encode()).hexdigest())


def _systems(scorer: Scorer, options: EvalOptions, assistant: Assistant, encoder: Encoder) -> list[SystemResult]:
    generation = assistant.generation
    stamp = f"{generation.id} {encoder.id} {encoder.weights_sha256}" + (f" {options.reranker}" if options.reranker else "")
    found = [scorer.run(AssistantSystem(assistant, options.render, scorer.places.plans), stamp, variants=True)]
    if options.baselines:
        from eval.baselines import rivals

        options.progress("rivals", 0, 1)
        found += [scorer.run(one, stamp) for one in rivals(generation, encoder, scorer.gold.questions, scorer.evidence)]
    return found


def _recalls(scorer: Scorer, options: EvalOptions, assistant: Assistant) -> tuple[Recall, ...]:
    """What each part of the retrieval brings, over the split that is scored."""
    options.progress("ablations", 0, 1)
    golds = scorer.gold.of(options.split).questions
    return tuple(ablations(assistant, golds, scorer.evidence) + misspelt(assistant, golds, scorer.evidence))


def _alone(scorer: Scorer, options: EvalOptions, assistant: Assistant) -> Alone:
    """What encoder and choice of sentences bring alone, over the split that is scored."""
    options.progress("encoders", 0, 1)
    return encoders(assistant, scorer.gold.of(options.split).questions, scorer.evidence)


def _generation(options: EvalOptions, encoder: Encoder) -> Generation:
    from index.store import Store
    from index.update import update

    if options.plans is None:
        return Store(options.store).open().generation
    # A store of its own, kept so that the next evaluation over the same folder encodes nothing.
    name = hashlib.sha256(str(options.plans.resolve()).encode()).hexdigest()[:12]
    store = Store(options.store / "eval" / name)

    def advance(step: Step) -> None:
        options.progress("index", step.done, step.total)

    try:
        update(store, options.plans, encoder, advance)
    except StoreError as error:
        if error.code not in _MADE_ANEW:
            raise
        # Nobody asked for this store and nothing is in it that the folder does not hold.
        update(store, options.plans, encoder, advance, rebuild=True)
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
