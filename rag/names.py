"""Proper names in a claim: persons, bodies, streets, abbreviations. A name that the plan does not hold is never let through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.gazetteer import find_districts, find_kommuner, fold
from index.danish import STOPWORDS
from index.glossary import is_english
from rag.answer import Language
from rag.figures import stated
from rag.paraphrase import Word, is_known_word, keys_of, said_in
from rag.sources import Unit

_RUN = re.compile(
    r"(?<![\w-])[A-ZÆØÅ][\w'’+-]*(?:\s+(?:[A-ZÆØÅ][\w'’+-]*|(?:af|og|the|of|for|mod|van|von|de)\s+(?=[A-ZÆØÅ])[A-ZÆØÅ][\w'’+-]*))*"
)
_QUOTED = re.compile(r"[»“”\"„]([^»«“”\"„]{2,80})[«”\"“]")
_SHORT = 5
# Words that are written with a capital without being anybody's name.
_COMMON = frozenset(
    (
        "kommune kommuner kommunen kommunerne politi politiet politiets politikreds kreds plan planen planerne samarbejdsplan borgmester "
        "borgmesteren politidirektør politidirektøren municipality municipalities police plan plans district council mayor commissioner "
        "the a an in on at of and for danish denmark danmark dkk kr region act section january i"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words. ``first`` is True where it begins its sentence, ``foreign`` where no word of it is in a dictionary."""

    text: str
    start: int
    end: int
    first: bool
    foreign: bool


@lru_cache(maxsize=8192)
def names_in(claim: str, language: Language) -> tuple[Name, ...]:
    """The names of a claim apart from kommuner, districts, months and weekdays."""
    taken = [(hit.start, hit.end) for hit in (*find_kommuner(claim), *find_districts(claim))]
    taken += [(figure.start, figure.end) for figure in stated(claim, language)]
    found = []
    for match in _RUN.finditer(claim):
        for start, end in _free(match.start(), match.end(), taken):
            text = claim[start:end].strip(" -–'’")
            lead = re.match(r"([A-ZÆØÅ][\w-]*)\s+(?:(?:the|af|of)\s+)?(?=[A-ZÆØÅ])", text)
            if lead and start == 0 and (lead[1].lower() in STOPWORDS or is_known_word(lead[1])):
                start, text = start + lead.end(), text[lead.end() :]
            words = [w for w in re.findall(r"[\w+-]+", text) if w[:1].isupper() and fold(w.rstrip("s'’")) not in _COMMON]
            first = not claim[:start].strip(' »“"„([-–') or claim[:start].rstrip().endswith((".", ":", "!", "?"))
            if not words or (first and len(words) == 1 and text == words[0] and not _looks_like_a_name(words[0])):
                continue
            parts = [part for word in words for part in word.split("-") if len(part) > 1]
            found.append(Name(text, start, end, first, not any(is_known_word(part) for part in parts)))
    return tuple(found)


def unknown_name(names: Sequence[Name], unit: Unit, words: Sequence[Word]) -> bool:
    """True when some name is neither in the unit nor a translation of what the unit says."""
    there = fold(unit.context)
    plan_side = fold(f"{unit.plan.title} {unit.plan.district}s politi")
    keys = keys_of(unit.context)
    for name in names:
        tokens = [fold(w) for w in re.findall(r"[^\W_]+", name.text) if fold(w) not in _COMMON and fold(w).rstrip("s") not in _COMMON]
        missing = [token for token in tokens if not (_stands(token, there) or _stands(token, plan_side))]
        if missing and not _translated(name, missing, words, keys):
            return True
        if not missing and name.foreign and len(tokens) > 1 and not _together(tokens, there):
            return True
    return False


def _free(start: int, end: int, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of a span that no taken span covers."""
    parts, at = [], start
    for a, b in sorted(taken):
        if a < end and at < b:
            if a > at:
                parts.append((at, a))
            at = max(at, b)
    return [*parts, (at, end)] if at < end else parts


def _looks_like_a_name(word: str) -> bool:
    return word.isupper() or not (is_known_word(word) or is_english(word))


def _stands(token: str, there: str) -> bool:
    """Whether the token stands there, with or without an ending; a short one only whole or with its genitive."""
    ending = r"(?:s|'s)?(?![a-z0-9])" if len(token) <= _SHORT else ""
    return re.search(rf"(?<![a-z0-9]){re.escape(token.removesuffix('s') if not ending else token)}{ending}", there) is not None


def _together(tokens: Sequence[str], there: str) -> bool:
    joined = r"[\W_]+(?:[\w.]+[\W_]+)?".join(re.escape(token.removesuffix("s")) + r"\w?" for token in tokens)
    return re.search(joined, there) is not None


def _translated(name: Name, missing: Sequence[str], words: Sequence[Word], keys: frozenset[str]) -> bool:
    """Every missing part belongs to a word or phrase of the claim that the plan says in its own words."""
    inside = [word for word in words if word.start < name.end and name.start < word.end]
    capitals = {fold(part) for part in re.findall(r"[^\W_]+", name.text) if part.isupper() or not is_known_word(part)}
    return all(token not in capitals and any(token in fold(word.surface) and said_in(word, keys) for word in inside) for token in missing)
