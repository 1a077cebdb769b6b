"""Which words of a claim, in Danish or English, a sentence of a plan also says: by lemma and stem, compound, synonym and glossary."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.gazetteer import find_districts, find_kommuner, fold
from index.danish import STOPWORDS, lemma, stem, terms, tokens
from index.glossary import cognates, find_phrases
from index.glossary import entries as glossary_entries
from index.synonyms import entries as synonym_entries
from index.synonyms import find_synonyms
from rag.answer import Language
from rag.figures import is_number_word, stated
from rag.wording import is_general, is_shape

# A key of at least this length counts inside a longer one: "indbrud" in "indbrudsforebyggelse".
_INSIDE = 5
# The beginning that two words must share where no table connects them: "koordination" and "koordinere".
_SAME_ROOT = 6
# What such a likeness counts.
_PART_OF, _BY_ROOT = 0.8, 0.6
_REPORTING = frozenset(
    (
        "ifølge følge fremgår fremgå oplyser oplyse står beskrives beskriver nævnes angiver angives såkaldt såkaldte pågældende navn "
        "according states stated state describes described mentions called so-called named namely i.e. e.g. dkk kr kroner number total"
    ).split()
)
# Words that join or grade and say nothing that the other checks do not judge.
_GLUE = frozenset(
    (
        "must may can shall therefore thus but while after before through against among amongst other others thing things another such "
        "several within because out down up off even too only each every except without one two their them his her him one's own etc above "
        "below more most less least many much now then here there still yet again further furthermore moreover however whereas since until "
        "during across along together able get gets got make makes made take takes took go goes give gives come comes so both either "
        "neither well just very quite rather some any per via towards upon themselves itself who's derfor således imidlertid dermed herved "
        "derved desuden endvidere herunder samtidig nemlig blot bare især særlig særligt såvel dvs bl.a. mv samt herfra hertil ligeledes "
        "være blive blevet bliver havde gøre gør gjort hos henholdsvis øvrigt også fortsat stadig sker ske foregår ligger findes"
    ).split()
)
# Danish function words that are English words of content.
_NO_ENGLISH_STOPWORDS = frozenset("end men man sit mod".split())
_WORD = re.compile(r"[^\W\d_]+(?:[-'’+][^\W\d_]+)*\+?")


@dataclass(frozen=True, slots=True)
class Word:
    """A content word or phrase of a claim, and the sets of index keys of which one whole set must stand in the plan."""

    surface: str
    start: int
    end: int
    ways: tuple[frozenset[str], ...]
    weight: float = 1.0


@lru_cache(maxsize=8192)
def content_words(text: str, language: Language) -> tuple[Word, ...]:
    """The words of a claim that must stand in the plan; names of kommuner and districts and figures are judged elsewhere."""
    names = [(hit.start, hit.end) for hit in (*find_kommuner(text), *find_districts(text))]
    names += [(figure.start, figure.end) for figure in stated(text, language)]
    words = [m for m in _WORD.finditer(text) if not any(a <= m.start() < b for a, b in names)]
    return tuple(_english_words(words) if language == "en" else _danish_words(words))


def _danish_words(words: list[re.Match[str]]) -> Iterable[Word]:
    low = [word.group().lower() for word in words]
    by_phrase: dict[int, list[frozenset[str]]] = {}
    for match in find_synonyms(low):
        ways = [frozenset(terms(official)) for official in match.danish]
        for at in range(match.start, match.end):
            by_phrase.setdefault(at, []).extend(way for way in ways if way)
    for at, word in enumerate(words):
        if _is_glue(low[at], "da"):
            continue
        ways = [*_ways_of(word.group()), *by_phrase.get(at, [])]
        if ways:
            yield Word(word.group(), word.start(), word.end(), tuple(dict.fromkeys(ways)), _weight(low[at]))


def _english_words(words: list[re.Match[str]]) -> Iterable[Word]:
    low = [word.group().lower() for word in words]
    taken: set[int] = set()
    for match in find_phrases(low):
        phrase = low[match.start : match.end]
        if all(_is_glue(word, "en") for word in phrase):
            continue
        taken |= set(range(match.start, match.end))
        start, end = words[match.start].start(), words[match.end - 1].end()
        surface = " ".join(phrase)
        ways = [frozenset(terms(danish)) for danish in match.danish] + [frozenset((stem(word),)) for word in phrase[:1]]
        ways += [frozenset((key,)) for danish in match.danish if " " not in danish for key in _related().get(stem(danish), ())]
        weight = 0.4 if all(_weight(word) < 1 for word in phrase) else 1.0
        yield Word(surface, start, end, tuple(dict.fromkeys(way for way in ways if way)), weight)
    for at, word in enumerate(words):
        if at in taken or _is_glue(low[at], "en"):
            continue
        ways = [frozenset((stem(form),)) for form in (low[at], *cognates(low[at]))]
        ways += [frozenset(terms(word.group()))] if terms(word.group()) else []
        yield Word(word.group(), word.start(), word.end(), tuple(dict.fromkeys(ways)), _weight(low[at]))


def _is_glue(word: str, language: Language) -> bool:
    stop = word in STOPWORDS and not (language == "en" and word in _NO_ENGLISH_STOPWORDS)
    return len(word) < 2 or stop or word in _REPORTING or word in _GLUE or is_number_word(word, language)


def _ways_of(word: str) -> list[frozenset[str]]:
    keys = terms(word)
    if not keys:
        return []
    ways = [frozenset(keys)] + ([frozenset((keys[-1],))] if len(keys) > 1 else [])
    related = _related()
    return ways + [frozenset((other,)) for key in keys[-1:] for other in related.get(key, ())]


def _weight(word: str) -> float:
    """General words say little: a claim is not false because it says "arbejde" where the plan says "indsats"."""
    return 0.4 if is_general(word) or is_shape(word) else 1.0


@cache
def _related() -> dict[str, frozenset[str]]:
    """Key → keys of words that may be said instead, in both directions: everyday and official, and translations of one English word."""
    found: dict[str, set[str]] = {}
    groups = [[key, *official[:4]] for key, official in synonym_entries().items()]
    groups += [list(danish[:4]) for danish in glossary_entries().values()]
    for group in groups:
        singles = [stem(word) for word in group if " " not in word]
        for one in singles:
            found.setdefault(one, set()).update(other for other in singles if other != one)
    return {key: frozenset(others) for key, others in found.items()}


@lru_cache(maxsize=8192)
def keys_of(text: str) -> frozenset[str]:
    """The index keys of a plan's words, parts of hyphenated words among them."""
    return frozenset(terms(text)) | frozenset(fold(token.word) for token in tokens(text) if token.acronym)


def said_in(word: Word, keys: frozenset[str]) -> bool:
    """Whether one way to say the word stands among the keys of a plan's words."""
    return said(word, keys) > 0


def said(word: Word, keys: frozenset[str]) -> float:
    """How well the keys say the word, in [0, 1]: whole, as part of a longer word, or by its root."""
    return max((min(_has(key, keys) for key in way) for way in word.ways), default=0.0)


@lru_cache(maxsize=200_000)
def _has(key: str, keys: frozenset[str]) -> float:
    if key in keys:
        return 1.0
    bare = key.lstrip("^")
    if bare in keys or f"^{bare}" in keys:
        return 1.0
    if len(bare) < _INSIDE:
        return 0.0
    if any(bare in other or (len(other) >= _INSIDE and other in bare) for other in keys):
        return _PART_OF
    return _BY_ROOT if len(bare) > _SAME_ROOT and any(other.startswith(bare[:_SAME_ROOT]) for other in keys) else 0.0


def share(words: Iterable[Word], keys: frozenset[str]) -> float:
    """Weighted share of the words that the keys say, in [0, 1]; 1.0 for no words."""
    total = told = 0.0
    for word in words:
        total += word.weight
        told += word.weight * said(word, keys)
    return told / total if total else 1.0


def is_known_word(word: str) -> bool:
    """True for a word of either language, so that a capital at the start of a sentence makes no name of it."""
    import simplemma

    low = word.lower()
    return any(simplemma.is_known(form, lang=("da", "en")) for form in (low, lemma(low)))
