"""What a system answered, as it is stored and scored: plain values, the same for the assistant and every rival."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from eval.anchors import Span
from rag.answer import Answer

_MARKERS = re.compile(r"(?:\s*\[\d+\])+")
_MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Ask:
    """One question put to a system. ``variant`` is 0 for the base wording, else the number of the variant, from 1."""

    id: str
    variant: int
    question: str
    context: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        return self.id, self.variant


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as the reader sees it."""

    n: int
    plan: str
    start: int
    end: int
    quote: str

    @property
    def span(self) -> Span:
        return Span(self.plan, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Members:
    """The names that the answer lists for one plan ("" = for none in particular)."""

    plan: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """One answer.

    Attributes:
        status: "failed" where the system raised an error; ``reason`` is then its code.
        text: what a person reads, with its markers [1] [2].
        retrieved: the ranked passages, best first.
    """

    id: str
    variant: int
    question: str
    status: Literal["answered", "abstained", "clarify", "failed"]
    reason: str
    text: str
    members: tuple[Members, ...]
    citations: tuple[Cited, ...]
    retrieved: tuple[Span, ...]
    confidence: float

    @property
    def key(self) -> tuple[str, int]:
        return self.id, self.variant

    @property
    def claims(self) -> bool:
        """Whether it says anything."""
        return self.status == "answered"


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of the text and the citations that its markers name."""

    text: str
    citations: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of wall time of one answer, kept apart from the results."""

    id: str
    variant: int
    retrieve: float
    read: float
    total: float


def statements(response: Response) -> tuple[Said, ...]:
    """The text cut after each group of markers; words that no marker follows (a coverage line) carry no citation.

    A marker that names no citation is left out here and counted by ``eval.scoring``.
    """
    by_number = {one.n: one for one in response.citations}
    said: list[Said] = []
    for line in response.text.split("\n"):
        at = 0
        for group in _MARKERS.finditer(line):
            cited = tuple(by_number[n] for n in marker_numbers(group.group()) if n in by_number)
            said.append(Said(line[at : group.start()].strip(), cited))
            at = group.end()
        if line[at:].strip(" .,;"):
            said.append(Said(line[at:].strip(), ()))
    return tuple(said)


def marker_numbers(text: str) -> tuple[int, ...]:
    """The numbers of all markers, in order."""
    return tuple(int(n) for n in _MARKER.findall(text))


def members_of(answer: Answer) -> tuple[Members, ...]:
    """The names that the answer's statements list, per plan, each once and in order."""
    lists: dict[str, dict[str, None]] = {}
    for statement in answer.statements:
        if statement.form in ("items", "all_items", "value"):
            lists.setdefault(statement.plan, {}).update(dict.fromkeys(statement.items))
    return tuple(Members(plan, tuple(names)) for plan, names in sorted(lists.items()) if names)


def response_of(ask: Ask, answer: Answer, text: str, retrieved: tuple[Span, ...]) -> Response:
    """The stored form of an answer whose text is ``text``."""
    return Response(
        id=ask.id,
        variant=ask.variant,
        question=ask.question,
        status=answer.status,
        reason=answer.reason or "",
        text=text,
        members=members_of(answer),
        citations=tuple(Cited(one.n, one.plan, one.start, one.end, one.quote) for one in answer.citations),
        retrieved=retrieved,
        confidence=round(float(answer.confidence), 6),
    )
