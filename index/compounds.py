"""Splits Danish compounds by the corpus' own words (after Koehn and Knight 2003), so that "indbrudsforebyggelse" also means "indbrud".

Parts are always added beside the whole word at a lower weight, never put in its place: a wrong split costs little, a missing one an answer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from index.danish import lemma, stem

_SHORT = frozenset(("råd nat hus sag vej bil fag nød by mål liv ung").split())
_NO_PART = frozenset(
    (
        "fore under efter gennem over frem hed else ning ling inger ere være tage lægge heder elle ende eren erne isk iske lige lig "
        "sted stede bar som dels ansk ning ings ret kom ved"
    ).split()
)


class CompoundSplitter:
    """Knows which words the corpus uses and splits unknown compounds into them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._frequency: Counter[str] = Counter()
        for word in words:
            low = word.lower()
            if low.isalpha():
                self._frequency[lemma(low)] += 1
                self._frequency[low] += 1
        self.parts = lru_cache(maxsize=100_000)(self._parts)

    def _parts(self, word: str) -> tuple[str, ...]:
        """Index keys of the parts of ``word``, () where it is no compound of known words."""
        split = self._best(word.lower())
        return tuple(stem(part) for part in split) if len(split) > 1 else ()

    def _best(self, word: str) -> list[str]:
        if len(word) < 7 or not word.isalpha():
            return [word]
        best, best_score = [word], 0.0
        for cut in range(3, len(word) - 2):
            tail = word[cut:]
            head_score = self._head_score(word[:cut])
            tail_score = self._score(tail)
            if head_score and tail_score and head_score + tail_score > best_score:
                best_score, best = head_score + tail_score, [self._bare(word[:cut]), tail]
        if len(best) == 1:
            return best
        return [part for half in best for part in (self._best(half) if len(half) >= 9 else [half])]

    def _bare(self, head: str) -> str:
        return max((form for form in self._head_forms(head)), key=lambda form: self._score(form))

    def _head_forms(self, head: str) -> list[str]:
        return [head] + ([head[:-1]] if head[-1] in "se" and len(head) > 4 else [])

    def _head_score(self, head: str) -> float:
        return max(self._score(form) for form in self._head_forms(head))

    def _score(self, part: str) -> float:
        if part in _NO_PART or part.removesuffix("s") in _NO_PART or (len(part) < 4 and part not in _SHORT):
            return 0.0
        base = lemma(part)
        if base[:3] != part[:3]:
            return 0.0
        frequency = self._frequency[base] or self._frequency[part]
        if frequency:
            return math.log1p(3 * frequency) + 0.1 * len(part)
        return 0.6 if base != part and len(part) >= 5 else (0.5 if len(part) >= 5 and _known(part) else 0.0)


def _known(word: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(word, lang="da"))
