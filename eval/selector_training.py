"""Fits the selector of answering sentences to the training questions, and measures it on districts that were left out."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.training_data import TrainingQuestion
from rag.assistant import Assistant
from rag.selector import SelectorWeights

# Of the sentences that do not answer, those that come first by words or by meaning are worth learning from.
_CANDIDATES = 50
# Inverse strength of the ridge penalty.
_C = 0.3


@dataclass(frozen=True, slots=True)
class Example:
    """One wording with its candidates.

    Attributes:
        features: (n, k) float64. answers: (n,) bool, none where nothing answers. weight: of the wording among all.
    """

    question: TrainingQuestion
    language: str
    wording: str
    features: NDArray[np.float64]
    answers: NDArray[np.bool_]


def examples(assistant: Assistant, questions: Iterable[TrainingQuestion]) -> Iterator[Example]:
    """Every wording of every question about one plan, its candidates the sentences of that plan."""
    plans = {plan.id: plan for plan in assistant.generation.plans}
    for question in questions:
        plan = plans.get(question.about)
        if plan is None or not question.alone:
            continue
        wanted = {sentence for answer in question.answers for sentence in answer.sentences}
        for language, wordings in (("da", question.danish), ("en", question.english)):
            for wording in wordings:
                columns, units, inside = assistant.features(wording, [plan.id])
                matrix = np.stack(list(columns.values()), axis=1)
                answers = np.array([p.text[s.start : s.end] in wanted for p, s in units]) & inside
                chosen = _candidates(columns["score"], columns["near"], inside, answers)
                yield Example(question, language, wording, matrix[chosen], answers[chosen])


def _candidates(score: NDArray[np.float64], near: NDArray[np.float64], inside: NDArray[np.bool_], answers: NDArray[np.bool_]) -> list[int]:
    ranked = [np.argsort(np.where(inside, -column, np.inf), kind="stable")[:_CANDIDATES] for column in (score, near)]
    return sorted({int(at) for at in (*ranked[0], *ranked[1], *np.flatnonzero(answers)) if inside[at]})


def fit(found: Sequence[Example], names: Sequence[str]) -> SelectorWeights:
    """A ridge-penalised logistic regression; the features are standardised for the penalty, the weights are those of the raw features."""
    from sklearn.linear_model import LogisticRegression

    features = np.concatenate([one.features for one in found])
    answers = np.concatenate([one.answers for one in found])
    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=_C, max_iter=2000).fit((features - mean) / spread, answers)
    weights = model.coef_[0] / spread
    return SelectorWeights(float(model.intercept_[0] - weights @ mean), dict(zip(names, weights.tolist(), strict=True)))


def first_hits(found: Iterable[Example], names: Sequence[str], weights: SelectorWeights, depths: Sequence[int]) -> dict[str, list[float]]:
    """{language and number of the wording: share of wordings with an answering sentence among the first ``depths``}."""
    vector = np.array([weights.weights.get(name, 0.0) for name in names])
    held: dict[str, list[list[bool]]] = {}
    for one in found:
        if one.question.answers and one.answers.any():
            order = np.argsort(-(one.features @ vector), kind="stable")
            hits = [bool(one.answers[order[:depth]].any()) for depth in depths]
            for key in ("all", one.language, f"{one.language}{_number(one)}"):
                held.setdefault(key, []).append(hits)
    return {key: [float(share) for share in np.mean(rows, axis=0)] for key, rows in sorted(held.items())}


def _number(one: Example) -> int:
    wordings = one.question.danish if one.language == "da" else one.question.english
    return wordings.index(one.wording)


def shuffled(questions: Sequence[TrainingQuestion], seed: int) -> list[TrainingQuestion]:
    """The questions in an order that the seed decides."""
    mixed = list(questions)
    random.Random(seed).shuffle(mixed)
    return mixed
