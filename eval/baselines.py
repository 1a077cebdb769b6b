"""The rivals in every report: what else could answer these questions over the same plans, with the same encoder.

* ``always_decline``; ``top_sentence``: the best BM25 sentence.
* ``bm25``, ``dense``, ``hybrid``: that ranking of our passages; one reader for all three shows the three sentences of the first five
  passages that BM25 likes best.
* ``tutorial_2``, ``tutorial_4``: the pipeline of LangChain's RAG tutorial, its k chunks shown.
* ``oracle``: the evidence itself shown, what perfect retrieval would leave to gain.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from corpus.plan import Plan
from eval.anchors import Span
from eval.baselines_rankings import Bm25, Dense, Fused, QueryVectors, Ranking, Units, best, fitting, passage_units, sentence_units
from eval.evidence import Evidence
from eval.gold import GoldQuestion, Nugget
from eval.response import Ask, Cited, Response, Timing
from eval.retrieval import needs
from eval.systems import RETRIEVED, System
from index.encoder import Encoder
from index.generation import Generation
from index.windows import WHOLE

SHOWN_SENTENCES = 3
READ_PASSAGES = 5
_CHUNK_CHARACTERS, _CHUNK_OVERLAP = 1000, 200
# These show something for every question; a threshold on their confidence is tuned on the development split (``eval.threshold``).
TUNED = frozenset({"bm25", "dense", "hybrid", "tutorial_2", "tutorial_4"})


def rivals(generation: Generation, encoder: Encoder, questions: Sequence[GoldQuestion], evidence: Evidence) -> list[System]:
    """Every rival, in the order of the report."""
    plans = {plan.id: plan for plan in generation.plans}
    passages, sentences = passage_units(generation), sentence_units(plans)
    queries = QueryVectors(encoder, {})
    lexical, lexical_sentences = Bm25(passages.texts), Bm25(sentences.texts)
    whole = generation.sentences == WHOLE
    dense = Dense(generation.vectors[whole], generation.rows[whole], len(passages.spans), queries)
    shown = Shown(plans, passages, sentences)
    tutorial = TutorialIndex(plans, encoder)
    return [
        AlwaysDecline(),
        TopSentence(shown, lexical, lexical_sentences),
        BestSentences("bm25", shown, lexical, lexical_sentences),
        BestSentences("dense", shown, dense, lexical_sentences),
        BestSentences("hybrid", shown, Fused(lexical, dense), lexical_sentences),
        Tutorial(2, tutorial),
        Tutorial(4, tutorial),
        Oracle(plans, {one.id: one for one in questions}, evidence),
    ]


class Shown:
    """The plans with their passages and sentences, and which sentences each passage holds."""

    def __init__(self, plans: Mapping[str, Plan], passages: Units, sentences: Units) -> None:
        self.plans, self.passages, self.sentences = plans, passages, sentences
        self._inside: dict[Span, list[int]] = {span: [] for span in passages.spans}
        starts: dict[str, list[tuple[int, int]]] = {}
        for at, sentence in enumerate(sentences.spans):
            starts.setdefault(sentence.plan, []).append((sentence.start, at))
        for span in passages.spans:
            self._inside[span] = [at for start, at in starts.get(span.plan, []) if span.start <= start < span.end]

    def sentences_in(self, passages: Sequence[int]) -> list[int]:
        return [at for one in passages for at in self._inside[self.passages.spans[one]]]


class AlwaysDecline:
    """Says nothing, ever: right on every unanswerable question whose reason may be ``not_mentioned``."""

    name = "always_decline"

    def respond(self, ask: Ask) -> tuple[Response, Timing]:
        response = Response(ask.id, ask.variant, ask.question, "abstained", "not_mentioned", "", (), (), (), 0.0)
        return response, Timing(ask.id, ask.variant, 0.0, 0.0, 0.0)


class BestSentences:
    """Ranks passages, then shows the sentences of the first five that share most with the question (BM25), each cited."""

    def __init__(self, name: str, shown: Shown, passages: Ranking, sentences: Ranking) -> None:
        self.name = name
        self._shown, self._passages, self._sentences = shown, passages, sentences

    def respond(self, ask: Ask) -> tuple[Response, Timing]:
        query = in_one(ask)
        return _timed(ask, lambda: self._retrieve(query), lambda found: self._read(query, found[0]), self._shown.plans)

    def _retrieve(self, query: str) -> tuple[list[int], list[Span], float]:
        order = best(self._passages.scores(query), RETRIEVED)
        return order, [self._shown.passages.spans[at] for at in order], self._passages.confidence(query)

    def _read(self, query: str, order: Sequence[int]) -> list[Span]:
        among = self._shown.sentences_in(order[:READ_PASSAGES])
        return [self._shown.sentences.spans[at] for at in best(self._sentences.scores(query), SHOWN_SENTENCES, among)]


class TopSentence(BestSentences):
    """The one best BM25 sentence of all plans; never declines."""

    def __init__(self, shown: Shown, passages: Ranking, sentences: Ranking) -> None:
        super().__init__("top_sentence", shown, passages, sentences)

    def _read(self, query: str, order: Sequence[int]) -> list[Span]:
        return [self._shown.sentences.spans[at] for at in best(self._sentences.scores(query), 1)]


class TutorialIndex:
    """RecursiveCharacterTextSplitter(1000, 200) and InMemoryVectorStore, as in LangChain's RAG tutorial, with our encoder."""

    def __init__(self, plans: Mapping[str, Plan], encoder: Encoder) -> None:
        from langchain_core.vectorstores import InMemoryVectorStore
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self.plans = plans
        splitter = RecursiveCharacterTextSplitter(chunk_size=_CHUNK_CHARACTERS, chunk_overlap=_CHUNK_OVERLAP, add_start_index=True)
        ordered = [plans[id] for id in sorted(plans)]
        chunks = splitter.create_documents([plan.text for plan in ordered], [{"plan": plan.id} for plan in ordered])
        self._store = InMemoryVectorStore(_embeddings(encoder))
        self._store.add_documents(chunks, ids=[f"{at:06d}" for at in range(len(chunks))])

    def search(self, query: str, k: int) -> list[tuple[Span, float]]:
        """The ``k`` most similar chunks with their cosine."""
        found = self._store.similarity_search_with_score(query, k=k)
        return [(_chunk_span(document), float(score)) for document, score in found]


class Tutorial:
    """Shows the k chunks that LangChain's tutorial pipeline would put before a language model."""

    def __init__(self, k: int, index: TutorialIndex) -> None:
        self.name = f"tutorial_{k}"
        self._k, self._index = k, index

    def respond(self, ask: Ask) -> tuple[Response, Timing]:
        return _timed(ask, lambda: self._retrieve(in_one(ask)), lambda found: found[1][: self._k], self._index.plans)

    def _retrieve(self, query: str) -> tuple[list[int], list[Span], float]:
        found = self._index.search(query, RETRIEVED)
        return [], [span for span, _ in found], max(0.0, min(1.0, found[0][1])) if found else 0.0


class Oracle:
    """Shows the sentences that hold the gold evidence, and declines exactly where nothing can be answered."""

    name = "oracle"

    def __init__(self, plans: Mapping[str, Plan], questions: Mapping[str, GoldQuestion], evidence: Evidence) -> None:
        self._plans, self._questions, self._evidence = plans, questions, evidence

    def respond(self, ask: Ask) -> tuple[Response, Timing]:
        gold = self._questions[ask.id]
        if not gold.answerable:
            reason = next(iter(gold.reasons), "")
            response = Response(ask.id, ask.variant, ask.question, "abstained", reason, "", (), (), (), 0.0)
            return response, Timing(ask.id, ask.variant, 0.0, 0.0, 0.0)
        spans = list(dict.fromkeys(span for nugget in needs(gold) for span in self._shown(nugget)))
        return _timed(ask, lambda: ([], spans, 1.0), lambda found: found[1], self._plans)

    def _shown(self, nugget: Nugget) -> list[Span]:
        """The sentences under an anchor; in another text of the plan those of its section that say the nugget, else the section."""
        for place in self._evidence.of(nugget):
            plan = self._plans[place.plan]
            sentences = [Span(plan.id, one.start, one.end) for one in plan.sentences if one.section in place.sections]
            if place.span is not None:
                found = [one for one in sentences if one.shared(place.span)] or [place.span]
            else:
                found = [one for one in sentences if self._evidence.says(nugget, one)]
                found = found or [Span(plan.id, plan.sections[at].start, plan.sections[at].end) for at in sorted(place.sections)]
            if found:
                return found
        return []


def in_one(ask: Ask) -> str:
    """A follow-up as one query: the question before it and itself."""
    return " ".join([*ask.context[-1:], ask.question])


def _timed(
    ask: Ask,
    retrieve: Callable[[], tuple[list[int], list[Span], float]],
    read: Callable[[tuple[list[int], list[Span], float]], list[Span]],
    plans: Mapping[str, Plan],
) -> tuple[Response, Timing]:
    """Retrieve, read, and show the spans that were read, one cited line each."""
    start = time.perf_counter()
    found = retrieve()
    between = time.perf_counter()
    citations = tuple(Cited(n, one.plan, one.start, one.end, _slice(plans, one)) for n, one in enumerate(read(found), start=1))
    end = time.perf_counter()
    text = "\n".join(f"{' '.join(one.quote.split())} [{one.n}]" for one in citations)
    status: Literal["answered", "abstained"] = "answered" if citations else "abstained"
    reason = "" if citations else "not_mentioned"
    confidence = round(found[2], 6)
    response = Response(ask.id, ask.variant, ask.question, status, reason, text, (), citations, tuple(found[1]), confidence)
    return response, Timing(ask.id, ask.variant, between - start, end - between, end - start)


def _slice(plans: Mapping[str, Plan], span: Span) -> str:
    return plans[span.plan].text[span.start : span.end]


def _chunk_span(document: Any) -> Span:
    start = document.metadata["start_index"]
    return Span(document.metadata["plan"], start, start + len(document.page_content))


def _embeddings(encoder: Encoder) -> Any:
    from langchain_core.embeddings import Embeddings

    class _Embeddings(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return encoder.encode_passages([fitting(text, encoder) for text in texts]).tolist()

        def embed_query(self, text: str) -> list[float]:
            return encoder.encode_query(text).tolist()

    return _Embeddings()
