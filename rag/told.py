"""What was told before a question and is the very thing it asks about: "Vi har et banderåd. Hvilke kommuner har sådan et råd?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.gazetteer import fold
from index.danish import Token, stem
from rag.question import Question
from rag.wording import is_general, is_shape

_SUCH = re.compile(r"\b(?:sådan(?:ne|t)?|saadan(?:ne|t)?|such)\s+(?:(?:en|et|nogle|an?)\s+)?(?P<noun>[a-zæøå]{3,})", re.IGNORECASE)
# The letters of an ending: råd-ene, council-s.
_ENDING = 5


def such_as_told(told: Sequence[Token], asked: Sequence[Token], question: Question) -> list[Token]:
    """The words of the question with the name that was told in the place of the noun behind "sådan" or "such"; [] where none was told.

    Of all else that was told nothing is taken up: the question says which part of it is meant.

    Args:
        told: the words before the question proper. asked: those of the question proper.
    """
    found = _SUCH.search(question.core)
    if found is None:
        return []
    name = re.compile(rf"{re.escape(stem(found.group('noun')))}\w{{0,{_ENDING}}}$")
    last = next((at for at in reversed(range(len(told))) if name.search(fold(told[at].word))), None)
    if last is None:
        return []
    first = last
    while first and question.language == "en" and _qualifies(told[first - 1], told[first]):
        first -= 1
    noun_at = question.frame.start + found.start("noun")
    return [*told[first : last + 1], *(token for token in asked if token.start != noun_at)]


def _qualifies(word: Token, noun: Token) -> bool:
    """In English the name of a thing is several words: the "gang" of "gang councils"."""
    return noun.start - word.end == 1 and not is_shape(word.word) and not is_general(word.word)
