"""Question in, ranked passages out: Danish BM25 fields and dense vectors, fused by reciprocal rank, wide over every plan in scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.plan import Passage
from index.compounds import CompoundSplitter
from index.danish import grams, terms, tokens
from index.dense import DenseIndex
from index.encoder import Encoder
from index.generation import Generation
from index.lexical import LexicalField
from rag.concepts import Topic
from rag.question import Question

# Reciprocal rank fusion, Cormack et al. 2009: ranks count from 1.
RRF_K = 60
GRAM_WEIGHT = 0.3
# How much the dense list counts beside the lexical one: an encoder that only reads English must not carry Danish.
DENSE_WEIGHT = {"english": 0.1, "multilingual": 1.0}
DENSE_WEIGHT_UNKNOWN_WORDS = {"english": 0.4, "multilingual": 1.0}


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage. ``rank`` counts from 1; ``score`` is comparable within one search only."""

    passage: Passage
    score: float
    rank: int


class PassageRetriever:
    """Searches the passages of one generation."""

    def __init__(self, generation: Generation, encoder: Encoder, splitter: CompoundSplitter) -> None:
        self._generation, self._encoder = generation, encoder
        plans = {plan.id: plan for plan in generation.plans}
        own, parts, heads, letters = [], [], [], []
        for passage in generation.passages:
            plan = plans[passage.plan]
            head = " ".join(plan.sections[passage.section].path)
            context = f"{plan.district} {plan.year} {' '.join(plan.kommuner)}"
            own.append(terms(passage.text))
            parts.append([p for t in tokens(passage.text + " " + head) for p in splitter.parts(t.word.lower())])
            heads.append(terms(head) + terms(context))
            letters.append([g for t in tokens(passage.text + " " + head) for g in grams(t.word)])
        self._words, self._parts = LexicalField(own), LexicalField(parts)
        self._heads, self._grams = LexicalField(heads), LexicalField(letters)
        self._dense = DenseIndex(generation.vectors, generation.rows)
        self._plan_of = np.array([p.plan for p in generation.passages])

    def search(self, question: Question, topic: Topic, k: int, plans: Sequence[str]) -> list[Hit]:
        """The ``k`` best passages of the named plans; every passage of them can be found. Ties by plan and place."""
        allowed = np.isin(self._plan_of, list(plans))
        lexical = self._lexical(topic)
        fused = 1.0 * _reciprocal(lexical, allowed) + GRAM_WEIGHT * _reciprocal(self._letters(question), allowed)
        fused += self._dense_weight(topic) * self._dense_ranks(question, allowed)
        found = np.flatnonzero(allowed & (fused > 0))
        order = found[np.lexsort((found, -fused[found]))][:k]
        return [Hit(self._generation.passages[i], float(fused[i]), rank) for rank, i in enumerate(order, start=1)]

    def _lexical(self, topic: Topic) -> np.ndarray:
        return self._words.search(topic.concepts) + 0.4 * self._parts.search(topic.concepts) + 0.6 * self._heads.search(topic.concepts)

    def _letters(self, question: Question) -> np.ndarray:
        total = np.zeros(self._grams.size, dtype=np.float32)
        for token in tokens(question.text):
            if len(token.word) > 3:
                for gram in grams(token.word):
                    total += self._grams.key_scores(gram)
        return total

    def _dense_weight(self, topic: Topic) -> float:
        table = DENSE_WEIGHT_UNKNOWN_WORDS if len(topic.unknown) * 2 > len(topic.concepts) else DENSE_WEIGHT
        return table[self._encoder.strength]

    def _dense_ranks(self, question: Question, allowed: np.ndarray) -> np.ndarray:
        ranks = np.zeros(len(allowed))
        if len(allowed):
            for rank, (passage, _) in enumerate(self._dense.search(self._encoder.encode_query(question.text), 100, allowed), start=1):
                ranks[passage] = 1.0 / (RRF_K + rank)
        return ranks


def _reciprocal(scores: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """1 / (60 + rank) for every allowed unit with a score above 0, equal scores in the order of the units."""
    found = np.flatnonzero(allowed & (scores > 0))
    order = found[np.lexsort((found, -scores[found]))]
    ranks = np.zeros(len(scores))
    ranks[order] = 1.0 / (RRF_K + np.arange(1, len(order) + 1))
    return ranks
