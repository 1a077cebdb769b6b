"""The fact table: what each sentence says that can be listed, counted or compared, with its span.

Built once per plan at index time, so that a list reads every sentence of every plan and never a top-k.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, cast

from corpus.gazetteer import find_kommuner
from corpus.plan import Plan, Sentence
from index.clauses import Clause, clauses
from index.patterns import (
    ACRONYM_BEHIND,
    ACRONYM_FRONT,
    ADDRESS,
    AGE,
    ALL_KOMMUNER,
    CONTACT,
    DATE,
    DURATION,
    EXCEPTION,
    FREQUENCY,
    HOURS,
    NUMBER,
    NUMBER_WORDS,
    PARAGRAPH,
    PERIOD,
    SERIES,
    THE_KOMMUNE,
    YEAR,
)  # fmt: skip

FactKind = Literal[
    "kommune",
    "all_kommuner",
    "number",
    "date",
    "person",
    "acronym",
    "series",
    "place",
    "hours",
    "contact",
    "frequency",
    "duration",
    "age",
    "paragraph",
]

Maker = Callable[..., "Fact"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that one sentence says.

    Attributes:
        value: the kommune, the number in digits, the date as written, the person's name, the abbreviation.
        detail: unit and counted thing, the person's office, what the abbreviation stands for, the year's value.
        start, end: span of the words that say it.
        clause_start, clause_end: span of the clause that holds it: "X, mens det i Y er …" has two.
        negated: the clause says that it is not so.
        excepted: the value stands after "på nær", "undtagen", "bortset fra".
        tense: "planned" for what is intended or expected, "ended" for what has ceased, else "".
    """

    plan: str
    kind: FactKind
    value: str
    detail: str
    sentence: int
    start: int
    end: int
    clause_start: int
    clause_end: int
    negated: bool = False
    excepted: bool = False
    tense: Literal["", "planned", "ended"] = ""


def extract_facts(plan: Plan) -> tuple[Fact, ...]:
    """Every fact of a plan in the order of its text."""
    found: list[Fact] = []
    for sentence in plan.sentences:
        if sentence.kind == "signature":
            continue
        for clause in clauses(plan.text, sentence.start, sentence.end):
            found += _clause_facts(plan, sentence, clause)
    found += _carried(plan, found)
    found += _persons(plan)
    return tuple(sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind, fact.value)))


def _clause_facts(plan: Plan, sentence: Sentence, clause: Clause) -> list[Fact]:
    words = plan.text[clause.start : clause.end]
    base = Fact(
        plan.id, "kommune", "", "", sentence.index, 0, 0, clause.start, clause.end, clause.negated, False, clause.tense
    )  # fmt: skip

    def fact(kind: str, value: str, span: tuple[int, int], detail: str = "") -> Fact:
        return replace(
            base, kind=cast(FactKind, kind), value=value, detail=detail, start=clause.start + span[0], end=clause.start + span[1]
        )

    exception = EXCEPTION.search(words)
    facts: list[Fact] = []
    for hit in find_kommuner(words):
        excepted = exception is not None and hit.start >= exception.end()
        facts.append(replace(fact("kommune", hit.name, (hit.start, hit.end)), excepted=excepted))
    facts += [fact("all_kommuner", m.group(), m.span()) for m in ALL_KOMMUNER.finditer(words)]
    facts += _acronyms(words, fact)
    if sentence.kind != "heading":
        facts += _figures(words, fact)
    return facts


def _figures(words: str, make: Maker) -> list[Fact]:
    facts: list[Fact] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern in (
        ("series", SERIES),
        ("hours", HOURS),
        ("date", PERIOD),
        ("date", DATE),
        ("contact", CONTACT),
        ("place", ADDRESS),
        ("date", YEAR),
    ):
        for match in pattern.finditer(words):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            groups = match.groupdict()
            value = groups.get("value") or groups.get("value2") or match.group()
            facts.append(make(kind, value, match.span(), groups.get("detail") or groups.get("detail2") or ""))
    # How often and how long hold numbers of their own, so both readings are facts.
    facts += [make("frequency", match.group(), match.span()) for match in FREQUENCY.finditer(words)]
    facts += [make("paragraph", match.group(), match.span()) for match in PARAGRAPH.finditer(words)]
    facts += [make("age", match.group(), match.span()) for match in AGE.finditer(words)]
    facts += [make("duration", match.group(), match.span()) for match in DURATION.finditer(words)]
    for match in NUMBER.finditer(words):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        raw = match["n"].lower()
        value = str(NUMBER_WORDS.get(raw, raw))
        facts.append(make("number", value, match.span("n"), match["detail"].strip()))
    return facts


def _acronyms(words: str, make: Maker) -> list[Fact]:
    facts: list[Fact] = []
    for pattern in (ACRONYM_FRONT, ACRONYM_BEHIND):
        for match in pattern.finditer(words):
            short, long = match["short"], match["long"].strip(" ,")
            expansion = expand(short, long, from_end=pattern is ACRONYM_BEHIND)
            if expansion:
                facts.append(make("acronym", short.split("-")[0], match.span(), expansion))
    return facts


def expand(short: str, long: str, from_end: bool) -> str:
    """The part of ``long`` that ``short`` stands for, or "" (Schwartz and Hearst 2003, with the first letters of words and compound parts).

    >>> expand("SSP", "Skole, Socialforvaltning og Politi", from_end=False)
    'Skole, Socialforvaltning og Politi'
    """
    letters = [letter.lower().replace("c", "k") for letter in short.split("-")[0] if letter.isalpha()]
    if not 2 <= len(letters) <= 7:
        return ""
    words = list(re.finditer(r"[A-Za-zÆØÅæøå]+", long))
    if len(words) == 1 and words[0].group().lower() == short.lower():
        return ""
    content = [w for w in words if w.group().lower() not in {"og", "i", "af", "for", "til", "mod", "de", "den", "det", "med", "om"}]
    for chosen in (content, words):
        for first in range(len(chosen)) if from_end else range(1):
            tail = chosen[first:]
            if tail and _matches(letters, [w.group().lower().replace("c", "k") for w in tail]):
                return long[tail[0].start() :].strip()
    return ""


def _matches(letters: list[str], words: list[str]) -> bool:
    """Every letter begins a word or lies inside the word before it, in order; at most one word is passed over and the last one is used."""
    if words[0][0] != letters[0]:
        return False
    position, word, passed = 1, 0, 0
    for letter in letters[1:]:
        nxt = next((step for step in (1, 2) if word + step < len(words) and words[word + step][0] == letter), 0)
        if nxt and passed + nxt - 1 <= 1:
            word, position, passed = word + nxt, 1, passed + nxt - 1
            continue
        at = words[word].find(letter, position)
        if at < 0:
            return False
        position = at + 1
    return word == len(words) - 1


def _carried(plan: Plan, found: list[Fact]) -> list[Fact]:
    """ "Der er ikke et … i kommunen": the one kommune of the sentence before, where the sentence names none itself."""
    named: dict[int, set[str]] = {}
    for fact in found:
        if fact.kind == "kommune":
            named.setdefault(fact.sentence, set()).add(fact.value)
    carried = []
    for before, sentence in zip(plan.sentences, plan.sentences[1:], strict=False):
        names = named.get(before.index, set())
        if len(names) != 1 or sentence.index in named or before.section != sentence.section or "heading" in (before.kind, sentence.kind):
            continue
        for clause in clauses(plan.text, sentence.start, sentence.end):
            match = THE_KOMMUNE.search(plan.text, clause.start, clause.end)
            if match:
                span = (sentence.index, match.start(), match.end(), clause.start, clause.end)
                carried.append(Fact(plan.id, "kommune", next(iter(names)), "", *span, clause.negated, False, clause.tense))
    return carried


def _persons(plan: Plan) -> list[Fact]:
    facts = []
    for signatory in plan.signatories:
        sentence = next(s.index for s in plan.sentences if s.start <= signatory.start < s.end)
        facts.append(
            Fact(
                plan.id,
                "person",
                signatory.name,
                signatory.office,
                sentence,
                signatory.start,
                signatory.end,
                signatory.start,
                signatory.end,
            )
        )
    return facts
