"""One question as the report shows it: what was asked, what every system made of it, and our citations in their place in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.plan import Plan
from eval.measures import Scored
from eval.response import Cited
from eval.results import Results

_AROUND = 160
_LONGEST = 900


def question_view(one: Scored, results: Results, plans: Mapping[str, Plan]) -> dict[str, Any]:
    """Plain values for the template."""
    others = {
        system.name: other.score.outcome
        for system in results.systems
        for other in system.scored
        if other.gold.id == one.gold.id and system is not results.ours
    }
    names = {nugget.id: nugget for nugget in one.gold.nuggets}
    return {
        "gold": one.gold,
        "outcome": one.score.outcome,
        "stage": one.score.stage,
        "status": one.response.status,
        "reason": one.response.reason,
        "text": one.response.text,
        "confidence": one.response.confidence,
        "list": one.score.list,
        "nuggets": [{"score": score, "gold": names[score.id]} for score in one.score.nuggets],
        "forbidden": [one.gold.forbidden[at] for at in one.score.forbidden],
        "citations": [_in_place(cited, plans) for cited in one.response.citations],
        "others": others,
        "variants": _variants(one, results),
    }


def _in_place(cited: Cited, plans: Mapping[str, Plan]) -> dict[str, Any]:
    """The quote with the words around it; very long quotes are shown by their beginning."""
    plan = plans.get(cited.plan)
    if plan is None or not 0 <= cited.start < cited.end <= len(plan.text):
        return {"n": cited.n, "plan": cited.plan, "section": "", "before": "", "quote": cited.quote[:_LONGEST], "after": ""}
    section = plan.section_at(cited.start)
    quote = plan.text[cited.start : cited.end]
    return {
        "n": cited.n,
        "plan": cited.plan,
        "section": " ".join(part for part in (section.number, section.title) if part),
        "before": plan.text[max(0, cited.start - _AROUND) : cited.start],
        "quote": quote if len(quote) <= _LONGEST else quote[:_LONGEST] + " …",
        "after": plan.text[cited.end : cited.end + _AROUND],
    }


def _variants(one: Scored, results: Results) -> list[dict[str, str]]:
    outcomes = {score.variant: score.outcome for score in results.ours.variants if score.id == one.gold.id}
    return [{"question": text, "outcome": outcomes[at]} for at, text in enumerate(one.gold.variants, start=1) if at in outcomes]
