"""Everyday Danish and the words that official plans use for it, read from ``synonyms.toml``; longest phrase first."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from itertools import product

from index.danish import lemma, stem
from index.glossary import Match

_WORD = re.compile(r"§|[\wæøåé]+(?:[-/'’.][\wæøåé]+)*")


@cache
def entries() -> dict[str, tuple[str, ...]]:
    """Every everyday word or phrase as it is written, with its official alternatives, best first."""
    tables = tomllib.loads(resources.files("index").joinpath("synonyms.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for area in tables.values():
        for keys, official in area.items():
            for key in keys.split("|"):
                found[key] = tuple(dict.fromkeys((*found.get(key, ()), *official)))
    return found


def key_words(phrase: str) -> list[str]:
    """The lower-case words of a phrase; a hyphened word is one word.

    >>> key_words("skole, SSP-konsulent og politi")
    ['skole', 'ssp-konsulent', 'og', 'politi']
    """
    return _WORD.findall(phrase.lower())


@cache
def _phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    phrases = {tuple(key_words(key)): official for key, official in entries().items()}
    for words, official in list(phrases.items()):
        # A single word is listed as its lemma or means this form only ("dyrt" is a price, "dyr" an animal).
        if len(words) > 1:
            phrases.setdefault(tuple(lemma(word) for word in words), official)
    return phrases


@cache
def _by_stem() -> dict[str, str]:
    return {stem(word): word for words in _phrases() for word in words}


@cache
def _forms(word: str) -> tuple[str, ...]:
    """The word and what it may be an inflection of, best first.

    simplemma leaves rare compounds as they are ("netpatruljen") and takes many a verb for a noun ("kører"): there the stem decides.
    """
    import simplemma

    base = lemma(word)
    left = base == word and (word.endswith("er") or not simplemma.is_known(word, lang="da"))
    same = _by_stem().get(stem(word)) if left else None
    return tuple(dict.fromkeys(form for form in (word, base, same) if form))


def find_synonyms(words: list[str], longest: int = 5) -> list[Match]:
    """The everyday phrases in a list of lower-case Danish words, the longest first, none overlapping.

    >>> [match.danish[0] for match in find_synonyms(["strømere", "holder", "øje", "med"])]
    ['betjent', 'overvåge']
    """
    found: list[Match] = []
    free = [True] * len(words)
    for size in range(min(longest, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            official = _official(words[at : at + size]) if all(free[at : at + size]) else ()
            if official:
                found.append(Match(at, at + size, official))
                free[at : at + size] = [False] * size
    return sorted(found, key=lambda match: match.start)


def _official(window: list[str]) -> tuple[str, ...]:
    """What the plans say for these words as a whole; () where they are no phrase of the table."""
    phrases = _phrases()
    return next((phrases[form] for form in product(*(_forms(word) for word in window)) if form in phrases), ())
