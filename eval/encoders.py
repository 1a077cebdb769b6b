"""What the encoder brings alone: beside the packaged one, on plans that training never saw, in English, and in choosing sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.plan import Plan
from eval.ablations import CHOSEN_DEPTHS, DEPTHS, Alone, Recall, recall_of
from eval.anchors import Span, retold_plans
from eval.evidence import Evidence
from eval.gold import GoldQuestion
from eval.retrieval import needs
from index.dense import DenseIndex
from index.encoder import Encoder, load_encoder
from index.training_data import read_pairs, read_questions, shipped_folder
from index.weights import PACKAGED_ID, TUNED_ID, shipped_left_out
from index.windows import context_line, encoded_text, plan_windows, sentence_text
from rag.retriever import FieldWeights, Hit

if TYPE_CHECKING:
    from index.generation import Generation
    from rag.assistant import Assistant

_UNUSED = FieldWeights()


def encoders(assistant: Assistant, golds: Sequence[GoldQuestion], evidence: Evidence) -> Alone:
    """Every row over the gold questions, and English questions against English sentences of the training data's left-out plans."""
    weights = FieldWeights()
    parts = recall_of("only_lexical", assistant, golds, evidence, weights.only("lexical"))
    parts += recall_of("only_dense", assistant, golds, evidence, weights.only("dense"))
    if assistant.encoder.id == TUNED_ID:
        unseen = frozenset(shipped_left_out())
        for part, among in (("dense_unseen", True), ("dense_seen", False)):
            there = [gold for gold in golds if gold.plans and (gold.plans <= unseen if among else not gold.plans & unseen)]
            parts += recall_of(part, assistant, there, evidence, weights.only("dense"))
        packaged = load_encoder(PACKAGED_ID)
        parts += recall_of("packaged", VectorSearch(assistant.generation, packaged), golds, evidence, weights)
        if unseen:
            parts += [english(part, one, sorted(unseen)) for part, one in (("english", assistant.encoder), ("english_packaged", packaged))]
    return Alone(tuple(parts), tuple(chosen_sentences(assistant, golds, evidence)))


class VectorSearch:
    """Passages by the nearness of one encoder alone, over the passages of a generation that another one built."""

    def __init__(self, generation: Generation, encoder: Encoder) -> None:
        self._passages, self._encoder = generation.passages, encoder
        texts, rows, first = [], [], 0
        for plan in generation.plans:
            passages = [one for one in generation.passages if one.plan == plan.id]
            for window in plan_windows(plan, passages, encoder):
                texts.append(window.text)
                rows.append(first + window.passage)
            first += len(passages)
        self._index = DenseIndex(encoder.encode_passages(texts), np.array(rows, dtype=np.int32))

    def search(self, question: str, k: int = 20, *, weights: FieldWeights = _UNUSED) -> list[Hit]:
        """The ``k`` nearest passages; there is nothing to weigh."""
        found = self._index.search(self._encoder.encode_query(question), k)
        return [Hit(self._passages[at], score, rank) for rank, (at, score) in enumerate(found, start=1)]


def english(part: str, encoder: Encoder, plans: Sequence[str]) -> Recall:
    """English questions about ``plans`` against the English of every sentence: has tuning cost the encoder its own language?"""
    questions = [one for one in read_questions(shipped_folder()) if one.about in plans and one.answers and one.alone]
    pairs = read_pairs(shipped_folder())
    vectors = encoder.encode_passages([pair.english for pair in pairs])
    shares = []
    for one in questions:
        answering = {sentence for answer in one.answers for sentence in answer.sentences}
        right = {at for at, pair in enumerate(pairs) if pair.danish in answering}
        shares += [_met(encoder, wording, vectors, right) for wording in one.english if right]
    return Recall(part, "en", len(shares), tuple(float(np.mean(column)) for column in zip(*shares, strict=True)))


def left_out_recall(encoder: Encoder, plans: Sequence[str]) -> dict[str, tuple[float, ...]]:
    """Training questions about ``plans`` over the shipped plans by this encoder alone, at ``DEPTHS`` sentences: by language.

    Every wording of a question counts; one is met where a sentence that answers it is among the nearest.
    """
    units = [(plan, one) for plan in retold_plans().values() for one in plan.sentences if one.kind != "heading"]
    texts = [encoded_text(context_line(plan, plan.sections[one.section]), sentence_text(plan, one)) for plan, one in units]
    vectors = np.stack([encoder.encode_query(text) for text in texts])
    named = [(plan.id, plan.text[one.start : one.end]) for plan, one in units]
    found: dict[str, list[tuple[float, ...]]] = {}
    for question in (one for one in read_questions(shipped_folder()) if one.about in plans and one.answers and one.alone):
        answering = {(answer.plan, sentence) for answer in question.answers for sentence in answer.sentences}
        right = {at for at, name in enumerate(named) if name in answering}
        for language, wordings in (("da", question.danish), ("en", question.english)):
            found.setdefault(language, []).extend(_met(encoder, wording, vectors, right) for wording in wordings)
    return {language: tuple(float(np.mean(column)) for column in zip(*rows, strict=True)) for language, rows in found.items()}


def _met(encoder: Encoder, wording: str, vectors: NDArray[np.float32], right: set[int]) -> tuple[float, ...]:
    """At each depth: 1.0 where a text of ``right`` is among the nearest, else 0.0."""
    order = np.argsort(-(vectors @ encoder.encode_query(wording)), kind="stable")
    return tuple(float(bool(right & set(order[:depth].tolist()))) for depth in DEPTHS)


def chosen_sentences(assistant: Assistant, golds: Sequence[GoldQuestion], evidence: Evidence) -> list[Recall]:
    """Questions that one plan answers: the share of their vital facts that the likeliest sentences hold, in each language."""
    shares: dict[str, list[tuple[float, ...]]] = {}
    for gold in golds:
        vital = [one for one in needs(gold) if one.vital] or list(needs(gold))
        if len({place.plan for one in vital for place in evidence.of(one)}) != 1 or gold.context:
            continue
        found = [_span(one.plan, one.sentence.start, one.sentence.end) for one in assistant.sentences(gold.question, CHOSEN_DEPTHS[-1])]
        held = tuple(sum(evidence.reached(one, found[:depth]) for one in vital) / len(vital) for depth in CHOSEN_DEPTHS)
        shares.setdefault(gold.language, []).append(held)
    return [
        Recall("chosen", language, len(rows), tuple(float(np.mean(c)) for c in zip(*rows, strict=True)))
        for language, rows in sorted(shares.items())
    ]


def _span(plan: Plan, start: int, end: int) -> Span:
    return Span(plan.id, start, end)
