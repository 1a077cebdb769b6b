from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.dense import DenseIndex

# Windows in the plane; the query looks along the first axis, so a window's score is its first number.
QUERY = np.array([1, 0], dtype=np.float32)
WINDOWS = np.array([[0.6, 0.8], [0.8, 0.6], [0, 1], [0.8, -0.6], [1, 0]], dtype=np.float32)
ROWS = np.array([0, 0, 1, 2, 3], dtype=np.int32)


def mask(*passages: int, of: int = 4) -> NDArray[np.bool_]:
    return np.isin(np.arange(of), passages)


def rounded(hits: list[tuple[int, float]]) -> list[tuple[int, float]]:
    return [(passage, round(score, 6)) for passage, score in hits]


def test_a_passage_scores_as_its_best_window_and_ties_stand_by_passage() -> None:
    assert rounded(DenseIndex(WINDOWS, ROWS).search(QUERY, 10)) == [(3, 1.0), (0, 0.8), (2, 0.8), (1, 0.0)]


def test_k_counts_passages_not_windows() -> None:
    assert rounded(DenseIndex(WINDOWS, ROWS).search(QUERY, 2)) == [(3, 1.0), (0, 0.8)]


def test_a_tie_at_the_border_of_k_goes_to_the_lower_passage_wherever_it_stands() -> None:
    # Ten passages with the same vector, the lowest last: FAISS fetches the first windows first.
    index = DenseIndex(np.tile(QUERY, (10, 1)), np.arange(9, -1, -1, dtype=np.int32))
    assert [passage for passage, _ in index.search(QUERY, 3)] == [0, 1, 2]


def test_the_filter_loses_no_allowed_passage() -> None:
    index = DenseIndex(WINDOWS, ROWS)
    assert rounded(index.search(QUERY, 1, mask(1))) == [(1, 0.0)]
    assert rounded(index.search(QUERY, 5, mask(1, 2))) == [(2, 0.8), (1, 0.0)]
    assert index.search(QUERY, 5, mask()) == []


def test_nothing_to_search() -> None:
    empty = DenseIndex(np.empty((0, 2), np.float32), np.empty(0, np.int32))
    assert empty.search(QUERY, 5) == []
    assert empty.search(QUERY, 5, np.zeros(0, np.bool_)) == []
    assert DenseIndex(WINDOWS, ROWS).search(QUERY, 0) == []


def test_what_does_not_belong_together_is_refused() -> None:
    with pytest.raises(ValueError, match="do not belong together"):
        DenseIndex(WINDOWS, ROWS[:-1])
    with pytest.raises(ValueError, match="dimension 2"):
        DenseIndex(WINDOWS, ROWS).search(np.ones(3, np.float32), 1)


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(0, 9))
def test_the_same_as_looking_at_every_window(seed: int, k: int, forbidden: int) -> None:
    random = np.random.default_rng(seed)
    rows = random.integers(0, 10, size=40).astype(np.int32)
    # Few possible vectors, so that ties are common; +1 and -1 in four dimensions, halved, have length 1 and exact inner products.
    vectors = (random.choice([-0.5, 0.5], size=(40, 4))).astype(np.float32)
    query = np.full(4, 0.5, np.float32)
    allowed = np.arange(10) != forbidden
    best: dict[int, float] = {}
    for row, score in zip(rows.tolist(), (vectors @ query).tolist(), strict=True):
        if allowed[row]:
            best[row] = max(score, best.get(row, -9))
    assert DenseIndex(vectors, rows).search(query, k, allowed) == sorted(best.items(), key=lambda hit: (-hit[1], hit[0]))[:k]
