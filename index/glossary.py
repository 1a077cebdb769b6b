"""English phrases of the field and their Danish alternatives, read from ``glossary.toml``; longest phrase first."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

# Spelling correspondences of words that both languages took from Latin, Greek or French. Tried on words that the glossary does not hold;
# a result counts only where the corpus knows it.
_COGNATES = (
    (r"isations?$", "isering"),
    (r"izations?$", "isering"),
    (r"ation$", "ation"),
    (r"ities$", "itet"),
    (r"ity$", "itet"),
    (r"ical$", "isk"),
    (r"ic$", "isk"),
    (r"ogy$", "ogi"),
    (r"phy$", "fi"),
    (r"ies$", "i"),
    (r"y$", "i"),
    (r"ism$", "isme"),
    (r"ists?$", "ist"),
    (r"ive$", "iv"),
    (r"ence$", "ens"),
    (r"ance$", "ans"),
    (r"ph", "f"),
    (r"psych", "psyk"),
    (r"x", "ks"),
    (r"ch", "k"),
    (r"qu", "kv"),
    (r"th", "t"),
    (r"c(?=[aoulrkt])", "k"),
    (r"c$", "k"),
    (r"s$", ""),
    (r"e$", ""),
)


@dataclass(frozen=True, slots=True)
class Match:
    """An English phrase found in a question: its words' positions ``[start, end)`` and the Danish alternatives, best first."""

    start: int
    end: int
    danish: tuple[str, ...]


@cache
def _phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    data = tomllib.loads(resources.files("index").joinpath("glossary.toml").read_text(encoding="utf-8"))
    phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    for area in data.values():
        for keys, danish in area.items():
            for key in keys.split("|"):
                words = tuple(re.findall(r"[\wæøå'+]+", key.lower()))
                hyphened = tuple(key.lower().split())
                for form in {words, tuple(singular(word) for word in words), hyphened}:
                    phrases[form] = tuple(dict.fromkeys((*phrases.get(form, ()), *danish)))
    return phrases


@cache
def singular(word: str) -> str:
    """An English word without the commonest endings of number, tense and person.

    >>> singular("municipalities"), singular("established"), singular("works")
    ('municipality', 'establish', 'work')
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and re.search(r"(s|x|ch|sh)es$", word):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def _forms(word: str) -> tuple[str, ...]:
    """The word and what it may be an inflection of: "running" → "run", "funded" → "fund", "evaluating" → "evaluate"."""
    # "houses" is "house", "boxes" is "box": both are tried.
    forms = [word, singular(word), *([word[:-1]] if word.endswith("s") and not word.endswith("ss") else [])]
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 2 and word.endswith(ending):
            root = word[: -len(ending)]
            forms += [root, root + "e"]
            if len(root) > 2 and root[-1] == root[-2]:
                forms.append(root[:-1])
            if root.endswith("i"):
                forms.append(root[:-1] + "y")
    return tuple(dict.fromkeys(forms))


def find_phrases(words: list[str], longest: int = 8) -> list[Match]:
    """The glossary's phrases in a list of lower-case English words, longest match first, none overlapping."""
    found, at = [], 0
    while at < len(words):
        match = _longest_at(words, at, longest)
        if match:
            found.append(match)
            at = match.end
        else:
            at += 1
    return found


def _longest_at(words: list[str], at: int, longest: int) -> Match | None:
    phrases = _phrases()
    for size in range(min(longest, len(words) - at), 0, -1):
        window = words[at : at + size]
        for head in _forms(window[0]):
            for tail in _forms(window[-1]) if size > 1 else ("",):
                middle = tuple(window[1:-1])
                key = (head, *middle, tail) if size > 1 else (head,)
                if key in phrases:
                    return Match(at, at + size, phrases[key])
    return None


@cache
def _synonym_groups() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads(resources.files("index").joinpath("glossary.toml").read_text(encoding="utf-8"))
    groups: dict[str, tuple[str, ...]] = {}
    for area in data.values():
        for danish in area.values():
            for word in danish[:3]:
                groups[word] = tuple(dict.fromkeys((*groups.get(word, ()), *(other for other in danish[:4] if other != word))))
    return groups


def synonyms(word: str) -> tuple[str, ...]:
    """Danish words that translate the same English phrase as ``word`` (a lemma), best first, at most six: "oprette" → "etablere" …"""
    return _synonym_groups().get(word, ())[:6]


def cognates(word: str) -> tuple[str, ...]:
    """Danish spellings that an English word may have: "radicalisation" → "radikalisering"."""
    spellings = {word}
    for pattern, danish in _COGNATES:
        spellings |= {re.sub(pattern, danish, spelling) for spelling in spellings}
        if len(spellings) > 64:
            break
    return tuple(sorted(spellings - {word}))
