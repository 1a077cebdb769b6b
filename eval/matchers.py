"""Does a text say a fact? Deterministic matchers on facts, numbers and names, tolerant of case, spelling of æøå, and inflection.

The stemmer is the scorer's own and not the retriever's, so that a change in retrieval can never move the ruler.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import Stemmer

from corpus.sentences import split_sentences
from eval.numerals import digit_values, has_date, numbers

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ß": "ss"})
_TOKEN = re.compile(r"(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_]+)")
_ENTRY = re.compile(r"\d+(?:[.,]\d+)*|\*?[^\W\d_]+\*?")
_FRACTION = re.compile(r"\s?½")
# A stem shorter than this says too little: "en" and "ene" would meet.
_SHORTEST_STEM = 4


def fold(text: str) -> str:
    """Lower case without marks; "Århus", "Aarhus" and "aarhus" meet, "Kredsråd" and "kredsraad" too.

    >>> fold("Århus Idé")
    'aarhus ide'
    """
    spelled = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    return "".join(letter for letter in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(letter))


@dataclass(frozen=True, slots=True)
class Matcher:
    """What an answer must say; every part that is given must hold.

    Attributes:
        all: every entry occurs. any: at least one does. An entry is a word or a run of words, "psychiatr*" a beginning, "*kamera" an end;
            or a matcher of its own.
        regex: found in the text or in its folded form, case aside.
        numbers: each value occurs, in digits or words. date: as ``eval.numerals.has_date`` reads it.
        near: one of these stands in the same sentence as the number or date (or, without those, as what ``all`` and ``any`` ask).
    """

    all: tuple[str | Matcher, ...] = ()
    any: tuple[str | Matcher, ...] = ()
    regex: str = ""
    numbers: tuple[float, ...] = ()
    date: str = ""
    near: tuple[str, ...] = ()

    @property
    def typed(self) -> bool:
        """Whether it asks for an exact number or date."""
        return bool(self.numbers or self.date)

    def matches(self, text: str, beside: str = "") -> bool:
        """Whether ``text`` says it. ``beside`` is the quote behind the text: a ``near`` word may stand there, the fact itself not."""
        if not self.near:
            return self._words(text) and self._values(text, text)
        if self.typed:
            return self._words(text) and any(self._near(one, beside) and self._values(one, one) for one in sentences(text))
        return any(self._near(one, beside) and self._words(one) for one in sentences(text))

    def _words(self, text: str) -> bool:
        if not all(_entry_in(entry, text) for entry in self.all):
            return False
        if self.any and not any(_entry_in(entry, text) for entry in self.any):
            return False
        return not self.regex or _regex_in(self.regex, text)

    def _values(self, sentence: str, dated: str) -> bool:
        found = [hit.values for hit in numbers(sentence)] if self.numbers else []
        if not all(any(wanted in values for values in found) for wanted in self.numbers):
            return False
        return not self.date or has_date(dated, self.date)

    def _near(self, sentence: str, beside: str) -> bool:
        return any(_entry_in(word, sentence) or (beside and _entry_in(word, beside)) for word in self.near)


def _entry_in(entry: str | Matcher, text: str) -> bool:
    return entry.matches(text) if isinstance(entry, Matcher) else occurs(entry, text)


def _regex_in(pattern: str, text: str) -> bool:
    return any(re.search(pattern, form, re.IGNORECASE) for form in (text, fold(text)))


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; a line never runs on into the next."""
    return tuple(line[start:end] for line in text.split("\n") for start, end in split_sentences(line))


@lru_cache(maxsize=65536)
def occurs(entry: str, text: str) -> bool:
    """Whether the words of ``entry`` stand in ``text`` one after the other.

    >>> occurs("info-hus", "Der er et infohus i Aarhus"), occurs("17", "fra 10 til 17 ½ år"), occurs("kommune", "kommunernes")
    (True, False, True)
    """
    return any(_runs(wanted, held) for wanted in _entry_forms(entry) for held in _text_forms(text))


def _runs(wanted: tuple[str, ...], held: tuple[str, ...]) -> bool:
    if not wanted:
        return False
    last = len(held) - len(wanted)
    return any(all(_same(one, held[at + step]) for step, one in enumerate(wanted)) for at in range(last + 1))


@lru_cache(maxsize=262144)
def _same(wanted: str, token: str) -> bool:
    if "*" in wanted:
        part, word = fold(wanted.strip("*")), fold(token)
        if wanted.startswith("*"):
            return part in word if wanted.endswith("*") else word.endswith(part)
        return word.startswith(part)
    if wanted[0].isdigit() or token[0].isdigit():
        return bool(digit_values(wanted) & digit_values(token)) or wanted == token
    one, other = fold(wanted), fold(token)
    return one == other or other == one + "s" or bool(_stems(wanted) & _stems(token))


@cache
def _stemmers() -> tuple[Stemmer.Stemmer, ...]:
    return Stemmer.Stemmer("danish"), Stemmer.Stemmer("english")


@lru_cache(maxsize=65536)
def _stems(word: str) -> frozenset[str]:
    """(language, stem) as one string each; only stems of one language can meet."""
    lower = word.lower()
    danish, english = _stemmers()
    found = {("da:", fold(danish.stemWord(lower))), ("da:", danish.stemWord(fold(lower))), ("en:", fold(english.stemWord(lower)))}
    return frozenset(language + stem for language, stem in found if len(stem) >= _SHORTEST_STEM)


@lru_cache(maxsize=8192)
def _entry_forms(entry: str) -> tuple[tuple[str, ...], ...]:
    """With hyphenated words as two, and as one: "Info-hus" is "info", "hus" or "infohus"."""
    plain = _FRACTION.sub(",5", unicodedata.normalize("NFC", entry))
    forms = {tuple(_ENTRY.findall(form)) for form in (plain, re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", "", plain))}
    return tuple(sorted(forms))


@lru_cache(maxsize=8192)
def _text_forms(text: str) -> tuple[tuple[str, ...], ...]:
    plain = _FRACTION.sub(",5", unicodedata.normalize("NFC", text))
    return tuple(sorted({tuple(_tokens(form)) for form in (plain, re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", "", plain))}))


def _tokens(text: str) -> Iterator[str]:
    return (match.group() for match in _TOKEN.finditer(text))
