"""How likely an answer is right, from what is known before it is shown; below a threshold the assistant declines.

A logistic regression over a dozen signs, fitted to training questions of a district that the encoder was not tuned on, among them questions
that come near to what a plan says and are not answered by it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from rag.concepts import Topic
from rag.evidence import Evidence
from rag.reading import Draft, Reading, said
from rag.selector import SelectorWeights

_KINDS = ("kommuner", "plans", "count", "date", "who", "where", "definition", "yesno", "why", "compare", "describe")


def signs(reading: Reading, topic: Topic, drafts: Sequence[Draft]) -> dict[str, float]:
    """What tells a right answer from a wrong one: how likely its sentence is, how much of the topic it says, what is asked and held."""
    likeliest = max((e for found in reading.evidence.values() for e in found), key=lambda e: e.chance, default=None)
    stated = stated_by(drafts, reading)
    best: Evidence | None = max(stated, key=lambda e: e.chance, default=likeliest)
    figures = reading.facts_of(best, "number") if best and reading.counted else []
    counts = max((said(reading.counted, figure.detail) for figure in figures), default=0.0)
    chance = best.chance if best else 0.0
    odds = _odds(chance)
    coverage = best.coverage if best else 0.0
    return {
        "odds": odds,
        "coverage": coverage,
        "own": best.own if best else 0.0,
        "best coverage": reading.best,
        "odds below likeliest": odds - _odds(likeliest.chance if likeliest else 0.0),
        "counts it": counts,
        "counts": float(bool(reading.counted)),
        "odds times coverage": odds * coverage,
        "unknown": len(topic.unknown) / max(len(topic.concepts), 1),
        "concepts": min(len(topic.concepts), 8),
        "asks to hold": float(bool(reading.question.asked)),
        "english": float(reading.question.language == "en"),
        **{f"asks {kind}": float(reading.question.kind == kind) for kind in _KINDS},
    }


def _odds(chance: float) -> float:
    return math.log((chance + 1e-4) / (1 - chance + 1e-4))


def stated_by(drafts: Sequence[Draft], reading: Reading) -> list[Evidence]:
    """The sentences that the first draft rests on."""
    spans = set(drafts[0].spans) if drafts else set()
    return [e for e in reading.evidence[drafts[0].plan.id] if (e.sentence.start, e.sentence.end) in spans] if drafts else []


def sureness(reading: Reading, topic: Topic, drafts: Sequence[Draft], weights: SelectorWeights) -> float:
    """The chance in [0, 1] that the drafts answer the question."""
    found = signs(reading, topic, drafts)
    odds = weights.intercept + sum(weight * found[name] for name, weight in weights.weights.items())
    return 1.0 / (1.0 + math.exp(-odds))
