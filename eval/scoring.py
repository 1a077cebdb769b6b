"""One response against one gold question: right, declined or wrong, and why. No language model; every denominator is fixed.

* answerable, answered: **right** when every vital nugget is stated and cited rightly, nothing forbidden is said and no list holds a kommune
  that the plan does not name there; else **wrong**.
* answerable, abstained (or asked back): **declined**.
* unanswerable: **right** when it abstained with an accepted reason, or said an allowed text and nothing forbidden; else **wrong**.

A nugget is *stated* when its matcher accepts one statement, or the statements about its plan together. It is *cited rightly* when a
citation of those statements lies in the nugget's plan and carries the evidence (``eval.evidence.Evidence.carries``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.plan import Plan
from eval.anchors import Places
from eval.evidence import Evidence
from eval.gold import GoldQuestion, Nugget
from eval.lists import ListScore, score_list
from eval.response import Cited, Response, Said, marker_numbers, statements

Outcome = Literal["right", "declined", "wrong"]
Stage = Literal["", "parsing", "retrieval", "reading", "citing", "abstaining"]


@dataclass(frozen=True, slots=True)
class NuggetScore:
    """What became of one nugget; ``stage`` is the first stage that lost it, "" where none did."""

    id: str
    vital: bool
    typed: bool
    stated: bool
    cited: bool
    retrieved: bool
    stage: Stage


@dataclass(frozen=True, slots=True)
class CitationScore:
    """The citations that the text's markers name.

    Attributes:
        valid: number whose quote is the plan's text at its place. dangling: markers that name no citation.
        supporting: number that carry evidence of some nugget (lower bound of precision).
        plausible: number that do, or whose own words satisfy a nugget in its plan (upper bound: gold cannot list every place).
        wrong_plan, wrong_year: number outside the question's plans; of these, in the right district and the wrong year.
    """

    used: int
    valid: int
    dangling: int
    uncited_answer: bool
    supporting: int
    plausible: int
    wrong_plan: int
    wrong_year: int


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """One response, scored."""

    id: str
    variant: int
    outcome: Outcome
    stage: Stage
    nuggets: tuple[NuggetScore, ...]
    forbidden: tuple[int, ...]
    false_answer: bool
    list: ListScore | None
    citations: CitationScore
    characters: int
    confidence: float

    @property
    def vital_recall(self) -> float:
        """Grounded vital recall: share of vital nuggets that are stated and cited rightly; 0 where there are none."""
        vital = [one for one in self.nuggets if one.vital]
        return sum(one.stated and one.cited for one in vital) / len(vital) if vital else 0.0


class Judge:
    """Scores responses over the plans they were drawn from."""

    def __init__(self, places: Places) -> None:
        self._evidence = Evidence(places)
        self._plans: Mapping[str, Plan] = places.plans

    def score(self, gold: GoldQuestion, response: Response) -> QuestionScore:
        said = statements(response) if response.claims else ()
        nuggets = tuple(self._nugget(one, response, said) for one in gold.nuggets)
        forbidden = _forbidden(gold, said)
        listed = score_list(gold, response, said) if gold.items else None
        outcome = self._outcome(gold, response, nuggets, bool(forbidden or (listed and listed.intruders)))
        return QuestionScore(
            id=response.id,
            variant=response.variant,
            outcome=outcome,
            stage=_first_stage(gold, outcome, nuggets),
            nuggets=nuggets,
            forbidden=forbidden,
            false_answer=not gold.answerable and response.status in ("answered", "failed") and outcome != "right",
            list=listed,
            citations=self._citations(gold, response, said),
            characters=len(response.text),
            confidence=response.confidence,
        )

    def _outcome(self, gold: GoldQuestion, response: Response, nuggets: Sequence[NuggetScore], contradicts: bool) -> Outcome:
        if not gold.answerable:
            if response.status == "abstained":
                return "right" if response.reason in gold.reasons else "wrong"
            allowed = response.claims and any(one.matches(response.text) for one in gold.allowed)
            return "right" if allowed and not contradicts else "wrong"
        if response.status in ("abstained", "clarify"):
            return "declined"
        vital = [one for one in nuggets if one.vital]
        complete = bool(vital) and all(one.stated and one.cited for one in vital)
        return "right" if complete and not contradicts else "wrong"

    def _nugget(self, nugget: Nugget, response: Response, said: Sequence[Said]) -> NuggetScore:
        stating = self._stating(nugget, response, said)
        cited = any(self._evidence.carries(nugget, one) for statement in stating for one in statement.citations)
        retrieved = self._evidence.reached(nugget, response.retrieved)
        stage: Stage = ""
        if not (stating and cited):
            stage = self._stage(nugget, response, bool(stating), retrieved)
        return NuggetScore(nugget.id, nugget.vital, nugget.match.typed, bool(stating), cited, retrieved, stage)

    def _stating(self, nugget: Nugget, response: Response, said: Sequence[Said]) -> list[Said]:
        """The statements that say the nugget: those that each do; else, if they do together, all about its plan. Empty when unsaid."""
        about = [one for one in said if one.citations and (not nugget.plan or any(cited.plan == nugget.plan for cited in one.citations))]
        alone = [one for one in about if nugget.match.matches(one.text, _beside(one))]
        if alone:
            return alone
        listed = " ".join(", ".join(one.names) for one in response.members if not nugget.plan or one.plan == nugget.plan)
        together = "\n".join([*(one.text for one in about), listed])
        beside = " ".join(_beside(one) for one in about)
        return about if about and nugget.match.matches(together, beside) else []

    def _stage(self, nugget: Nugget, response: Response, stated: bool, retrieved: bool) -> Stage:
        if stated:
            return "citing"
        if not self._evidence.parsed(nugget):
            return "parsing"
        if not retrieved:
            return "retrieval"
        return "reading" if response.claims else "abstaining"

    def _citations(self, gold: GoldQuestion, response: Response, said: Sequence[Said]) -> CitationScore:
        used = tuple({one.n: one for statement in said for one in statement.citations}.values())
        known = {one.n for one in response.citations}
        supporting = [one for one in used if any(self._evidence.carries(nugget, one) for nugget in gold.nuggets)]
        plausible = [one for one in used if one in supporting or any(_says(nugget, one) for nugget in gold.nuggets)]
        outside = [one for one in used if one.plan in self._plans and not _in_scope(gold, self._plans[one.plan])]
        return CitationScore(
            used=len(used),
            valid=sum(self._valid(one) for one in used),
            dangling=sum(n not in known for n in marker_numbers(response.text)) if response.claims else 0,
            uncited_answer=response.claims and not used,
            supporting=len(supporting),
            plausible=len(plausible),
            wrong_plan=len(outside),
            wrong_year=sum(not gold.districts or self._plans[one.plan].district in gold.districts for one in outside),
        )

    def _valid(self, cited: Cited) -> bool:
        plan = self._plans.get(cited.plan)
        return plan is not None and 0 <= cited.start < cited.end and plan.text[cited.start : cited.end] == cited.quote


def _beside(said: Said) -> str:
    return " ".join(one.quote for one in said.citations)


def _says(nugget: Nugget, cited: Cited) -> bool:
    return (not nugget.plan or nugget.plan == cited.plan) and nugget.match.matches(cited.quote, cited.quote)


def _in_scope(gold: GoldQuestion, plan: Plan) -> bool:
    return (not gold.districts or plan.district in gold.districts) and (not gold.years or plan.year in gold.years)


def _forbidden(gold: GoldQuestion, said: Sequence[Said]) -> tuple[int, ...]:
    """Positions of the contradictions that are said; one about a plan counts only in a statement that cites that plan."""
    found = []
    for at, one in enumerate(gold.forbidden):
        about = [statement for statement in said if not one.plan or any(cited.plan == one.plan for cited in statement.citations)]
        if any(one.match.matches(statement.text, _beside(statement)) for statement in about):
            found.append(at)
    return tuple(found)


_ORDER: tuple[Stage, ...] = ("parsing", "retrieval", "reading", "citing", "abstaining")


def _first_stage(gold: GoldQuestion, outcome: Outcome, nuggets: Sequence[NuggetScore]) -> Stage:
    """The first stage that lost the question; an unanswerable one is only ever lost by not abstaining (rightly)."""
    if outcome == "right":
        return ""
    if not gold.answerable:
        return "abstaining"
    lost = [one.stage for one in nuggets if one.vital and one.stage]
    # Everything was said and cited, and something forbidden beside it.
    return min(lost, key=_ORDER.index) if lost else "reading"
