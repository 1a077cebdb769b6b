"""Gives rivals that always show something the chance to decline: a threshold on their confidence, tuned on the development split.

Without it a comparison on unanswerable questions would only show that they were never asked to be silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eval.gold import GoldQuestion
from eval.response import Response
from eval.scoring import Judge


def tune(questions: Sequence[GoldQuestion], responses: Sequence[Response], judge: Judge) -> float:
    """The confidence below which to decline so that most development questions come out right; of equal ones the lowest.

    0 where there are no development questions.
    """
    dev = [(gold, one) for gold, one in zip(questions, responses, strict=True) if gold.split == "dev"]
    as_is = [(one.confidence, judge.score(gold, one).outcome == "right", _right_when_silent(gold)) for gold, one in dev]
    best_count, best_threshold = -1, 0.0
    for threshold in sorted({0.0, *(confidence for confidence, _, _ in as_is)}):
        count = sum(silent if confidence < threshold else shown for confidence, shown, silent in as_is)
        if count > best_count:
            best_count, best_threshold = count, threshold
    return best_threshold


def silenced(response: Response, threshold: float) -> Response:
    """The response, or an abstention where its confidence is below the threshold; what was retrieved stays."""
    if response.status != "answered" or response.confidence >= threshold:
        return response
    return replace(response, status="abstained", reason="not_mentioned", text="", members=(), citations=())


def _right_when_silent(gold: GoldQuestion) -> bool:
    return not gold.answerable and "not_mentioned" in gold.reasons
