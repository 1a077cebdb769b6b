"""What can be evaluated: anything that turns a question into a ``Response``. Here the assistant, in ``eval.baselines`` its rivals."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from corpus.errors import PlansvarError
from corpus.plan import Plan
from eval.anchors import Span
from eval.response import Ask, Response, Timing, response_of
from rag.answer import Answer
from rag.retriever import Hit

Render = Callable[[Answer, Sequence[Plan]], str]
# Enough passages for 8,000 characters and for rank 20.
RETRIEVED = 40


class System(Protocol):
    """One row of the report's table."""

    @property
    def name(self) -> str: ...

    def respond(self, ask: Ask) -> tuple[Response, Timing]:
        """Answer one question. The same question always gets the same response."""
        ...


class Answering(Protocol):
    """The part of ``rag.assistant.Assistant`` that is evaluated."""

    def answer(self, question: str, *, context: tuple[str, ...] = ()) -> Answer: ...
    def search(self, question: str, k: int = 20) -> list[Hit]: ...


class AssistantSystem:
    """The assistant, read as people read it: ``render`` makes the text that is scored."""

    name = "plansvar"

    def __init__(self, assistant: Answering, render: Render, plans: Mapping[str, Plan]) -> None:
        self._assistant, self._render = assistant, render
        self._plans = tuple(plans[id] for id in sorted(plans))

    def respond(self, ask: Ask) -> tuple[Response, Timing]:
        start = time.perf_counter()
        try:
            answer = self._assistant.answer(ask.question, context=ask.context)
            hits = self._assistant.search(answer.understood.rewritten or ask.question, RETRIEVED)
        except PlansvarError as error:
            return failed(ask, error.code), Timing(ask.id, ask.variant, 0.0, 0.0, time.perf_counter() - start)
        spans = tuple(Span(hit.passage.plan, hit.passage.start, hit.passage.end) for hit in hits)
        seconds = answer.seconds
        timing = Timing(ask.id, ask.variant, seconds.retrieve, seconds.read, seconds.total)
        return response_of(ask, answer, self._render(answer, self._plans), spans), timing


def failed(ask: Ask, code: str) -> Response:
    """The response to a question that ended in an error; it counts as wrong."""
    return Response(ask.id, ask.variant, ask.question, "failed", code, "", (), (), (), 0.0)
