"""Follow-up questions: "Og i 2017?", "And who pays for it?" take over what the question before was about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.danish import STOPWORDS
from rag.question import Question, analyse
from rag.wording import is_general, is_shape, topic_words

_FOLLOW = re.compile(r"^\W*(og|men|hvad med|hvad så|hvordan med|samme|and|but|what about|how about|same)\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(hv(?:ad|em|or|ilke[nt]?|ordan|ornår|orfor)|what|who|where|which|how|when|why)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(r"\b(den|det|de|dem|der|dér|disse|denne|dette|it|they|them|that|those|these|there|its|their)\b", re.IGNORECASE)


def with_context(question: Question, context: Sequence[str]) -> tuple[Question, str]:
    """The question as understood after the earlier ones, and the rewritten text ("" where it stands alone)."""
    if not context:
        return question, ""
    before = analyse(context[-1]) if len(context) == 1 else with_context(analyse(context[-1]), context[:-1])[0]
    own = _content(question)
    if not _follows(question, own):
        return question, ""
    rewritten = _rewrite(question, before, own)
    merged = replace(analyse(rewritten), language=question.language)
    if own or _asks_anew(question, before):
        # The words taken over say what it is about, not what is asked.
        merged = replace(merged, kind=question.kind if _asks_anew(question, before) else merged.kind)
    return merged, rewritten


def _follows(question: Question, own: list[str]) -> bool:
    """Whether the question leaves its topic to the one before: it says so, points back, or has next to no topic of its own."""
    if _FOLLOW.match(question.text) is not None or not own:
        return True
    return len(own) <= 2 and _POINTS_BACK.search(question.text) is not None


def _content(question: Question) -> list[str]:
    """Words of the question that say a topic of its own."""
    text = _FOLLOW.sub(" ", _without_names(question))
    words = re.findall(r"[\wæøåÆØÅ+-]+", text)
    first = words[:1]
    found = [word for word in words if word.lower() not in STOPWORDS and not word.isdigit() and not is_shape(word) and not is_general(word)]
    # The first word of a question is capitalised in any case.
    return [word.lower() if [word] == first and not word.isupper() else word for word in found]


def _without_names(question: Question) -> str:
    text = question.text
    for hit in sorted(question.names, key=lambda h: -h.start):
        text = text[: hit.start] + " " + text[hit.end :]
    return text


def _rewrite(question: Question, before: Question, own: list[str]) -> str:
    """The earlier question with its places and years replaced by those of this one; or this one's words with the earlier topic."""
    places = " ".join((*question.districts, *question.kommuner))
    years = " ".join(map(str, question.years))
    earlier = _without_names(before) if places else before.text
    earlier = re.sub(r"(?<!\d)(19|20)\d\d(?!\d)", " ", earlier) if years else earlier
    asks_anew = _asks_anew(question, before)
    if own or asks_anew:
        words = _FOLLOW.sub("", question.text).strip(" ?")
        if not asks_anew and question.kind == "describe" and len(own) <= 1:
            text = f"{earlier.rstrip(' ?')} {' '.join(own)} {places} {years}"
        else:
            text = f"{words} {topic_words(earlier)}"
    else:
        text = f"{earlier.rstrip(' ?')} {places} {years}"
    return re.sub(r"\s+", " ", text).strip() + "?"


def _asks_anew(question: Question, before: Question) -> bool:
    """Whether the follow-up is a question of its own ("og hvad skal de så lave?") and not the one before about something else."""
    return question.kind not in ("describe", before.kind) or _ASKS.search(_FOLLOW.sub("", question.text)) is not None
