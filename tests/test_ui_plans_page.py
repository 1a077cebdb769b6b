"""Plans, feedback and quality in a real browser: hand in and ask about it, remove, rate, look up how far to trust it."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from pathlib import Path

import pytest

import ui.desk_worker
from tests.desk_samples import FYN_2025, OESTJYLLAND_2024_NEW, make_store
from ui.feedback import FILE
from ui.site import Site

pytestmark = [
    pytest.mark.browser,
    # Said by gradio and pandas on each event; nothing this code can change.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning", "ignore:.*Pandas.*"),
]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}, "small": {"width": 320, "height": 640}}
HOSTILE = "<img src=x onerror=alert(1)>.md"


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("side") / "lager"


@pytest.fixture(scope="module")
def address(store):
    import uvicorn

    from ui.app import safe_app

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ui.desk_worker, "NEXT_FILE_SECONDS", 0.5)
        live = make_store(store, patch)
        bound = socket.socket()
        bound.bind(("127.0.0.1", 0))
        app = safe_app(live, None, Site(store, "", report=store / "eval-report"))
        server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 60
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.05)
        assert server.started
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def chromium():
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium, or set CHROMIUM to its path")
    api = pytest.importorskip("playwright.sync_api", reason="pip install pytest-playwright")
    with api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, address):
    """Opens pages that fail the test on an error in the console or a request to another host."""
    contexts, faults = [], []

    def opened(tab: str = "", size: str = "desk", path: str = "/", **options):
        context = chromium.new_context(viewport=SIZES[size], **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.on("request", lambda request: faults.append(request.url) if not request.url.startswith((address, "data:", "blob:")) else None)
        page.goto(address + path)
        page.wait_for_function("document.documentElement.dataset.ready")
        if tab:
            page.get_by_role("tab", name=tab).click()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def words(page, selector: str) -> str:
    return " ".join(page.inner_text(selector).split())


def until(page, selector: str, sentence: str) -> None:
    page.wait_for_function(
        "([selector, sentence]) => { const place = document.querySelector(selector);"
        " return place && place.innerText.replace(/\\s+/g, ' ').includes(sentence); }",
        arg=[selector, sentence],
    )


def ask(page, question: str, turns: int = 1) -> None:
    page.get_by_role("tab").first.click()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_selector(f"article.turn:nth-of-type({turns}):not([data-state=waiting])")


def file(name: str, text: str) -> dict:
    return {"name": name, "mimeType": "text/markdown", "buffer": text.encode("utf-8")}


def test_a_plan_is_handed_in_asked_about_removed_and_put_back(open_page):
    page = open_page("Planer")
    page.wait_for_selector("#plans table")
    assert page.locator("#plans tbody tr").count() == 3
    assert not page.is_visible("#desk-reload")
    assert "3 planer er klar til søgning. Svar bygger på udgaven fra" in words(page, "#desk-state")
    page.set_input_files("#desk-file", [file("Fyn æøå.md", FYN_2025), file("tom.txt", ""), file("program.exe", "MZ")])
    until(page, "#desk-lines", "Læst som Fyn 2025 (3 afsnit). Er med i søgningen.")
    until(page, "#desk-lines", "»tom.txt« er tom. Der er ikke noget at søge i.")
    until(page, "#desk-lines", "»program.exe« er ikke en filtype, jeg kan læse")
    until(page, "#desk-table", "Fyn 2025")
    assert "Fyn æøå.md" in words(page, "tr[data-plan='fyn-2025']")
    assert "Planerne er ændret, siden siden blev åbnet." in words(page, "#desk-reload")
    ask(page, "Hvilke kommuner på Fyn har et infohus?")
    assert "Fyn 2025: Odense, Svendborg og Ærø" in words(page, "article .answer")

    page.get_by_role("tab", name="Planer").click()
    page.click("tr[data-plan='fyn-2025'] [data-desk=remove]")
    assert "Skal Fyn 2025 fjernes? Filen »Fyn æøå.md« tages ud af planmappen." in words(page, "#desk-question")
    page.click("#desk-ask [data-answer=no]")
    page.wait_for_selector("#desk-ask", state="hidden")
    assert page.locator("tr[data-plan='fyn-2025']").count() == 1
    page.click("tr[data-plan='fyn-2025'] [data-desk=remove]")
    page.click("#desk-ask [data-answer=yes]")
    page.wait_for_selector("tr[data-plan='fyn-2025']", state="detached")
    until(page, "#desk-lines", "Fjernet. Filen ligger i mappen »removed«")
    ask(page, "Hvilke kommuner på Fyn har et infohus?", turns=2)
    assert "Der er ingen plan for Fyn her." in words(page, "article:nth-of-type(2) .answer")
    page.get_by_role("tab", name="Planer").click()
    page.click("[data-desk=undo]")
    page.wait_for_selector("tr[data-plan='fyn-2025']")


def test_a_choice_between_two_texts_is_made_by_the_keyboard_alone(open_page, store):
    page = open_page("Plans", path="/en/")
    page.wait_for_selector("#plans table")
    page.set_input_files("#desk-file", file("ny udgave.md", OESTJYLLAND_2024_NEW))
    until(page, "#desk-lines", "That plan is here already, from “oestjylland-2024.md”, with another text.")
    page.focus("#desk-file")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.desk") == "replace":
            break
    page.keyboard.press("Enter")
    until(page, "#desk-lines", "Is included in the search. Takes the place of “oestjylland-2024.md”.")
    until(page, "tr[data-plan='oestjylland-2024']", "ny udgave.md")
    until(page, "#desk-said", "ny udgave.md Read as East Jutland (Østjylland) 2024")


def test_hostile_names_stay_words(open_page):
    page = open_page("Planer")
    page.wait_for_selector("#plans table")
    page.set_input_files("#desk-file", file(HOSTILE, "# Uden kreds\n\nÆrlig tekst."))
    until(page, "#desk-lines", "nævner ingen politikreds")
    assert "-img src=x onerror=alert(1)-.md" in words(page, "#desk-lines")
    assert page.locator("#plans img").count() == 0


def test_a_rating_is_kept_only_when_it_is_sent(open_page, store):
    page = open_page()
    ask(page, "Hvilke kommuner har et infohus?")
    page.click(".thumb.down")
    until(page, "#rating-form", "Skriv ikke personoplysninger.")
    page.fill("#rating-words", "Læsø mangler")
    page.click("#rating-form [data-rating=cancel]")
    page.wait_for_selector("#rating-form", state="hidden")
    assert not (store / FILE).exists()
    assert page.evaluate("document.activeElement.className") == "thumb down"

    page.click(".thumb.down")
    page.check("#rating-form input[value=missing]")
    page.fill("#rating-words", "Læsø mangler")
    page.click("#rating-form [data-rating=send]")
    until(page, ".rating", "Tak. Din vurdering er gemt.")
    [line] = [json.loads(one) for one in (store / FILE).read_text(encoding="utf-8").splitlines()]
    assert (line["question"], line["reason"]) == ("Hvilke kommuner har et infohus?", "Mangler noget. Læsø mangler")
    assert line["citations"] and line["generation"]
    ask(page, "Og i Nordjylland?", turns=2)
    until(page, "article:nth-of-type(1) .rating", "Tak. Din vurdering er gemt.")
    assert page.locator(".thumb").count() == 2


def test_the_quality_page_is_a_tab_and_a_page(open_page, address):
    page = open_page("Kvalitet")
    until(page, "#quality", "Hvor langt kan du stole på svarene?")
    until(page, "#quality", "Tallene følger med programmet")
    page.goto(f"{address}/en/quality")
    assert "How far can you trust the answers?" in words(page, "main")
    page.click(".back a")
    assert page.url == f"{address}/en/"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("tab", ["Planer", "Kvalitet"])
def test_nothing_is_wider_than_the_screen(open_page, size, tab):
    page = open_page(tab, size, color_scheme="dark")
    page.wait_for_selector("#plans table" if tab == "Planer" else ".quality h1")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_an_assistive_program_finds_nothing_serious(open_page, path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python").Axe()
    page = open_page(path=path)
    ask(page, "Hvilke kommuner har et infohus?")
    page.click(".thumb.down")
    page.wait_for_selector("#rating-words")
    found = {"rating": axe.run(page, "#rating-form")}
    page.click("#rating-form [data-rating=cancel]")
    for number, ready in ((1, "#plans table"), (2, ".quality h1")):
        page.get_by_role("tab").nth(number).click()
        page.wait_for_selector(ready)
        found[ready] = axe.run(page, "#plans" if number == 1 else "#quality")
    serious = {
        name: [(one["id"], one["nodes"][0]["html"]) for one in result.response["violations"] if one["impact"] in ("serious", "critical")]
        for name, result in found.items()
    }
    assert serious == {name: [] for name in found}
