"""The assistant and its search as LangChain parts: a ``BaseRetriever`` and a ``Runnable``.

The only module of this room that imports ``langchain_core``; nothing here imports it, so a program that needs no chain never loads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import Field

from rag.answer import Answer
from rag.assistant import Assistant

_KEYS = frozenset({"question", "context", "districts", "years"})


class Asked(TypedDict, total=False):
    """A question for ``assistant_runnable``: ``context`` are the questions asked before it, oldest first; only ``question`` is needed."""

    question: str
    context: Sequence[str]
    districts: Sequence[str]
    years: Sequence[int]


class PlanRetriever(BaseRetriever):
    """The ``k`` passages that fit a question best, as documents whose metadata says where each stands in which plan.

    The plan's ``text[start:end]`` is the document's ``page_content``. An empty or too long question, an unknown district or an unknown
    year raises ``corpus.errors.QuestionError``, as from ``Assistant.search``.
    """

    assistant: Assistant
    k: int = Field(default=8, gt=0)
    districts: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        plans = {plan.id: plan for plan in self.assistant.generation.plans}
        documents = []
        for hit in self.assistant.search(query, self.k, districts=self.districts, years=self.years):
            passage, plan = hit.passage, plans[hit.passage.plan]
            section = plan.sections[passage.section]
            metadata = {
                "plan": plan.id, "file": plan.file, "district": plan.district, "year": plan.year, "section": plan.number_of(section),
                "heading": section.title or plan.title, "start": passage.start, "end": passage.end, "score": hit.score, "rank": hit.rank,
            }  # fmt: skip
            documents.append(Document(id=f"{plan.id}:{passage.start}-{passage.end}", page_content=passage.text, metadata=metadata))
        return documents


def assistant_runnable(assistant: Assistant) -> Runnable[str | Asked, Answer]:
    """The assistant as one step of a chain: a question, alone or with its context and filters, becomes an ``Answer``.

    It works with ``invoke``, ``batch`` and ``stream`` and their asynchronous twins. An answer is checked as a whole, so it is streamed as
    one piece. It raises ``QuestionError`` as ``Assistant.answer`` does, ``TypeError`` for what is no question and ``ValueError`` for a key
    that it does not know: a misspelt filter must not widen the search in silence.
    """

    def answer(asked: str | Asked) -> Answer:
        given = _given(asked)
        return assistant.answer(given.pop("question"), **given)

    return RunnableLambda(answer, name="plansvar")


def _given(asked: str | Asked) -> dict[str, Any]:
    if isinstance(asked, str):
        return {"question": asked}
    if not isinstance(asked, dict) or not isinstance(asked.get("question"), str):
        raise TypeError(f'expected a question or {{"question": …}}, got {asked!r}')
    if unknown := sorted(asked.keys() - _KEYS):
        raise ValueError(f"unknown keys {unknown}, known are {sorted(_KEYS)}")
    given: dict[str, Any] = {key: value for key, value in asked.items() if value is not None}
    # One district or year is the list of it; a string must never be read letter by letter.
    return {key: [value] if key != "question" and isinstance(value, str | int) else value for key, value in given.items()}
