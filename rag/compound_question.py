"""Several questions in one: "How did the scheme work, and what became of it?" is answered part by part, each about the same thing."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.question import Question, analyse
from rag.question_patterns import YEAR
from rag.wording import topic_words

_WH = r"(?:hv(?:ad|em|ilke[nt]?|or|ordan|ornår|orfor)|what|who|whom|which|when|where|why|how)"
_VERB_FIRST = (
    r"(?:er|har|kan|skal|bliver|blev|var|vil|is|are|was|were|does|do|did|can|has|have|will)\s+(?:den|det|de|der|man|it|they|there)"
)
# Where a new question begins: after "and" or the question mark of the one before, in English after a comma too. A Danish comma stands
# before every clause: "Hvem bestemmer, hvor stationen skal ligge?" asks once.
_BEGINS = rf"(?:så\s+|then\s+)?(?=(?:{_WH}|{_VERB_FIRST})\b)"
_NEXT = re.compile(rf"(?:\?\s+|,?\s+(?:og|and|samt)\s+){_BEGINS}", re.IGNORECASE)
_NEXT_ENGLISH = re.compile(rf"(?:\?\s+|,?\s+and\s+|,\s+){_BEGINS}", re.IGNORECASE)
_OPENS_WITH_WH = re.compile(rf"^\W*(?:(?:in|on|at|for|by|under|to|i|på|fra|med|af)\s+)?{_WH}\b", re.IGNORECASE)
# "Do you know who …", "Fortæl, hvornår …": the question word belongs to the sentence it stands in.
_OPENS = re.compile(rf"^\W*(?:(?:and|og|in|on|at|for|by|under|to|i|på|fra|med|af)\s+)?(?:{_WH}|{_VERB_FIRST})\b", re.IGNORECASE)
_SHORTEST_WORDS = 2
MOST = 4
# "… and which have not?": which of what the first part asked for.
_WHICH_OF_THEM = re.compile(
    r"^\W*(?:hvilke|hvilken|which)(?:\s+(?:ones?|af\s+dem))?\s+(?:har|er|kan|skal|have|has|are|do|does|can)\b", re.IGNORECASE
)


def parts(question: Question) -> list[Question]:
    """The questions that a question holds, each with the scope of the whole; a list of one where it holds one.

    A part without a topic of its own, or one that says "it", is about what the first part is about.
    """
    if question.kind == "compare":
        return [question]
    core = question.core.strip()
    several = _NEXT_ENGLISH if question.language == "en" and _OPENS_WITH_WH.match(core) else _NEXT
    pieces = [piece.strip(" ,?") for piece in several.split(core)]
    if not 1 < len(pieces) <= MOST or not _OPENS.match(pieces[0]) or not all(_asks(piece) for piece in pieces):
        return [question]
    if any(YEAR.search(piece) and not topic_words(YEAR.sub(" ", piece)) for piece in pieces[1:]):
        # "… in 2021, and who is it in 2024?" compares.
        return [question]
    told = question.text[: question.frame.start] if question.frame.leans else ""
    first = _part(question, f"{told}{pieces[0]}?")
    # What is told before a question counts as far as the question takes it up (``rag.question_frame``).
    return [first, *(_part(question, f"{told}{topic_words(pieces[0])}. {piece}?", first) for piece in pieces[1:])]


def _asks(piece: str) -> bool:
    """A part has words enough to ask something and is not only another year to compare with."""
    words = re.findall(r"[\w§+-]+", YEAR.sub(" ", piece))
    return len(words) >= _SHORTEST_WORDS


def _part(whole: Question, text: str, first: Question | None = None) -> Question:
    """One part as a question of its own, over the plans that the whole asks about."""
    part = analyse(text)
    years = part.years or whole.years
    of_the_same = first is not None and first.kind in ("kommuner", "plans") and _WHICH_OF_THEM.match(part.core)
    return replace(
        part,
        language=whole.language,
        kind=first.kind if first is not None and of_the_same else part.kind,
        districts=part.districts or whole.districts,
        years=years,
        plan_years=tuple(year for year in whole.plan_years if year in years),
        kommuner=part.kommuner or whole.kommuner,
        newest=whole.newest,
        history=whole.history,
    )
