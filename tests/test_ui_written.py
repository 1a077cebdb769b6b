"""The page and the command line while a language model writes; in a browser, with the real assistant and the stub."""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rag.llm import open_chat
from rag.llm_settings import llm_settings
from rag.written import Note, Writer, WrittenAnswer
from tests.llm_stub import Stub, places, running
from tests.rag_plans import three_plans
from tests.ui_samples import PLANS, houses
from ui.model_note import note_text
from ui.turns import Asked
from ui.wording import answer_text
from ui.written import answering

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUESTION = "Hvilke kommuner har en havnevagt?"
HOSTILE = "<img src=http://evil.example/x onerror=alert(1)>"


def watchful(system: str, human: str) -> str:
    """Two true sentences, one false, one that would break out of the page."""
    watch = next(p.n for p in places(human) if "Odense, Nyborg og Kerteminde" in p.text)
    count = next(p.n for p in places(human) if "48 frivillige" in p.text)
    return (
        f"Odense, Nyborg og Kerteminde har en havnevagt [{watch}]. Der er 777 frivillige i havnevagten [{count}]. "
        f"{HOSTILE} er godt [{count}]. Der er 48 frivillige i havnevagten [{count}]."
    )


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("down", "Sprogmodellen svarer ikke. Her er stederne i planerne, som svarer bedst på dit spørgsmål."),
        ("slow", "Sprogmodellen er for længe om det. Her er stederne i planerne."),
        ("busy", "Sprogmodellen har for travlt lige nu. Her er stederne i planerne."),
        ("setup", "Sprogmodellen er ikke sat rigtigt op (kode 401). Kontakt administratoren. Her er stederne i planerne."),
        ("cut", "(Svaret blev afbrudt her.) Kilderne herunder er hele."),
        ("unconfirmed", "Sprogmodellens svar kunne ikke bekræftes i planerne og vises ikke. Her er stederne."),
        ("partly", "2 sætninger fra sprogmodellen kunne ikke bekræftes i kilderne."),
        (None, ""),
    ],
)
def test_what_is_said_of_the_model(note: Note | None, words: str) -> None:
    assert note_text(WrittenAnswer(houses(), False, note=note, status=401, refused=2), "da") == words


def test_an_answer_with_written_and_unconfirmed_sentences_in_words() -> None:
    stub = Stub(say=watchful)
    with running(stub):
        found = writer_over(stub, unconfirmed="mark").answer(three_plans(), QUESTION)
    lines = answer_text(found.answer).splitlines()
    assert lines[0] == "Fyn 2024: Odense, Nyborg og Kerteminde har en havnevagt. [1]"
    assert lines[1] == "Ikke bekræftet i kilderne: »Der er 777 frivillige i havnevagten.«"
    assert "Fyn 2024: Der er 48 frivillige i havnevagten. [2]" in lines


def test_without_a_writer_the_page_shows_the_extractive_answer_alone() -> None:
    assistant = SimpleNamespace(answer=lambda question, **asked: houses(), generation=SimpleNamespace(plans=PLANS))
    (turn,) = answering(SimpleNamespace(), assistant, Asked("Hvilke?"), (), "da")  # type: ignore[arg-type]
    assert turn.answer == houses() and not turn.notes and not turn.growing


def writer_over(stub: Stub, **settings: Any) -> Writer:
    given = {"model": "openai:stub", "base_url": stub.openai, "first_seconds": 10, "total_seconds": 20, **settings}
    return Writer(open_chat(llm_settings(given)))


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, Stub]]:
    import uvicorn

    from ui.app import safe_app

    stub = Stub(say=watchful, pause=0.03)
    with running(stub):
        live = SimpleNamespace(get=three_plans, writer=writer_over(stub), problem=None)
        bound = socket.socket()
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(safe_app(live), access_log=False, log_level="error"))  # type: ignore[arg-type]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 60
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}", stub
        server.should_exit = True
        thread.join(10)


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning", "ignore:.*Pandas.*")
def test_a_conversation_with_a_model_that_also_lies(served: tuple[str, Stub]) -> None:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium, or set CHROMIUM to its path")
    api = pytest.importorskip("playwright.sync_api", reason="pip install pytest-playwright")
    address, stub = served
    foreign: list[str] = []
    with api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: None if request.url.startswith((address, "data:", "blob:")) else foreign.append(request.url))
        page.on("dialog", lambda dialog: foreign.append(dialog.message))
        page.goto(address)
        page.wait_for_function("document.documentElement.dataset.ready")
        page.fill("#question textarea", QUESTION)
        page.click("#ask")
        # The places of the plans stand there while the model still writes.
        page.wait_for_selector("article.turn .llm-writing")
        assert "Odense, Nyborg og Kerteminde" in (page.text_content("article.turn .answer") or "")
        page.wait_for_selector("article.turn .by-model")
        page.wait_for_function("!document.querySelector('.llm-writing')")
        shown = page.text_content("article.turn .answer") or ""
        assert "48 frivillige i havnevagten" in shown and "777" not in shown and "evil" not in shown
        assert "kunne ikke bekræftes i kilderne" in shown
        page.click(".markers a.cite[data-n='2']")
        page.wait_for_function("(document.querySelector('#panel mark')?.textContent ?? '').startsWith('Der er 48')")
        assert re.sub(r"\s+", " ", page.text_content("#panel mark") or "").strip() == "Der er 48 frivillige i havnevagten."
        # A follow-up, with the endpoint down: the extractive answer and one sentence about it.
        stub.mode = "500"
        page.fill("#question textarea", "Og i 2022?")
        page.click("#ask")
        page.wait_for_function("document.querySelectorAll('article.turn').length == 2 && document.querySelector('.llm-note:last-of-type')")
        page.wait_for_function(
            "[...document.querySelectorAll('.llm-note')].some(e => e.textContent.startsWith('Sprogmodellen svarer ikke'))"
        )
        assert "Nyborg" in (page.locator("article.turn").last.text_content() or "")
        browser.close()
    assert foreign == []
