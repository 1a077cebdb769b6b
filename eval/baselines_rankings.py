"""How the rivals rank: plain BM25, plain dense vectors, their reciprocal-rank fusion. Nothing of the assistant's own retrieval."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import Stemmer
from numpy.typing import NDArray

from corpus.plan import Plan
from eval.anchors import Span
from index.encoder import Encoder
from index.generation import Generation

# Reciprocal rank fusion, Cormack et al. 2009.
_RRF_K = 60


class Ranking(Protocol):
    """Scores of all units for a query, higher is better."""

    def scores(self, query: str) -> NDArray[np.float64]:
        """(n_units,) float64."""
        ...

    def confidence(self, query: str) -> float:
        """In [0, 1], rising with the score of the best unit."""
        ...


def best(scores: NDArray[np.float64], k: int, among: Sequence[int] | None = None) -> list[int]:
    """The ``k`` best units, equal scores in the order of the units.

    >>> best(np.array([1.0, 3.0, 1.0]), 2)
    [1, 0]
    """
    units = np.arange(len(scores)) if among is None else np.array(sorted(among), dtype=int)
    return [int(unit) for unit in units[np.lexsort((units, -scores[units]))][:k]]


class Bm25:
    """bm25s with its defaults (Lucene's BM25, k1 = 1.5, b = 0.75) over Snowball-stemmed words."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s

        self._stemmer = Stemmer.Stemmer("danish")
        corpus = [self._words(text) or ["\0"] for text in texts]
        self._known = {word for words in corpus for word in words}
        self._index = bm25s.BM25()
        self._index.index(corpus, show_progress=False)
        self._size = len(texts)

    def scores(self, query: str) -> NDArray[np.float64]:
        words = sorted(word for word in set(self._words(query)) if word in self._known)
        if not words:
            return np.zeros(self._size)
        # Rounded: the sum's last bits must not decide a tie.
        found: NDArray[np.float64] = np.asarray(self._index.get_scores(words), dtype=np.float64)
        return found.round(5)

    def confidence(self, query: str) -> float:
        highest = float(self.scores(query).max(initial=0.0))
        return highest / (1.0 + highest)

    def _words(self, text: str) -> list[str]:
        return [self._stemmer.stemWord(word) for word in re.findall(r"[^\W_]+", text.lower())]


@dataclass(frozen=True, slots=True)
class QueryVectors:
    """The encoder's vectors of queries, each made once."""

    encoder: Encoder
    known: dict[str, NDArray[np.float32]]

    def of(self, query: str) -> NDArray[np.float32]:
        """(dim,) float32 of length 1."""
        if query not in self.known:
            self.known[query] = self.encoder.encode_query(query)
        return self.known[query]


class Dense:
    """Cosine of unit vectors; a unit with several windows scores as its best one.

    Args:
        vectors: (n_windows, dim) float32, rows of length 1. rows: (n_windows,) the unit of each window.
    """

    def __init__(self, vectors: NDArray[np.float32], rows: NDArray[np.int32], units: int, queries: QueryVectors) -> None:
        self._vectors, self._rows, self._units, self._queries = vectors, rows, units, queries

    def scores(self, query: str) -> NDArray[np.float64]:
        found = np.full(self._units, -1.0)
        np.maximum.at(found, self._rows, self._vectors @ self._queries.of(query))
        return np.round(found, 5)

    def confidence(self, query: str) -> float:
        return min(1.0, max(0.0, float(self.scores(query).max(initial=0.0))))


class Fused:
    """Reciprocal rank fusion of two rankings: Σ 1 / (60 + rank). Ranks alone tell no confidence, so that is the first ranking's."""

    def __init__(self, first: Ranking, second: Ranking) -> None:
        self._parts = (first, second)

    def scores(self, query: str) -> NDArray[np.float64]:
        first, second = (_reciprocal(part.scores(query)) for part in self._parts)
        return first + second

    def confidence(self, query: str) -> float:
        return self._parts[0].confidence(query)


def _reciprocal(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    ranked = np.empty(len(scores))
    ranked[best(scores, len(scores))] = 1.0 / (_RRF_K + np.arange(1, len(scores) + 1))
    return ranked


@dataclass(frozen=True, slots=True)
class Units:
    """Spans that are ranked, with their words."""

    spans: tuple[Span, ...]
    texts: tuple[str, ...]


def passage_units(generation: Generation) -> Units:
    """The store's passages, in its order."""
    spans = tuple(Span(one.plan, one.start, one.end) for one in generation.passages)
    return Units(spans, tuple(one.text for one in generation.passages))


def sentence_units(plans: Mapping[str, Plan]) -> Units:
    """Every sentence that is no heading, in the order of the plans."""
    spans = [
        Span(id, sentence.start, sentence.end) for id in sorted(plans) for sentence in plans[id].sentences if sentence.kind != "heading"
    ]
    return Units(tuple(spans), tuple(plans[one.plan].text[one.start : one.end] for one in spans))


def fitting(text: str, encoder: Encoder) -> str:
    """``text`` cut at a word so that the encoder reads it whole, as sentence-transformers does by itself without saying so."""

    def fits(part: str) -> bool:
        return encoder.count_tokens(encoder.passage_prefix + part) <= encoder.max_tokens

    if fits(text):
        return text
    words = text.split(" ")
    low, high = 0, len(words) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(" ".join(words[:middle])) else (low, middle - 1)
    shortened = " ".join(words[:low]) or words[0]
    while not fits(shortened):
        shortened = shortened[: len(shortened) // 2]
    return shortened
