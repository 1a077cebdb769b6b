"""Questions that may be asked next: made from what the plans hold around the answer, and kept only where the assistant answers them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from corpus.errors import PlansvarError
from corpus.plan import Plan, Section
from rag.answer import Answer, Language
from ui.texts import clean, district_name, text

if TYPE_CHECKING:
    from rag.assistant import Assistant

SHOWN = 3
_REMEMBERED = 2000
_MANY, _FORGOTTEN_SECONDS = 3, 30
Place = tuple[str, int, int]
# Every candidate costs a question; the answer is on the screen meanwhile.
_TRIED = 8
_TOPIC_LENGTH = 40
_TITLE_LENGTHS = range(5, 56)
_ACRONYM_LENGTHS = range(2, 9)
_SIBLINGS = 6
# Titles that say where in a plan one is, not what it speaks of.
_NO_TOPIC = frozenset(
    "forord indledning indhold indholdsfortegnelse bilag baggrund formål afslutning afrunding opsummering konklusion underskrifter".split()
)


class Sought:
    """The answers that are being sought: suggestions cost as much as several of them and give way. Safe between threads.

    A reader who leaves in the middle may never be heard of again, so that what is sought for too long no longer counts.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: dict[object, float] = {}
        self._lock = Lock()

    def begin(self) -> object:
        """One more; the token ends it."""
        token = object()
        with self._lock:
            self._since[token] = self._clock()
        return token

    def end(self, token: object) -> None:
        """One fewer; ending twice does no harm."""
        with self._lock:
            self._since.pop(token, None)

    def few(self) -> bool:
        """True where there is time for suggestions."""
        with self._lock:
            oldest = self._clock() - _FORGOTTEN_SECONDS
            self._since = {token: since for token, since in self._since.items() if since > oldest}
            return len(self._since) < _MANY


class Suggestions:
    """Finds questions that may follow an answer, and remembers for one generation which ones its plans answer. Safe between threads."""

    def __init__(self) -> None:
        self._generation = ""
        self._places: dict[str, frozenset[Place]] = {}

    def after(self, assistant: Assistant, answer: Answer, asked: Sequence[str]) -> tuple[str, ...]:
        """At most three questions, none of them asked before, each answered with a source that this answer does not show."""
        if self._generation != assistant.generation.id or len(self._places) > _REMEMBERED:
            self._generation, self._places = assistant.generation.id, {}
        known = {_plain(question) for question in asked}
        shown = _places(answer)
        found: list[str] = []
        for tried, question in enumerate(candidates(assistant, answer)):
            if tried >= _TRIED or len(found) >= SHOWN:
                break
            if _plain(question) not in known and self._answered_at(assistant, question, answer.language) - shown:
                known.add(_plain(question))
                found.append(question)
        return tuple(found)

    def _answered_at(self, assistant: Assistant, question: str, language: Language) -> frozenset[Place]:
        """The places that answer a question, none where it is not answered."""
        places = self._places
        if question not in places:
            try:
                answer = assistant.answer(question, language=language)
                places[question] = _places(answer) if answer.status == "answered" else frozenset()
            except PlansvarError:
                places[question] = frozenset()
        return places[question]


def candidates(assistant: Assistant, answer: Answer) -> Iterator[str]:
    """Questions around an answer, the most useful kinds first."""
    plans = {plan.id: plan for plan in assistant.generation.plans}
    cited = list(dict.fromkeys(one.plan for one in answer.citations if one.plan in plans))
    topic = _topic(answer)
    if topic and answer.status == "answered":
        yield from _about_topic(topic, answer, [plans[one] for one in cited])
    if not answer.citations:
        yield from _elsewhere(topic, list(plans.values()), answer.language)
    yield from _acronyms(assistant, answer)
    for citation in answer.citations[:SHOWN]:
        if citation.plan in plans:
            yield from _neighbours(plans[citation.plan], citation.start, answer.language)


def _about_topic(topic: str, answer: Answer, cited: list[Plan]) -> Iterator[str]:
    language = answer.language
    for plan in cited:
        earlier = [one for one in cited if one.district == plan.district and one.year < plan.year]
        if earlier:
            years = sorted((earlier[0].year, plan.year))
            yield text("next.compare", language, topic=topic, first=years[0], second=years[1], district=_district(plan, language))
            break
    if answer.understood.kind in ("kommuner", "plans") and cited:
        yield text("next.about", language, topic=topic, place=_district(cited[0], language))
    elif not answer.coverage.mentioning or len(answer.coverage.mentioning) > 1:
        yield text("next.plans", language, topic=topic)


def _elsewhere(topic: str, plans: list[Plan], language: Language) -> Iterator[str]:
    """Where there is no such plan: the same topic, or the first one, in the newest plan of each district that is here."""
    newest = {plan.district: plan for plan in sorted(plans, key=lambda plan: plan.year)}
    for plan in sorted(newest.values(), key=lambda plan: -plan.year):
        if topic:
            yield text("next.about", language, topic=topic, place=_district(plan, language))
        yield from _neighbours(plan, 0, language)


def _acronyms(assistant: Assistant, answer: Answer) -> Iterator[str]:
    """Abbreviations that stand in the shown words and that some plan expands."""
    if answer.understood.kind == "definition" and answer.understood.topic and answer.understood.topic[0].isupper():
        return
    words = {word for one in answer.citations for word in one.quote.replace("-", " ").replace("(", " ").replace(")", " ").split()}
    for fact in getattr(assistant.generation, "facts", ()):
        if fact.kind == "acronym" and fact.value in words and len(fact.value) in _ACRONYM_LENGTHS:
            yield text("next.acronym", answer.language, acronym=fact.value)
            return


def _neighbours(plan: Plan, start: int, language: Language) -> Iterator[str]:
    """What the plan speaks of next: one of the sections after the cited one."""
    try:
        here = plan.section_at(start)
    except ValueError:
        return
    for section in plan.sections[here.index + 1 : here.index + 1 + _SIBLINGS]:
        title = _title(section)
        if title:
            yield text("next.about", language, topic=title, place=f"{_district(plan, language)} {plan.year}")
            return


def _title(section: Section) -> str:
    """A section's title as it stands inside a sentence, "" where it says no topic."""
    title = clean(" ".join(section.title.split())).strip(" .:–-")
    if (
        section.kind != "body"
        or len(title) not in _TITLE_LENGTHS
        or title.lower() in _NO_TOPIC
        or any(sign in title for sign in "?/()0123456789")
    ):
        return ""
    first = title.split()[0]
    if title.isupper():
        return title.lower()
    return title if first.isupper() or not title[1:2].islower() else title[:1].lower() + title[1:]


def _topic(answer: Answer) -> str:
    """What the question was about, where that is one short thing."""
    topics = answer.understood.topic
    words = clean(topics[0]) if len(topics) == 1 else ""
    return words if 2 < len(words) <= _TOPIC_LENGTH and len(words.split()) <= 3 else ""


def _district(plan: Plan, language: Language) -> str:
    return district_name(plan.district, language).partition(" (")[0]


def _places(answer: Answer) -> frozenset[Place]:
    return frozenset((one.plan, one.start, one.end) for one in answer.citations)


def _plain(question: str) -> str:
    return " ".join(question.casefold().strip(" ?.").split())
