from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import pytest
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough

from corpus.errors import QuestionError
from rag.answer import Answer
from rag.chain import PlanRetriever, assistant_runnable
from tests.rag_plans import items_by_plan, plan, said, three_plans

WATCH = "Hvilke kommuner har en havnevagt?"


@pytest.fixture
def answers() -> Runnable[Any, Answer]:
    return assistant_runnable(three_plans())


# ---- the retriever


def test_a_document_says_where_its_words_stand() -> None:
    retriever = PlanRetriever(assistant=three_plans(), k=3)
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke("Hvor ligger rådets sekretariat?")
    first = documents[0]
    assert first.page_content == "Kredsrådet holder møde hvert kvartal. Rådets sekretariat ligger på Æblevej 7 i Hillerød."
    source = plan(three_plans(), "nordsjaelland-2023")
    start = source.text.index("Kredsrådet holder")
    score = first.metadata.pop("score")
    assert isinstance(score, float) and score > 0
    assert first.metadata == {
        "plan": "nordsjaelland-2023", "file": "nordsjaelland-2023.md", "district": "Nordsjælland", "year": 2023, "section": "1",
        "heading": "KREDSRÅDET", "start": start, "end": start + len(first.page_content), "rank": 1,
    }  # fmt: skip
    assert first.id == f"nordsjaelland-2023:{start}-{start + len(first.page_content)}"


def test_k_documents_by_falling_score_each_a_slice_of_its_plan() -> None:
    documents = PlanRetriever(assistant=three_plans(), k=4).invoke("havnevagten på bolværket i Ærø")
    assert [d.metadata["rank"] for d in documents] == [1, 2, 3, 4]
    scores = [d.metadata["score"] for d in documents]
    assert scores == sorted(scores, reverse=True)
    for d in documents:
        assert plan(three_plans(), d.metadata["plan"]).text[d.metadata["start"] : d.metadata["end"]] == d.page_content


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {"fyn-2022", "fyn-2024", "nordsjaelland-2023"}),
        ({"districts": ("Nordsjælland",)}, {"nordsjaelland-2023"}),
        ({"years": (2022,)}, {"fyn-2022"}),
        ({"districts": ("fyn",), "years": (2024,)}, {"fyn-2024"}),
    ],
)
def test_filters_keep_other_plans_out(filters: dict[str, Any], found: set[str]) -> None:
    documents = PlanRetriever(assistant=three_plans(), k=50, **filters).invoke("havnevagt på øen")
    assert {d.metadata["plan"] for d in documents} == found


@pytest.mark.parametrize(
    ("question", "filters", "code", "values"),
    [
        (" ¿? ", {}, "question_empty", {}),
        ("å" * 2001, {}, "question_too_long", {"length": 2001, "limit": 2000}),
        ("havnevagt", {"districts": ("Ærøskøbing",)}, "district_unknown", {"found": "Ærøskøbing", "available": ("Fyn", "Nordsjælland")}),
        ("havnevagt", {"years": (1999,)}, "year_unknown", {"found": 1999, "available": (2022, 2023, 2024)}),
    ],
)
def test_what_cannot_be_searched_is_an_error_with_its_code(question: str, filters: dict[str, Any], code: str, values: object) -> None:
    with pytest.raises(QuestionError) as caught:
        PlanRetriever(assistant=three_plans(), **filters).invoke(question)
    assert (caught.value.code, caught.value.values) == (code, values)


def test_no_documents_is_no_number_of_documents() -> None:
    with pytest.raises(ValueError, match="greater than 0"):
        PlanRetriever(assistant=three_plans(), k=0)


# ---- the assistant as a runnable


def test_a_question_becomes_the_assistants_own_answer(answers: Runnable[Any, Answer]) -> None:
    answer = answers.invoke(WATCH)
    assert isinstance(answer, Answer)
    direct = three_plans().answer(WATCH)
    assert (answer.statements, answer.citations, answer.generation) == (direct.statements, direct.citations, direct.generation)
    assert items_by_plan(answer)["fyn-2024"] == ("Odense", "Nyborg", "Kerteminde")


@pytest.mark.parametrize(
    ("asked", "plans"),
    [
        ({"question": WATCH}, ["fyn-2024", "fyn-2022", "nordsjaelland-2023"]),
        ({"question": WATCH, "years": [2022]}, ["fyn-2022"]),
        ({"question": WATCH, "years": 2022}, ["fyn-2022"]),
        ({"question": WATCH, "districts": ["Nordsjælland"]}, ["nordsjaelland-2023"]),
        ({"question": WATCH, "districts": "Nordsjælland", "context": None}, ["nordsjaelland-2023"]),
        ({"question": "Og i Nordsjælland?", "context": [WATCH]}, ["nordsjaelland-2023"]),
        ({"question": "Og i Nordsjælland?", "context": WATCH}, ["nordsjaelland-2023"]),
    ],
)
def test_context_and_filters_reach_the_assistant(answers: Runnable[Any, Answer], asked: dict[str, Any], plans: list[str]) -> None:
    assert [s.plan for s in answers.invoke(asked).statements] == plans


@pytest.mark.parametrize("asked", [{"spørgsmål": WATCH}, {"question": None}, 7, [WATCH], None])
def test_what_is_no_question_is_refused(answers: Runnable[Any, Answer], asked: Any) -> None:
    with pytest.raises(TypeError, match="expected a question"):
        answers.invoke(asked)


def test_a_misspelt_filter_never_widens_the_search(answers: Runnable[Any, Answer]) -> None:
    with pytest.raises(ValueError, match=r"unknown keys \['district'\], known are \['context', 'districts', 'question', 'years'\]"):
        answers.invoke({"question": WATCH, "district": "Nordsjælland"})


def test_a_batch_keeps_the_order_and_reports_each_failure_alone(answers: Runnable[Any, Answer]) -> None:
    questions = [WATCH, "¿", {"question": "Hvad står FISK for?"}, {"question": WATCH, "years": [2022]}] * 3
    found = answers.batch(questions, config={"max_concurrency": 3}, return_exceptions=True)
    for first, empty, fisk, year in zip(found[::4], found[1::4], found[2::4], found[3::4], strict=True):
        assert len(first.statements) == 3
        assert isinstance(empty, QuestionError) and empty.code == "question_empty"
        assert said(fisk) == "FISK | Fælles Indsats for Sikre Kajer"
        assert items_by_plan(year) == {"fyn-2022": ("Nyborg",)}


def test_a_stream_is_the_whole_answer_in_one_piece(answers: Runnable[Any, Answer]) -> None:
    pieces = list(answers.stream(WATCH))
    assert [len(piece.statements) for piece in pieces] == [3]


def test_the_asynchronous_twins_answer_too(answers: Runnable[Any, Answer]) -> None:
    async def ask() -> list[Answer]:
        return [await answers.ainvoke(WATCH), *await answers.abatch([WATCH]), *[piece async for piece in answers.astream(WATCH)]]

    assert [len(answer.statements) for answer in asyncio.run(ask())] == [3, 3, 3]


# ---- inside chains


def test_the_retriever_feeds_a_prompt() -> None:
    retriever = PlanRetriever(assistant=three_plans(), k=1)
    numbered = RunnableLambda(lambda documents: "\n".join(f"[{d.metadata['rank']}] {d.page_content}" for d in documents))
    prompt = ChatPromptTemplate.from_template("Svar ud fra passagerne.\n{passages}\nSpørgsmål: {question}")
    chain = {"passages": retriever | numbered, "question": RunnablePassthrough()} | prompt
    (message,) = chain.invoke("Hvem leder dronevagten?").to_messages()
    assert message.content == (
        "Svar ud fra passagerne.\n"
        "[1] Politiet flyver med en drone over Øresund, når vinden tillader det. Dronevagten ledes af vicepolitikommissær Ærenfred Åkjær.\n"
        "Spørgsmål: Hvem leder dronevagten?"
    )


def test_the_assistant_stands_between_two_steps_and_streams_through_them(answers: Runnable[Any, Answer]) -> None:
    ask: Runnable[str, Any] = RunnableLambda(lambda topic: f"Hvilke kommuner har en {topic}?")
    chain = ask | answers | RunnableLambda(lambda answer: sorted(answer.items))
    assert chain.invoke("bådpatrulje") == ["Svendborg", "Ærø"]
    assert list(chain.stream("bådpatrulje")) == [["Svendborg", "Ærø"]]
    assert chain.batch(["bådpatrulje", "havnevagt"]) == [["Svendborg", "Ærø"], ["Helsingør", "Kerteminde", "Nyborg", "Odense"]]


def test_only_a_chain_loads_langchain() -> None:
    code = (
        "import sys, rag.assistant, rag.retriever\n"
        "assert 'langchain_core' not in sys.modules, 'rag.assistant'\n"
        "import rag.chain\n"
        "assert 'langchain_core' in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
