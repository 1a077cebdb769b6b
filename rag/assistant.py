"""The whole program in one place: question → scope → concepts → evidence → reader → citations → answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from corpus.plan import Plan, Sentence
from index.compounds import CompoundSplitter
from index.danish import token_keys, tokens
from index.encoder import Encoder
from index.facts import Fact
from index.generation import Generation
from index.reranker import Reranker
from rag.answer import Answer, Coverage, Language, Reason, Seconds, Understood
from rag.citations import citation, cite
from rag.compound_question import parts
from rag.concepts import ConceptReader, Topic, is_action
from rag.conversation import with_context
from rag.coverage import absent_years, coverage_of, is_nowhere
from rag.evidence import Evidence, SentenceIndex
from rag.found import Found, together
from rag.place_names import PlaceSpeller
from rag.question import Question, analyse
from rag.question_patterns import SUPERLATIVE
from rag.read_lists import SAID_BY_HEADING
from rag.readers import only_general, read
from rag.reading import ANSWERABLE, Draft, Reading
from rag.reranking import PASSAGES, reranked_chances, reranked_hits
from rag.retriever import FieldWeights, Hit, PassageRetriever, Search
from rag.scope import Scope, check_filters, find_scope
from rag.selector import Learned, Selector, shipped
from rag.sentence_features import Asked, Column, Inside, SentenceFeatures
from rag.sureness import signs, stated_by, sureness

NEAREST = 3
FIELDS = FieldWeights()
# Of two ways to read a year the first is taken when it covers this share of the topic.
SURE = 0.7
# A sentence that says this share of the topic itself is shown whatever else speaks against it.
LITERAL = 0.9
# Below this share of the topic an answer needs this sureness.
SHARES_WORDS, WITHOUT_WORDS = 0.5, 0.6

# Where sentences begin, with the plan's id.
Places = frozenset[tuple[str, int]]
Filters = tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...]]


class Assistant:
    """Answers questions over one immutable generation. Safe to share between threads: a question changes nothing."""

    def __init__(self, generation: Generation, encoder: Encoder, learned: Learned | None = None, reranker: Reranker | None = None) -> None:
        self.generation, self.encoder = generation, encoder
        self.learned = learned or shipped(encoder.scale)
        self._reranker = reranker
        known = _vocabulary(generation)
        splitter = CompoundSplitter(token.word for plan in generation.plans for token in tokens(plan.text))
        self._places = PlaceSpeller(known)
        self._concepts = ConceptReader(known, splitter)
        self._sentences = SentenceIndex(generation, splitter)
        self._retriever = PassageRetriever(generation, encoder, splitter, self._sentences)
        self._facts: dict[tuple[str, int], list[Fact]] = {}
        for fact in generation.facts:
            self._facts.setdefault((fact.plan, fact.sentence), []).append(fact)
        self._features = SentenceFeatures(generation, encoder, self._sentences, self._facts)
        self._selector = Selector(self._features, self.learned.sentence)

    @classmethod
    def over(cls, generation: Generation, encoder: Encoder, learned: Learned | None = None, reranker: Reranker | None = None) -> Assistant:
        """The assistant over a generation and the encoder that built it; without ``learned``, with what is shipped for that encoder."""
        return cls(generation, encoder, learned, reranker)

    def search(
        self,
        question: str,
        k: int = 20,
        *,
        districts: Sequence[str] = (),
        years: Sequence[int] = (),
        weights: FieldWeights = FIELDS,
    ) -> list[Hit]:
        """The ``k`` passages that fit best, rank 1 first; other ``weights`` than the default are for measuring.

        Raises:
            QuestionError: empty or too long question, unknown district or year.
        """
        asked = analyse(self._places.read(question)[0])
        filters = check_filters(self.generation.plans, districts, years)
        scope = find_scope(asked, self.generation.plans, *filters)
        # A year that is also some plan's year may be one that the text of another plan speaks of.
        told = find_scope(asked, self.generation.plans, *filters, in_text=True) if asked.years and not asked.plan_years else scope
        outside = [p.id for p in told.plans if any(str(year) in p.text for year in asked.years)]
        plans = [p.id for p in scope.plans or self.generation.plans]
        no_topic = frozenset(y for y in asked.years if y not in scope.content_years and not outside)
        topic = self._concepts.read(asked, no_topic, glossary=weights.glossary > 0, corrections=weights.corrections > 0)
        searched = Search(asked, topic, plans, outside)
        if self._reranker is None:
            return self._retriever.search(searched, k, weights)
        return reranked_hits(self._reranker, asked.text, self._retriever.search(searched, max(k, PASSAGES), weights))[:k]

    def sentences(self, question: str, k: int) -> list[Evidence]:
        """The ``k`` sentences of the plans in scope that are likeliest to answer, best first; ties by plan and place."""
        asked = analyse(self._places.read(question)[0])
        scope = find_scope(asked, self.generation.plans)
        topic = self._concepts.read(asked, frozenset(y for y in asked.years if y not in scope.content_years))
        found = [one for of_plan in self._reading(asked, scope, topic).evidence.values() for one in of_plan]
        return sorted(found, key=lambda one: (-one.chance, one.plan.id, one.sentence.start))[:k]

    def features(self, question: str, plans: Sequence[str]) -> tuple[dict[str, Column], list[tuple[Plan, Sentence]], Inside]:
        """What the selector sees of every sentence: feature columns, the sentences, and which of them lie in ``plans``, (n,) bool."""
        asked = analyse(question)
        topic = self._concepts.read(asked, frozenset(asked.years))
        weighted = self._sentences.weigh(topic.concepts, topic.generic)
        inside = self._sentences.inside(plans)
        return self._features.of(Asked(asked, topic, weighted, self._sentences.score(weighted), inside)), self._sentences.units, inside

    def signs(self, question: str) -> dict[str, float]:
        """What tells whether the answer to a question is right (``rag.sureness``)."""
        asked = analyse(question)
        scope = find_scope(asked, self.generation.plans)
        topic = self._concepts.read(asked, frozenset(y for y in asked.years if y not in scope.content_years))
        reading = self._reading(asked, scope, topic)
        return signs(reading, topic, read(reading, topic, self.generation.facts))

    def answer(
        self,
        question: str,
        *,
        districts: Sequence[str] = (),
        years: Sequence[int] = (),
        context: Sequence[str] = (),
        language: Language | None = None,
        without_plans: Sequence[str] = (),
    ) -> Answer:
        """Answer one question; ``context`` are the questions asked before it, oldest first, ``without_plans`` ids that are not read.

        Raises:
            QuestionError: empty or too long question, unknown district or year.
        """
        start = time.perf_counter()
        filters = (*check_filters(self.generation.plans, districts, years), tuple(without_plans))
        spelt, places = self._places.read(question)
        asked, rewritten = with_context(analyse(spelt), [self._places.read(one)[0] for one in context])
        if language:
            asked = replace(asked, language=language)
        found = self._found(asked, filters)
        retrieved = time.perf_counter()
        answer = self._answered(asked, found) if found.drafts else self._abstained(asked, found)
        end = time.perf_counter()
        understood = replace(_understood(asked, found.topic), rewritten=rewritten, places=places)
        return replace(
            answer,
            question=question,
            understood=understood,
            generation=self.generation.id,
            seconds=Seconds(retrieved - start, end - retrieved, end - start),
        )

    def _found(self, asked: Question, filters: Filters) -> Found:
        """What answers the question; of several questions in one, what answers each of them."""
        pieces = parts(asked)
        if len(pieces) > 1:
            first = self._first_that_answers(pieces[0], filters)
            if first.drafts:
                rest = [self._first_that_answers(piece, filters, _said_before(first, piece)) for piece in pieces[1:]]
                return together(first, rest, [piece.core for piece in pieces[1:]])
        return self._first_that_answers(asked, filters)

    def _first_that_answers(self, asked: Question, filters: Filters, said: Places = frozenset()) -> Found:
        """A year in a question is a plan's year or a year the text speaks of.

        Figures are looked for in the text first, all else in the plans.
        """
        plain = find_scope(asked, self.generation.plans, *filters)
        scopes = [plain]
        if asked.kind in ("count", "date") and asked.years and not asked.plan_years and not plain.content_years and not plain.missing:
            literal = find_scope(asked, self.generation.plans, *filters, in_text=True)
            scopes = [literal, plain] if asked.kind == "count" else [plain, literal]
        result = None
        for scope in scopes:
            topic = self._concepts.read(asked, frozenset(y for y in asked.years if y not in scope.content_years))
            reading = self._reading(asked, scope, topic, said)
            drafts = self._shown(read(reading, topic, self.generation.facts) if scope.plans else [], reading, topic)
            sure = scope is not scopes[0] or len(scopes) == 1 or reading.best >= SURE
            if drafts and sure:
                return Found(scope, topic, reading, tuple(drafts))
            if scope is plain or result is None:
                result = Found(scope, topic, reading, tuple(drafts))
        assert result is not None
        return result

    def _reading(self, asked: Question, scope: Scope, topic: Topic, said: Places = frozenset()) -> Reading:
        weighted = self._sentences.weigh(topic.concepts, topic.generic)
        by_plan: dict[str, list[Evidence]] = {plan.id: [] for plan in scope.plans}
        scores = self._sentences.score(weighted)
        chances = self._selector.chances(Asked(asked, topic, weighted, scores, self._sentences.inside(list(by_plan))))
        if self._reranker is not None:
            chances = reranked_chances(self._reranker, asked.text, chances, self._sentences.texts)
        for evidence in self._sentences.evidence(scores, chances, list(by_plan)):
            if (evidence.plan.id, evidence.sentence.start) not in said:
                by_plan[evidence.plan.id].append(evidence)
        return Reading(asked, scope, weighted, by_plan, self._facts)

    def _shown(self, drafts: list[Draft], reading: Reading, topic: Topic) -> list[Draft]:
        """Drafts that may be shown: the answer must be likely, and no part of what was asked for may be missing from the store."""
        if reading.scope.missing:
            return []
        named = any(d.form in ("value", "expansion") for d in drafts) or only_general(reading, topic)
        # A list is read from every sentence that says the topic, so the words decide.
        series = SUPERLATIVE.search(reading.question.core) is not None and any(d.form == "items" for d in drafts)
        by_words = (series or reading.question.kind in ("kommuner", "plans", "compare")) and reading.best >= ANSWERABLE
        sure = sureness(reading, topic, drafts, self.learned.answer)
        # Where the sentences hardly share a word with the question, only the nearness of vectors speaks, and it must speak clearly.
        likely = sure >= (self.learned.floor if reading.best >= SHARES_WORDS else max(self.learned.floor, WITHOUT_WORDS))
        literal = any(e.own >= LITERAL and e.coverage >= LITERAL for e in stated_by(drafts, reading))
        # Headings under a heading that says the topic whole, each cited for itself, are the list that was asked for.
        literal = literal or any(d.form == "items" and d.strength >= SAID_BY_HEADING and len(d.spans) > len(d.items) for d in drafts)
        return drafts if named or by_words or literal or likely or not self.learned.floor else []

    def _answered(self, asked: Question, found: Found) -> Answer:
        reading, drafts = found.reading, list(found.drafts)
        statements, citations = cite(drafts, found.scope.older)
        items = tuple(dict.fromkeys(item for s in statements if s.form in ("items", "all_items") for item in s.items))
        return Answer(
            asked.text,
            asked.language,
            "answered",
            Understood("", asked.language),
            statements,
            citations,
            items,
            coverage=coverage_of(found.scope, reading, drafts),
            missing=found.unanswered,
            confidence=round(sureness(reading, found.topic, drafts, self.learned.answer), 3),
        )

    def _abstained(self, asked: Question, found: Found) -> Answer:
        """Say what is missing: the plan, the topic or the detail. The nearest passages come along and claim nothing."""
        scope, reading, topic = found.scope, found.reading, found.topic
        plans = {plan.id: plan for plan in self.generation.plans}
        searched = tuple(plan.id for plan in scope.plans)
        missing = scope.missing or absent_years(scope, reading)
        unknown = topic.unknown or tuple(
            w.concept.surface
            for w in reading.weighted
            if w.concept.surface not in topic.generic
            and not is_action(w.concept.surface, asked)
            and not any(self._sentences.knows(k) for a in w.concept.alternatives for k in a.keys)
        )
        reason: Reason = "no_such_plan" if missing else ("not_mentioned" if is_nowhere(reading, unknown) else "unsure")
        hits = self._retriever.search(Search(asked, topic, searched), NEAREST, FIELDS) if searched else []
        nearest = tuple(citation(plans[h.passage.plan], h.passage.start, h.passage.end, h.rank) for h in hits)
        return Answer(
            asked.text,
            asked.language,
            "abstained",
            Understood("", asked.language),
            citations=nearest,
            coverage=Coverage(searched),
            reason=reason,
            missing=missing or unknown,
            available=tuple(plans) if missing else (),
            confidence=round(1.0 - min(1.0, reading.best), 3),
        )


def _said_before(first: Found, piece: Question) -> Places:
    """What need not be said again: "and what became of it?" has no topic but the first part's and asks for something else of it."""
    if not (piece.frame.bare and piece.kind == "describe"):
        return frozenset()
    return frozenset((draft.plan.id, start) for draft in first.drafts for start, _ in draft.spans)


def _understood(asked: Question, topic: Topic) -> Understood:
    return Understood(
        asked.kind, asked.language, tuple(c.surface for c in topic.concepts), asked.districts, asked.years, asked.kommuner, topic.corrected
    )


def _vocabulary(generation: Generation) -> dict[str, str]:
    """Every surface word of the plans in lower case → its index key."""
    known: dict[str, str] = {}
    for plan in generation.plans:
        for token in tokens(plan.text):
            for key in token_keys(token):
                known.setdefault(token.word.lower(), key)
                known.setdefault(key.lstrip("^"), key)
    return known
