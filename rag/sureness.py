"""How likely an answer is right, from what is known before it is shown; below a threshold the assistant declines.

A logistic regression over a dozen signs, fitted to training questions of a district that the encoder was not tuned on, among them questions
that come near to what a plan says and are not answered by it.
"""

from __future__ import annotations

import math

from rag.concepts import Topic
from rag.evidence import Evidence
from rag.reading import Reading
from rag.selector import SelectorWeights

_KINDS = ("kommuner", "plans", "count", "date", "who", "where", "definition", "yesno", "why", "compare", "describe")


def signs(reading: Reading, topic: Topic) -> dict[str, float]:
    """What tells a right answer from a wrong one: how likely the best sentence is, how much of the topic it says, what is asked."""
    best: Evidence | None = max((e for found in reading.evidence.values() for e in found), key=lambda e: e.chance, default=None)
    chance = best.chance if best else 0.0
    odds = math.log((chance + 1e-4) / (1 - chance + 1e-4))
    coverage = best.coverage if best else 0.0
    return {
        "odds": odds,
        "coverage": coverage,
        "own": best.own if best else 0.0,
        "best coverage": reading.best,
        "odds times coverage": odds * coverage,
        "unknown": len(topic.unknown) / max(len(topic.concepts), 1),
        "concepts": min(len(topic.concepts), 8),
        "asks to hold": float(bool(reading.question.asked)),
        "english": float(reading.question.language == "en"),
        **{f"asks {kind}": float(reading.question.kind == kind) for kind in _KINDS},
    }


def sureness(reading: Reading, topic: Topic, weights: SelectorWeights) -> float:
    """The chance in [0, 1] that what is read answers the question."""
    found = signs(reading, topic)
    odds = weights.intercept + sum(weight * found[name] for name, weight in weights.weights.items())
    return 1.0 / (1.0 + math.exp(-odds))
