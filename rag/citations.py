"""Numbers the places that carry statements, slices their quotes and checks every one before it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.plan import Plan
from rag.answer import Citation, Statement
from rag.reading import Draft


class CitationError(AssertionError):
    """A citation that does not point at its own words: a fault of the program, never shown as an answer."""


def cite(drafts: Sequence[Draft], older: frozenset[str]) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Statements with numbered citations. The same place has the same number wherever it is cited."""
    numbers: dict[tuple[str, int, int], int] = {}
    citations: list[Citation] = []
    statements = []
    for draft in drafts:
        marks = []
        for start, end in draft.spans:
            key = (draft.plan.id, start, end)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(citation(draft.plan, start, end, numbers[key]))
            marks.append(numbers[key])
        text = " … ".join(draft.plan.text[a:b] for a, b in draft.spans) if draft.form in ("quote", "yes", "no", "unnamed") else ""
        statements.append(Statement(draft.plan.id, draft.form, draft.items, text, tuple(marks), draft.plan.id in older))
    return tuple(statements), tuple(citations)


def citation(plan: Plan, start: int, end: int, n: int) -> Citation:
    """The pointer to ``plan.text[start:end]``.

    Raises:
        CitationError: the span is empty or lies outside the text.
    """
    if not 0 <= start < end <= len(plan.text):
        raise CitationError(f"{plan.id}[{start}:{end}] lies outside its {len(plan.text)} characters")
    section = plan.section_at(start)
    return Citation(
        n, plan.id, plan.file, plan.district, plan.year, plan.number_of(section), section.title or plan.title,
        plan.page_at(start), start, end,
        plan.text[start:end], plan.retold,
    )  # fmt: skip


def check(citation: Citation, plan: Plan) -> bool:
    """True when the citation still points at its own words in this text of the plan."""
    return plan.id == citation.plan and plan.text[citation.start : citation.end] == citation.quote
