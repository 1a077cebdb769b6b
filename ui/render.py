"""An answer as text and as JSON: the contract of the command line, keys in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from corpus.plan import Plan
from rag.answer import Answer, Citation
from ui.wording import answer_text

__all__ = ["answer_json", "answer_text", "citation_json", "passage_json", "plan_json"]

Json = dict[str, Any]


def answer_json(answer: Answer, id: str | int | None = None, passages: Sequence[Json] | None = None) -> Json:  # noqa: A002
    """One answer as a JSON object. ``passages`` are objects from ``passage_json``, present only when asked for."""
    record: Json = {
        "id": id,
        "question": answer.question,
        "language": answer.language,
        "status": answer.status,
        "answer": answer_text(answer),
        "items": list(answer.items),
        "citations": [citation_json(citation) for citation in answer.citations],
        "coverage": {
            "plans_searched": len(answer.coverage.searched),
            "plans_mentioning": list(answer.coverage.mentioning),
        },
        "confidence": round(answer.confidence, 4),
        "reason": answer.reason,
        "seconds": {
            "retrieve": round(answer.seconds.retrieve, 4),
            "read": round(answer.seconds.read, 4),
            "total": round(answer.seconds.total, 4),
        },
        "generation": answer.generation,
    }
    if passages is not None:
        record["passages"] = list(passages)
    return record


def citation_json(citation: Citation) -> Json:
    """One citation; ``quote`` is the slice ``text[start:end]`` of the plan."""
    keys = ("n", "plan", "file", "district", "year", "section", "heading", "page", "start", "end", "quote")
    return {key: getattr(citation, key) for key in keys}


def passage_json(hit: Any, plans: Mapping[str, Plan]) -> Json:
    """One retrieved passage with the plan, file and section it stands in."""
    passage = hit.passage
    plan = plans[passage.plan]
    return {
        "rank": hit.rank,
        "plan": passage.plan,
        "file": plan.file,
        "section": plan.number_of(plan.sections[passage.section]),
        "start": passage.start,
        "end": passage.end,
        "score": round(float(hit.score), 6),
        "text": passage.text,
    }


def plan_json(plan: Plan, passages: int) -> Json:
    """One indexed plan in numbers."""
    return {
        "plan": plan.id,
        "file": plan.file,
        "title": plan.title,
        "district": plan.district,
        "year": plan.year,
        "kommuner": list(plan.kommuner),
        "sections": len(plan.sections),
        "passages": passages,
        "retold": plan.retold,
    }
