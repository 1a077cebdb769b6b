"""Recognises the names of kommuner and police districts in text. It never says which kommune belongs where."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

# Capitalised these are kommuner, in lower case ordinary words: "på vejen", "en skive", "greve".
_ALSO_WORDS = frozenset({"vejen", "skive", "greve", "varde", "assens", "struer"})

_FOLD = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ö": "oe", "ä": "ae", "ü": "u"})


def fold(text: str) -> str:
    """Lower case with æ→ae, ø→oe, å→aa, so that "Århus", "Aarhus" and "aarhus" meet."""
    return text.lower().translate(_FOLD)


@dataclass(frozen=True, slots=True)
class NameHit:
    """A recognised name: its official form and where it stands (a genitive -s is inside the span)."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class District:
    """A police district's names. ``adjectives`` are stems: "nordjysk" also matches "nordjyske"."""

    name: str
    english: tuple[str, ...]
    adjectives: tuple[str, ...]


@cache
def _data() -> dict[str, dict]:
    return tomllib.loads(resources.files("corpus").joinpath("gazetteer.toml").read_text(encoding="utf-8"))


@cache
def kommune_names() -> tuple[str, ...]:
    """The official names of the 98 kommuner, without the word Kommune."""
    return tuple(_data()["kommuner"])


@cache
def districts() -> tuple[District, ...]:
    """The twelve police districts."""
    return tuple(District(name, tuple(forms["english"]), tuple(forms["adjectives"])) for name, forms in _data()["districts"].items())


@cache
def _kommune_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    official: dict[str, str] = {}
    for name, others in _data()["kommuner"].items():
        for form in (name, *others):
            official[fold(form)] = name
    # Longest first, so that a name inside another ("Nordfyn" in "Faaborg-Midtfyn") never wins.
    forms = sorted(official, key=lambda form: (-len(form), form))
    joined = "|".join(re.escape(form) for form in forms)
    return re.compile(rf"(?<![\w-])(?:{joined})(?:'?s|')?(?![\w])(?!-[a-zæøå])"), official


def _folded_with_offsets(text: str) -> tuple[str, list[int]]:
    folded: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(text):
        piece = fold(character)
        folded.append(piece)
        origin.extend([position] * len(piece))
    origin.append(len(text))
    return "".join(folded), origin


def find_kommuner(text: str, any_case: bool = False) -> list[NameHit]:
    """Every kommune named in ``text``, in order.

    Args:
        any_case: also accept names written in lower case, as people type them in questions.
    """
    folded, origin = _folded_with_offsets(text)
    pattern, official = _kommune_pattern()
    hits = []
    for match in pattern.finditer(folded):
        start, end = origin[match.start()], origin[match.end()]
        form = match.group().rstrip("'")
        name = official.get(form) or official.get(form.removesuffix("s").rstrip("'"))
        if name is None:
            continue
        capital = text[start].isupper()
        followed = re.match(r"\s+(og\s+\S+\s+)?(kommune|municipalit)", text[end:], re.IGNORECASE) is not None
        also = re.match(r"(?:,|\s+og|\s+samt)\s+", folded[match.end() :])
        followed = followed or (also is not None and pattern.match(folded, match.end() + also.end()) is not None)
        ambiguous = fold(name) in _ALSO_WORDS
        if capital and ambiguous and not followed and _begins_sentence(text, start):
            continue
        if not capital and (not any_case or (ambiguous and not followed)):
            continue
        hits.append(NameHit(name, start, end))
    return hits


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return not before or before[-1] in ".!?:"


@cache
def _district_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    forms: dict[str, str] = {}
    for district in districts():
        for form in (district.name, *district.english):
            forms.setdefault(fold(form), district.name)
        for adjective in district.adjectives:
            forms.setdefault(fold(adjective), district.name)
            forms.setdefault(fold(adjective) + "e", district.name)
    # "ostjylland" and "nordsjaelland": as people type without Danish letters.
    for form in list(forms):
        forms.setdefault(form.replace("oe", "o").replace("aa", "a").replace("ae", "a"), forms[form])
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    joined = "|".join(re.escape(form).replace(r"\-\ ", r"-?\s+").replace(r"\ ", r"[\s-]+") for form in ordered)
    return re.compile(rf"(?<![\w-])(?:{joined})(?:'?s|')?(?![\w-])"), {_spaced(form): name for form, name in forms.items()}


def _spaced(form: str) -> str:
    return re.sub(r"[\s-]+", " ", form)


def find_districts(text: str) -> list[NameHit]:
    """Every police district named in ``text`` in Danish or English, by name or adjective, in any case and spelling of æøå.

    The longest name wins: "Sydøstjyllands Politi" is never Østjylland.
    """
    folded, origin = _folded_with_offsets(text)
    pattern, names = _district_pattern()
    hits = []
    for match in pattern.finditer(folded):
        form = _spaced(match.group()).rstrip("'")
        name = names.get(form) or names.get(form.removesuffix("s").rstrip("'"))
        # "Region Midtjylland" is a region, not a police district.
        region = re.search(r"region\s+$", folded[: match.start()]) is not None
        if name is not None and not region:
            hits.append(NameHit(name, origin[match.start()], origin[match.end()]))
    return hits
