"""A passage that is longer than the encoder reads becomes several windows of whole sentences, so that no word is silently cut off."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.plan import Passage, Plan, Section, Sentence
from index.encoder import Encoder

Span = tuple[int, int]
_WORD = re.compile(r"\S+")
# A window of a whole passage belongs to no sentence.
WHOLE = -1


@dataclass(frozen=True, slots=True)
class Window:
    """A text to encode. ``passage`` is the index of its passage, ``sentence`` that of its sentence in the plan, or ``WHOLE``."""

    passage: int
    sentence: int
    text: str


def context_line(plan: Plan, section: Section) -> str:
    """Where a passage stands, for example ``Østjylland 2024 · Tryghed › Infohuse``; it is encoded before the passage's own words."""
    place = f"{plan.district} {plan.year}"
    return f"{place} · {' › '.join(section.path)}" if section.path else place


def encoded_text(context: str, window: str) -> str:
    """The text that the encoder reads for one window."""
    return f"{context}\n{window}" if context else window


def short_context(context: str, encoder: Encoder) -> str:
    """``context`` without its last words where it would leave less than half of the encoder's reading length to the passage."""
    words = context.split(" ")
    while words and encoder.count_tokens(" ".join(words)) > encoder.max_tokens // 2:
        words.pop()
    return " ".join(words)


def plan_windows(plan: Plan, passages: Sequence[Passage], encoder: Encoder) -> list[Window]:
    """The texts to encode for the passages of one plan, in order: each passage, then each of its sentences alone.

    A sentence alone says what it says more clearly than a passage that says five things; a list item is read after its lead-in.
    """
    starts = [sentence.start for sentence in plan.sentences]
    found: list[Window] = []
    for row, passage in enumerate(passages):
        inside = plan.sentences[bisect_left(starts, passage.start) : bisect_left(starts, passage.end)]
        spans = [(sentence.start - passage.start, sentence.end - passage.start) for sentence in inside]
        context = short_context(context_line(plan, plan.sections[passage.section]), encoder)
        for start, end in windows(passage.text, spans, encoder, context):
            found.append(Window(row, WHOLE, encoded_text(context, passage.text[start:end])))
        for sentence in inside:
            text = sentence_text(plan, sentence)
            if sentence.kind != "heading":
                found += [Window(row, sentence.index, encoded_text(context, text[a:b])) for a, b in windows(text, [], encoder, context)]
    return found


def sentence_text(plan: Plan, sentence: Sentence) -> str:
    """The sentence's words, a list item's after those that introduce the list."""
    own = plan.text[sentence.start : sentence.end]
    if sentence.lead is None:
        return own
    lead = plan.sentences[sentence.lead]
    return f"{plan.text[lead.start : lead.end]} {own}"


def windows(text: str, sentences: Sequence[Span], encoder: Encoder, context: str = "") -> list[Span]:
    """Spans of ``text`` whose encoded text the encoder reads whole, in order, together holding every word of ``text`` once.

    Args:
        text: the passage.
        sentences: half-open spans into ``text``, in order; words between two sentences go with the one before.
        context: the line that is encoded before each window (see ``short_context``); it counts.

    Returns:
        ``[]`` for a blank text; one span for a passage that fits; else as many whole sentences each as fit. A sentence that is too long
        alone is cut between words, a word that is too long alone between characters.
    """

    def fits(start: int, end: int) -> bool:
        return encoder.count_tokens(encoder.passage_prefix + encoded_text(context, text[start:end])) <= encoder.max_tokens

    whole = _trim(text, 0, len(text))
    if whole is None:
        return []
    if fits(*whole):
        return [whole]
    return list(_packed(_pieces(text, sentences, fits), fits))


def _pieces(text: str, sentences: Sequence[Span], fits: Callable[[int, int], bool]) -> Iterator[Span]:
    """Sentences, and the parts of sentences that are too long alone, in order."""
    # Cutting where sentences begin, and not at both ends, keeps words that belong to no sentence.
    cuts = sorted({0, len(text), *(start for start, _ in sentences if 0 < start < len(text))})
    for start, end in itertools.pairwise(cuts):
        sentence = _trim(text, start, end)
        if sentence is None:
            continue
        if fits(*sentence):
            yield sentence
        else:
            yield from _packed(_words(text, sentence, fits), fits)


def _words(text: str, sentence: Span, fits: Callable[[int, int], bool]) -> Iterator[Span]:
    for match in _WORD.finditer(text, *sentence):
        yield from _halves(match.span(), fits)


def _halves(word: Span, fits: Callable[[int, int], bool]) -> Iterator[Span]:
    """``word`` itself, or its halves as often as needed; one character is never divided."""
    start, end = word
    if end - start == 1 or fits(start, end):
        yield word
        return
    middle = (start + end) // 2
    yield from _halves((start, middle), fits)
    yield from _halves((middle, end), fits)


def _packed(pieces: Iterator[Span], fits: Callable[[int, int], bool]) -> Iterator[Span]:
    """As many neighbouring pieces together as fit."""
    open_span: Span | None = None
    for piece in pieces:
        if open_span is None:
            open_span = piece
        elif fits(open_span[0], piece[1]):
            open_span = (open_span[0], piece[1])
        else:
            yield open_span
            open_span = piece
    if open_span is not None:
        yield open_span


def _trim(text: str, start: int, end: int) -> Span | None:
    """The span without the blanks at its ends, or None where nothing is left."""
    words = text[start:end]
    stripped = words.strip()
    if not stripped:
        return None
    begin = start + words.index(stripped)
    return begin, begin + len(stripped)
