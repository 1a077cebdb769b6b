"""What was searched, what speaks of the topic, and what is missing: the grounds of the coverage line and of silence."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer import Coverage
from rag.reading import ANSWERABLE, Draft, Reading
from rag.scope import Scope

# A sentence that says this share of the topic mentions it.
MENTIONED = 0.5
# A sentence of this chance may be about the topic in other words.
NEAR_IN_MEANING = 0.1


def is_nowhere(reading: Reading, unknown: Sequence[str]) -> bool:
    """The plans' words do not say the topic, and a word of it is in no plan or no sentence comes near in meaning."""
    return reading.best < ANSWERABLE and (bool(unknown) or reading.surest < NEAR_IN_MEANING)


def coverage_of(scope: Scope, reading: Reading, drafts: Sequence[Draft]) -> Coverage:
    """A plan mentions the topic when it carries a statement or one of its sentences says most of it."""
    stated = {draft.plan.id for draft in drafts}
    speaking = {plan for plan, found in reading.evidence.items() if any(e.own >= MENTIONED for e in found)}
    return Coverage(tuple(p.id for p in scope.plans), tuple(p.id for p in scope.plans if p.id in stated | speaking))


def absent_years(scope: Scope, reading: Reading) -> tuple[str, ...]:
    """Years asked for that are no plan's; for a figure or a date a year that some plan's text names is there all the same, else one that
    is named beside the topic."""
    if reading.question.kind in ("count", "date"):
        return tuple(str(y) for y in scope.content_years if not any(str(y) in p.text for p in scope.plans))
    found = [e for of_plan in reading.evidence.values() for e in of_plan]
    return tuple(str(y) for y in scope.content_years if not any(str(y) in e.text and reading.says_topic(e) for e in found))
