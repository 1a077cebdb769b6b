"""Follow-up questions: "Og i 2017?", "And who pays for it?" take over what the question before was about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.danish import STOPWORDS
from rag.question import Question, analyse

_FOLLOW = re.compile(r"^\W*(og|men|hvad med|hvad så|hvordan med|samme|and|but|what about|how about|same)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(r"\b(den|det|de|dem|der|dér|disse|denne|dette|it|they|them|that|those|these|there|its|their)\b", re.IGNORECASE)


def with_context(question: Question, context: Sequence[str]) -> tuple[Question, str]:
    """The question as understood after the earlier ones, and the rewritten text ("" where it stands alone)."""
    if not context:
        return question, ""
    before = analyse(context[-1]) if len(context) == 1 else with_context(analyse(context[-1]), context[:-1])[0]
    rest = _content(question)
    follows = _FOLLOW.match(question.text) is not None or (len(rest) <= 2 and (_POINTS_BACK.search(question.text) is not None or not rest))
    if not follows:
        return question, ""
    rewritten = _rewrite(question, before, rest)
    merged = replace(analyse(rewritten), language=question.language)
    return merged, rewritten


def _content(question: Question) -> list[str]:
    """Words of the question that say a topic of its own."""
    text = question.text
    for hit in sorted(question.names, key=lambda h: -h.start):
        text = text[: hit.start] + " " + text[hit.end :]
    words = re.findall(r"[\wæøåÆØÅ+-]+", _FOLLOW.sub(" ", text))
    return [
        w
        for w in words
        if w.lower() not in STOPWORDS and not w.isdigit() and w.lower() not in {"plan", "planen", "kommune", "politi", "så", "med"}
    ]


def _rewrite(question: Question, before: Question, rest: list[str]) -> str:
    """The earlier question with its places and years replaced by those of this one, and this one's own words added."""
    text = before.text.rstrip(" ?")
    if question.districts or question.kommuner:
        for hit in sorted(before.names, key=lambda h: -h.start):
            text = text[: hit.start] + text[hit.end :]
        text += " " + " ".join((*question.districts, *question.kommuner))
    if question.years:
        text = re.sub(r"(?<!\d)(19|20)\d\d(?!\d)", " ", text) + " " + " ".join(map(str, question.years))
    if rest:
        own = _FOLLOW.sub("", question.text).strip(" ?")
        text = f"{own} {_topic_only(before)}" if question.kind != "describe" or len(rest) > 1 else f"{text} {' '.join(rest)}"
    return re.sub(r"\s+", " ", text).strip() + "?"


def _topic_only(before: Question) -> str:
    words = re.findall(r"[\wæøåÆØÅ+-]+", before.text)
    return " ".join(w for w in words if w.lower() not in STOPWORDS)
