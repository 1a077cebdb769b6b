"""Yes or no where one clause of one sentence decides it; else the sentence itself without a verdict."""

from __future__ import annotations

import re
from dataclasses import replace

from index.clauses import is_left_open
from rag.answer import Form
from rag.evidence import Evidence
from rag.read_kommuner import CONTRASTS, denied_of, read_kommuner
from rag.read_sentences import likely_sentences, read_sentences
from rag.reading import Draft, Reading
from rag.verdicts import GOES_ON, LEAVES_OUT, STILL, turns_on_a_word, verdict
from rag.wording import DENIES

_EVERY_KOMMUNE = re.compile(r"\b(alle|samtlige|hver|all|every|each)\b.*\b(municipalit|kommune)", re.IGNORECASE)
# A sentence that decides a question about "kun", "skal" or "stiger" may be so much less likely than the likeliest.
_DECIDING = 0.4
# One that decides where the likeliest does not may be so much less likely.
_NEARLY = 0.75
# And must say so much of the topic, its surroundings counted.
_ABOUT = 0.7
# What a list of kommuner is a list of is said before the first relative clause.
_RELATIVE = re.compile(r",\s*(?:der|som|hvor|hvis)\b", re.IGNORECASE)
_SAYS_IT = 0.5
# "Alle områderne ligger i X": none is anywhere else.
_ALL_OF_THEM = re.compile(r"^\W*(?:alle|samtlige)\b|\b(?:kun|udelukkende|alene)\b", re.IGNORECASE)


def read_yes_no(reading: Reading) -> list[Draft]:
    """The sentences that decide, newest plan first, each with its verdict."""
    if opposed := _opposed(reading):
        return opposed
    elsewhere = LEAVES_OUT.search(reading.question.core) is not None
    if turns_on_a_word(reading.question.core):
        if deciding := _deciding(reading):
            return deciding
    elif not elsewhere and (denied := denied_of(reading, reading.question.asked_kommuner)):
        return denied
    everyone = _EVERY_KOMMUNE.search(reading.question.core) is not None
    if reading.question.asked_kommuner or everyone:
        about = [draft for draft in read_kommuner(reading) if draft.form != "unnamed" or not everyone]
        if about:
            return [_member(reading, draft, everyone) for draft in about]
    found = read_sentences(reading, most=1)
    # What is said of no kommune decides nothing about every one of them.
    return found if everyone else [_decided(reading, draft) for draft in found]


def _opposed(reading: Reading) -> list[Draft]:
    """Sentences that set the kommune against those that have it: "X har nævn, mens opgaven i Y ligger hos udvalget" says no of Y."""
    asked = set(reading.question.asked_kommuner)
    if not asked or DENIES.search(reading.question.core) or LEAVES_OUT.search(reading.question.core):
        return []
    drafts = []
    for draft in read_kommuner(reading):
        sentence = _evidence(reading, draft) if draft.form == "items" else None
        named = {f.value for f in reading.facts_of(sentence, "kommune")} if sentence else set()
        if sentence and asked <= named - set(draft.items) and CONTRASTS.search(sentence.text):
            drafts.append(replace(draft, form="no", items=(), spans=draft.spans[:1]))
    return drafts


def _deciding(reading: Reading) -> list[Draft]:
    """Of each plan the likeliest sentence that holds the word the question turns on, where it is about the topic."""
    drafts = []
    for plan, found in likely_sentences(reading, _DECIDING):
        for evidence in found:
            form: Form = verdict(reading, evidence)
            if form != "quote" and evidence.coverage >= _ABOUT:
                drafts.append(Draft(plan, form, ((evidence.sentence.start, evidence.sentence.end),), (), evidence.chance))
                break
    best = max((draft.strength for draft in drafts), default=0.0)
    return [draft for draft in drafts if draft.strength >= 0.5 * best]


def _member(reading: Reading, draft: Draft, everyone: bool) -> Draft:
    """Is the kommune in the plan's list? Yes where the list names it; where it does not, the plan's words stand without a verdict.

    "Har alle kommuner …?" is answered by no where the plan names several and not all.
    """
    asked = set(reading.question.asked_kommuner)
    sentence = _evidence(reading, draft)
    facts = reading.facts_of(sentence, "kommune") if sentence else []
    excepted = {f.value for f in facts if f.excepted}
    tense = {f.tense for f in reading.facts_of(sentence, "kommune", "all_kommuner")} if sentence else set()
    lasting = not STILL.search(reading.question.core) or any(GOES_ON.search(draft.plan.text[a:b]) for a, b in draft.spans)
    wanted = asked or set(draft.plan.kommuner)
    open_question = (
        DENIES.search(reading.question.core) is not None
        or turns_on_a_word(reading.question.core)
        or bool(tense & {"planned", "ended"})
        or not lasting
    )
    opposed = {f.value for f in facts} - set(draft.items) if sentence and CONTRASTS.search(sentence.text) else set()
    if sentence and is_left_open(sentence.text):
        open_question = True
    if everyone and not (sentence and reading.said_by(_RELATIVE.split(sentence.text)[0]) >= _SAYS_IT):
        open_question = True
    some = everyone and not asked and 1 < len(set(draft.items) & wanted) < len(wanted)
    form: Form = "quote"
    if LEAVES_OUT.search(reading.question.core):
        form = "no" if sentence and asked and set(draft.items) <= asked and _ALL_OF_THEM.search(sentence.text) else "quote"
    elif asked & excepted:
        form = "no"
    elif not open_question and wanted and wanted <= set(draft.items):
        form = "yes"
    elif not open_question and (some or (asked and asked <= opposed)):
        form = "no"
    return Draft(draft.plan, form, draft.spans[:1], (), draft.strength)


def _decided(reading: Reading, draft: Draft) -> Draft:
    """The sentence with its verdict; where it decides nothing, one that is nearly as likely and does stands in its place.

    A sentence that needs other words beside it decides nothing alone.
    """
    evidence = _evidence(reading, draft)
    if evidence is None or len(draft.spans) != 1:
        return replace(draft, form="quote")
    likely = (
        e
        for e in reading.evidence[draft.plan.id]
        if e.chance >= _NEARLY * evidence.chance and e is not evidence and e.sentence.kind == "prose"
    )
    for other in (evidence, *sorted(likely, key=lambda e: -e.chance)):
        form: Form = verdict(reading, other)
        if form != "quote":
            return replace(draft, form=form, spans=((other.sentence.start, other.sentence.end),))
    return replace(draft, form="quote")


def _evidence(reading: Reading, draft: Draft) -> Evidence | None:
    return next((e for e in reading.evidence[draft.plan.id] if (e.sentence.start, e.sentence.end) == draft.spans[0]), None)
