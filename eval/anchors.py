"""Finds gold evidence in plans: as a span in the shipped retelling it was written for, as sections in any other text of the same plan.

Evidence is (plan, section, words), never a passage number, so that any way of cutting a plan can be scored on the same gold
(the TextQuoteSelector of W3C Web Annotation; LegalBench-RAG scores spans the same way).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from corpus.plan import Plan, Section
from corpus.reader import read_plan
from eval.gold import Anchor
from eval.matchers import fold

# Markdown's own marks, and characters that one writer sets this way and the next that way.
_UNMARKED = str.maketrans({"*": "", "“": '"', "”": '"', "»": '"', "«": '"', "’": "'", "–": "-", "—": "-", "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open characters of a plan's text."""

    plan: str
    start: int
    end: int

    def shared(self, other: Span) -> int:
        """How many characters both hold.

        >>> Span("p", 0, 10).shared(Span("p", 4, 20))
        6
        """
        return max(0, min(self.end, other.end) - max(self.start, other.start)) if self.plan == other.plan else 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchor lies in the plan that is scored: always the sections; the span only where the text is the retelling's own."""

    plan: str
    sections: frozenset[int]
    span: Span | None


class AnchorError(ValueError):
    """An anchor that does not resolve; ``code`` is a key of ``eval.danish.FAULTS``."""

    def __init__(self, code: Literal["anchor_plan", "anchor_section", "anchor_quote"], detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@cache
def retold_plans() -> Mapping[str, Plan]:
    """The plans the project ships, by id."""
    plans: dict[str, Plan] = {}
    for entry in sorted(resources.files("corpus").joinpath("plans").iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".md"):
            with resources.as_file(entry) as path:
                plan = read_plan(path)
            plans[plan.id] = plan
    return plans


class Places:
    """Anchors resolved in the plans that are scored.

    Args:
        plans: the scored plans by id.
        retold: the plans that the gold set was written for.
    """

    def __init__(self, plans: Mapping[str, Plan], retold: Mapping[str, Plan]) -> None:
        self.plans = plans
        self._retold = retold
        self._known: dict[Anchor, Place | None] = {}

    def exact(self, plan: str) -> bool:
        """Whether the scored text is the retelling's, so that spans can be compared."""
        return plan in self.plans and plan in self._retold and self.plans[plan].text == self._retold[plan].text

    def of(self, anchor: Anchor) -> Place | None:
        """The place of an anchor, None where it does not resolve or its plan is not scored."""
        if anchor not in self._known:
            self._known[anchor] = self._resolve(anchor)
        return self._known[anchor]

    def _resolve(self, anchor: Anchor) -> Place | None:
        if anchor.plan not in self.plans:
            return None
        try:
            span = resolve(anchor, self._retold)
        except AnchorError:
            return None
        source, target = self._retold[anchor.plan], self.plans[anchor.plan]
        if self.exact(anchor.plan):
            return Place(anchor.plan, frozenset({source.section_at(span.start).index}), span)
        return Place(anchor.plan, _counterparts(source.section_at(span.start), source, target), None)

    def sections_of(self, span: Span) -> frozenset[int]:
        """The sections of the scored plan that the span touches."""
        sections = self.plans[span.plan].sections
        return frozenset(one.index for one in sections if one.start < span.end and span.start < one.end)


def resolve(anchor: Anchor, retold: Mapping[str, Plan]) -> Span:
    """The anchor's words in the retelling; where they occur more than once in their section, the first place.

    Raises:
        AnchorError: no such plan, section or words.
    """
    plan = retold.get(anchor.plan)
    if plan is None:
        raise AnchorError("anchor_plan", anchor.plan)
    sections = _named(anchor, plan)
    if not sections:
        raise AnchorError("anchor_section", f"{anchor.plan} {anchor.section or anchor.heading}")
    for section in sections:
        found = _find(anchor.quote, plan.text[section.start : section.end])
        if found is not None:
            return Span(plan.id, section.start + found[0], section.start + found[1])
    raise AnchorError("anchor_quote", f"{anchor.plan} {anchor.section or anchor.heading}: {anchor.quote}")


def _named(anchor: Anchor, plan: Plan) -> list[Section]:
    """The sections an anchor may mean: of that number with the unnumbered ones below it, of that heading, or any without a number."""
    wanted = _title_key(anchor.heading)
    if anchor.section:
        numbered = [one for one in plan.sections if one.number.rstrip(".") == anchor.section]
        return [*numbered, *(one for one in plan.sections if not one.number and _owner(one, plan) in numbered)]
    unnumbered = [one for one in plan.sections if not one.number]
    if not wanted:
        return unnumbered
    named = [one for one in plan.sections if _title_key(one.title) == wanted]
    return named or [one for one in unnumbered if wanted in _title_key(one.title) or (one.title and _title_key(one.title) in wanted)]


def _find(quote: str, text: str) -> tuple[int, int] | None:
    """Exact first; then with blanks, marks, quotation marks, dashes, list marks and case aside."""
    at = text.find(quote)
    if at >= 0 and quote:
        return at, at + len(quote)
    plain, origin = _plain(text)
    wanted = _plain(quote)[0].strip()
    at = plain.find(wanted)
    return (origin[at], origin[at + len(wanted) - 1] + 1) if at >= 0 and wanted else None


@lru_cache(maxsize=1024)
def _plain(text: str) -> tuple[str, tuple[int, ...]]:
    letters: list[str] = []
    origin: list[int] = []
    for position, letter in enumerate(re.sub(r"(?m)^(\s*)[-•·](?=\s)", r"\1 ", text)):
        shown = letter.translate(_UNMARKED).lower()
        if not shown or (shown.isspace() and (not letters or letters[-1] == " ")):
            continue
        letters.append(" " if shown.isspace() else shown[0])
        origin.append(position)
    return "".join(letters), tuple(origin)


def _title_key(title: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(title)))


def _owner(section: Section, plan: Plan) -> Section | None:
    """The nearest numbered section above an unnumbered one."""
    depth = section.depth
    for one in reversed(plan.sections[: section.index]):
        if one.depth < depth:
            if one.number:
                return one
            depth = one.depth
    return None


def _counterparts(section: Section, source: Plan, target: Plan) -> frozenset[int]:
    """The sections of ``target`` that hold what ``section`` of ``source`` holds.

    Cover answers to cover, number to number, an unnumbered title to the same title. Where the other text lacks the title, its words stand
    in the numbered section above; where the other text has titles of its own below a number, they belong to that number.
    """
    if section.kind != "body":
        same = {one.index for one in target.sections if one.kind == section.kind}
        if same:
            return frozenset(same)
    if not section.number:
        titled = {one.index for one in target.sections if not one.number and _title_key(one.title) == _title_key(section.title)}
        if titled:
            return frozenset(titled)
        owner = _owner(section, source)
        return _under(owner.number, source, target) if owner else frozenset(one.index for one in target.sections if not one.number)
    return _under(section.number, source, target)


def _under(number: str, source: Plan, target: Plan) -> frozenset[int]:
    titles = {_title_key(one.title) for one in source.sections if not one.number}
    numbered = [one for one in target.sections if one.number.rstrip(".") == number.rstrip(".")]
    below = [one for one in target.sections if not one.number and _owner(one, target) in numbered and _title_key(one.title) not in titles]
    return frozenset(one.index for one in (*numbered, *below))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters as spans that do not touch, sorted.

    >>> merged([Span("p", 5, 9), Span("p", 0, 6)])
    [Span(plan='p', start=0, end=9)]
    """
    done: list[Span] = []
    for one in sorted(spans, key=lambda span: (span.plan, span.start, span.end)):
        if done and done[-1].plan == one.plan and one.start <= done[-1].end:
            done[-1] = Span(one.plan, done[-1].start, max(done[-1].end, one.end))
        else:
            done.append(one)
    return done
