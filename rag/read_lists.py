"""Enumerations and year-value series, shown whole with the words that introduce them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from corpus.plan import Plan, Section, Sentence
from rag.evidence import Evidence
from rag.question_patterns import SEVERAL
from rag.reading import ANSWERABLE, MAX_PLANS, Draft, Reading

LIST_CHARACTERS = 900
# A lead-in of so few characters names no topic of its own.
_BARE_LEAD = 25
# What a heading must say of the topic for the headings under it to be its list, and how few they may be.
SAID_BY_HEADING, _FEWEST_HEADINGS = 0.85, 3
# Two editions' lists are the same list from this Jaccard index on, two items the same from this likeness of their letters (0 to 100).
_SAME_LIST, _SAME_ITEM = 0.4, 85.0
# What the lead-in and an item must say of the topic for the whole list to be shown.
_SAID_BY_LIST = 0.3


def read_items(reading: Reading, said_enough: float = 0.6) -> list[Draft]:
    """A whole enumeration with its lead-in, where the topic is what the lead-in or the heading announces."""
    drafts = []
    for plan in reading.scope.plans:
        lists: dict[int, list[Sentence]] = {}
        for sentence in plan.sentences:
            if sentence.lead is not None:
                lists.setdefault(sentence.lead, []).append(sentence)
        best: tuple[float, int] | None = None
        for lead in lists:
            said = _announces(reading, plan, plan.sentences[lead])
            if said >= said_enough and (best is None or said > best[0]):
                best = (said, lead)
        listed = list_of(plan, plan.sentences[best[1]]) if best else None
        if best and listed:
            drafts.append(replace(listed, strength=best[0]))
    strongest = max((d.strength for d in drafts), default=0.0)
    return [d for d in drafts if d.strength >= 0.85 * strongest][:MAX_PLANS]


def read_series(reading: Reading) -> list[Draft]:
    """A year-value series as the plan has it ("2017: 51 …"), where its heading or lead-in says the topic."""
    drafts = []
    for plan in reading.scope.plans:
        by_section: dict[int, list[Evidence]] = {}
        for evidence in reading.evidence.get(plan.id, []):
            if reading.facts_of(evidence, "series"):
                by_section.setdefault(evidence.sentence.section, []).append(evidence)
        for section, found in by_section.items():
            found = sorted(found, key=lambda e: e.sentence.start)
            if len(found) < 3 or max(e.coverage for e in found) < 0.9 * ANSWERABLE:
                continue
            heading = plan.sections[section]
            names = tuple(e.text.strip(" ,;.") for e in found)
            spans = ((heading.start, heading.body_start), (found[0].sentence.start, found[-1].sentence.end))
            drafts.append(Draft(plan, "items", spans, names, found[0].score))
    return drafts


def read_headings(reading: Reading) -> list[Draft]:
    """The headings under a heading that says the topic: a plan that names its focus areas as sections has no other list of them."""
    drafts = []
    for plan in reading.scope.plans:
        named = [(reading.said_by(section.title), section) for section in plan.sections if section.kind == "body"]
        for said, section in sorted(named, key=lambda pair: (-pair[0], pair[1].start))[:1]:
            under = directly_under(plan, section)
            if said >= SAID_BY_HEADING and len(under) >= _FEWEST_HEADINGS:
                drafts.append(list_of_headings(plan, section, under, said))
    return drafts


def list_of_headings(plan: Plan, section: Section, under: Sequence[Section], strength: float) -> Draft:
    """The titles of ``under`` as items, each heading and the one above them cited for itself."""
    spans = tuple((one.start, one.body_start) for one in (section, *under))
    return Draft(plan, "items", spans, tuple(one.title for one in under), strength)


def directly_under(plan: Plan, section: Section) -> list[Section]:
    """The sections one level below, in order."""
    later = itertools.takewhile(lambda one: one.depth > section.depth, plan.sections[section.index + 1 :])
    return [one for one in later if one.depth == section.depth + 1 and one.kind == "body"]


def with_counterparts(reading: Reading, drafts: Sequence[Draft]) -> list[Draft]:
    """The lists, and for every other plan in scope the list that has most items in common with one of them: another edition's same list."""
    found = {draft.plan.id: draft for draft in drafts}
    for plan in reading.scope.plans:
        if plan.id in found or not drafts:
            continue
        others = (list_of(plan, plan.sentences[lead]) for lead in sorted({s.lead for s in plan.sentences if s.lead is not None}))
        alike = [(max(_in_common(draft.items, other.items) for draft in drafts), other) for other in others if other is not None]
        share, best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
        if best is not None and share >= _SAME_LIST:
            found[plan.id] = replace(best, strength=max(draft.strength for draft in drafts))
    return [found[plan.id] for plan in reading.scope.plans if plan.id in found]


def _in_common(one: Sequence[str], other: Sequence[str]) -> float:
    """Jaccard index of two enumerations, an item being the same where it is nearly spelt the same."""
    from rapidfuzz import fuzz

    same = sum(any(fuzz.ratio(a.lower(), b.lower()) >= _SAME_ITEM for b in other) for a in one)
    return same / max(len(one) + len(other) - same, 1)


def _announces(reading: Reading, plan: Plan, lead: Sentence) -> float:
    """How much of the topic a lead-in says. "Områderne er:" says nothing by itself and leaves it to its own heading."""
    words = plan.text[lead.start : lead.end]
    path = plan.sections[lead.section].path
    if len(words) <= _BARE_LEAD and path:
        return max(reading.said_by(words), reading.said_by(f"{words} {path[-1]}"))
    return max(reading.said_by(words), 0.55 * reading.said_by(f"{words} {' '.join(path)}"))


def list_of(plan: Plan, lead: Sentence) -> Draft | None:
    """The items that a sentence introduces, with the sentence itself; None where it introduces none or too long ones."""
    items = [s for s in plan.sentences if s.lead == lead.index]
    names = tuple(plan.text[s.start : s.end].strip(" ,;.") for s in items)
    if not items or sum(map(len, names)) > LIST_CHARACTERS:
        return None
    return Draft(plan, "items", ((lead.start, lead.end), (items[0].start, items[-1].end)), names, 1.0)


def list_together(reading: Reading, plan: Plan, chosen: Sequence[Sentence]) -> Draft | None:
    """The whole enumeration, where two of its items are among the chosen, or one and the question asks for several things."""
    items = [s for s in chosen if s.lead is not None]
    leads = [s.lead for s in items]
    wanted = [
        s.lead
        for s in items
        if s.lead is not None and (leads.count(s.lead) > 1 or (asks_for_several(reading) and _speaks_of_it(reading, plan, s)))
    ]
    return list_of(plan, plan.sentences[wanted[0]]) if wanted else None


def _speaks_of_it(reading: Reading, plan: Plan, item: Sentence) -> bool:
    """An item that is near in meaning only does not bring its whole list along."""
    lead = plan.sentences[item.lead] if item.lead is not None else item
    words = plan.text[lead.start : lead.end] + " " + plan.text[item.start : item.end]
    return max(reading.said_by(words), _announces(reading, plan, lead)) >= _SAID_BY_LIST


def asks_for_several(reading: Reading) -> bool:
    """Whether the question asks what several things are called."""
    return SEVERAL.search(reading.question.core) is not None
