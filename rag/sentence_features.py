"""What is known of a question and a sentence together, as numbers: the input of the selector (``rag.selector``).

Half of the features are about the words (how much of the topic the sentence says, alone and with its surroundings), the others about
meaning (nearness of the vectors), what the sentence holds (a figure for "how many") and what it is (an item, a lead-in).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.gazetteer import fold
from corpus.plan import Plan, Sentence
from index.danish import grams, tokens
from index.encoder import Encoder
from index.facts import Fact
from index.generation import Generation
from index.lexical import LexicalField
from index.windows import WHOLE
from rag.concepts import Topic
from rag.evidence import Scores, SentenceIndex, Weighted
from rag.nearness import nearness
from rag.question import Question
from rag.reading import counted_concepts, said
from rag.scope import older_plans
from rag.sentence_patterns import ASPECTS, CAUSE, DEFINES, NARROWER, ROLE

# What a sentence must hold to answer, by kind of question; the question's own wording may ask for more ("åbningstider").
HELD_BY_KIND: dict[str, tuple[str, ...]] = {
    "count": ("number", "series"),
    "date": ("date", "series", "hours"),
    "where": ("place", "kommune", "contact"),
    "kommuner": ("kommune", "all_kommuner"),
}
_FACTS = tuple("kommune all_kommuner number date person series place hours contact frequency duration age paragraph".split())
FactsOf = Mapping[tuple[str, int], Sequence[Fact]]
_KINDS = ("why", "yesno", "describe", "who", "definition", "compare", "plans")

Column = NDArray[np.float64]
Inside = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the features need it: its topic, the scores of all sentences, and which sentences are in scope, (n,) bool."""

    question: Question
    topic: Topic
    weighted: Sequence[Weighted]
    scores: Scores
    inside: Inside


class SentenceFeatures:
    """The features of every sentence of one generation; what does not depend on the question is computed once."""

    def __init__(self, generation: Generation, encoder: Encoder, index: SentenceIndex, facts: FactsOf) -> None:
        self._encoder, self._units, self._scale = encoder, index.units, encoder.scale
        texts = [plan.text[sentence.start : sentence.end] for plan, sentence in index.units]
        self._grams = LexicalField([[gram for token in tokens(text) for gram in grams(token.word)] for text in texts])
        self._own, self._passage = _vectors(generation, index.units)
        self._facts, self._folded = facts, [fold(text) for text in texts]
        self._holds = _holds(index.units, facts)
        self._names = _names(index.units, facts)
        self._still = _still(index.units, texts, older_plans(generation.plans))

    def of(self, asked: Asked) -> dict[str, Column]:
        """Every feature by name, each (n_sentences,) float64. "best" in a name: relative to the best sentence in scope."""
        scores, question = asked.scores, asked.question
        vector = self._encoder.encode_query(question.meant)
        own, passage = (nearness(held, vector, self._scale) for held in (self._own, self._passage))
        letters = self._letters(question)

        def best(column: Column) -> float:
            return float(column[asked.inside].max()) if asked.inside.any() else 0.0

        def share(column: Column) -> Column:
            return column / max(best(column), 1e-9)

        everyone = np.ones(len(self._units))
        spread = float(own[asked.inside].std()) if asked.inside.any() else 1.0
        mean = float(own[asked.inside].mean()) if asked.inside.any() else 0.0
        return {
            "own": scores.own,
            "coverage": scores.coverage,
            "score": scores.score,
            "own of best": share(scores.own),
            "coverage of best": share(scores.coverage),
            "score of best": share(scores.score),
            "heading": scores.heading,
            "carried": scores.carried,
            "letters of best": share(letters),
            "near": own,
            "near below best": own - best(own),
            "near in deviations": (own - mean) / (spread + 1e-6),
            "passage near": passage,
            "passage near below best": passage - best(passage),
            "near times coverage": own * scores.coverage,
            "concepts": everyone * min(len(asked.topic.concepts), 8),
            "unknown": everyone * (len(asked.topic.unknown) / max(len(asked.topic.concepts), 1)),
            "english": everyone * (question.language == "en"),
            "older": self._still["older"] * (len({self._units[i][0].id for i in np.flatnonzero(asked.inside)}) > 1),
            **self._answering(question, everyone),
            **self._named(asked),
            **{name: self._still[name] for name in ("item", "signature", "cover", "long", "leads in", "position", "number", "date")},
        }

    def _answering(self, question: Question, everyone: Column) -> dict[str, Column]:
        """Whether the sentence holds or tells what is asked for."""
        wanted = [NARROWER[kind][0] if kind in NARROWER else kind for kind in question.asked or HELD_BY_KIND.get(question.kind, ())]
        held = np.max([self._holds[kind] for kind in wanted if kind in self._holds] or [np.zeros(len(self._units))], axis=0)
        told = [self._still[f"aspect {n}"] for n, (asks, _) in enumerate(ASPECTS) if asks.search(question.folded)]
        return {
            "holds": held,
            "asks to hold": everyone * bool(wanted),
            "tells": np.max(told or [np.zeros(len(self._units))], axis=0),
            "asks to tell": everyone * bool(told),
            "person": self._holds["person"] * (question.kind == "who"),
            "role": self._still["role"] * (question.kind == "who"),
            "cause": self._still["cause"] * (question.kind == "why"),
            "defines": self._still["defines"] * (question.kind == "definition"),
            **{f"asks {kind}": everyone * (question.kind == kind) for kind in _KINDS},
        }

    def _named(self, asked: Asked) -> dict[str, Column]:
        """Whether the sentence holds the names of the question, its kommune, its year, and a figure of the thing that it counts."""
        question, nothing = asked.question, np.zeros(len(self._units))
        names = [fold(name) for name in question.proper]
        kommuner = [self._names.get(kommune, nothing) for kommune in question.asked_kommuner]
        years = [str(year) for year in question.years]
        return {
            "names it": np.array([any(name in text for name in names) for text in self._folded], np.float64) if names else nothing,
            "its kommune": np.max(kommuner, axis=0) if kommuner else nothing,
            "asks kommune": nothing + bool(kommuner),
            "its year": np.array([any(year in text for year in years) for text in self._folded], np.float64) if years else nothing,
            "asks year": nothing + bool(years),
            "counts it": self._counts(question, asked.weighted),
        }

    def _counts(self, question: Question, weighted: Sequence[Weighted]) -> Column:
        counted = counted_concepts(question, weighted)
        column = np.zeros(len(self._units))
        for at in np.flatnonzero(self._holds["number"]) if counted else ():
            plan, sentence = self._units[at]
            figures = (fact for fact in self._facts.get((plan.id, sentence.index), ()) if fact.kind == "number")
            column[at] = max((said(counted, fact.detail) for fact in figures), default=0.0)
        return column

    def _letters(self, question: Question) -> Column:
        total = np.zeros(len(self._units))
        for token in tokens(question.meant):
            if len(token.word) > 3:
                for gram in grams(token.word):
                    total += self._grams.key_scores(gram)
        return total


def _vectors(generation: Generation, units: Sequence[tuple[Plan, Sentence]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(n_sentences, dim) float32 twice: of each sentence alone, and of the passage that holds it; zeros where there is none."""
    place = {(plan.id, sentence.index): at for at, (plan, sentence) in enumerate(units)}
    owner = [record.id for record in generation.manifest.plans for _ in range(record.windows)]
    alone = np.zeros((len(units), generation.vectors.shape[1]), np.float32)
    whole = np.zeros_like(alone)
    first_of_passage: dict[int, int] = {}
    for window, sentence in enumerate(generation.sentences.tolist()):
        row = int(generation.rows[window])
        if sentence == WHOLE:
            first_of_passage.setdefault(row, window)
        elif (at := place.get((owner[window], sentence))) is not None:
            alone[at] += generation.vectors[window]
            whole[at] = generation.vectors[first_of_passage[row]]
    # A sentence longer than the encoder reads has several windows: their mean.
    return alone / np.maximum(np.linalg.norm(alone, axis=1, keepdims=True), 1e-9), whole


def _holds(units: Sequence[tuple[Plan, Sentence]], facts: FactsOf) -> dict[str, Column]:
    kinds = [{fact.kind for fact in facts.get((plan.id, sentence.index), ())} for plan, sentence in units]
    return {name: np.array([name in found for found in kinds], dtype=np.float64) for name in _FACTS}


def _names(units: Sequence[tuple[Plan, Sentence]], facts: FactsOf) -> dict[str, Column]:
    """Per kommune, (n_sentences,) 1.0 where the sentence names it."""
    columns: dict[str, Column] = {}
    for at, (plan, sentence) in enumerate(units):
        for fact in facts.get((plan.id, sentence.index), ()):
            if fact.kind == "kommune":
                columns.setdefault(fact.value, np.zeros(len(units)))[at] = 1.0
    return columns


def _still(units: Sequence[tuple[Plan, Sentence]], texts: Sequence[str], older: Collection[str]) -> dict[str, Column]:
    """What a sentence is, whatever is asked."""
    first: dict[tuple[str, int], int] = {}
    for plan, sentence in units:
        first.setdefault((plan.id, sentence.section), sentence.index)
    figure = [any(c.isdigit() for c in text) for text in texts]
    columns: dict[str, Any] = {
        "item": [sentence.kind == "item" for _, sentence in units],
        "signature": [sentence.kind == "signature" for _, sentence in units],
        "cover": [plan.sections[sentence.section].kind == "cover" for plan, sentence in units],
        "older": [plan.id in older for plan, _ in units],
        "long": np.log1p([len(text) for text in texts]),
        "leads in": [text.rstrip().endswith((":", "?")) for text in texts],
        "position": np.log1p([sentence.index - first[plan.id, sentence.section] for plan, sentence in units]),
        "number": figure,
        "date": [any(year in text for year in (" 20", " 19")) for text in texts],
        "cause": [CAUSE.search(text) is not None for text in texts],
        "role": [ROLE.search(text) is not None for text in texts],
        "defines": [DEFINES.search(text) is not None for text in texts],
        **{f"aspect {n}": [said.search(text) is not None for text in texts] for n, (_, said) in enumerate(ASPECTS)},
    }
    return {name: np.asarray(values, dtype=np.float64) for name, values in columns.items()}
