"""Question in, ranked passages out: Danish BM25 fields, sentences and dense vectors, fused by reciprocal rank over every plan in scope."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from corpus.plan import Passage
from index.compounds import CompoundSplitter
from index.danish import grams, terms, tokens
from index.dense import DenseIndex
from index.encoder import Encoder
from index.generation import Generation
from index.lexical import LexicalField
from rag.concepts import Topic
from rag.evidence import SentenceIndex
from rag.question import Question

# Reciprocal rank fusion, Cormack et al. 2009: ranks count from 1.
RRF_K = 60
# How many passages the dense list ranks.
_DENSE_DEPTH = 200


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """What each field counts; 0 leaves it out. Chosen on the development split and the training questions, see CONTRIBUTING.

    Attributes:
        words, parts, headings, context: BM25 of the passage's words, of its compounds' parts, of its heading path, and of the plan's
            district, year and kommuner; added up to one ranking.
        grams: the ranking by character 4-grams (typos, OCR, missing æøå).
        sentences: the ranking by the passage's best sentence, its surroundings counted (``rag.evidence``).
        english, multilingual: the dense ranking of an encoder that only reads English, or of one that reads Danish;
            ``english_unknown`` where glossary and corpus know less than half of the question.
        outside: what a passage counts of a plan that only its text's years bring into the question.
        glossary, corrections: 0 searches an English question without its Danish words, a misspelt word without the nearest known one.
    """

    words: float = 1.0
    parts: float = 0.4
    headings: float = 0.6
    context: float = 0.6
    lexical: float = 1.0
    grams: float = 0.3
    sentences: float = 2.0
    english: float = 0.1
    english_unknown: float = 0.4
    multilingual: float = 2.0
    outside: float = 0.85
    glossary: float = 1.0
    corrections: float = 1.0

    def without(self, field: str) -> FieldWeights:
        """These weights with one field left out; "dense" leaves every kind of encoder out, "lexical" all the BM25 fields of words."""
        names = ("english", "english_unknown", "multilingual") if field == "dense" else (field,)
        return replace(self, **dict.fromkeys(names, 0.0))

    def only(self, field: str) -> FieldWeights:
        """The ranking of one kind alone: "lexical", the BM25 fields of words, or "dense", the encoder."""
        others = {"lexical", "grams", "sentences"} - {field}
        kept = self if field == "dense" else self.without("dense")
        return replace(kept, **dict.fromkeys(others, 0.0))

    def dense(self, strength: str, topic: Topic) -> float:
        """The weight of the dense ranking for one question."""
        if strength == "multilingual":
            return self.multilingual
        return self.english_unknown if len(topic.unknown) * 2 > len(topic.concepts) else self.english


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage. ``rank`` counts from 1; ``score`` is comparable within one search only."""

    passage: Passage
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched: the question, its topic, and the ids of the plans that it is about.

    Attributes:
        outside: plans that the question may also mean, because their text names its year.
    """

    question: Question
    topic: Topic
    plans: Collection[str]
    outside: Collection[str] = ()


class PassageRetriever:
    """Searches the passages of one generation."""

    def __init__(self, generation: Generation, encoder: Encoder, splitter: CompoundSplitter, sentences: SentenceIndex) -> None:
        self._generation, self._encoder, self._sentences = generation, encoder, sentences
        plans = {plan.id: plan for plan in generation.plans}
        own, parts, heads, contexts, letters = [], [], [], [], []
        for passage in generation.passages:
            plan = plans[passage.plan]
            head = " ".join(plan.sections[passage.section].path)
            own.append(terms(passage.text))
            parts.append([p for t in tokens(passage.text + " " + head) for p in splitter.parts(t.word.lower())])
            heads.append(terms(head))
            contexts.append(terms(f"{plan.district} {plan.year} {' '.join(plan.kommuner)}"))
            letters.append([g for t in tokens(passage.text + " " + head) for g in grams(t.word)])
        self._fields = {name: LexicalField(keys) for name, keys in zip(_LEXICAL, (own, parts, heads, contexts), strict=True)}
        self._grams = LexicalField(letters)
        self._dense = DenseIndex(generation.vectors, generation.rows)
        self._plan_of = np.array([p.plan for p in generation.passages])
        self._passage_of = _passage_of(generation, sentences)

    def search(self, search: Search, k: int, weights: FieldWeights) -> list[Hit]:
        """The ``k`` best passages of the named plans; every passage of them can be found. Ties by plan and place."""
        inside = np.isin(self._plan_of, list(search.plans))
        allowed = inside | np.isin(self._plan_of, list(search.outside))
        lexical = np.zeros(len(allowed))
        for name, field in self._fields.items():
            lexical += getattr(weights, name) * field.search(search.topic.concepts)
        fused = weights.lexical * _reciprocal(lexical, allowed)
        if weights.grams:
            fused += weights.grams * _reciprocal(self._letters(search.question), allowed)
        if weights.sentences:
            fused += weights.sentences * _reciprocal(self._best_sentence(search.topic), allowed)
        if dense := weights.dense(self._encoder.strength, search.topic):
            fused += dense * self._dense_ranks(search.question, allowed)
        fused[~inside] *= weights.outside
        found = np.flatnonzero(allowed & (fused > 0))
        order = found[np.lexsort((found, -fused[found]))][:k]
        return [Hit(self._generation.passages[i], float(fused[i]), rank) for rank, i in enumerate(order, start=1)]

    def _best_sentence(self, topic: Topic) -> np.ndarray:
        """(n_passages,) the score of each passage's best sentence."""
        best = np.zeros(len(self._plan_of))
        scores = self._sentences.score(self._sentences.weigh(topic.concepts, topic.generic))
        placed = (self._passage_of >= 0) & (scores.coverage > 0)
        np.maximum.at(best, self._passage_of[placed], scores.score[placed])
        return best

    def _letters(self, question: Question) -> np.ndarray:
        total = np.zeros(self._grams.size, dtype=np.float32)
        for token in tokens(question.meant):
            if len(token.word) > 3:
                for gram in grams(token.word):
                    total += self._grams.key_scores(gram)
        return total

    def _dense_ranks(self, question: Question, allowed: np.ndarray) -> np.ndarray:
        """1 / (60 + rank) of the passages that lie nearer to the question than at a right angle."""
        ranks = np.zeros(len(allowed))
        if len(allowed):
            found = self._dense.search(self._encoder.encode_query(question.meant), _DENSE_DEPTH, allowed)
            for rank, (passage, similarity) in enumerate(found, start=1):
                ranks[passage] = 1.0 / (RRF_K + rank) if similarity > 0 else 0.0
        return ranks


_LEXICAL = ("words", "parts", "headings", "context")


def _passage_of(generation: Generation, sentences: SentenceIndex) -> np.ndarray:
    """(n_sentences,) the index of the passage that each sentence begins in, -1 where none holds it."""
    places: dict[str, list[tuple[int, int, int]]] = {}
    for at, passage in enumerate(generation.passages):
        places.setdefault(passage.plan, []).append((passage.start, passage.end, at))
    found = []
    for plan, sentence in sentences.units:
        holding = (at for start, end, at in places.get(plan.id, ()) if start <= sentence.start < end)
        found.append(next(holding, -1))
    return np.array(found, dtype=np.int64)


def _reciprocal(scores: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """1 / (60 + rank) for every allowed unit with a score above 0, equal scores in the order of the units."""
    found = np.flatnonzero(allowed & (scores > 0))
    order = found[np.lexsort((found, -scores[found]))]
    ranks = np.zeros(len(scores))
    ranks[order] = 1.0 / (RRF_K + np.arange(1, len(order) + 1))
    return ranks
