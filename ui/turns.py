"""A conversation as data, and the only place where conversations are kept: the memory of the running program.

A conversation is found by a key that the asking browser tab made and nobody else knows. Nothing of it is ever written to disk.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Literal

from corpus.errors import PlansvarError
from corpus.plan import Plan
from rag.answer import Answer

State = Literal["waiting", "answered", "abstained", "clarify", "failed", "stopped"]

# A longer conversation keeps its newest turns: the page sends the whole of it with every answer.
TURNS_KEPT = 30
CONVERSATIONS_KEPT = 500
HOURS_KEPT = 12
CONTEXT_KEPT = 5
_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what it was narrowed to. ``without`` holds ids of plans that the reader left out."""

    question: str
    districts: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def narrowed(self) -> bool:
        """True where not every plan is searched."""
        return bool(self.districts or self.years or self.without)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it.

    Attributes:
        answer: the answer, None while it is sought and where it failed.
        failure: why there is none.
        versions: plan id → ``text_version`` of the text that the answer's offsets were made for.
        followed_by: questions that may be asked next.
        searched: number of plans that are being searched, while it is sought.
        growing: the answer is shown while it is still being written; it is kept only when it is whole.
        notes: HTML of our own making under the answer's words, for example who phrased it.
        token: names the answer for whoever rates it, "" where it cannot be rated.
    """

    asked: Asked
    state: State
    answer: Answer | None = None
    failure: PlansvarError | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    followed_by: tuple[str, ...] = ()
    searched: int = 0
    growing: bool = False
    notes: str = ""
    token: str = ""


Turns = tuple[Turn, ...]


def context_of(turns: Sequence[Turn], question: str) -> tuple[str, ...]:
    """The questions before this one, oldest first; the same question asked again is no context of itself."""
    earlier = [turn.asked.question for turn in turns]
    while earlier and earlier[-1] == question:
        earlier.pop()
    return tuple(earlier[-CONTEXT_KEPT:])


def left_in_scope(asked: Asked, plans: Sequence[Plan]) -> list[Plan]:
    """The plans that the reader's own choices leave."""
    return [
        plan
        for plan in plans
        if (not asked.districts or plan.district in asked.districts)
        and (not asked.years or plan.year in asked.years)
        and plan.id not in asked.without
    ]


@dataclass(slots=True)
class _Kept:
    turns: Turns = ()
    number: int = 0
    pending: Asked | None = None
    used: float = 0.0


class Conversations:
    """The conversations of this run, by key. A key of another form is answered and not kept. Safe between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def turns(self, key: str) -> Turns:
        """The turns of a conversation, oldest first."""
        with self._lock:
            return self._find(key).turns

    def begin(self, key: str, asked: Asked) -> int:
        """Note that a question is being answered; the number tells it from one that was stopped."""
        with self._lock:
            kept = self._find(key)
            kept.number += 1
            kept.pending = asked
            return kept.number

    def finish(self, key: str, number: int, turn: Turn) -> Turns:
        """The conversation with this turn at its end; unchanged where the question was stopped or the conversation begun anew."""
        with self._lock:
            kept = self._find(key)
            if kept.number == number and kept.pending is not None:
                kept.pending = None
                kept.turns = (*kept.turns, turn)[-TURNS_KEPT:]
            elif not _KEY.fullmatch(key):
                return (turn,)
            return kept.turns

    def suggest(self, key: str, turn: Turn, questions: tuple[str, ...]) -> Turns:
        """The conversation with questions that may follow its last turn, () where another question has been asked meanwhile."""
        with self._lock:
            kept = self._find(key)
            if kept.pending is None and kept.turns and kept.turns[-1] is turn:
                kept.turns = (*kept.turns[:-1], replace(turn, followed_by=questions))
                return kept.turns
            return () if _KEY.fullmatch(key) else (replace(turn, followed_by=questions),)

    def stop(self, key: str) -> Asked | None:
        """Give up the question that is being answered, and return it."""
        with self._lock:
            kept = self._find(key)
            asked, kept.pending = kept.pending, None
            kept.number += 1
            return asked

    def clear(self, key: str) -> None:
        """Forget a conversation."""
        with self._lock:
            self._kept.pop(key, None)

    def _find(self, key: str) -> _Kept:
        now = self._clock()
        if not _KEY.fullmatch(key):
            return _Kept()
        kept = self._kept.pop(key, None)
        if kept is None or now - kept.used > HOURS_KEPT * 3600:
            kept = _Kept()
        kept.used = now
        self._kept[key] = kept
        while len(self._kept) > CONVERSATIONS_KEPT or (self._kept and now - next(iter(self._kept.values())).used > HOURS_KEPT * 3600):
            self._kept.popitem(last=False)
        return kept
