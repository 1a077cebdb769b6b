"""Which reader answers which kind of question."""

from __future__ import annotations

from collections.abc import Sequence

from index.facts import Fact
from rag.concepts import Topic
from rag.question import Question
from rag.question_patterns import ABOUT_KOMMUNER, AREAS, BELONGS, SEVERAL, SUPERLATIVE, is_of_the_whole
from rag.read_facts import asked_office, read_alone, read_definition, read_persons, read_plans
from rag.read_focus_areas import asks_for_focus_areas, read_focus_areas
from rag.read_kommuner import in_words_where_set_against, read_kommuner, read_own_kommuner
from rag.read_lists import read_headings, read_items, read_series, with_counterparts
from rag.read_places import read_places, read_where
from rag.read_sentences import read_count, read_sentences
from rag.read_yes_no import read_yes_no
from rag.reading import Draft, Reading

# How much of the topic a lead-in must say before its list is the answer.
SAID_BY_LEAD = 0.6


def read(reading: Reading, topic: Topic, facts: Sequence[Fact]) -> list[Draft]:
    """Let the reader for the kind of question read."""
    whole = only_general(reading, topic) or all(is_of_the_whole(w.concept.surface) for w in reading.weighted)
    bare = not reading.weighted or (whole and BELONGS.search(reading.question.core) is not None)
    if bare and reading.question.kind in ("kommuner", "count") and ABOUT_KOMMUNER.search(reading.question.core):
        return read_own_kommuner(reading)
    if asks_for_focus_areas(reading.question, reading.weighted) and (areas := read_focus_areas(reading)):
        return areas
    match reading.question.kind:
        case "kommuner":
            return read_places(reading)
        case "count" | "date" | "compare" if SUPERLATIVE.search(reading.question.core) and (series := read_series(reading)):
            return series
        case "plans":
            return read_plans(reading)
        case "who":
            return read_persons(reading, facts) if asked_office(reading.question.core) else read_sentences(reading)
        case _ if reading.question.asked:
            bare = only_general(reading, topic)
            return read_alone(reading, facts) if bare else read_sentences(reading)
        case "definition":
            return read_definition(reading, facts)
        case "yesno":
            return read_yes_no(reading)
        case "compare":
            lists = with_counterparts(reading, read_items(reading, SAID_BY_LEAD))
            kommuner = [in_words_where_set_against(draft) for draft in read_kommuner(reading) if draft.form != "unnamed"]
            compared = next((found for found in (lists, kommuner) if len(found) > 1), [])
            return read_series(reading) or compared or read_sentences(reading)
        case "where":
            return read_where(reading)
        case "count":
            return read_count(reading)
        case "describe":
            if asked_office(reading.question.core):
                return read_persons(reading, facts)
            lists = read_items(reading, SAID_BY_LEAD) if _asks_for_items(reading.question) else []
            headings = read_headings(reading) if not lists and AREAS.search(reading.question.core) else []
            return lists or headings or read_sentences(reading)
        case _:
            return read_sentences(reading)


def only_general(reading: Reading, topic: Topic) -> bool:
    """The question names nothing but plans and general words: "telefonnummeret til Nordjyllands Politi"."""
    return all(w.concept.surface in topic.generic for w in reading.weighted)


def _asks_for_items(question: Question) -> bool:
    return SEVERAL.search(question.core) is not None or "what are the" in question.core.lower()
