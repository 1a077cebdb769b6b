"""Answers worked out by hand over two small plans, for the tests of the faces."""

from __future__ import annotations

from types import SimpleNamespace
from typing import NamedTuple

from corpus.errors import QuestionError
from corpus.plan import Passage, Plan, Section, Sentence
from rag.answer import Answer, Citation, Coverage, Language, Seconds, Statement, Understood

TEXT_2024 = (
    "Samarbejdsplan 2024\n\n4.2 Infohuse\nDer er etableret infohuse i Norddjurs, Syddjurs og Randers Kommuner. "
    "Infohusene behandler sager om radikalisering.\n\nDer afholdes to møder om året.\n"
)
TEXT_2021 = "Samarbejdsplan 2021\n\nInfohuse\nDer er i 2018 etableret infohuse i Norddjurs <b>&</b> Syddjurs Kommune.\n"
HOUSES_2024 = "Der er etableret infohuse i Norddjurs, Syddjurs og Randers Kommuner."
HOUSES_2021 = "Der er i 2018 etableret infohuse i Norddjurs <b>&</b> Syddjurs Kommune."
MEETINGS = "Der afholdes to møder om året."


def make_plan(year: int, words: str, number: str, district: str = "Østjylland", name: str = "oestjylland") -> Plan:
    """A plan of one cover and one section; every paragraph of the section is one sentence."""
    heading = words.index("4.2 Infohuse" if number else "Infohuse\n")
    body = words.index("\n", heading) + 1
    cover = Section(0, "", f"Samarbejdsplan {year}", 0, (f"Samarbejdsplan {year}",), "cover", 0, 0, heading)
    section = Section(1, number, "Infohuse", 1, ("Infohuse",), "body", heading, body, len(words))
    sentences = (
        Sentence(0, 0, "heading", 0, words.index("\n")),
        Sentence(1, 1, "heading", heading, body - 1),
        Sentence(2, 1, "prose", body, len(words.rstrip())),
    )
    return Plan(
        f"{name}-{year}", f"{name}-{year}.txt", f"Samarbejdsplan {year}", district, year, words,
        ("Norddjurs", "Syddjurs", "Randers"), (), (cover, section), sentences, (), (), (), year == 2021,
    )  # fmt: skip


NEW = make_plan(2024, TEXT_2024, "4.2")
OLD = make_plan(2021, TEXT_2021, "")
PLANS = (OLD, NEW)


def cite(n: int, plan: Plan, words: str) -> Citation:
    """Citation ``n`` of ``words`` in the plan."""
    start = plan.text.index(words)
    section = plan.section_at(start)
    return Citation(
        n, plan.id, plan.file, plan.district, plan.year, section.number, section.title, None, start, start + len(words), words, plan.retold
    )


def answered(language: Language, *statements: Statement, kind: str = "list", question: str = "Hvilke kommuner har et infohus?") -> Answer:
    """An answer with these statements over the two plans and one that is silent."""
    return Answer(
        question=question,
        language=language,
        status="answered",
        understood=Understood(kind=kind, language=language, topic=("infohus",)),
        statements=statements,
        citations=(cite(1, NEW, HOUSES_2024), cite(2, OLD, HOUSES_2021), cite(3, NEW, MEETINGS)),
        items=("Norddjurs", "Syddjurs", "Randers"),
        coverage=Coverage(("oestjylland-2021", "oestjylland-2024", "sydoestjylland-2021"), ("oestjylland-2021", "oestjylland-2024")),
        confidence=0.91234,
        seconds=Seconds(0.0123, 0.0041, 0.0181),
        generation="abc",
    )


def houses(language: Language = "da") -> Answer:
    """The list answer over both plans."""
    return answered(
        language,
        Statement(NEW.id, "items", ("Norddjurs", "Syddjurs", "Randers"), citations=(1,)),
        Statement(OLD.id, "items", ("Norddjurs", "Syddjurs"), citations=(2,), older=True),
    )


def abstained(reason: str, language: Language = "da", **values: object) -> Answer:
    """An answer that declines."""
    given: dict = {
        "citations": (cite(1, NEW, MEETINGS),),
        "coverage": Coverage(("oestjylland-2021", "oestjylland-2024")),
        **values,
    }
    return Answer("Hvem ejer huset?", language, "abstained", Understood("who", language), reason=reason, **given)


class Put(NamedTuple):
    """How a question was put to the assistant."""

    question: str
    districts: tuple[str, ...]
    years: tuple[int, ...]
    context: tuple[str, ...]
    language: Language | None
    without_plans: tuple[str, ...]


class CannedAssistant:
    """Stands in for ``rag.assistant.Assistant``: answers from a table of questions, the list answer otherwise."""

    def __init__(self, **answers: Answer) -> None:
        self.generation = SimpleNamespace(
            id="abc",
            plans=PLANS,
            passages=(
                Passage(NEW.id, 1, NEW.sections[1].start, NEW.sections[1].end, NEW.text[NEW.sections[1].start : NEW.sections[1].end]),
            ),
        )
        self.answers = answers
        self.asked: list[Put] = []

    def answer(self, question, *, districts=(), years=(), context=(), language=None, without_plans=()):
        self.asked.append(Put(question, districts, years, context, language, without_plans))
        if not question.strip("? "):
            raise QuestionError("question_empty")
        if len(question) > 2000:
            raise QuestionError("question_too_long", length=len(question), limit=2000)
        for word, answer in self.answers.items():
            if word in question:
                return answer
        return houses(language or ("en" if "which" in question.lower() else "da"))

    def search(self, question, k=20, *, districts=(), years=()):
        return [SimpleNamespace(passage=passage, score=1.5, rank=rank) for rank, passage in enumerate(self.generation.passages[:k], 1)]
