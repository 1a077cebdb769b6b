"""Which plans a question is about: by district, year and kommune.

The newest plan of each district speaks first and no older one is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import QuestionError
from corpus.gazetteer import districts as known_districts
from corpus.gazetteer import find_districts, fold
from corpus.plan import Plan
from rag.question import Question

_SINCE = re.compile(r"\b(siden|since|efter|after)\s+(?:planen\s+(?:fra|i)\s+)?(?:19|20)\d\d", re.IGNORECASE)


def _ends_a_span(year: int, text: str) -> bool:
    """ "2017–2020", "until 2020": the year says how long, and no sentence need repeat it."""
    return re.search(rf"(?:[-–]|\b(?:til|until|till|to|through)\b)\s*{year}", text, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Scope:
    """The plans to read, newest first within each district, and what was asked for and is not there.

    Attributes:
        older: ids of plans that a newer one of the same district replaces.
        missing: names of districts, kommuner or years that no plan covers.
        content_years: years that are no plan's year and so must stand in the text.
        single: True when the question itself points at one plan.
    """

    plans: tuple[Plan, ...]
    older: frozenset[str]
    missing: tuple[str, ...] = ()
    content_years: tuple[int, ...] = ()
    single: bool = False


def check_filters(plans: Sequence[Plan], districts: Sequence[str], years: Sequence[int]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Filters in their official form.

    Raises:
        QuestionError: ``district_unknown`` or ``year_unknown`` with what is there.
    """
    there = sorted({plan.district for plan in plans})
    official = []
    for name in districts:
        hits = find_districts(name)
        wanted = hits[0].name if hits else name
        match = next((d for d in there if fold(d) == fold(wanted)), None)
        if match is None:
            raise QuestionError("district_unknown", found=name, available=tuple(there))
        official.append(match)
    present = sorted({plan.year for plan in plans})
    for year in years:
        if year not in present:
            raise QuestionError("year_unknown", found=year, available=tuple(present))
    return tuple(official), tuple(years)


def older_plans(plans: Sequence[Plan]) -> frozenset[str]:
    """Ids of plans whose district has a newer plan."""
    newest = {district: max(p.year for p in plans if p.district == district) for district in {p.district for p in plans}}
    return frozenset(p.id for p in plans if p.year < newest[p.district])


def find_scope(
    question: Question,
    plans: Sequence[Plan],
    districts: Sequence[str] = (),
    years: Sequence[int] = (),
    without: Sequence[str] = (),
    *,
    in_text: bool = False,
) -> Scope:
    """The plans that a question and the filters leave; a plan left out by its id still makes those of earlier years older ones.

    ``in_text`` reads the question's years as years that the text must name, not as years of plans: a plan of 2024 tells of 2022.
    A kommune that belongs to a plan points at its district; one that belongs to none is missing unless some plan names it.
    """
    older = older_plans(plans)
    chosen = [p for p in plans if (not districts or p.district in districts) and (not years or p.year in years) and p.id not in without]
    missing: list[str] = []
    if question.districts:
        present = {p.district for p in chosen}
        missing += [d for d in question.districts if d not in present]
        chosen = [p for p in chosen if p.district in question.districts]
    elif question.kommuner:
        homes = {p.district for p in chosen if set(question.kommuner) & set(p.kommuner)}
        named = [k for k in question.kommuner if not any(k in p.kommuner or k in p.text for p in chosen)]
        missing += named
        if homes:
            chosen = [p for p in chosen if p.district in homes]
        elif named:
            chosen = []
    content_years: list[int] = []
    plan_years = [y for y in question.years if any(p.year == y for p in chosen) and not in_text]
    if plan_years and len(plan_years) == len(question.years):
        onwards = _SINCE.search(question.text) is not None
        chosen = [p for p in chosen if p.year in plan_years or (onwards and p.year > min(plan_years))]
    elif question.plan_years and not plan_years:
        missing += [str(y) for y in question.plan_years]
        chosen = []
    else:
        named_so = [y for y in plan_years if y in question.plan_years]
        chosen = [p for p in chosen if p.year in named_so] or chosen
        content_years = [y for y in question.years if y not in plan_years and not (plan_years and _ends_a_span(y, question.text))]
    if question.newest:
        chosen = [p for p in chosen if p.id not in older]
    ordered = sorted(chosen, key=lambda p: (p.district, -p.year))
    return Scope(tuple(ordered), older, tuple(missing), tuple(content_years), len(ordered) == 1)


def district_names() -> tuple[str, ...]:
    """Official names of the twelve police districts."""
    return tuple(d.name for d in known_districts())
