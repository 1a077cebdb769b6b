"""What each part of the retrieval brings: evidence recall with one field left out at a time, and with the question typed badly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from eval.anchors import Span
from eval.evidence import Evidence
from eval.gold import GoldQuestion
from eval.retrieval import needs
from index.training_data import without_letters
from rag.retriever import FieldWeights, Hit

DEPTHS = (5, 10, 20)
# Of sentences, which are shorter.
CHOSEN_DEPTHS = (1, 3, 5)
WHOLE = "whole"
# What can be left out; "dense" is every kind of encoder at once.
PARTS = ("words", "parts", "headings", "context", "grams", "sentences", "dense", "glossary", "corrections")


@dataclass(frozen=True, slots=True)
class Recall:
    """Mean share of the vital needs held by the first ``DEPTHS`` passages.

    Attributes:
        part: what was left out or done to the question. language: of the questions. n: how many.
    """

    part: str
    language: str
    n: int
    at: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """What parts bring alone (``eval.encoders``): of the retrieval, at ``DEPTHS``, and the choice of sentences, at ``CHOSEN_DEPTHS``."""

    parts: tuple[Recall, ...] = ()
    chosen: tuple[Recall, ...] = ()


class Searching(Protocol):
    """The part of ``rag.assistant.Assistant`` that is measured."""

    def search(self, question: str, k: int = 20, *, weights: FieldWeights = ...) -> list[Hit]: ...


def ablations(assistant: Searching, golds: Sequence[GoldQuestion], evidence: Evidence) -> list[Recall]:
    """Recall of the whole, then without each of ``PARTS``; follow-ups are left aside, for a search has no earlier question."""
    weights = FieldWeights()
    used = {WHOLE: weights, **{part: weights.without(part) for part in PARTS}}
    asked = _asked(golds)
    return [one for part in used for one in _recalls(part, asked, partial(_search, assistant, used[part]), evidence)]


def misspelt(assistant: Searching, golds: Sequence[GoldQuestion], evidence: Evidence) -> list[Recall]:
    """Recall when a letter is swapped in the longest word, and when æ, ø and å are typed as ae, oe and aa or as a, o and a."""
    asked = _asked(golds)
    return [one for name in MISTAKES for one in _recalls(name, asked, partial(_mistyped, assistant, MISTAKES[name]), evidence)]


def recall_of(part: str, assistant: Searching, golds: Sequence[GoldQuestion], evidence: Evidence, weights: FieldWeights) -> list[Recall]:
    """One row of the table in each language that is asked in; follow-ups are left aside."""
    return _recalls(part, _asked(golds), partial(_search, assistant, weights), evidence)


def _search(assistant: Searching, weights: FieldWeights, text: str) -> list[Hit]:
    return assistant.search(text, DEPTHS[-1], weights=weights)


def _mistyped(assistant: Searching, change: Callable[[str], str], text: str) -> list[Hit]:
    return assistant.search(change(text), DEPTHS[-1], weights=FieldWeights())


def _asked(golds: Iterable[GoldQuestion]) -> list[GoldQuestion]:
    return [one for one in golds if needs(one) and not one.context]


def _recalls(part: str, golds: Sequence[GoldQuestion], search: Callable[[str], list[Hit]], evidence: Evidence) -> list[Recall]:
    shares: dict[str, list[tuple[float, ...]]] = {}
    for gold in golds:
        spans = [Span(hit.passage.plan, hit.passage.start, hit.passage.end) for hit in search(gold.question)]
        vital = [one for one in needs(gold) if one.vital] or list(needs(gold))
        held = tuple(sum(evidence.reached(one, spans[:depth]) for one in vital) / len(vital) for depth in DEPTHS)
        shares.setdefault(gold.language, []).append(held)
    return [
        Recall(part, language, len(found), tuple(sum(column) / len(found) for column in zip(*found, strict=True)))
        for language, found in sorted(shares.items())
    ]


def swapped(text: str) -> str:
    """Two inner letters of the longest word changed about; a text of short words stays as it is.

    >>> swapped("Hvor ligger bevillingsnævnet?")
    'Hvor ligger bevillignsnævnet?'
    """
    word = max(text.split(), key=len).strip("?.,!:;")
    if len(word) < 6:
        return text
    middle = len(word) // 2
    return text.replace(word, word[:middle] + word[middle + 1] + word[middle] + word[middle + 2 :], 1)


MISTAKES: Mapping[str, Callable[[str], str]] = {
    "swapped": swapped,
    "ae_oe_aa": lambda text: without_letters(text, {"æ": "ae", "ø": "oe", "å": "aa"}),
    "a_o_a": lambda text: without_letters(text, {"æ": "a", "ø": "o", "å": "a"}),
}
