"""Lexical search: BM25 (bm25s) over Danish index keys, with every alternative of one query term scored as one term.

BM25: Robertson and Zaragoza 2009. Alternatives of one concept count once, by their best (Pirkola 1998), so that a word with five synonyms
does not outvote a word with one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to say a concept: index keys that belong together, and how much it counts beside the question's own word (1.0)."""

    keys: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Concept:
    """One content word or phrase of a question with its alternatives (own form, compound parts, translations, corrections)."""

    surface: str
    alternatives: tuple[Alternative, ...]


class LexicalField:
    """BM25 over one kind of unit (passages, sentences, headings).

    Args:
        documents: index keys per unit; an empty document scores 0 for everything.
    """

    def __init__(self, documents: Sequence[Sequence[str]], k1: float = 1.2, b: float = 0.5) -> None:
        import bm25s

        self.size = len(documents)
        self._vocabulary: dict[str, int] = {}
        ids = [[self._vocabulary.setdefault(key, len(self._vocabulary)) for key in keys] for keys in documents]
        self._cache: dict[str, np.ndarray] = {}
        self._model = None
        if self._vocabulary:
            self._model = bm25s.BM25(k1=k1, b=b, method="lucene")
            tokenized = bm25s.tokenization.Tokenized(ids=ids, vocab=self._vocabulary)
            self._model.index(tokenized, show_progress=False, create_empty_token=False)

    def __contains__(self, key: str) -> bool:
        return key in self._vocabulary

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every index key of the field."""
        return frozenset(self._vocabulary)

    def key_scores(self, key: str) -> np.ndarray:
        """BM25 score of every unit for one key: (n_units,) float32, zeros for an unknown key. Do not change the array."""
        cached = self._cache.get(key)
        if cached is None:
            if key in self._vocabulary and self._model is not None:
                cached = np.asarray(self._model.get_scores_from_ids([self._vocabulary[key]]), dtype=np.float32)
            else:
                cached = np.zeros(self.size, dtype=np.float32)
            self._cache[key] = cached
        return cached

    def document_frequency(self, key: str) -> int:
        """In how many units the key occurs."""
        return int(np.count_nonzero(self.key_scores(key)))

    def concept_scores(self, concept: Concept) -> np.ndarray:
        """(n_units,) float32: the best alternative's score per unit; a phrase counts by the share of its keys that are there."""
        best = np.zeros(self.size, dtype=np.float32)
        for alternative in concept.alternatives:
            best = np.maximum(best, alternative.weight * self._alternative_scores(alternative))
        return best

    def presence(self, concept: Concept) -> np.ndarray:
        """(n_units,) float32 in [0, 1]: how fully the unit holds the concept, whatever its rarity."""
        best = np.zeros(self.size, dtype=np.float32)
        for alternative in concept.alternatives:
            share = np.mean([self.key_scores(key) > 0 for key in alternative.keys], axis=0).astype(np.float32)
            best = np.maximum(best, alternative.weight * share**2)
        return best

    def _alternative_scores(self, alternative: Alternative) -> np.ndarray:
        scores = [self.key_scores(key) for key in alternative.keys]
        if len(scores) == 1:
            return scores[0]
        share = np.mean([score > 0 for score in scores], axis=0)
        return (np.sum(scores, axis=0) * share / np.sqrt(len(scores))).astype(np.float32)

    def search(self, concepts: Sequence[Concept]) -> np.ndarray:
        """(n_units,) float32: the sum of the concepts' scores."""
        total = np.zeros(self.size, dtype=np.float32)
        for concept in concepts:
            total += self.concept_scores(concept)
        return total
