"""The page served on this machine and opened in Debian's Chromium, for the tests that need a real browser."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.ui_samples import CannedAssistant

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}, "small": {"width": 320, "height": 640}}
# Said by gradio and pandas on each event; nothing this code can change.
QUIET = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning", "ignore:.*Pandas.*")


class CannedLive:
    """A live assistant that never changes."""

    def __init__(self, assistant: CannedAssistant) -> None:
        self.assistant = assistant
        self.problem = None

    def get(self) -> CannedAssistant:
        return self.assistant


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """The address at which the application is served."""
    import uvicorn

    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="error", proxy_headers=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def browser() -> Iterator[Any]:
    """Debian's Chromium; the test is skipped where it is not there."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium, or set CHROMIUM to its path")
    api = pytest.importorskip("playwright.sync_api", reason="pip install pytest-playwright")
    with api.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def pages(chromium: Any, address: str, allowed: tuple[str, ...] = ()) -> Iterator[Callable[..., Any]]:
    """Opens pages that fail the test on an error in the console, but those ``allowed``, or a request to another host."""
    contexts: list[Any] = []
    faults: list[str] = []

    def opened(size: str = "desk", path: str = "/", **options: Any) -> Any:
        context = chromium.new_context(viewport=SIZES[size], **options)
        contexts.append(context)
        page = context.new_page()
        # Far above what any step takes on an idle machine; a busy one should not look like a fault.
        page.set_default_timeout(20_000)
        watch(page, address, faults)
        page.goto(address + path)
        ready(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    found = [fault for fault in faults if not any(words in fault for words in allowed)]
    assert found == [], found


def watch(page: Any, address: str, faults: list[str]) -> None:
    """Note errors in the console and requests to another host."""
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith((address, "data:", "blob:")) else None)


def ready(page: Any) -> None:
    """Wait until the page's script has taken over."""
    page.wait_for_function("document.documentElement.dataset.ready")


def ask(page: Any, question: str, turns: int = 1) -> None:
    """Ask, and wait until the conversation has this many turns and the last is no longer waiting."""
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    answered(page, turns)


def answered(page: Any, turns: int = 1) -> None:
    """Wait until the turn is there."""
    page.wait_for_selector(f"article.turn:nth-of-type({turns}):not([data-state=waiting])")


def words(page: Any, selector: str) -> str:
    """The visible words with single blanks."""
    return " ".join(page.inner_text(selector).split())


def wait_for_mark(page: Any, quote: str) -> None:
    """Wait until exactly the quote is marked in the plan."""
    page.wait_for_function(
        "quote => { const marks = [...document.querySelectorAll('#panel mark.fund')];"
        " return marks.map(one => one.textContent).join(' ').trim().replace(/\\s+/g, ' ') === quote; }",
        arg=quote,
    )


def comes_into_view(page: Any, selector: str) -> None:
    """Wait until the element can be seen whole."""
    page.wait_for_function(
        "selector => { const box = document.querySelector(selector).getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight && box.width > 0; }",
        arg=selector,
    )


def has_focus(page: Any, selector: str) -> None:
    """Wait until the element has the focus."""
    page.wait_for_function("selector => document.activeElement.matches(selector)", arg=selector)
