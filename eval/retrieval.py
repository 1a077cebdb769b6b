"""Ranked passages against gold evidence: recall by passages and by characters, nDCG and RR through ir_measures, TREC export.

Systems cut plans differently, so passage numbers cannot be compared. Each ranking is projected onto the needs of the question: the rank
where a need is first held gives that need, a rank that adds none gives a non-relevant document (evaluation note, 3.1). Overlapping passages
so earn nothing twice, and nDCG never passes 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.anchors import Span
from eval.evidence import Evidence
from eval.gold import GoldQuestion, Nugget
from eval.response import Response

DEPTHS = (5, 10, 20)
BUDGETS = (500, 1000, 2000, 4000, 8000)
_RANKED = 10
VITAL_GRADE, OKAY_GRADE = 2, 1


@dataclass(frozen=True, slots=True)
class RetrievalScore:
    """One question's ranking.

    Attributes:
        at_passages: share of the vital needs held by the first ``DEPTHS`` passages. at_characters: by the first ``BUDGETS`` characters.
        ndcg, rr: over the projected ranking, cut at 10.
    """

    id: str
    at_passages: tuple[float, ...]
    at_characters: tuple[float, ...]
    ndcg: float
    rr: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """A projected ranking: names of needs or passages, best first."""

    id: str
    documents: tuple[str, ...]


def within_characters(passages: Iterable[Span], budget: int) -> list[Span]:
    """The passages in order until ``budget`` characters are used; the last is cut.

    >>> within_characters([Span("p", 0, 60), Span("p", 100, 180)], 100)
    [Span(plan='p', start=0, end=60), Span(plan='p', start=100, end=140)]
    """
    kept: list[Span] = []
    left = budget
    for one in passages:
        if left <= 0:
            break
        end = min(one.end, one.start + left)
        kept.append(Span(one.plan, one.start, end))
        left -= end - one.start
    return kept


def needs(gold: GoldQuestion) -> tuple[Nugget, ...]:
    """The nuggets that evidence is asked for: those with anchors. Only answerable questions have needs.

    A verdict rests on the same evidence as the facts beside it, so it is a need of its own only where it stands alone.
    """
    anchored = tuple(one for one in gold.nuggets if one.evidence) if gold.answerable else ()
    return tuple(one for one in anchored if not one.verdict) or anchored


def qrels(questions: Sequence[GoldQuestion]) -> dict[str, dict[str, int]]:
    """{question: {need: grade}}, 2 for vital nuggets and 1 for the others; unanswerable questions are left out."""
    return {
        gold.id: {f"need:{one.id}": VITAL_GRADE if one.vital else OKAY_GRADE for one in needs(gold)} for gold in questions if needs(gold)
    }


def project(gold: GoldQuestion, response: Response, evidence: Evidence, depth: int) -> Ranking:
    """The first ``depth`` passages as needs: several needs that one passage brings stand in the order of the gold."""
    open_needs = list(needs(gold))
    documents: list[str] = []
    for rank, passage in enumerate(response.retrieved[:depth], start=1):
        held = [one for one in open_needs if evidence.reached(one, response.retrieved[:rank])]
        open_needs = [one for one in open_needs if one not in held]
        documents += [f"need:{one.id}" for one in held] or [f"{passage.plan}:{passage.start}-{passage.end}:{rank}"]
    return Ranking(gold.id, tuple(documents))


def score_retrieval(questions: Sequence[GoldQuestion], responses: Sequence[Response], evidence: Evidence) -> list[RetrievalScore]:
    """One score for each question with needs, in their order; ``responses`` are matched by position."""
    pairs = [(gold, response) for gold, response in zip(questions, responses, strict=True) if needs(gold)]
    rankings = [project(gold, response, evidence, _RANKED) for gold, response in pairs]
    ranked = _ranked(qrels([gold for gold, _ in pairs]), rankings)
    scores = []
    for gold, response in pairs:
        vital = [one for one in needs(gold) if one.vital] or list(needs(gold))
        depths = tuple(_share(vital, response.retrieved[:depth], evidence) for depth in DEPTHS)
        budgets = tuple(_share(vital, within_characters(response.retrieved, budget), evidence) for budget in BUDGETS)
        scores.append(RetrievalScore(gold.id, depths, budgets, *ranked[gold.id]))
    return scores


def _share(vital: Sequence[Nugget], passages: Sequence[Span], evidence: Evidence) -> float:
    return sum(evidence.reached(one, passages) for one in vital) / len(vital)


def _ranked(judged: dict[str, dict[str, int]], rankings: Sequence[Ranking]) -> dict[str, tuple[float, float]]:
    """nDCG@10 and RR@10 by ir_measures; a question that returned nothing scores 0."""
    import ir_measures

    ndcg, rr = ir_measures.nDCG @ _RANKED, ir_measures.RR @ _RANKED
    run = {one.id: scores_by_rank(one) for one in rankings if one.documents}
    found = {id: {ndcg: 0.0, rr: 0.0} for id in judged}
    if run:
        for metric in ir_measures.iter_calc([ndcg, rr], judged, run):
            if metric.query_id in found:
                found[metric.query_id][metric.measure] = float(metric.value)
    return {id: (values[ndcg], values[rr]) for id, values in found.items()}


def scores_by_rank(ranking: Ranking) -> dict[str, float]:
    """Strictly falling scores: trec_eval ignores the order it is given and breaks ties by name (Lin and Yang 2018)."""
    return {name: float(len(ranking.documents) - at) for at, name in enumerate(ranking.documents)}


def trec_run(rankings: Iterable[Ranking], name: str) -> str:
    """The run file of trec_eval: question Q0 document rank score name."""
    lines = []
    for ranking in sorted(rankings, key=lambda one: one.id):
        for rank, (document, score) in enumerate(scores_by_rank(ranking).items(), start=1):
            lines.append(f"{ranking.id} Q0 {document} {rank} {score:.1f} {name}\n")
    return "".join(lines)


def trec_qrels(judged: dict[str, dict[str, int]]) -> str:
    """The qrels file of trec_eval: question 0 document grade."""
    return "".join(f"{id} 0 {need} {grade}\n" for id in sorted(judged) for need, grade in sorted(judged[id].items()))
