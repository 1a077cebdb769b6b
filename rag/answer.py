"""What the assistant returns: statements with citations, or the reason for silence. No user-visible sentence is made here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Language = Literal["da", "en"]
Status = Literal["answered", "abstained", "clarify"]
Reason = Literal["not_mentioned", "no_such_plan", "unsure"]
Form = Literal["quote", "items", "all_items", "unnamed", "value", "expansion", "yes", "no", "absent", "written", "unconfirmed"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer (plan, start, end) into ``Plan.text``; ``quote`` is the slice, never retyped."""

    n: int
    plan: str
    file: str
    district: str
    year: int
    section: str
    heading: str
    page: int | None
    start: int
    end: int
    quote: str
    retold: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the answer says about one plan, with the citations that carry it.

    Attributes:
        plan: the plan it speaks of, "" for a statement over several plans.
        form: which sentence of ``ui/texts.py`` says it: ``quote`` (the citation's own words), ``items`` (a list of names),
            ``all_items`` (the plan says all/each, ``items`` are the plan's own kommuner),
            ``unnamed`` (the topic is there, no kommune named), ``value`` (``items[0]`` is the value),
            ``expansion`` (``items`` = abbreviation, what it stands for),
            ``yes``, ``no`` (with the deciding words in ``text``), ``absent`` (the plan does not mention it),
            ``written`` (a language model's sentence that its citations carry, in ``text``), ``unconfirmed`` (one that none carries).
        text: verbatim words of the plan for ``quote``, ``yes``, ``no``; else "".
        citations: numbers of the citations, each resolves in ``Answer.citations``.
        older: True where a newer plan of the same district is in the store.
    """

    plan: str
    form: Form
    items: tuple[str, ...] = ()
    text: str = ""
    citations: tuple[int, ...] = ()
    older: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched: ids of the plans in scope, and of those that speak of the topic."""

    searched: tuple[str, ...] = ()
    mentioning: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """How the question was read, for ``--explain`` and the line "Forstået som".

    Attributes:
        corrected: words the plans do not know, and the nearest one that was searched as well.
        places: misspelt names of districts and kommuner, and how they were read.
    """

    kind: str
    language: Language
    topic: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kommuner: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    rewritten: str = ""


@dataclass(frozen=True, slots=True)
class Seconds:
    """Wall time in seconds per stage."""

    retrieve: float = 0.0
    read: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The assistant's answer.

    Attributes:
        citations: for ``abstained`` the nearest passages, from which the answer claims nothing.
        missing: for ``no_such_plan`` the districts or years asked for that the store lacks; for the other reasons the words not found.
        available: for ``no_such_plan`` the plans that are there.
        confidence: in [0, 1], calibrated on the development split.
    """

    question: str
    language: Language
    status: Status
    understood: Understood
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    items: tuple[str, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    reason: Reason | None = None
    missing: tuple[str, ...] = ()
    available: tuple[str, ...] = ()
    confidence: float = 0.0
    seconds: Seconds = field(default_factory=Seconds)
    generation: str = ""

    def citation(self, n: int) -> Citation:
        """The citation with number ``n``.

        Raises:
            KeyError: no such citation.
        """
        for citation in self.citations:
            if citation.n == n:
                return citation
        raise KeyError(n)
