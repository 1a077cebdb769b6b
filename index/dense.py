"""Exact dense search with FAISS: the only module that imports ``faiss``, and only when the first index is built.

The FAISS index lives in memory alone. Its own file format has no checksum, so what is stored is the vectors (``index/generation.py``).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


class DenseIndex:
    """Windows in, best passages out.

    Args:
        vectors: (n_windows, dim) float32, rows of length 1.
        rows: (n_windows,) int32, the passage that each window is a part of.

    Raises:
        ValueError: the two do not belong together.
    """

    def __init__(self, vectors: NDArray[np.float32], rows: NDArray[np.int32]) -> None:
        if vectors.ndim != 2 or rows.shape != (len(vectors),):
            raise ValueError(f"vectors of shape {vectors.shape} and rows of shape {rows.shape} do not belong together")
        self._rows = rows.astype(np.int64)
        self._dimension = vectors.shape[1]
        self._most_windows = int(np.bincount(rows).max()) if len(rows) else 0
        self._index = _flat(vectors) if len(rows) else None

    def search(self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None) -> list[tuple[int, float]]:
        """The ``k`` best passages as (passage index, inner product), best first; a passage scores as its best window does.

        Args:
            query: (dim,) float32 of length 1.
            allowed: (n_passages,) bool; passages that are False are never looked at, so all ``k`` come from the others. None allows all.

        Equal scores stand in the order of the passage index. Fewer than ``k`` passages come back only where there are no more.
        """
        if query.shape != (self._dimension,):
            raise ValueError(f"query of shape {query.shape}, vectors of dimension {self._dimension}")
        windows = None if allowed is None else np.flatnonzero(allowed[self._rows])
        reachable = len(self._rows) if windows is None else len(windows)
        if self._index is None or k < 1 or reachable == 0:
            return []
        fetch = min(reachable, k * self._most_windows)
        while True:
            scores, found = _nearest(self._index, query, fetch, windows)
            ranked = self._best_windows(scores, found)[:k]
            # A window beyond the last one fetched may tie with rank k and have a lower passage index: fetch until the tie has ended.
            if fetch == reachable or scores[-1] < ranked[-1][1]:
                return ranked
            fetch = min(reachable, fetch * 2)

    def _best_windows(self, scores: NDArray[np.float32], found: NDArray[np.int64]) -> list[tuple[int, float]]:
        best: dict[int, float] = {}
        for passage, score in zip(self._rows[found].tolist(), scores.tolist(), strict=True):
            best.setdefault(passage, score)
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))


def _flat(vectors: NDArray[np.float32]) -> Any:
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return index


def _nearest(
    index: Any, query: NDArray[np.float32], count: int, windows: NDArray[np.int64] | None
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The ``count`` nearest windows among ``windows`` (None: all): scores (count,) float32 falling, and window numbers (count,) int64."""
    import faiss

    # The filter goes into the scan itself; filtering afterwards would lose allowed passages that rank low over all.
    params = None if windows is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(windows))  # type: ignore[call-arg]
    scores, found = index.search(np.ascontiguousarray(query[None, :], dtype=np.float32), count, params=params)
    return scores[0], found[0]
