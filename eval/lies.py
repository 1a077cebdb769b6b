"""Lies and rewordings of what the plans say, to measure the check of written sentences (``rag.sentence_check``).

A lie is a true sentence of a plan with one thing changed: a figure, a year, a kommune, a name, a negation, a "skal", a direction, or the
place that it cites. The sentences are the evidence of the gold set; nothing here ever shows a question.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.gazetteer import find_kommuner, kommune_names
from corpus.plan import Plan
from rag.answer import Language
from rag.figures import stated

LieKind = Literal["figure", "year", "kommune", "name", "negation", "modality", "direction", "citation", "plan"]
KINDS: tuple[LieKind, ...] = ("figure", "year", "kommune", "name", "negation", "modality", "direction", "citation", "plan")


@dataclass(frozen=True, slots=True)
class Truth:
    """A true sentence: the plan's own words or their English, and where they stand. ``split`` is that of the gold question behind it."""

    plan: str
    sentence: int
    language: Language
    text: str
    split: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence to be checked. ``cites_own`` is False where it cites another place than the one that carries it."""

    truth: Truth
    kind: str
    text: str
    cites_own: bool = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a lie may borrow from: the words around the sentence, the plan, all plans, all names of people."""

    near: str
    plan: Plan
    plans: Sequence[Plan]
    people: Sequence[str]


def lies_of(truth: Truth, around: Surroundings, rng: random.Random) -> Iterator[Claim]:
    """At most one lie of each kind that the sentence allows."""
    for kind, make in _MAKERS.items():
        changed = make(truth, around, rng)
        if changed and changed != truth.text:
            yield Claim(truth, kind, changed)
    yield Claim(truth, "citation", truth.text, cites_own=False)


def _figure(truth: Truth, around: Surroundings, rng: random.Random) -> str:
    figures = [f for f in stated(truth.text, truth.language) if f.kind in ("number", "percent") and truth.text[f.start].isdigit()]
    # The number of a list item is no figure of its sentence.
    figures = [f for f in figures if f.start or not re.match(r"\d+\. ", truth.text)]
    if not figures:
        return ""
    chosen = rng.choice(figures)
    raw = truth.text[chosen.start : chosen.end]
    digits = re.match(r"\d+", raw)
    assert digits is not None
    value = int(digits.group())
    near = [f.key for f in stated(around.near) if f.kind == "number" and f.key.isdigit() and int(f.key) != value]
    other = rng.choice(near) if near and rng.random() < 0.5 else str(value + rng.choice((-2, -1, 1, 2, 3, 10)))
    own = {f.key for f in stated(truth.text, truth.language)}
    if other in own or int(other) < 0 or (len(raw) > digits.end() and raw[digits.end()] in ".," and len(other) > 3):
        return ""
    return truth.text[: chosen.start] + other + truth.text[chosen.start + digits.end() :]


def _year(truth: Truth, around: Surroundings, rng: random.Random) -> str:
    figures = [f for f in stated(truth.text, truth.language) if f.kind in ("year", "date")]
    if not figures:
        return ""
    chosen = rng.choice(figures)
    raw = truth.text[chosen.start : chosen.end]
    if chosen.kind == "date":
        changed = re.sub(r"\d{1,2}", lambda m: str(int(m.group()) % 27 + 1), raw, count=1)
        return truth.text[: chosen.start] + changed + truth.text[chosen.end :]
    years = [str(p.year) for p in around.plans if p.year != int(raw)] + [str(int(raw) + step) for step in (-2, -1, 1, 2)]
    own = {f.key for f in stated(truth.text, truth.language)}
    others = [year for year in years if year not in own]
    return truth.text[: chosen.start] + rng.choice(others) + truth.text[chosen.end :] if others else ""


def _kommune(truth: Truth, around: Surroundings, rng: random.Random) -> str:
    hits = find_kommuner(truth.text)
    if not hits:
        return ""
    hit = rng.choice(hits)
    named = {one.name for one in hits}
    near = [one.name for one in find_kommuner(around.near)]
    own = [name for name in (*near, *around.plan.kommuner) if name not in named]
    others = own if own and rng.random() < 0.8 else [name for name in kommune_names() if name not in named]
    written = truth.text[hit.start : hit.end]
    ending = "s" if written.endswith("s") and not hit.name.endswith("s") else ""
    return truth.text[: hit.start] + rng.choice(others) + ending + truth.text[hit.end :]


_PERSON = re.compile(r"\b[A-ZÆØÅ][a-zæøåé]+(?:\s[A-ZÆØÅ][\wæøåé]*\.?)?\s[A-ZÆØÅ][a-zæøåé]+\b")
_SHORT = re.compile(r"\b[A-ZÆØÅ]{2,5}\b")
_OTHERS = ("KLP", "TUS", "RIV", "BOF", "NKA", "Trygfonden", "Røde Kors", "Vejdirektoratet", "Lejerbo")


def _name(truth: Truth, around: Surroundings, rng: random.Random) -> str:
    people = [m for m in _PERSON.finditer(truth.text) if any(m.group() in person or person in m.group() for person in around.people)]
    if people:
        match = rng.choice(people)
        other = rng.choice([person for person in around.people if person not in truth.text])
        return truth.text[: match.start()] + other + truth.text[match.end() :]
    inside = [m for m in re.finditer(r"(?<=[a-zæøå,] )[A-ZÆØÅ][\wæøå+-]{3,}\b", truth.text) if not find_kommuner(m.group())]
    inside = [m for m in inside if m.group() not in ("Kommune", "Kommuner", "Politi", "Municipality", "Municipalities", "Police")]
    found = [*_SHORT.finditer(truth.text), *inside]
    if not found:
        return ""
    match = rng.choice(found)
    return truth.text[: match.start()] + rng.choice(_OTHERS) + truth.text[match.end() :]


_DENIAL = {"da": re.compile(r"\s+ikke\b"), "en": re.compile(r"\s+not\b|(?<=[a-z])n't\b")}
_VERB = {
    "da": re.compile(
        r"\b(?:er|har|kan|skal|vil|blev|bliver|får|fik|holder|mødes|gælder|omfatter|deltager|indgår|findes|består|arbejder|samarbejder|"
        r"råder|dækker|drøfter|træffer|beslutter|afholder|udarbejder|understøtter|støtter|bidrager|ledes|afholdes|holdes)\b"
    ),
    "en": re.compile(r"\b(?:is|are|was|were|has|have|can|must|will|may|should|could|would)\b"),
}
_NOT = {"da": "ikke", "en": "not"}


def _negation(truth: Truth, around: Surroundings, rng: random.Random) -> str:
    pattern = _DENIAL[truth.language]
    neutral = re.search(r"\b(?:ikke|not)\s+(?:kun|mindst|alene|blot|only|just|least|merely)\b", truth.text)
    if pattern.search(truth.text) and not neutral:
        return pattern.sub("", truth.text, count=1)
    verb = _VERB[truth.language].search(truth.text)
    return f"{truth.text[: verb.end()]} {_NOT[truth.language]}{truth.text[verb.end() :]}" if verb and not neutral else ""


_MODAL = {
    "da": ((r"\bskal\b", "kan"), (r"\bkan\b", "skal"), (r"\bforventes at\b", "er besluttet at"), (r"\bbør\b", "skal")),
    "en": ((r"\bmust\b", "may"), (r"\bcan\b", "must"), (r"\bmay\b", "must"),
           (r"\bis expected to\b", "is decided to")),
}  # fmt: skip


def _modality(truth: Truth, around: Surroundings, rng: random.Random) -> str:
    return _replaced(truth.text, _MODAL[truth.language])


_TURNS = {
    "da": (
        (r"\bflere\b", "færre"), (r"\bmindst\b", "højst"), (r"\bhøjst\b", "mindst"), (r"\bmaksimalt\b", "mindst"),
        (r"\bover (?=\d)", "under "),
        (r"\bunder (?=\d)", "over "), (r"\bfør\b", "efter"), (r"\bsenest\b", "tidligst"), (r"\bøget\b", "mindsket"),
        (r"\bøge\b", "reducere"),
        (r"\bstørre\b", "mindre"), (r"\bstyrke\b", "svække"), (r"\bstyrket\b", "svækket"), (r"\boprettet\b", "nedlagt"),
        (r"\betableret\b", "nedlagt"), (r"\bbedre\b", "ringere"), (r"\bhver\b", "ingen"), (r"\balle\b", "ingen af"),
    ),
    "en": (
        (r"\bmore than\b", "less than"), (r"\bmore\b", "fewer"), (r"\bat least\b", "at most"), (r"\bat most\b", "at least"),
        (r"\bover (?=\d)", "under "), (r"\bunder (?=\d)", "over "), (r"\bbefore\b", "after"), (r"\bincreased?\b", "reduced"),
        (r"\bstrengthen\b", "weaken"), (r"\bestablished\b", "abolished"), (r"\bset up\b", "abolished"), (r"\bgreater\b", "less"),
        (r"\ball\b", "none of the"), (r"\bbetter\b", "worse"),
    ),
}  # fmt: skip


def _direction(truth: Truth, around: Surroundings, rng: random.Random) -> str:
    return _replaced(truth.text, _TURNS[truth.language])


def _plan(truth: Truth, around: Surroundings, rng: random.Random) -> str:
    others = [p for p in around.plans if p.id != around.plan.id]
    other = rng.choice(others)
    lead = "I planen for {0} {1} står der, at " if truth.language == "da" else "According to the {1} plan for {0}, "
    return lead.format(other.district, other.year) + truth.text[:1].lower() + truth.text[1:]


def _replaced(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    for pattern, other in pairs:
        if re.search(pattern, text):
            return re.sub(pattern, other, text, count=1)
    return ""


_MAKERS: dict[LieKind, Callable[[Truth, Surroundings, random.Random], str]] = {
    "figure": _figure, "year": _year, "kommune": _kommune, "name": _name, "negation": _negation, "modality": _modality,
    "direction": _direction, "plan": _plan,
}  # fmt: skip
