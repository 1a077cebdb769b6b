"""All measures of one system, from its scored responses. Every one carries its n; one without any question is left out, never NaN.

Primary, fixed beforehand: **P1** grounded success, **P2** grounded vital recall, **P3** false answers, **P4** evidence recall at 4,000
characters. A means answerable questions, U unanswerable ones; base wordings only, except for ``stability``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eval.gold import GoldQuestion
from eval.response import Response
from eval.retrieval import BUDGETS, DEPTHS, RetrievalScore
from eval.scoring import QuestionScore
from eval.statistics import Interval, bootstrap, wilson

PRIMARY = ("grounded_success", "grounded_vital_recall", "false_answers", "evidence_recall_4000c")
_REPORTED_BUDGETS = (2000, 4000)
LOWER_IS_BETTER = frozenset(
    {
        "false_answers",
        "over_refusal",
        "wrong",
        "wrong_plan",
        "wrong_year",
        "augrc",
        "uncited_answers",
        "characters_median",
        "characters_p95",
    }
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A mean or proportion with its 95 % interval and the number it is taken over."""

    name: str
    value: float
    interval: Interval | None
    n: int


@dataclass(frozen=True, slots=True)
class Scored:
    """One base question with everything known about one system's response to it."""

    gold: GoldQuestion
    response: Response
    score: QuestionScore
    retrieval: RetrievalScore | None


def per_question(name: str, scored: Iterable[Scored]) -> list[tuple[Scored, float]]:
    """The value of a primary measure for each question that it is defined on."""
    one = _PRIMARY[name]
    return [(item, value) for item in scored if (value := one(item)) is not None]


_PRIMARY: dict[str, Callable[[Scored], float | None]] = {
    "grounded_success": lambda one: float(one.score.outcome == "right"),
    "grounded_vital_recall": lambda one: one.score.vital_recall if one.gold.answerable else None,
    "false_answers": lambda one: None if one.gold.answerable else float(one.score.false_answer),
    "evidence_recall_4000c": lambda one: one.retrieval.at_characters[BUDGETS.index(4000)] if one.retrieval else None,
}


def measures(scored: Sequence[Scored], variants: Sequence[QuestionScore] = ()) -> dict[str, Measure]:
    """Every measure that is defined on these questions. ``variants`` are the scores of their other wordings."""
    answerable = [one for one in scored if one.gold.answerable]
    unanswerable = [one for one in scored if not one.gold.answerable]
    found = [
        _share("grounded_success", [one.score.outcome == "right" for one in scored]),
        _mean("grounded_vital_recall", [(one, one.score.vital_recall) for one in answerable]),
        _share("false_answers", [one.score.false_answer for one in unanswerable]),
        *_retrieval(scored),
        _share("declined", [one.score.outcome == "declined" for one in scored]),
        _share("wrong", [one.score.outcome == "wrong" for one in scored]),
        _share("over_refusal", [one.score.outcome == "declined" for one in answerable]),
        _mean("vital_recall_uncited", [(one, _stated_share(one.score)) for one in answerable]),
        *_lists(answerable),
        _share("exact_numbers", [nugget.stated for one in answerable for nugget in one.score.nuggets if nugget.vital and nugget.typed]),
        *_citations(scored),
        Measure("augrc", augrc([(one.score.confidence, _failed(one), one.response.claims) for one in scored]), None, len(scored)),
        *_lengths([one.score.characters for one in scored if one.response.claims]),
        _stability(scored, variants),
    ]
    return {one.name: Measure(one.name, round(one.value, 6), _rounded(one.interval), one.n) for one in found if one is not None and one.n}


def augrc(answers: Sequence[tuple[float, bool, bool]]) -> float:
    """Area under the generalized risk–coverage curve (Traub et al. 2024): mean risk of an undetected failure.

    With N questions taken by falling confidence, equal ones together, coverage c_i and risk g_i = failures so far / N:
    Σ (c_i - c_{i-1}) · (g_i + g_{i-1}) / 2. Abstentions come last as one group and count as failures, for what the system would have said
    is not known; so this is an upper bound. ``answers`` are (confidence, failed, answered).

    >>> augrc([(0.9, False, True), (0.1, True, True)])
    0.125
    """
    points = risk_coverage(answers)
    return sum((c - before_c) * (g + before_g) / 2 for (before_c, before_g), (c, g) in zip(points, points[1:], strict=False))


def risk_coverage(answers: Sequence[tuple[float, bool, bool]]) -> list[tuple[float, float]]:
    """The curve's points (coverage, failures so far / N) from (0, 0); see ``augrc``."""
    groups: dict[float, list[bool]] = {}
    for confidence, failed, answered in answers:
        groups.setdefault(confidence if answered else -1.0, []).append(failed or not answered)
    points, taken, lost = [(0.0, 0.0)], 0, 0
    for confidence in sorted(groups, reverse=True):
        taken, lost = taken + len(groups[confidence]), lost + sum(groups[confidence])
        points.append((taken / len(answers), lost / len(answers)))
    return points


def _failed(one: Scored) -> bool:
    return one.score.outcome != "right"


def _stated_share(score: QuestionScore) -> float:
    vital = [one for one in score.nuggets if one.vital]
    return sum(one.stated for one in vital) / len(vital) if vital else 0.0


def _retrieval(scored: Sequence[Scored]) -> list[Measure | None]:
    held = [(one, one.retrieval) for one in scored if one.retrieval is not None]
    budgets = [(budget, BUDGETS.index(budget)) for budget in _REPORTED_BUDGETS]
    found = [_mean(f"evidence_recall_{budget}c", [(one, r.at_characters[at]) for one, r in held]) for budget, at in budgets]
    found += [_mean(f"evidence_recall_at_{depth}", [(one, r.at_passages[at]) for one, r in held]) for at, depth in enumerate(DEPTHS)]
    return [*found, _mean("ndcg_at_10", [(one, r.ndcg) for one, r in held]), _mean("rr_at_10", [(one, r.rr) for one, r in held])]


def _lists(answerable: Sequence[Scored]) -> list[Measure | None]:
    lists = [(one, one.score.list) for one in answerable if one.score.list is not None]
    return [
        _mean("list_f1", [(one, found.f1) for one, found in lists]),
        _share("list_exact", [found.exact for _, found in lists]),
    ]


def _citations(scored: Sequence[Scored]) -> list[Measure | None]:
    """Over citations, not questions. Recall is over vital nuggets that are stated. Precision is over answerable questions' citations."""
    all_used = [one.score.citations for one in scored]
    on_answerable = [one.score.citations for one in scored if one.gold.answerable]
    stated = [nugget for one in scored for nugget in one.score.nuggets if nugget.vital and nugget.stated]
    used = sum(one.used for one in all_used)
    markers = used + sum(one.dangling for one in all_used)
    judged = sum(one.used for one in on_answerable)
    return [
        _ratio("citation_validity", sum(one.valid for one in all_used), markers),
        _ratio("citation_recall", sum(one.cited for one in stated), len(stated)),
        _ratio("citation_precision", sum(one.supporting for one in on_answerable), judged),
        _ratio("citation_precision_upper", sum(one.plausible for one in on_answerable), judged),
        _ratio("wrong_plan", sum(one.wrong_plan for one in all_used), used),
        _ratio("wrong_year", sum(one.wrong_year for one in all_used), used),
        _share("uncited_answers", [one.score.citations.uncited_answer for one in scored if one.response.claims]),
    ]


def _lengths(lengths: Sequence[int]) -> list[Measure | None]:
    """Characters of the answers that claim something: the middle one and the one that 95 % do not pass (nearest rank)."""
    if not lengths:
        return []
    ordered = sorted(lengths)
    picks = (("characters_median", ordered[(len(ordered) - 1) // 2]), ("characters_p95", ordered[-(-95 * len(ordered) // 100) - 1]))
    return [Measure(name, float(value), None, len(ordered)) for name, value in picks]


def _stability(scored: Sequence[Scored], variants: Sequence[QuestionScore]) -> Measure | None:
    """Share of the questions with variants whose every wording ends in the same outcome."""
    outcomes: dict[str, set[str]] = {}
    for one in variants:
        outcomes.setdefault(one.id, set()).add(one.outcome)
    return _share("stability", [outcomes[one.gold.id] == {one.score.outcome} for one in scored if one.gold.id in outcomes])


def _share(name: str, values: Sequence[bool]) -> Measure | None:
    return _ratio(name, sum(values), len(values))


def _ratio(name: str, successes: int, n: int) -> Measure | None:
    return Measure(name, successes / n, wilson(successes, n), n) if n else None


def _mean(name: str, pairs: Sequence[tuple[Scored, float]]) -> Measure | None:
    if not pairs:
        return None
    values = [value for _, value in pairs]
    return Measure(name, sum(values) / len(values), bootstrap(values, [one.gold.cluster for one, _ in pairs]), len(values))


def _rounded(interval: Interval | None) -> Interval | None:
    return Interval(round(interval.low, 6), round(interval.high, 6)) if interval else None
