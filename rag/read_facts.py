"""Answers that are one fact: a person and office, what an abbreviation stands for, which plans speak of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.gazetteer import fold
from index.facts import Fact
from rag.read_sentences import MAX_PLANS, read_sentences
from rag.reading import Draft, Reading, is_one

_OFFICES = {
    "borgmester": r"borgmest|mayor",
    "politidirektør": (
        r"politidirekt|police commissioner|chief of police|police director|police chief|chief constable|head of the police"
        r"|chefen? for .*politi"
    ),
}
# "Borgmester i Odder?" asks for the person; a longer question does so only in these words.
_ASKS_MORE = re.compile(r"\b(hvad|hvor\w*|what|where|when|how)\b")
_HOLDER = re.compile(r"\b(hvem er|hvem var|hvem stod|hvem har|hvad hedder|who is|who was|who are|who has|name of|sign\w*|underskr\w*)\b")
# Who chairs a council is told by a sentence, not by an office among the signatures.
_CHAIR = re.compile(r"\bformand|chair|næstformand")


def asked_office(text: str) -> str:
    """The office whose holder the question asks for, "" where it asks for none: "hvem er borgmester i Odder?" but not "hvem udpeger …?"."""
    low = text.lower()
    short = len(low.split()) <= 6 and not _ASKS_MORE.search(low)
    if _CHAIR.search(low) or not (short or _HOLDER.search(low)):
        return ""
    return next((name for name, pattern in _OFFICES.items() if re.search(pattern, low)), "")


def read_persons(reading: Reading, facts: Sequence[Fact]) -> list[Draft]:
    """The person who holds the office asked for, per plan; [] where no plan gives the office with a name."""
    office = asked_office(reading.question.core)
    drafts = []
    for plan in reading.scope.plans:
        people = [f for f in facts if f.plan == plan.id and f.kind == "person" and fold(office) in fold(f.detail)]
        if office == "borgmester" and reading.question.asked_kommuner:
            people = [f for f in people if any(k in f.detail for k in reading.question.asked_kommuner)]
        for person in people[:8]:
            drafts.append(Draft(plan, "value", ((person.start, person.end),), (f"{person.value}, {person.detail}",), 1.0))
    return drafts


def read_alone(reading: Reading, facts: Sequence[Fact]) -> list[Draft]:
    """The kind of fact asked for where the question names only the plan: "telefonnummeret til Nordjyllands Politi"."""
    drafts = []
    for plan in reading.scope.plans[:MAX_PLANS]:
        found = [f for f in facts if f.plan == plan.id and is_one(f, plan, reading.question.asked)]
        drafts += [Draft(plan, "quote", ((plan.sentences[f.sentence].start, plan.sentences[f.sentence].end),)) for f in found[-3:]]
    return list(dict.fromkeys(drafts))


# "TÆK-teamet" and "SUB-områder" ask for the abbreviation, "PSP-koordinatoren" asks for a person.
_HEAD = re.compile(r"-(?:team|samarbejd|områd|omraad|udvalg|indsats|arbejd|netværk|gruppe|projekt|enhed)\w*$", re.IGNORECASE)


def read_definition(reading: Reading, facts: Sequence[Fact]) -> list[Draft]:
    """What an abbreviation stands for, per plan where plans differ, then the sentence that says what it is."""
    words = {fold(_HEAD.sub("", word)) for word in re.findall(r"[\wæøåÆØÅ+-]+", reading.question.core)}
    drafts, seen = [], set()
    for plan in reading.scope.plans:
        for fact in (f for f in facts if f.plan == plan.id and f.kind == "acronym" and fold(f.value) in words):
            key = (plan.district, re.sub(r"\W", "", fold(fact.detail)))
            if key not in seen:
                seen.add(key)
                drafts.append(Draft(plan, "expansion", ((fact.start, fact.end),), (fact.value, fact.detail), 1.0))
            break
    if drafts:
        return drafts[:MAX_PLANS]
    return read_sentences(reading)


def read_plans(reading: Reading) -> list[Draft]:
    """Every plan in scope that speaks of the topic, each with the sentence that says most of it."""
    drafts = []
    for plan in reading.scope.plans:
        speaking = [e for e in reading.relevant(plan) if e.own >= 0.5]
        if speaking:
            best = max(speaking, key=lambda e: e.score - (0.6 if len(e.text.split()) < 8 else 0.0))
            drafts.append(Draft(plan, "quote", ((best.sentence.start, best.sentence.end),), (), best.score))
    return drafts
