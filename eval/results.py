"""Everything an evaluation found out, as values, and as the JSON that is the same on every run over the same input."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from eval.ablations import Alone, Recall
from eval.gold import GoldQuestion
from eval.measures import LOWER_IS_BETTER, PRIMARY, Measure, Scored, measures, per_question
from eval.records import Fault
from eval.response import Response
from eval.retrieval import RetrievalScore
from eval.scoring import QuestionScore
from eval.statistics import Comparison, compare, holm

SCHEMA = 1
OURS = "plansvar"
SPLITS = ("dev", "test")


@dataclass(frozen=True, slots=True)
class SystemResult:
    """One system over the questions.

    Attributes:
        scored: base wordings, sorted by id. variants: scores of the other wordings.
        measures: over all questions. by_split: over those of "dev" and "test".
        threshold: the tuned confidence below which a rival declines, else 0.
    """

    name: str
    scored: tuple[Scored, ...]
    variants: tuple[QuestionScore, ...]
    responses: tuple[Response, ...]
    measures: Mapping[str, Measure]
    by_split: Mapping[str, Mapping[str, Measure]]
    threshold: float


@dataclass(frozen=True, slots=True)
class PlanNote:
    """A scored plan. ``exact``: its text is the one the gold set was written for, so that spans are compared, else sections."""

    id: str
    retold: bool
    exact: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class Setup:
    """What was evaluated with what."""

    split: str
    gold_sha256: str
    generation: str
    encoder: str
    plans: tuple[PlanNote, ...]
    faults: tuple[Fault, ...]
    connections: int


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose outcome differs from the previous run's."""

    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Results:
    """The whole evaluation.

    Attributes:
        comparisons: {rival: {primary measure: ours against it}}. changes: None without a previous run.
        recalls: of the retrieval as it is, without each of its parts, and with misspelt questions.
        alone: what encoder and choice of sentences bring alone.
    """

    setup: Setup
    systems: tuple[SystemResult, ...]
    comparisons: Mapping[str, Mapping[str, Comparison]]
    changes: tuple[Change, ...] | None
    recalls: tuple[Recall, ...] = ()
    alone: Alone = field(default_factory=Alone)

    @property
    def ours(self) -> SystemResult:
        return next(one for one in self.systems if one.name == OURS)


def system_result(
    name: str, scored: Sequence[Scored], variants: Sequence[QuestionScore], responses: Sequence[Response], threshold: float
) -> SystemResult:
    """Take every measure, over all questions and over each split that has any."""
    by_split = {}
    for split in SPLITS:
        part = [one for one in scored if one.gold.split == split]
        ids = {one.gold.id for one in part}
        if part:
            by_split[split] = measures(part, [one for one in variants if one.id in ids])
    whole = next(iter(by_split.values())) if len(by_split) == 1 else measures(scored, variants)
    return SystemResult(name, tuple(scored), tuple(variants), tuple(responses), whole, by_split, threshold)


def comparisons(systems: Sequence[SystemResult]) -> dict[str, dict[str, Comparison]]:
    """Ours against every other system on the primary measures; Holm over all of them together.

    Differences are turned so that above 0 is always better, also where lower is better.
    """
    ours = next(one for one in systems if one.name == OURS)
    found: dict[str, dict[str, Comparison]] = {}
    for other in systems:
        if other.name == OURS:
            continue
        found[other.name] = {}
        for name in PRIMARY:
            mine, theirs = per_question(name, ours.scored), per_question(name, other.scored)
            if mine and not (name == "evidence_recall_4000c" and _retrieves_nothing(other)):
                sign = -1.0 if name in LOWER_IS_BETTER else 1.0
                clusters = [one.gold.cluster for one, _ in mine]
                one = compare([sign * value for _, value in mine], [sign * value for _, value in theirs], clusters)
                found[other.name][name] = one
    corrected = holm({f"{rival} {name}": one.p for rival, rows in found.items() for name, one in rows.items()})
    return {rival: {name: replace(one, holm=corrected[f"{rival} {name}"]) for name, one in rows.items()} for rival, rows in found.items()}


def _retrieves_nothing(system: SystemResult) -> bool:
    return not any(one.response.retrieved for one in system.scored)


def changes(ours: SystemResult, previous: Mapping[str, str]) -> tuple[Change, ...]:
    """The questions of both runs whose outcome differs, sorted by id; ``previous`` is {question: outcome}."""
    return tuple(
        Change(one.gold.id, previous[one.gold.id], one.score.outcome)
        for one in ours.scored
        if one.gold.id in previous and previous[one.gold.id] != one.score.outcome
    )


def scores_json(results: Results) -> bytes:
    """scores.json: setup, measures, comparisons, the outcome of every question. Keys sorted, floats with six decimals."""
    record = {
        "schema": SCHEMA,
        "setup": asdict(results.setup),
        "systems": {one.name: _system(one) for one in results.systems},
        "comparisons": {rival: {name: asdict(one) for name, one in rows.items()} for rival, rows in results.comparisons.items()},
        "recalls": [asdict(one) for one in results.recalls],
        "alone": asdict(results.alone),
        "changes": None if results.changes is None else [asdict(one) for one in results.changes],
    }
    return dump(record)


def questions_jsonl(results: Results) -> bytes:
    """One line per base question and system: what was right about it and what was not."""
    lines = []
    for system in results.systems:
        for one in system.scored:
            lines.append(_compact({"system": system.name, **asdict(one.score), "retrieval": _retrieval(one.retrieval)}))
    return ("\n".join(lines) + "\n").encode() if lines else b""


def dump(record: Any) -> bytes:
    """JSON for people and diffs."""
    return (json.dumps(_rounded(record), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n").encode()


def _compact(record: Any) -> str:
    return json.dumps(_rounded(record), ensure_ascii=False, sort_keys=True, allow_nan=False)


def _system(system: SystemResult) -> dict[str, Any]:
    return {
        "threshold": system.threshold,
        "measures": _measures(system.measures),
        "splits": {split: _measures(found) for split, found in system.by_split.items()},
        "outcomes": {one.gold.id: one.score.outcome for one in system.scored},
    }


def _measures(found: Mapping[str, Measure]) -> dict[str, Any]:
    return {
        name: {"value": one.value, "n": one.n, **({"low": one.interval.low, "high": one.interval.high} if one.interval else {})}
        for name, one in found.items()
    }


def _retrieval(score: RetrievalScore | None) -> dict[str, Any] | None:
    return asdict(score) if score else None


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value


def slice_outcomes(scored: Sequence[Scored], by: str) -> dict[str, dict[str, int]]:
    """{value of a gold field: {outcome: count}}, for example by "kind"; "plan" counts a question for every plan it names."""
    found: dict[str, dict[str, int]] = {}
    for one in scored:
        for value in _slice_values(one.gold, by):
            row = found.setdefault(value, {"right": 0, "declined": 0, "wrong": 0})
            row[one.score.outcome] += 1
    return {value: found[value] for value in sorted(found)}


def _slice_values(gold: GoldQuestion, by: str) -> tuple[str, ...]:
    return tuple(sorted(gold.plans)) if by == "plan" else (str(getattr(gold, by)),)
