"""Which sentences can answer at all: those that hold the kind of thing asked for, and hold it of the very thing that was named.

A sentence that fails here may be about the topic; it says nothing of what was asked, and no likelihood makes it an answer.
"""

from __future__ import annotations

import re

from corpus.gazetteer import fold
from index.facts import Fact
from rag.evidence import Evidence
from rag.reading import Reading
from rag.sentence_patterns import (
    ASKS_FOR_SIGNATORIES,
    BODIES,
    CAUSE,
    DEEDS,
    LIES,
    LIES_THERE,
    POINTS_ELSEWHERE,
    SOMEBODY,
    WHICH_YEAR,
)

# What a sentence must hold to answer, by kind of question; a sentence without it can at most show that the topic is there.
_ASKED: dict[str, tuple[str, ...]] = {
    "count": ("number", "series"),
    "date": ("date", "series", "hours"),
    "where": ("place", "kommune", "contact"),
}
# Opening hours, a price, a number to call: what the sentence and its surroundings must say of the thing they are asked of.
_ASKED_OF_IT = 0.35
_HOW_MANY = re.compile(r"\b(hvor\s+mange|how\s+many|antal\w*|number\s+of)\b", re.IGNORECASE)
_COUNTS_NOTHING = re.compile(r"\s*(?:%|procent|pct|(?:første|seneste|sidste|foregående)\b)", re.IGNORECASE)


def may_answer(reading: Reading, evidence: Evidence) -> bool:
    """A question for a figure or a date is answered by a sentence that holds one, for a year by one that names it, for a cause by one that
    gives a cause or a purpose."""
    if evidence.plan.sections[evidence.sentence.section].kind == "cover":
        return False
    if evidence.sentence.kind == "signature" and not ASKS_FOR_SIGNATORIES.search(reading.question.core):
        return False
    if POINTS_ELSEWHERE.match(evidence.text):
        return False
    if reading.question.kind == "who" and not _names_who_does(reading, evidence):
        return False
    if reading.question.kind == "why" and not _gives_cause(reading, evidence):
        return False
    lies = reading.question.kind == "where" and LIES.search(reading.question.folded) is not None
    strict = lies or reading.question.kind in ("count", "date") or bool(reading.question.asked)
    years = [str(year) for year in reading.scope.content_years]
    if years and not (any(year in evidence.text for year in years) and reading.says_topic(evidence)):
        return False
    if (strict or reading.question.kind == "who") and _is_of_another_body(reading, evidence):
        return False
    there = lies and LIES_THERE.search(evidence.text) is not None
    return not strict or ((there or bool(_fitting(reading, evidence))) and _is_about_it(reading, evidence))


def _names_who_does(reading: Reading, evidence: Evidence) -> bool:
    """Somebody is named, and the sentence speaks of what they are asked to do: paying, leading, deciding."""
    deeds = [said for asks, said in DEEDS if asks.search(reading.question.folded)]
    somebody = SOMEBODY.search(evidence.text) is not None or bool(reading.facts_of(evidence, "person"))
    return somebody and (not deeds or any(said.search(evidence.text) for said in deeds))


def _is_of_another_body(reading: Reading, evidence: Evidence) -> bool:
    """The question asks of one body, and the sentence speaks of others and not of that one."""
    asked = [asks.search(reading.question.folded) is not None for asks, _ in BODIES]
    said = [says.search(evidence.text) is not None for _, says in BODIES]
    return any(asked) and any(said) and not any(a and b for a, b in zip(asked, said, strict=True))


def _is_about_it(reading: Reading, evidence: Evidence) -> bool:
    """A figure or date of another place or project is no answer: what is named stands in it, above it or before it."""
    plan, sentence = evidence.plan, evidence.sentence
    if reading.question.asked and reading.weighted and evidence.coverage < _ASKED_OF_IT:
        return False
    section = plan.sections[sentence.section]
    around = fold(" ".join((*section.path, plan.text[section.body_start : sentence.end])))
    return all(fold(name) in around for name in reading.question.single)


def _gives_cause(reading: Reading, evidence: Evidence) -> bool:
    """A cause or a purpose, and where the question asks why a kommune does something, of that kommune."""
    named = {fact.value for fact in reading.facts_of(evidence, "kommune")}
    return CAUSE.search(evidence.text) is not None and named >= set(reading.question.asked_kommuner)


def _kinds(reading: Reading) -> tuple[str, ...]:
    return reading.question.asked or _ASKED.get(reading.question.kind, ())


def _fitting(reading: Reading, evidence: Evidence) -> list[Fact]:
    """The sentence's facts of the kind asked for; with a year in the question, only those of that year."""
    facts = reading.facts_of(evidence, *_kinds(reading))
    if reading.question.kind == "count":
        # "How many of the 110 …?": the figure that the question gives is not the one it asks for.
        given = set(re.findall(r"\d+", reading.question.core))
        facts = [f for f in facts if f.value not in given or f.kind == "series"]
        # "39 % more" and "the first three quarters" count nothing.
        if _HOW_MANY.search(reading.question.core) and not reading.question.asked:
            facts = [f for f in facts if not _COUNTS_NOTHING.match(f.detail) or f.kind == "series"]
    years = [str(year) for year in reading.scope.content_years]
    if WHICH_YEAR.search(reading.question.core):
        facts = [f for f in facts if re.search(r"\b(?:19|20)\d\d\b", f.value)]
    series = [f for f in facts if f.kind == "series"]
    return [f for f in series if f.value in years] if years and series else facts
