"""Which sentences answer: a logistic regression over ``rag.sentence_features``; ``plansvar train-selector`` writes its weights.

A linear model over two dozen readable features was as good on left-out districts as boosted trees, and a person can read why it chose.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from rag.sentence_features import Asked, SentenceFeatures


@dataclass(frozen=True, slots=True)
class SelectorWeights:
    """The log-odds that a sentence answers: ``intercept`` + the sum of weight × feature."""

    intercept: float
    weights: Mapping[str, float]


@cache
def shipped_weights(name: str) -> SelectorWeights:
    """One table of ``selector.toml``: "sentence" chooses sentences, "answer" decides whether to answer (``rag.sureness``)."""
    table = tomllib.loads(resources.files("rag").joinpath("selector.toml").read_text(encoding="utf-8"))[name]
    return SelectorWeights(float(table["intercept"]), {name: float(weight) for name, weight in table["weights"].items()})


class Selector:
    """Judges every sentence of one generation against a question."""

    def __init__(self, features: SentenceFeatures, weights: SelectorWeights) -> None:
        self._features, self._weights = features, weights

    def chances(self, asked: Asked) -> NDArray[np.float64]:
        """(n_sentences,) float64 in [0, 1]: how likely each sentence is one that answers, 0 outside the scope."""
        columns = self._features.of(asked)
        odds = np.full(len(asked.inside), self._weights.intercept)
        for name, weight in self._weights.weights.items():
            odds += weight * columns[name]
        # Beyond these the chance is 0 or 1 in every digit that is shown, and the exponential of more overflows.
        return np.where(asked.inside, 1.0 / (1.0 + np.exp(-np.clip(odds, -50.0, 50.0))), 0.0)
