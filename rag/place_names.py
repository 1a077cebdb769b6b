"""Misspelt kommuner and districts, read as the one name of the gazetteer that lies nearest: scope is never guessed from other words.

"Østjyland" asks about one district. Searched as an unknown word it would ask all of them, and be answered for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from corpus.gazetteer import districts, find_districts, find_kommuner, fold, kommune_names
from index.danish import fold_loose, is_danish
from index.glossary import is_english

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A shorter name is too near to other words; a long one may hold two slips.
_SHORTEST, _LONG = 5, 9


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a name: its words in lower case, the name, and how this way is shown."""

    words: tuple[str, ...]
    name: str
    shown: str


class PlaceSpeller:
    """Reads misspelt place names.

    Args:
        known: words of the plans in lower case; none of them is taken for a misspelt name.
    """

    def __init__(self, known: Collection[str]) -> None:
        self._known = known

    def read(self, text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The text with misspelt names put right, and the pairs (as typed, as read)."""
        taken = [(hit.start, hit.end) for hit in (*find_districts(text), *find_kommuner(text, any_case=True))]
        words = [m for m in _WORD.finditer(text) if not any(start <= m.start() < end for start, end in taken)]
        pairs: list[tuple[str, str]] = []
        for start, end, shown in reversed(list(self._slips(text, words))):
            pairs.insert(0, (text[start:end], shown))
            text = text[:start] + shown + text[end:]
        return text, tuple(pairs)

    def _slips(self, text: str, words: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
        at = 0
        while at < len(words):
            for length in (3, 2, 1):
                window = words[at : at + length]
                if len(window) == length and _adjacent(text, window) and (shown := self._nearest(window)):
                    yield window[0].start(), window[-1].end(), shown
                    at += length - 1
                    break
            at += 1

    def _nearest(self, words: list[re.Match[str]]) -> str | None:
        """The one name within the distance that its length allows; None where no name or more than one lies equally near."""
        typed = tuple(word.group().lower() for word in words)
        strange = [self._is_strange(word.group(), word.start()) for word in words]
        if not any(strange):
            return None
        found = [
            (distance, form) for form in _forms().get(len(words), ()) if (distance := _distance(typed, form.words, strange)) is not None
        ]
        least = min((distance for distance, _ in found), default=0)
        names = {form.name for distance, form in found if distance == least}
        return next(form.shown for distance, form in found if distance == least) if len(names) == 1 else None

    def _is_strange(self, word: str, start: int) -> bool:
        low = word.lower()
        if len(low) < _SHORTEST - 1 or low in self._known or is_english(low):
            return False
        # Danish writes no noun with a capital, so inside a question a capital means a name: "i Randes".
        return (start > 0 and word[0].isupper()) or not is_danish(low)


def _adjacent(text: str, window: list[re.Match[str]]) -> bool:
    return all(text[one.end() : other.start()].strip() == "" for one, other in zip(window, window[1:], strict=False))


def _distance(typed: tuple[str, ...], name: tuple[str, ...], strange: list[bool]) -> int | None:
    """Slips (letters changed, lost, doubled or swapped) over all words; None where a known word differs or there are too many."""
    total = 0
    for one, other, may_differ in zip(typed, name, strange, strict=True):
        if fold(one) == fold(other):
            continue
        if not may_differ or len(other) < _SHORTEST or fold_loose(one)[0] != fold_loose(other)[0]:
            return None
        slips = _slips(one, other)
        if slips > (2 if len(other) >= _LONG else 1):
            return None
        total += slips
    return total


def _slips(typed: str, name: str) -> int:
    """Letters apart (optimal string alignment), æøå written either way: "Holbkæ", "Dragoer"."""
    from rapidfuzz.distance import OSA

    return min(OSA.distance(folded(typed), folded(name)) for folded in (fold, fold_loose))


@cache
def _forms() -> dict[int, tuple[_Form, ...]]:
    """Every name with its genitive, by the number of its words; longest first, so that a name inside another never wins."""
    names = {name: name for name in kommune_names()}
    for district in districts():
        names |= {form: form for form in (district.name, *district.english)}
        names |= {adjective + "e": adjective + "e" for adjective in district.adjectives}
    forms = []
    for name in names:
        words = tuple(name.lower().replace("- ", " ").split())
        forms += [_Form(words, name, name), _Form((*words[:-1], words[-1] + "s"), name, name + "s")]
    ordered = sorted(forms, key=lambda form: (-len(" ".join(form.words)), form.words))
    return {length: tuple(form for form in ordered if len(form.words) == length) for length in {len(form.words) for form in ordered}}
