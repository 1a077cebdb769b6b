"""What a claim says about the plan itself: "I planen for Østjylland 2024 …", "2021: …", "According to the 2024 plan for East Jutland"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.gazetteer import find_districts
from corpus.plan import Plan

_YEAR = r"(?:19|20)\d\d"
_PLAN = r"(?:samarbejdsplan\w*|plan\w*|cooperation plan|plan)"
# Words of the reference before the district is looked for; what stands between is short.
_FORMS = (
    re.compile(rf"\b(?P<year>{_YEAR})-?\s?(?:{_PLAN})\b(?:\s+(?:for|from|fra|in|i)\s+(?P<place>[^,.:;]{{3,60}}))?", re.IGNORECASE),
    re.compile(rf"\b{_PLAN}\s+(?:for|fra|from|of|i|in)?\s*(?P<place>[^,.:;\d]{{0,60}}?)[\s(]*(?P<year>{_YEAR})\)?", re.IGNORECASE),
    re.compile(rf"^(?P<place>[^,.:;\d]{{3,50}}?)\s+\(?(?P<year>{_YEAR})\)?\s*(?:\([^)]*\))?\s*:", re.IGNORECASE),
    re.compile(rf"^(?P<year>{_YEAR})\s*:", re.IGNORECASE),
    re.compile(rf"\((?P<place>[^()\d]{{3,50}}?)?\s*(?P<year>{_YEAR})\)", re.IGNORECASE),
    re.compile(
        r"\b(?:planen|samarbejdsplanen|the plan|the cooperation plan)\s+(?:for|from|of)\s+(?P<place>[^,.:;\d]{3,40})", re.IGNORECASE
    ),
)
_LEADS = re.compile(
    r"^\s*(?:(?:ifølge|i henhold til|i følge|according to|in|i|under|af|from)\s+)?(?:the\s+)?\x00"
    r"(?:\s+(?:står|fremgår|nævnes|beskrives|states?|says)(?:\s+(?:der|det|it))?(?:,?\s*(?:at|that))?)?[\s,:]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PlanReference:
    """A plan as the claim names it; "" or 0 where it leaves district or year open."""

    start: int
    end: int
    district: str
    year: int

    def fits(self, plan: Plan) -> bool:
        """Whether the plan is the one that is named."""
        return self.district in ("", plan.district) and self.year in (0, plan.year)


def plan_references(claim: str) -> list[PlanReference]:
    """The plans that the claim names, in order, none overlapping."""
    found: list[PlanReference] = []
    for form in _FORMS:
        for match in form.finditer(claim):
            groups = match.groupdict()
            place = groups.get("place") or ""
            hits = find_districts(place)
            year = int(groups.get("year") or 0)
            end = match.end()
            if place and not hits:
                if form is _FORMS[0]:
                    end = match.start("place")
                elif form is _FORMS[1] and re.match(r"[A-ZÆØÅ]", place.strip()):
                    found.append(PlanReference(match.start(), end, place.strip(), year))
                    continue
                elif form is _FORMS[1] and len(place.split()) > 1 or form in (_FORMS[2], _FORMS[4], _FORMS[5]):
                    continue
            elif place and form in (_FORMS[0], _FORMS[5]):
                end = match.start("place") + hits[0].end
            if not any(match.start() < other.end and other.start < end for other in found):
                found.append(PlanReference(match.start(), end, hits[0].name if hits else "", year))
    return sorted(found, key=lambda reference: reference.start)


def without_references(claim: str) -> str:
    """The claim with its plan references taken out."""
    for reference in reversed(plan_references(claim)):
        claim = f"{claim[: reference.start]}\x00{claim[reference.end :]}"
    claim = _LEADS.sub("", claim)
    claim = re.sub(r"\s*(?:,\s*)?(?:\b(?:ifølge|according to|i|in|af)\s+)?(?:the\s+)?\x00'?s?\s*:?", " ", claim)
    return re.sub(r"\s+", " ", claim).strip(" ,:")
