"""Two small plans, a gold record about them, and responses to it, shared by the tests of the evaluation."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import yaml

from corpus.plan import Plan
from corpus.reader import parse_plan
from eval.anchors import Places, Span
from eval.gold import GoldQuestion, read_question
from eval.records import read_records
from eval.response import Cited, Members, Response

NEW = """\
# Samarbejdsplan 2024

Kredsrådet i Østjyllands Politikreds

## 1. Tryghed

Der er infohuse i Aarhus Kommune og Randers Kommune. I byen står 45 kameraer.

## 2. Indbrud

Politiet forebygger indbrud gennem nabohjælp. Nævnet dækker unge fra 10 til 17 ½ år.
"""
OLD = """\
# Samarbejdsplan 2021

Kredsrådet i Østjyllands Politikreds

## 1. Tryghed

Der er et infohus i Aarhus Kommune. I byen står 30 kameraer.
"""
# The new plan in other words, as an original would be.
OTHER_WORDS = """\
# Samarbejdsplan 2024

Kredsrådet i Østjyllands Politikreds

## 1. Tryghed

Byerne har fået opsat 45 kameraer i alt.

### Infohuse

Man finder infohuse i Aarhus og Randers.

## 2. Indbrud

Indbrud forebygges af politiet.
"""

RECORD: dict[str, Any] = {
    "id": "infohuse",
    "cluster": "infohuse",
    "split": "dev",
    "language": "da",
    "kind": "list",
    "style": "question_first",
    "question": "Hvor findes der infohuse?",
    "context": [],
    "variants": ["hvor er der info-huse"],
    "expect": "answered",
    "scope": {"districts": ["Østjylland"], "years": ["2024"]},
    "nuggets": [
        {
            "id": "n1",
            "vital": "true",
            "text": "Aarhus og Randers har infohuse",
            "match": {"all": ["Aarhus", "Randers"]},
            "plan": "oestjylland-2024",
            "evidence": [{"plan": "oestjylland-2024", "section": "1", "quote": "infohuse i Aarhus Kommune og Randers Kommune"}],
        }
    ],
    "items": {"oestjylland-2024": ["Aarhus", "Randers"]},
    "forbidden": [{"any": ["Odder"], "plan": "oestjylland-2024"}],
    "distractors": ["Der er et infohus i Aarhus Kommune."],
    "provenance": {"author": "project", "verified": "false"},
}
SILENT: dict[str, Any] = {
    "id": "fyn",
    "cluster": "fyn",
    "split": "dev",
    "language": "da",
    "kind": "unanswerable",
    "style": "question_first",
    "question": "Hvad står der i planen for Fyn?",
    "expect": "abstained",
    "reasons": ["no_such_plan"],
    "allowed": [{"all": ["Fyn", "ikke"]}],
    "scope": {"districts": ["Fyn"]},
}


@cache
def plans() -> dict[str, Plan]:
    return {plan.id: plan for plan in (parse_plan(NEW, "ny.md"), parse_plan(OLD, "gammel.md"))}


def places() -> Places:
    """The gold's own text is scored."""
    return Places(plans(), plans())


def other_places() -> Places:
    """The new plan is scored in other words than the gold's."""
    other = parse_plan(OTHER_WORDS, "original.txt")
    return Places({**plans(), other.id: other}, plans())


def written(*records: dict[str, Any]) -> str:
    """Gold records as the text of a file."""
    return str(yaml.safe_dump(list(records), allow_unicode=True, sort_keys=False))


def question(record: dict[str, Any] = RECORD, **changed: Any) -> GoldQuestion:
    records, faults = read_records(written({**record, **changed}), "prøve.yaml")
    found, wrong = read_question(records[0], "prøve.yaml")
    assert found is not None, [*faults, *wrong]
    return found


def span(words: str, plan: str = "oestjylland-2024") -> Span:
    start = plans()[plan].text.index(words)
    return Span(plan, start, start + len(words))


def cited(n: int, words: str, plan: str = "oestjylland-2024") -> Cited:
    at = span(words, plan)
    return Cited(n, plan, at.start, at.end, words)


RIGHT = Response(
    id="infohuse",
    variant=0,
    question="Hvor findes der infohuse?",
    status="answered",
    reason="",
    text="Østjylland 2024: Aarhus og Randers [1]\nSøgt i 2 planer.",
    members=(Members("oestjylland-2024", ("Aarhus", "Randers")),),
    citations=(cited(1, "Der er infohuse i Aarhus Kommune og Randers Kommune."),),
    retrieved=(span("Der er infohuse i Aarhus Kommune og Randers Kommune. I byen står 45 kameraer."),),
    confidence=0.9,
)
DECLINED = replace(RIGHT, status="abstained", reason="not_mentioned", text="Det står der ikke.", members=(), citations=())
