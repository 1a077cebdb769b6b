"""Which sentences answer: a logistic regression over ``rag.sentence_features``; ``plansvar train-selector`` writes its weights.

A linear model over two dozen readable features was as good on left-out districts as boosted trees, and a person can read why it chose.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.prompts import Scale
from rag.reading import LIKELY
from rag.sentence_features import Asked, SentenceFeatures

# The tables that the project ships, by the scale of the nearness that they were fitted to.
_FILES: Mapping[Scale, str] = {"cosines": "selector.toml", "deviations": "selector-deviations.toml"}


@dataclass(frozen=True, slots=True)
class SelectorWeights:
    """The log-odds that a sentence answers: ``intercept`` + the sum of weight × feature."""

    intercept: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Learned:
    """What was fitted to the training questions.

    Attributes:
        sentence: chooses sentences. answer: how likely an answer is right (``rag.sureness``).
        floor: an answer less likely than this is not shown; 0 shows every one, for training.
    """

    sentence: SelectorWeights
    answer: SelectorWeights
    floor: float = LIKELY


@cache
def shipped(scale: Scale) -> Learned:
    """The shipped tables for an encoder whose nearness is counted on ``scale``."""
    tables = tomllib.loads(resources.files("rag").joinpath(_FILES[scale]).read_text(encoding="utf-8"))
    return Learned(_weights(tables["sentence"]), _weights(tables["answer"]))


def _weights(table: Mapping[str, Any]) -> SelectorWeights:
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
