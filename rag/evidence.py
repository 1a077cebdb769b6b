"""Every sentence of every plan, scored against a question's concepts: by its own words first, then by the words around it.

A sentence of a plan seldom says alone what it speaks of: the heading, the sentence that leads a list in and the sentence before carry part
of it. So each concept counts fully where the sentence says it itself and partly where its surroundings do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.plan import Plan, Sentence
from index.compounds import CompoundSplitter
from index.danish import terms, tokens
from index.generation import Generation
from index.lexical import Concept, LexicalField
from rag.sentence_patterns import REFERS_BACK

HEADING_WEIGHT = 0.8
LEAD_WEIGHT = 0.8
BEFORE_WEIGHT = 0.5
SECTION_WEIGHT = 0.3
CARRIED_WEIGHT = 0.75
COMPOUND_WEIGHT = 0.8
# What a general word counts beside a word of the topic.
GENERIC_SHARE = 0.3
# A sentence that shares no word with the question is looked at where its chance to answer is at least this.
WORTH_A_LOOK = 0.02


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence with its scores for one question.

    Attributes:
        own: idf-weighted share of the concepts that the sentence says itself, in [0, 1].
        coverage: the same, surroundings counted at their weights, in [0, 1].
        score: what sentences are ranked by among those that say the topic.
        chance: how likely the sentence is one that answers, in [0, 1] (``rag.selector``).
    """

    plan: Plan
    sentence: Sentence
    own: float
    coverage: float
    score: float
    chance: float = 0.0

    @property
    def text(self) -> str:
        """The sentence's own words."""
        return self.plan.text[self.sentence.start : self.sentence.end]


@dataclass(frozen=True, slots=True)
class Scores:
    """Every sentence's scores for one question, each (n_sentences,) float64; see ``Evidence``.

    Attributes:
        heading: share of the topic that the sentence's heading path says. carried: what it takes over from the sentences before it.
    """

    own: np.ndarray
    coverage: np.ndarray
    score: np.ndarray
    heading: np.ndarray
    carried: np.ndarray


@dataclass(frozen=True, slots=True)
class Weighted:
    """A concept and its weight: the inverse of how common it is among the sentences."""

    concept: Concept
    weight: float


class SentenceIndex:
    """The sentences of one generation, searchable."""

    def __init__(self, generation: Generation, splitter: CompoundSplitter) -> None:
        self.units: list[tuple[Plan, Sentence]] = [(p, s) for p in generation.plans for s in p.sentences if s.kind not in ("heading",)]
        self._splitter = splitter
        self.texts = [plan.text[s.start : s.end] for plan, s in self.units]
        first = {plan.id: at for at, (plan, _) in reversed(list(enumerate(self.units)))}
        place = {(plan.id, s.index): at for at, (plan, s) in enumerate(self.units)}
        self.plan_of = np.array([list(first).index(plan.id) for plan, _ in self.units], dtype=np.int32)
        self._plan_order = list(first)
        own = [terms(one) for one in self.texts]
        parts = [self._part_keys(one) for one in self.texts]
        self._words, self._all = LexicalField(own), LexicalField([a + b for a, b in zip(own, parts, strict=True)])
        self._section_of, sections = self._sections()
        self._heads = LexicalField([terms(head) + self._part_keys(head) for head, _ in sections])
        self._bodies = LexicalField([keys for _, keys in sections])
        self._lead_of = np.array([place.get((plan.id, s.lead), -1) if s.lead is not None else -1 for plan, s in self.units])
        same = np.append(False, self._section_of[1:] == self._section_of[:-1]) if self.units else np.zeros(0, dtype=bool)
        self._refers = np.array([REFERS_BACK.search(one) is not None for one in self.texts], dtype=bool)
        self._before = np.where(same, np.arange(len(self.units)) - 1, -1)

    def _part_keys(self, text: str) -> list[str]:
        return [part for token in tokens(text) if not token.acronym for part in self._splitter.parts(token.word.lower().replace("-", ""))]

    def _sections(self) -> tuple[np.ndarray, list[tuple[str, list[str]]]]:
        numbers: dict[tuple[str, int], int] = {}
        sections: list[tuple[str, list[str]]] = []
        which = []
        for plan, sentence in self.units:
            key = (plan.id, sentence.section)
            if key not in numbers:
                section = plan.sections[sentence.section]
                body = plan.text[section.start : section.end]
                numbers[key] = len(sections)
                sections.append((" ".join(section.path), terms(body) + self._part_keys(body)))
            which.append(numbers[key])
        return np.array(which, dtype=np.int64), sections

    def knows(self, key: str) -> bool:
        """True when some sentence or heading holds the index key."""
        return key in self._all or key in self._heads

    def weigh(self, concepts: Sequence[Concept], generic: frozenset[str] = frozenset()) -> list[Weighted]:
        """Concepts with their inverse document frequency ln(1 + N / df), df counted over words and parts, at least 0.5.

        A general word weighs the less, unless the question holds nothing else.
        """
        alone = all(concept.surface in generic for concept in concepts)
        weighted = []
        for concept in concepts:
            presence = self._own_presence(concept)
            df = float(np.count_nonzero(presence >= 0.3))
            share = GENERIC_SHARE if concept.surface in generic and not alone else 1.0
            weighted.append(Weighted(concept, share * float(np.log1p(len(self.units) / max(df, 0.5)))))
        return weighted

    def _own_presence(self, concept: Concept) -> np.ndarray:
        return np.maximum(self._words.presence(concept), COMPOUND_WEIGHT * self._all.presence(concept))

    def _around(self, concept: Concept, own: np.ndarray, above: np.ndarray) -> np.ndarray:
        heads = HEADING_WEIGHT * above
        body = SECTION_WEIGHT * self._bodies.presence(concept)[self._section_of]
        padded = np.append(own, 0.0)
        return np.maximum.reduce([heads, body, LEAD_WEIGHT * padded[self._lead_of], BEFORE_WEIGHT * padded[self._before]])

    def score(self, weighted: Sequence[Weighted]) -> Scores:
        """The scores of every sentence."""
        zero = np.zeros(len(self.units))
        if not weighted or not self.units:
            return Scores(zero, zero, zero, zero, zero)
        total = sum(w.weight for w in weighted)
        own, coverage, heading, bm25 = zero.copy(), zero.copy(), zero.copy(), zero.copy()
        for item in weighted:
            mine, above = self._own_presence(item.concept), self._heads.presence(item.concept)[self._section_of]
            share = item.weight / total
            own += share * np.minimum(mine, 1.0)
            heading += share * np.minimum(above, 1.0)
            coverage += share * np.minimum(np.maximum(mine, self._around(item.concept, mine, above)), 1.0)
            bm25 += self._words.concept_scores(item.concept)
        carried = self._carried(own)
        coverage = np.maximum(coverage, CARRIED_WEIGHT * carried)
        score = coverage + 0.5 * own + 0.15 * bm25 / max(float(bm25.max()), 1e-9)
        return Scores(own, coverage, score, heading, carried)

    def _carried(self, own: np.ndarray) -> np.ndarray:
        """(n_sentences,) what a sentence takes over from those before it in its section when it refers back ("Projektet gennemføres …")."""
        carried = np.zeros(len(self.units))
        running, section = 0.0, -1
        for at in range(len(self.units)):
            if self._section_of[at] != section:
                running, section = 0.0, int(self._section_of[at])
            if self._refers[at]:
                carried[at] = running
            running = max(running, float(own[at]))
        return carried

    def inside(self, plans: Sequence[str]) -> np.ndarray:
        """(n_sentences,) bool: the sentences of the named plans."""
        return np.isin(self.plan_of, [self._plan_order.index(p) for p in plans if p in self._plan_order])

    def evidence(self, scores: Scores, chances: np.ndarray, plans: Sequence[str]) -> list[Evidence]:
        """Every sentence of the named plans that says anything of the topic or may answer, best first; ties by plan and place."""
        found = np.flatnonzero(self.inside(plans) & ((scores.coverage > 0) | (chances >= WORTH_A_LOOK)))
        order = found[np.lexsort((found, -scores.score[found]))]
        columns = (scores.own, scores.coverage, scores.score, chances)
        return [Evidence(*self.units[i], *(float(column[i]) for column in columns)) for i in order]
