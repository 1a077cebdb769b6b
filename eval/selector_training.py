"""Fits the selector of answering sentences to the training questions, and measures it on districts that were left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.plan import Plan
from eval.systems import Render
from index.training_data import TrainingQuestion
from rag.answer import Answer
from rag.assistant import Assistant
from rag.selector import SelectorWeights

# Of the sentences that do not answer, those that come first by words or by meaning are worth learning from.
_CANDIDATES = 50
# Inverse strength of the ridge penalty.
_C = 0.3
# The same for the order of sentences.
_RIDGE = 0.001


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
    """Weights that put the answering sentences of a question first, scaled so that the result is a chance.

    The order is a conditional logit (McFadden 1974): of the candidates of one question, those that answer shall have the greatest share of
    the softmax. Judging every sentence for itself placed three answers in a hundred fewer first on plans left out. The scale is Platt's
    (1999): a logistic regression of the answers on that order, and on the features that are one for the whole question.
    """
    features, answers = np.concatenate([one.features for one in found]), np.concatenate([one.answers for one in found])
    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread == 0] = 1.0
    weights = _conditional_logit([one for one in found if one.answers.any()], mean, spread) / spread
    of_question: list[int] = np.flatnonzero(np.all([np.ptp(one.features, axis=0) == 0 for one in found], axis=0)).tolist()
    weights[of_question] = 0.0
    columns = np.column_stack([features @ weights, features[:, of_question]])
    scale = _regression(columns, answers, ["order", *(names[at] for at in of_question)])
    scaled = dict(zip(names, (scale.weights["order"] * weights).tolist(), strict=True))
    return SelectorWeights(scale.intercept, scaled | {name: weight for name, weight in scale.weights.items() if name != "order"})


def _conditional_logit(found: Sequence[Example], mean: NDArray[np.float64], spread: NDArray[np.float64]) -> NDArray[np.float64]:
    """(k,) weights of the standardised features: greatest mean log share of the answers, less ``_RIDGE`` times their squares."""
    from scipy.optimize import minimize

    rows = (np.concatenate([one.features for one in found]) - mean) / spread
    answers = np.concatenate([one.answers for one in found]).astype(np.float64)
    sizes = np.array([len(one.answers) for one in found])
    first, question = np.cumsum(sizes) - sizes, np.repeat(np.arange(len(found)), sizes)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        order = rows @ weights
        mass = np.exp(order - np.maximum.reduceat(order, first)[question])
        whole, held = np.add.reduceat(mass, first), np.add.reduceat(mass * answers, first) + 1e-12
        missed = mass / whole[question] - mass * answers / held[question]
        value = float(np.mean(np.log(whole) - np.log(held)) + _RIDGE * weights @ weights)
        return value, rows.T @ missed / len(found) + 2 * _RIDGE * weights

    return np.asarray(minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x)


def fit_sureness(assistant: Assistant, render: Render, questions: Iterable[TrainingQuestion]) -> SelectorWeights:
    """The same over the signs of whole answers: which of those that ``assistant`` gives without ever declining are right.

    Right is an answer that says every word it has to say and cites a sentence that answers; what answers an unanswerable question is wrong.
    """
    plans = {plan.id: plan for plan in assistant.generation.plans}
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    for question in questions:
        for wording in (*question.danish, *question.english) if question.about in plans and question.alone else ():
            answer = assistant.answer(wording)
            if answer.status == "answered":
                rows.append(assistant.signs(wording))
                right.append(_is_right(question, answer, render(answer, assistant.generation.plans), plans))
    names = list(rows[0])
    return _regression(np.array([[row[name] for name in names] for row in rows]), np.array(right), names)


def _is_right(question: TrainingQuestion, answer: Answer, shown: str, plans: Mapping[str, Plan]) -> bool:
    cited = {(one.plan, plans[one.plan].text[one.start : one.end]) for one in answer.citations}
    reached = any(
        plan == one.plan and (sentence in quote or quote in sentence)
        for one in question.answers for sentence in one.sentences for plan, quote in cited
    )  # fmt: skip
    said = question.kind == "yesno" or all(word.lower() in shown.lower() for one in question.answers for word in one.says)
    return bool(question.answers) and reached and said


def written(sentence: SelectorWeights, answer: SelectorWeights) -> str:
    """Both tables as the TOML that ``rag.selector`` reads."""
    lines = []
    for name, found in (("sentence", sentence), ("answer", answer)):
        lines += [f"[{name}]", f"intercept = {found.intercept:.4f}", "", f"[{name}.weights]"]
        lines += [f'"{feature}" = {weight:.4f}' for feature, weight in found.weights.items()]
        lines.append("")
    return "\n".join(lines)


def _regression(features: NDArray[np.float64], answers: NDArray[np.bool_], names: Sequence[str]) -> SelectorWeights:
    from sklearn.linear_model import LogisticRegression

    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=_C, max_iter=2000).fit((features - mean) / spread, answers)
    weights = model.coef_[0] / spread
    return SelectorWeights(float(model.intercept_[0] - weights @ mean), dict(zip(names, weights.tolist(), strict=True)))


def crossed(found: Sequence[Example], names: Sequence[str]) -> dict[str, dict[str, list[float]]]:
    """{what ranks: ``first_hits`` at 1 and 3}: words alone, nearness alone, and the selector fitted without the plan it is measured on."""
    plans = sorted({one.question.about for one in found})
    ranks: dict[str, list[tuple[SelectorWeights, list[Example]]]] = {
        "words": [(SelectorWeights(0.0, {"score": 1.0}), list(found))],
        "nearness": [(SelectorWeights(0.0, {"near": 1.0}), list(found))],
        "selector": [],
    }
    for plan in plans if len(plans) > 1 else ():
        others = [one for one in found if one.question.about != plan]
        ranks["selector"].append((fit(others, names), [one for one in found if one.question.about == plan]))
    return {name: _together([first_hits(held, names, weights, (1, 3)) for weights, held in pairs]) for name, pairs in ranks.items()}


def _together(parts: Sequence[dict[str, list[float]]]) -> dict[str, list[float]]:
    """The plain mean over the plans."""
    return {key: np.mean([part[key] for part in parts], axis=0).tolist() for key in (parts[0] if parts else {})}


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
