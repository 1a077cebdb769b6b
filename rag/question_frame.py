"""Where the question stands in what people type: after what they tell first, before what they add, and behind its leading phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.general_words import is_danish_verb
from index.glossary import base_forms, english_actions
from rag.wording import is_general, is_shape

_ASKS = re.compile(r"\b(hv(ad|or|em|ilke[nt]?|ornår|ordan|orfor)|what|which|who|when|where|how|why)\b|\?")
_STOPS = re.compile(r"[:.;!?]\s+|\s+[–—-]\s+")
# Fewer characters than this ask nothing.
_SHORTEST = 8
# What is not meant is no topic: "… and not X".
_ASIDE = re.compile(
    r",?\s+(?:(?:and|og|men|but)\s+(?:not|ikke)|rather than|instead of|i stedet for|frem for)\b(?=[^?]{3,40}\??$)", re.IGNORECASE
)
# "It", "den", "dem": the question is about what was told before it.
_POINTS_BACK = re.compile(
    r"\b(den|det|de|dem|deres|dens|dets|han|hun|ham|hende|hans|hendes|disse|denne|dette|sådan\w*|slags|it|its|they|them|their|that|this|these"
    r"|those|he|she|him|her|his|such)\b",
    re.IGNORECASE,
)
# "Ifølge planen fra 2021, er …", "In North Jutland, who …": where and when, then the question.
_LEADING = re.compile(
    r"^\W*(?:in|on|at|for|by|under|as\s+of|going\s+by|according\s+to|based\s+on|within|across|i|på|for|ved|hos|efter|ifølge|under|ud\s+fra"
    r"|hvis\s+man\s+ser\s+på|med\s+hensyn\s+til)\b[^,?]{2,80},\s+(?=\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the question proper lies in the typed text.

    Attributes:
        start, end: its characters; what stands before was told first, what stands behind is added or not meant.
        leans: whether it takes its topic, all or some, from what was told first ("Er det noget, politiet har fokus på?").
        bare: whether it says no topic of its own at all ("Hvad er nyt?").
    """

    start: int
    end: int
    leans: bool
    bare: bool

    def core(self, text: str) -> str:
        """The question proper, whole."""
        return text[self.start :] if self.end == len(text) else text[self.start : self.end]


def find_frame(text: str) -> Frame:
    """Read the frame of a question.

    >>> find_frame("Jeg er ny her. Hvem leder rådet? Min chef spurgte.").core("Jeg er ny her. Hvem leder rådet? Min chef spurgte.")
    'Hvem leder rådet?'
    """
    start = _start(text)
    end = min(_end(text, start), _aside(text))
    core = text[start:end]
    bare = start > 0 and all(_says_no_topic(word) for word in re.findall(r"[\w§-]+", core))
    return Frame(start, end, start > 0 and (bare or _POINTS_BACK.search(core) is not None), bare)


def without_leading(core: str) -> str:
    """The question behind its leading phrase: "In the 2017 plan, are …" asks what "are …" asks."""
    return _LEADING.sub("", core, count=1)


def _says_no_topic(word: str) -> bool:
    low = word.lower()
    action = is_danish_verb(low) or any(form in english_actions() for form in base_forms(low))
    return low.isdigit() or is_shape(low) or is_general(low) or action


def _start(text: str) -> int:
    """Behind the last full stop, colon or dash before the first sentence that asks; 0 where the first one does."""
    for match in _STOPS.finditer(text):
        before, rest = text[: match.end()], text[match.end() :]
        if "?" in before:
            return 0
        if len(rest) > _SHORTEST and _ASKS.search(rest.lower()) and not _asks_itself(before):
            nearer = _start(rest)
            return match.end() + nearer
    return 0


def _asks_itself(before: str) -> bool:
    """Whether a question word opens what stands before the stop: "hvilke kommuner: Vejle, Kolding?" is asked there already."""
    return re.match(r"\W*(?:hv\w+|what|which|who|when|where|how|why)\b", before.lower()) is not None


def _end(text: str, start: int) -> int:
    """Behind the last question mark, where no question follows it."""
    last = text.rfind("?")
    rest = text[last + 1 :]
    return last + 1 if last > start and not _ASKS.search(rest.lower()) else len(text)


def _aside(text: str) -> int:
    match = _ASIDE.search(text)
    return match.start() if match else len(text)
