"""Where a nugget's evidence lies in the scored plans, and whether a citation or a set of passages reaches it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.plan import Plan
from eval.anchors import Place, Places, Span, merged
from eval.gold import Nugget
from eval.response import Cited

# Half of the anchor inside the citation, or half of the citation inside the anchor (evaluation note, 3.4).
OVERLAP = 0.5
# A set of passages holds an anchor when this share of its characters is in it (evaluation note, 3.1).
HELD = 0.8


class Evidence:
    """The evidence of nuggets, found in the scored plans."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._plans: Mapping[str, Plan] = places.plans
        self._accepting: dict[tuple[Nugget, Span], bool] = {}

    def of(self, nugget: Nugget) -> list[Place]:
        """Where the nugget's evidence lies; empty where none of it resolves."""
        found = (self._places.of(anchor) for anchor in nugget.evidence)
        return [one for one in found if one is not None and (not nugget.plan or one.plan == nugget.plan)]

    def parsed(self, nugget: Nugget) -> bool:
        """Whether the fact is in the scored plans' text at one of its places."""
        return any(
            place.span is not None or any(self.says(nugget, self._section(place.plan, at)) for at in place.sections)
            for place in self.of(nugget)
        )

    def carries(self, nugget: Nugget, cited: Cited) -> bool:
        """Whether the citation carries the nugget's evidence, in the right plan.

        Where the text is the retelling's own: it overlaps the anchor by half of either, or lies in the anchor's section and its own words
        satisfy the matcher. In another text of the plan: it lies in the section that answers to the anchor's.
        """
        if cited.plan not in self._plans:
            return False
        for place in self.of(nugget):
            if place.plan != cited.plan:
                continue
            if place.span is not None:
                shorter = min(place.span.end - place.span.start, cited.end - cited.start)
                if shorter > 0 and place.span.shared(cited.span) >= OVERLAP * shorter:
                    return True
            same_section = bool(place.sections & self._places.sections_of(cited.span))
            if same_section and (place.span is None or nugget.match.matches(cited.quote, cited.quote)):
                return True
        return False

    def reached(self, nugget: Nugget, passages: Sequence[Span]) -> bool:
        """Whether the passages together hold an anchor of the nugget.

        In another text of the plan than the retelling: whether one passage lies in the anchor's section and satisfies the matcher.
        """
        for place in self.of(nugget):
            if place.span is not None:
                held = sum(place.span.shared(one) for one in merged(passages))
                if held >= HELD * (place.span.end - place.span.start):
                    return True
            elif any(self._holds(nugget, place, one) for one in passages):
                return True
        return False

    def says(self, nugget: Nugget, span: Span) -> bool:
        """Whether the words of the span satisfy the nugget's matcher. A plan never says a verdict: any words do, the section decides."""
        if nugget.verdict:
            return True
        if (nugget, span) not in self._accepting:
            words = self._plans[span.plan].text[span.start : span.end]
            self._accepting[nugget, span] = nugget.match.matches(words, words)
        return self._accepting[nugget, span]

    def _holds(self, nugget: Nugget, place: Place, passage: Span) -> bool:
        inside = passage.plan == place.plan and bool(place.sections & self._places.sections_of(passage))
        return inside and self.says(nugget, passage)

    def _section(self, plan: str, index: int) -> Span:
        section = self._plans[plan].sections[index]
        return Span(plan, section.start, section.end)
