"""Which figure belongs to which kommune, year or counted thing, where one sentence of a plan holds several of each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.gazetteer import find_kommuner
from index.danish import tokens
from rag.answer import Language
from rag.figures import Figure, stated
from rag.paraphrase import content_words, keys_of, said_in, share
from rag.sources import Unit

# What is counted stands within so many words behind its figure.
_BEHIND = 3
# A piece between commas with no more words than this goes on with the list before it.
_LISTED = 2
_TURN = re.compile(r"[;,]\s+(?:mens|men|og|hvoraf|while|but|and|whereas)?\s*|\s+(?:mens|hvorimod|while|whereas)\s+", re.IGNORECASE)


_CLAUSE = re.compile(r"[;,]\s+(?:mens|men|og|hvoraf|while|but|and|whereas)\s+|;\s+|\s+(?:mens|hvorimod|while|whereas)\s+", re.IGNORECASE)
# What stands before a figure (or close behind it) and says on which side of it the truth lies.
_ABOVE = re.compile(
    r"\b(?:over|mere end|mindst|minimum|fra|at least|more than|above|from|older than)\s+(?:\w+\s+)?$"
    r"|^\s*(?:\w+\s+)?(?:eller|og|or|and) (?:derover|opefter|more|above|over)",
    re.I,
)
_BELOW = re.compile(
    r"\b(?:under|mindre end|færre end|højst|maksimalt|maks|indtil|op til|ned til|at most|less than|fewer than|below|up to|"
    r"younger than)\s+(?:\w+\s+)?$|^\s*(?:\w+\s+)?(?:eller|og|or|and) (?:derunder|below|less|fewer)",
    re.I,
)
_EARLIER = re.compile(r"\b(?:før|inden|senest|frem til|before|by|until|no later than)\s+(?:den\s+|the\s+)?$", re.IGNORECASE)
_LATER = re.compile(r"\b(?:efter|tidligst|siden|fra|after|since|from|no earlier than)\s+(?:den\s+|the\s+)?$", re.IGNORECASE)
_SIDES = ((_ABOVE, _BELOW), (_EARLIER, _LATER))


def on_the_other_side(claim: str, unit: Unit, language: Language) -> bool:
    """True when the claim says "under 18" or "før 2020" where the plan says "over 18" or "efter 2020" and nowhere the same."""
    there = stated(unit.near)
    for figure in stated(claim, language):
        same = [f for f in there if (f.kind, f.key) == (figure.kind, figure.key)]
        for pair in _SIDES:
            for mine, other in (pair, pair[::-1]):
                says = _says(mine, figure, claim)
                if says and same and not any(_says(mine, f, unit.near) for f in same) and any(_says(other, f, unit.near) for f in same):
                    return True
    return False


def told_of_others(claim: str, unit: Unit, language: Language) -> bool:
    """True when the part of the plan's sentence that says a part of the claim names other kommuner than the claim does there."""
    theirs = [part for part in _parts(unit.near) if part.strip()]
    if len(theirs) < 2 or len(unit.kommuner) < 2:
        return False
    keys = [keys_of(part) for part in theirs]
    there = [{hit.name for hit in find_kommuner(part)} for part in theirs]
    for part in _parts(claim):
        named = {hit.name for hit in find_kommuner(part)}
        words = content_words(part, language)
        if not named or not words:
            continue
        said = [share(words, one) for one in keys]
        best = max(range(len(said)), key=lambda at: said[at])
        holding = [said[at] for at in range(len(said)) if named & there[at] and named <= there[at]]
        if there[best] and not named <= there[best] and max(holding, default=0.0) < said[best] and named <= set().union(*there):
            return True
    return False


def _parts(text: str) -> list[str]:
    bounds = [0, *(at for cut in _CLAUSE.finditer(text) for at in cut.span()), len(text)]
    parts: list[str] = []
    for a, b in zip(bounds[::2], bounds[1::2], strict=True):
        # A list of kommuner is no turn: "Aarhus, Randers og Odder".
        listed = parts and len(text[a:b].split()) <= _LISTED
        if listed:
            parts[-1] += " " + text[a:b]
        else:
            parts.append(text[a:b])
    return parts


def _says(side: re.Pattern[str], figure: Figure, text: str) -> bool:
    return side.search(text[: figure.start]) is not None or side.search(text[figure.end : figure.end + 24]) is not None


def tied_otherwise(claim: str, unit: Unit, language: Language) -> bool:
    """True when the plan's sentence gives a figure of the claim to something else and what the claim tells it of another figure."""
    text = unit.near
    there = [f for f in stated(text) if f.kind in ("number", "percent")]
    mine = [f for f in stated(claim, language) if f.kind in ("number", "percent")]
    if not mine or len({(f.kind, f.key) for f in there}) < 2:
        return False
    return any(_tied_otherwise(figure, claim, there, text, language) for figure in mine)


def _tied_otherwise(figure: Figure, claim: str, there: list[Figure], text: str, language: Language) -> bool:
    own = [f for f in there if (f.kind, f.key) == (figure.kind, figure.key)]
    others = [f for f in there if (f.kind, f.key) != (figure.kind, figure.key)]
    if not own or not others:
        return False
    for anchor in _anchors(figure, claim):
        if not any(anchor in _anchors(f, text) for f in own) and any(anchor in _anchors(f, text) for f in others):
            return True
    counted = [w for w in content_words(claim, language) if figure.end <= w.start][:1]
    between = claim[figure.end : counted[0].start] if counted else ""
    if counted and len(between.split()) <= _BEHIND - 1 and not re.search(r"\d", between):
        behind_own = any(said_in(counted[0], keys_of(_behind(f, text))) for f in own)
        behind_other = any(said_in(counted[0], keys_of(_behind(f, text))) for f in others)
        return behind_other and not behind_own
    return False


def _anchors(figure: Figure, text: str) -> frozenset[str]:
    """Kommuner and years told in the same part of the sentence as the figure, the nearest of each where there are several."""
    start, end = _bounds(figure, text)
    found = []
    for group in (_kommuner(text), _years(text)):
        inside = [(at, name) for at, name in group if start <= at < end]
        if inside:
            found.append(min(inside, key=lambda one: abs(one[0] - figure.start))[1])
    return frozenset(found)


def _kommuner(text: str) -> Iterable[tuple[int, str]]:
    return ((hit.start, hit.name) for hit in find_kommuner(text))


def _years(text: str) -> Iterable[tuple[int, str]]:
    return ((f.start, f.key) for f in stated(text) if f.kind == "year")


def _bounds(figure: Figure, text: str) -> tuple[int, int]:
    start = max((m.end() for m in _TURN.finditer(text) if m.end() <= figure.start), default=0)
    end = min((m.start() for m in _TURN.finditer(text) if m.start() >= figure.end), default=len(text))
    return start, end


def _behind(figure: Figure, text: str) -> str:
    words = [token for token in tokens(text[figure.end :])][: _BEHIND + 1]
    return text[figure.end : figure.end + words[-1].end] if words else ""
