"""How fast the page answers on the shipped plans: ``make page-timings``. Prints figures and asserts nothing.

1. In Chromium: milliseconds from pressing Enter to the first statement on the screen, one question after another.
2. Without a browser: people who all ask at the same moment, each in a session of their own; milliseconds until each has the answer.
3. With ``--minutes``: the same people go on asking for so long, each with a pause of 5 to 25 seconds between two questions.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from tests.browser_pages import browser, ready, serving
from ui.app import safe_app
from ui.indexing import fill_when_empty, run_update
from ui.service import LiveAssistant

QUESTIONS = [
    "Hvilke kommuner har et infohus?",
    "Hvad står SSP for?",
    "Hvem leder exit-enheden i Østjylland?",
    "Hvad står der om radikalisering i Østjylland?",
    "Hvor mange droner har politiet?",
    "Hvilke planer omtaler ungdomskriminalitet?",
    "Which municipalities have an Infohus?",
    "Hvad står der i planen for Bornholm 2022?",
]
# The time at which the words are painted, seen from within the page.
_WATCH = """() => { window.shownAt = 0; window.askedAt = performance.now();
    const count = document.querySelectorAll('article.turn').length;
    const watch = new MutationObserver(() => {
        const turns = document.querySelectorAll('article.turn');
        if (turns.length > count && turns[turns.length - 1].dataset.state !== 'waiting') {
            watch.disconnect(); requestAnimationFrame(() => { window.shownAt = performance.now(); });
        }
    });
    watch.observe(document.getElementById('conversation'), {childList: true, subtree: true}); }"""


def in_the_browser(address: str, rounds: int) -> list[float]:
    """Milliseconds from the key to the painted answer, for every question."""
    taken = []
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        ready(page)
        for question in QUESTIONS * rounds:
            page.fill("#question textarea", question)
            page.evaluate(_WATCH)
            page.press("#question textarea", "Enter")
            page.wait_for_function("window.shownAt > 0")
            taken.append(page.evaluate("window.shownAt - window.askedAt"))
            # The suggestions come after the answer; a reader takes a moment too.
            page.wait_for_timeout(700)
    return taken


def at_once(address: str, people: int) -> tuple[list[float], int]:
    """Milliseconds until each of so many people has the answer, and how many got none."""
    event = _event(address)
    together = threading.Barrier(people)

    def person(number: int, ask: Callable[[], None]) -> None:
        together.wait()
        ask()

    return _crowd(address, event, people, person)


def over_time(address: str, people: int, minutes: float, seed: int = 7) -> tuple[list[float], int]:
    """The same while so many people go on asking for so long, each with pauses of 5 to 25 seconds."""
    event, end = _event(address), time.monotonic() + 60 * minutes

    def person(number: int, ask: Callable[[], None]) -> None:
        chance = random.Random(seed * 1000 + number)
        while (pause := chance.uniform(5, 25)) and time.monotonic() + pause < end:
            time.sleep(pause)
            ask()

    return _crowd(address, event, people, person)


def _crowd(address: str, event: int, people: int, person: Callable[[int, Callable[[], None]], None]) -> tuple[list[float], int]:
    """Milliseconds of every answer, and how many questions got none, while each ``person`` asks when it pleases in a thread of its own."""
    taken: list[float] = []
    failed: list[str] = []

    def ask(number: int) -> None:
        start = time.perf_counter()
        try:
            _ask(address, event, number)
            taken.append((time.perf_counter() - start) * 1000)
        except Exception as error:  # noqa: BLE001 - whatever it is, this person got no answer
            failed.append(repr(error))

    threads = [threading.Thread(target=person, args=(number, partial(ask, number))) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken, len(failed)


def _event(address: str) -> int:
    config = httpx.get(f"{address}/config").json()
    return next(int(one["id"]) for one in config["dependencies"] if one["api_name"] == "answer")


def _ask(address: str, event: int, number: int) -> None:
    session = f"person{number}"
    ticket = json.dumps({"key": f"{number:032x}"})
    question = QUESTIONS[number % len(QUESTIONS)]
    with httpx.Client(base_url=address, timeout=60) as client:
        body = {
            "data": [question, [], [], False, ticket],
            "fn_index": event,
            "session_hash": session,
            "event_data": None,
            "trigger_id": None,
        }
        client.post("/gradio_api/queue/join", json=body).raise_for_status()
        with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as replies:
            for line in replies.iter_lines():
                message = json.loads(line[5:]) if line.startswith("data:") else {}
                words = json.dumps(message, ensure_ascii=False)
                if re.search(r'data-state=\\+"(?:answered|abstained)', words):
                    return
                if message.get("msg") == "process_completed":
                    raise RuntimeError(words[:200])
    raise RuntimeError("the connection ended without an answer")


def figures(name: str, taken: list[float]) -> str:
    """Median, 95th percentile and worst."""
    ordered = sorted(taken)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{name}: n={len(ordered)} median={statistics.median(ordered):.0f} ms p95={high:.0f} ms max={ordered[-1]:.0f} ms"


def main() -> None:
    """Index the shipped plans where the store is empty, serve, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path("data"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=0)
    given: Any = parser.parse_args()
    if not (given.store / "index" / "CURRENT").exists():
        fill_when_empty(given.store / "plans", "da")
        run_update(given.store, given.store / "plans", None, "da")
    live = LiveAssistant(given.store)
    live.get().answer(QUESTIONS[0])
    with serving(safe_app(live)) as address:
        print(figures("first answer in the browser", in_the_browser(address, given.rounds)))  # noqa: T201
        taken, failed = at_once(address, given.people)
        print(figures(f"{given.people} people at once", taken) + f" errors={failed}")  # noqa: T201
        if given.minutes:
            taken, failed = over_time(address, given.people, given.minutes)
            print(figures(f"{given.people} people for {given.minutes:g} minutes", taken) + f" errors={failed}")  # noqa: T201


if __name__ == "__main__":
    main()
