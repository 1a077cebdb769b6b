"""The best candidates in the order of two judges: the ranking that found them and the cross-encoder that read them.

The cross-encoder changes the order and nothing else: the chances that decide whether to answer stay calibrated as they were, each handed
to the candidate that now holds its rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.reranker import Reranker
from rag.retriever import RRF_K, Hit

# So many passages and sentences are read: a cross-encoder takes some ten milliseconds for each.
PASSAGES, SENTENCES = 50, 24


def reranked_hits(reranker: Reranker, question: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits with the first ``PASSAGES`` put in the common order; scores stay falling."""
    first = list(hits[:PASSAGES])
    order = _common_order(reranker.scores(question, [hit.passage.text for hit in first]))
    placed = [replace(first[at], score=hit.score, rank=hit.rank) for at, hit in zip(order, first, strict=True)]
    return placed + list(hits[PASSAGES:])


def reranked_chances(reranker: Reranker, question: str, chances: NDArray[np.float64], texts: Sequence[str]) -> NDArray[np.float64]:
    """``chances`` (n,) with those of the ``SENTENCES`` likeliest handed out anew; ``texts`` are the n sentences."""
    likeliest = np.lexsort((np.arange(len(chances)), -chances))[:SENTENCES]
    likeliest = likeliest[chances[likeliest] > 0]
    order = _common_order(reranker.scores(question, [texts[at] for at in likeliest]))
    changed = chances.copy()
    changed[likeliest[order]] = chances[likeliest]
    return changed


def _common_order(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """(n,) the positions by reciprocal rank in the given order and by ``scores`` together (Cormack et al. 2009); ties as given."""
    given = np.arange(len(scores))
    by_score = np.empty(len(scores), dtype=np.int64)
    by_score[np.lexsort((given, -scores))] = given
    return np.lexsort((given, -(1.0 / (RRF_K + 1 + given) + 1.0 / (RRF_K + 1 + by_score))))
