"""What every reader gets and gives: the evidence of a question, and drafts of statements that point into plans."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corpus.gazetteer import fold
from corpus.plan import Plan
from index.danish import terms
from index.facts import Fact
from rag.answer import Form
from rag.evidence import Evidence, Weighted
from rag.question import Question
from rag.question_patterns import COUNTED
from rag.scope import Scope
from rag.sentence_patterns import NARROWER

# Chosen on the development split of the gold set: below ANSWERABLE the topic is not there.
ANSWERABLE = 0.55
NEAR_BEST = 0.8
# An answer is shown that is more likely right than not (``rag.sureness``).
LIKELY = 0.5
# A sentence is shown beside a better one that has this share of the other's chance.
NEARLY_AS_LIKELY = 0.4


MAX_PLANS = 5
# The unit of a figure stands within so many characters behind it.
_UNIT = 16


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before its citations have numbers. ``spans`` are the places that carry it, all in ``plan``."""

    plan: Plan
    form: Form
    spans: tuple[tuple[int, int], ...]
    items: tuple[str, ...] = ()
    strength: float = 0.0


@dataclass
class Reading:
    """One question over the plans in scope.

    Attributes:
        evidence: sentences per plan id, best first.
        facts: facts per (plan id, sentence index).
    """

    question: Question
    scope: Scope
    weighted: Sequence[Weighted]
    evidence: dict[str, list[Evidence]]
    facts: dict[tuple[str, int], list[Fact]] = field(default_factory=dict)

    @property
    def best(self) -> float:
        """Highest coverage over all plans in scope, 0.0 where nothing was found."""
        return max((found[0].coverage for found in map(self._by_coverage, self.evidence) if found), default=0.0)

    @property
    def surest(self) -> float:
        """Highest chance of a sentence to answer over all plans in scope, 0.0 where nothing was found."""
        return max((evidence.chance for found in self.evidence.values() for evidence in found), default=0.0)

    def _by_coverage(self, plan: str) -> list[Evidence]:
        return sorted(self.evidence[plan], key=lambda e: -e.coverage)[:1]

    def relevant(self, plan: Plan, near: float = NEAR_BEST) -> list[Evidence]:
        """The plan's sentences that cover the topic nearly as well as the best sentence of all plans does."""
        floor = max(ANSWERABLE, near * self.best)
        return [e for e in self.evidence.get(plan.id, []) if e.coverage >= floor]

    def facts_of(self, evidence: Evidence, *kinds: str) -> list[Fact]:
        """The sentence's facts of the given kinds; a kind may be one that ``NARROWER`` tells apart by the words around the fact."""
        there = self.facts.get((evidence.plan.id, evidence.sentence.index), [])
        return [fact for fact in there if is_one(fact, evidence.plan, kinds)]

    def names_it(self, words: str) -> bool:
        """True when ``words`` hold one of the question's names whole."""
        return any(fold(name) in fold(words) for name in self.question.proper)

    def says_topic(self, evidence: Evidence) -> bool:
        """True when the sentence, its lead-in and its headings say most of the topic apart from the years: a year alone is no topic."""
        topic = [w for w in self.weighted if not w.concept.surface.isdigit()]
        plan, sentence = evidence.plan, evidence.sentence
        lead = plan.sentences[sentence.lead] if sentence.lead is not None else sentence
        words = (evidence.text, plan.text[lead.start : lead.end], *plan.sections[sentence.section].path)
        return not topic or said(topic, " ".join(words)) >= 0.5

    def said_by(self, words: str) -> float:
        """Weighted share of the topic that ``words`` say themselves, in [0, 1]."""
        return said(self.weighted, words)

    @cached_property
    def counted(self) -> tuple[Weighted, ...]:
        """The concepts that name what is counted: those in the first words after "hvor mange" or "how many"."""
        return counted_concepts(self.question, self.weighted)

    def counts_it(self, detail: str) -> bool:
        """True when the words after a figure name what the question counts."""
        return bool(self.counted) and said(self.counted, detail) >= 0.5


def is_one(fact: Fact, plan: Plan, kinds: Collection[str]) -> bool:
    """Whether the fact is of one of the kinds, those that ``NARROWER`` tells apart by the words around the fact among them."""
    if fact.kind in kinds:
        return True
    around = plan.text[fact.start : fact.end + _UNIT]
    return any(kind in NARROWER and NARROWER[kind][0] == fact.kind and NARROWER[kind][1].search(around) is not None for kind in kinds)


def counted_concepts(question: Question, weighted: Sequence[Weighted]) -> tuple[Weighted, ...]:
    """The concepts that name what is counted: those in the first words after "hvor mange" or "how many".

    () where those words ask for a unit ("hvor mange procent") or for another kind of fact: the figure tells then, not what it counts.
    """
    if question.asked:
        return ()
    match = COUNTED.search(question.core)
    words = match.group("what").lower() if match else ""
    return tuple(w for w in weighted if words and w.concept.surface.lower() in words)


def said(weighted: Sequence[Weighted], words: str) -> float:
    """Weighted share of the concepts that ``words`` say, in [0, 1]."""
    keys = set(terms(words))
    total = sum(w.weight for w in weighted)
    said = 0.0
    for item in weighted:
        shares = (a.weight * (sum(k in keys or _within(k, keys) for k in a.keys) / len(a.keys)) ** 2 for a in item.concept.alternatives)
        said += item.weight * max(shares, default=0.0)
    return said / total if total else 0.0


def _within(key: str, keys: set[str]) -> bool:
    """A long key inside a compound counts: "forebyg" in "indbrudsforebyg"."""
    return len(key) >= 5 and any(key in other for other in keys)
