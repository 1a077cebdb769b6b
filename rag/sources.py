"""The numbered places that a written answer may cite, and the sentences in them that can carry a statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corpus.gazetteer import find_kommuner
from corpus.plan import Plan, Sentence
from index.danish import terms
from index.patterns import ALL_KOMMUNER, EXCEPTION

# "Der er ikke et … i kommunen", "De mødes …": such a sentence says whom it is about in the one before.
_POINTS_BACK = re.compile(
    r"\b(den|det|de|dem|der|her|disse|dette|denne|han|hun|dets|dens|deres|kommunen|kommunerne|rådet|projektet|ordningen|indsatsen)\b",
    re.IGNORECASE,
)


# A unit of no more words than this is a bare item.
_BARE = 3
BUT_NOT = re.compile(r"\b(?:men|dog)\s+ikke\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """Place ``n`` of a prompt: ``plan.text[start:end]``."""

    n: int
    plan: Plan
    start: int
    end: int

    @property
    def text(self) -> str:
        """The plan's own words."""
        return self.plan.text[self.start : self.end]


@dataclass(frozen=True)
class Unit:
    """One sentence of a plan (or one signature with its office) as evidence.

    Attributes:
        text: its own words. lead: those of the sentence that introduces it as a list item.
        before: those of the sentence before, where this one points back to it; else "".
    """

    source: int
    plan: Plan
    start: int
    end: int
    text: str
    section: int
    lead: str = ""
    before: str = ""
    headings: str = field(default="", repr=False)

    @cached_property
    def near(self) -> str:
        """What the sentence says together with what it leans on."""
        return " ".join(part for part in (self.lead, self.text) if part)

    @cached_property
    def context(self) -> str:
        """Everything that the sentence may be about: headings, the sentence before, lead-in, its own words."""
        return " ".join(part for part in (self.headings, self.before, self.lead, self.text) if part)

    @cached_property
    def kommuner(self) -> frozenset[str]:
        """The kommuner that the sentence speaks of; the plan's own ones where it says "alle", and not those it excepts."""
        own = find_kommuner(self.near)
        exception = EXCEPTION.search(self.near) or BUT_NOT.search(self.near)
        named = {hit.name for hit in own}
        excepted = {hit.name for hit in own if exception and hit.start >= exception.end()}
        named -= excepted
        # "Hver kommune med …, og det gælder Odense og Nyborg": where it names them itself, it means those.
        if ALL_KOMMUNER.search(self.near) and not named:
            named = set(self.plan.kommuner) - excepted
        if not named and not excepted:
            before = {hit.name for hit in find_kommuner(self.before)}
            named = before if len(before) == 1 else {hit.name for hit in find_kommuner(self.headings)}
        return frozenset(named)


def units_of(source: Source) -> list[Unit]:
    """The units that lie in a source, in order; a source cut inside a sentence gives the whole sentence."""
    plan = source.plan
    found = [
        _unit(source.n, plan, s)
        for s in plan.sentences
        if s.start < source.end and source.start < s.end and s.kind not in ("signature", "heading")
    ]
    for signatory in plan.signatories:
        if signatory.start < source.end and source.start < signatory.end:
            words = ", ".join(part for part in (signatory.name, signatory.office) if part)
            section = plan.section_at(signatory.start).index
            found.append(Unit(source.n, plan, signatory.start, signatory.end, words, section))
    return found


def all_units(sources: Sequence[Source]) -> list[Unit]:
    """The units of all sources, in their order."""
    return [unit for source in sources for unit in units_of(source)]


def _leans(text: str, plan: Plan, before: Sentence) -> bool:
    """Whether a sentence goes on with the one before: it points back, or its subject is named there."""
    first = terms(text)[:1]
    return _POINTS_BACK.search(text) is not None or bool(set(first) & set(terms(plan.text[before.start : before.end])))


def _unit(n: int, plan: Plan, sentence: Sentence) -> Unit:
    text = plan.text[sentence.start : sentence.end]
    lead = plan.sentences[sentence.lead] if sentence.lead is not None else None
    before = plan.sentences[sentence.index - 1] if sentence.index else None
    leans = before is not None and before.section == sentence.section and before.kind == "prose" and _leans(text, plan, before)
    title = plan.sections[sentence.section].title
    return Unit(
        n,
        plan,
        sentence.start,
        sentence.end,
        text,
        sentence.section,
        # "2022: 57" says nothing without what stands over it.
        plan.text[lead.start : lead.end] if lead else (title if len(terms(text)) <= _BARE else ""),
        plan.text[before.start : before.end] if before is not None and leans else "",
        " ".join(plan.sections[sentence.section].path),
    )
