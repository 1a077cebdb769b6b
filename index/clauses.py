"""Cuts a sentence where it turns: "X har …, mens det i Y er …" are two clauses, and each keeps its own kommuner, negation and time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_TURN = re.compile(r"[,;]?\s+(?=(?:mens|hvorimod|hvorfor|dog er|dog har|men)\s)|;\s+")
_NEGATION = re.compile(r"\b(ikke|ingen|intet|aldrig|hverken|uden at|næppe)\b", re.IGNORECASE)
# "ikke mindst" and "ikke kun" deny nothing; what is "endnu ikke fastlagt" is open, not denied.
_OPEN = r"(?:endeligt?\s+)?(?:fastlagt|besluttet|afklaret|afgjort|bestemt|kendt|fastsat)"
_NO_NEGATION = re.compile(rf"\bikke\s+(?:mindst|kun|alene|blot|bare|{_OPEN})\b", re.IGNORECASE)
_LEFT_OPEN = re.compile(rf"\bikke\s+{_OPEN}\b", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(påtænkes|forventes|forventer|forventeligt|planlægges|planlagt|ventes|hensigten|er hensigt"
    r"|vil blive|skal etableres|overvejes|afventes|på vej)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"\b(ophørt|ophører|nedlagt|afsluttet|udløb|udløbet|afviklet|lukket|frem til|tidligere var)\b", re.IGNORECASE)
Tense = Literal["", "planned", "ended"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence with its own polarity and time."""

    start: int
    end: int
    negated: bool
    tense: Tense


def is_negated(words: str) -> bool:
    """True when the words deny something; "ikke mindst", "ikke kun" and "endnu ikke fastlagt" do not."""
    return _NEGATION.search(_NO_NEGATION.sub(" ", words)) is not None


def is_left_open(words: str) -> bool:
    """True when the words say that something is not settled: "endnu ikke fastlagt"."""
    return _LEFT_OPEN.search(words) is not None


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of ``text[start:end]`` in order; together they cover it but for the blanks and commas between them."""
    spans, at = [], start
    for match in _TURN.finditer(text, start, end):
        if match.start() - at > 15 and end - match.end() > 15:
            spans.append((at, match.start()))
            at = match.end()
    spans.append((at, end))
    return [Clause(a, b, is_negated(text[a:b]), _tense(text[a:b])) for a, b in spans]


def _tense(words: str) -> Tense:
    if _ENDED.search(words):
        return "ended"
    return "planned" if _PLANNED.search(words) else ""
