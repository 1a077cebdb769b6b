"""Working with answers in a real browser: lists, copies, addresses, narrowing, stopping, and what survives a reload."""

import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import pytest

from corpus.errors import StoreError
from tests.browser_pages import QUIET, CannedLive, answered, ask, browser, has_focus, pages, ready, serving, wait_for_mark, watch, words
from tests.ui_samples import HOUSES_2021, HOUSES_2024, NEW, CannedAssistant, abstained, cite

pytestmark = [pytest.mark.browser, QUIET]
HOUSES = "Hvilke kommuner har et infohus?"


class SlowAssistant(CannedAssistant):
    """Waits with the answer to a slow question until it may."""

    def __init__(self, **answers):
        super().__init__(**answers)
        self.may = threading.Event()
        self.slow = "langsom"

    def answer(self, question, **given):
        if self.slow in question:
            self.may.wait(20)
        return super().answer(question, **given)


@pytest.fixture(scope="module")
def live():
    return CannedLive(SlowAssistant(ejer=abstained("unsure")))


@pytest.fixture(scope="module")
def address(live):
    from ui.app import safe_app

    with serving(safe_app(live)) as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


@pytest.fixture
def open_page(chromium, address):
    with pages(chromium, address, allowed=("ERR_CONNECTION_REFUSED", "503", "ERR_FAILED")) as opened:
        yield opened


def put(live, question):
    return next(one for one in reversed(live.assistant.asked) if one.question == question)


def test_a_list_is_a_table_that_excel_can_open(open_page):
    page = open_page()
    ask(page, HOUSES)
    assert page.locator(".list tbody tr").count() == 5
    page.click(".list a.cite[data-n='2'] >> nth=0")
    wait_for_mark(page, HOUSES_2021)
    with page.expect_download() as caught:
        page.click("button.csv")
    data = Path(caught.value.path()).read_bytes()
    assert caught.value.suggested_filename == "plansvar-hvilke-kommuner-har-et-infohus.csv"
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[0] == '"Kommune";"Politikreds";"Plan";"År";"Ældre plan";"Kilde";"Citat"'
    assert lines[1].startswith('"Norddjurs";"Østjylland";"Østjylland 2024";"2024";"nej"')


def test_an_answer_a_link_and_a_citation_can_be_copied(open_page, address):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, HOUSES)
    wait_for_mark(page, HOUSES_2024)
    for button, start in (
        (".tools .copy", f"{HOUSES}\n\nØstjylland 2024: Norddjurs"),
        (".tools .link", f"{address}/?q=Hvilke+kommuner"),
        (".plan-cite .copy", "Østjyllands Politi: Samarbejdsplan 2024, afsnit 4.2"),
    ):
        page.click(button)
        page.wait_for_function("button => document.querySelector(button).textContent === 'Kopieret'", arg=button)
        assert page.evaluate("navigator.clipboard.readText()").startswith(start)


def test_the_address_follows_the_questions_and_asks_them_again_elsewhere(open_page, live):
    page = open_page()
    page.check("#years input[name='2021']")
    ask(page, "Hvilke kommuner på øerne?")
    assert page.url.endswith("/?q=Hvilke+kommuner+p%C3%A5+%C3%B8erne%3F&aar=2021")
    address = page.url.split("/", 3)[3]
    other = open_page(path=f"/{address}")
    answered(other)
    assert words(other, "article h2") == "Hvilke kommuner på øerne?"
    assert put(live, "Hvilke kommuner på øerne?").years == (2021,)
    assert other.is_checked("#years input[name='2021']")


def test_a_reload_keeps_the_conversation_and_no_other_tab_sees_it(open_page, address, live):
    page = open_page()
    ask(page, HOUSES)
    ask(page, "Og i 2021?", turns=2)
    asked = len([one for one in live.assistant.asked if one.question == "Og i 2021?"])
    page.reload()
    ready(page)
    assert page.locator("article.turn").count() == 2
    assert len([one for one in live.assistant.asked if one.question == "Og i 2021?"]) == asked
    ask(page, "Og i 2024?", turns=3)
    assert put(live, "Og i 2024?").context == (HOUSES, "Og i 2021?")
    page.click("a.language")
    page.wait_for_function("document.documentElement.dataset.ready && document.documentElement.lang === 'en'")
    assert page.locator("article.turn").count() == 3
    tab = page.context.new_page()
    tab.goto(address)
    ready(tab)
    assert tab.locator("article.turn").count() == 0
    stored = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "infohus" not in stored
    page.click("#new")
    page.wait_for_selector(".welcome")
    page.reload()
    ready(page)
    assert page.locator("article.turn").count() == 0


def test_what_is_searched_is_always_said(open_page):
    page = open_page()
    assert words(page, "#scope") == "Søger i alle 2 planer."
    page.check("#years input[name='2021']")
    assert words(page, "#scope") == "Søger i 1 plan: Østjylland 2021."
    page.check("#newest input")
    assert words(page, "#scope") == "Ingen plan passer til valget. Fjern et flueben."
    ask(page, HOUSES)
    assert words(page, ".failure").startswith("Ingen af de 2 planer passer til dit valg: 2021.")
    phone = open_page("small")
    assert not phone.is_visible("#districts")
    phone.click("#narrow")
    phone.check("#districts input[name='Østjylland']")
    assert words(phone, "#scope") == "Søger i alle 2 planer."


def test_a_source_can_be_unticked_and_the_question_asked_without_its_plan(open_page, live):
    page = open_page()
    ask(page, HOUSES)
    page.locator(".use input").nth(1).uncheck()
    assert words(page, ".ask-without") == "Spørg igen uden Østjylland 2021"
    page.click(".ask-without")
    answered(page, 2)
    asked = put(live, HOUSES)
    assert (asked.without_plans, asked.context) == (("oestjylland-2021",), ())
    assert words(page, "article:last-child .narrowed") == "Uden Østjylland 2021"
    assert words(page, "#scope") == "Søger i 1 plan: Østjylland 2024."
    page.click("button.chip")
    assert words(page, "#scope") == "Søger i alle 2 planer."


def test_a_narrowed_question_without_answer_is_asked_of_all_plans_by_a_click(open_page, live):
    page = open_page()
    page.check("#districts input[name='Østjylland']")
    ask(page, "Hvem ejer huset?")
    page.click(".ask-all")
    answered(page, 2)
    assert put(live, "Hvem ejer huset?").districts == ()
    assert not page.is_checked("#districts input[name='Østjylland']")


def test_a_question_can_be_stopped_and_stays_in_the_field(open_page, live):
    live.assistant.may.clear()
    page = open_page()
    page.fill("#question textarea", "En langsom sag?")
    page.press("#question textarea", "Enter")
    page.wait_for_function("/\\d+ sek/.test((document.querySelector('.waiting') || document.body).textContent)")
    page.click("#stop")
    page.wait_for_selector("article[data-state=stopped]")
    live.assistant.may.set()
    assert words(page, "article .note") == "Stoppet. Dit spørgsmål står stadig i feltet."
    assert page.input_value("#question textarea") == "En langsom sag?"
    assert page.is_visible("#ask")
    ask(page, "Hvad ellers?")
    assert page.locator("article.turn").count() == 1


def test_a_question_that_cannot_be_sent_says_why_in_plain_words(open_page):
    page = open_page()
    page.route("**/gradio_api/queue/join*", lambda route: route.fulfill(status=503, body='{"detail": "Queue is full."}'))
    page.fill("#question textarea", HOUSES)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#notice:not([hidden])")
    assert words(page, "#notice").startswith("Mange spørger lige nu.")
    assert not page.locator(".toast-body").is_visible()
    page.unroute("**/gradio_api/queue/join*")
    page.route("**/gradio_api/queue/join*", lambda route: route.abort())
    page.press("#question textarea", "Enter")
    page.wait_for_function("document.querySelector('#notice').textContent.startsWith('Forbindelsen blev afbrudt.')")
    assert page.input_value("#question textarea") == HOUSES


def test_the_page_says_when_an_older_index_answers_and_when_an_answer_is_from_before(open_page, live):
    page = open_page()
    ask(page, HOUSES)
    kept = live.assistant.generation
    live.problem = StoreError("fell_back", file="vectors.npy")
    live.assistant.generation = SimpleNamespace(**{**vars(kept), "id": "newer"})
    try:
        page.reload()
        ready(page)
        assert "fordi vectors.npy er beskadiget" in words(page, ".banner")
        assert "tidligere udgave af planerne" in words(page, "article .note")
    finally:
        live.problem, live.assistant.generation = None, kept
    page.click(".ask-again")
    answered(page, 2)
    page.wait_for_selector(".banner", state="detached")


def test_what_may_be_asked_next_is_one_click_away(open_page, live):
    source = cite(1, NEW, "Infohusene behandler sager om radikalisering.")
    live.assistant.answers["forskellen"] = replace(abstained("unsure"), status="answered", citations=(source,))
    kept = live.assistant.generation
    # What a generation answers is tried once: this one has not been tried.
    live.assistant.generation = SimpleNamespace(**{**vars(kept), "id": "untried"})
    page = open_page()
    ask(page, HOUSES)
    page.click(".next button.example")
    answered(page, 2)
    live.assistant.generation = kept
    assert words(page, "article:last-child h2") == "Hvad er forskellen på planerne fra 2021 og 2024 om infohus i Østjylland?"
    assert page.locator(".next:visible").count() <= 1


def test_a_page_with_a_login_lets_in_and_out(chromium):
    from ui.access import Access
    from ui.app import safe_app

    with serving(safe_app(CannedLive(CannedAssistant()), Access(user="anna", password="blå-æbler-på-øen"))) as address:
        page = chromium.new_page()
        page.goto(f"{address}/?q={quote(HOUSES)}")
        has_focus(page, "input[name=user]")
        page.keyboard.type("anna")
        page.keyboard.press("Tab")
        page.keyboard.type("forkert")
        page.keyboard.press("Enter")
        page.wait_for_selector(".failure")
        page.fill("input[name=user]", "anna")
        page.fill("input[name=password]", "blå-æbler-på-øen")
        page.click("button")
        ready(page)
        answered(page)
        page.click("#log-out")
        page.wait_for_selector("input[name=password]")
        page.close()


def test_the_next_question_does_not_wait_for_the_suggestions(open_page, live):
    kept = live.assistant.generation
    live.assistant.generation = SimpleNamespace(**{**vars(kept), "id": "untried too"})
    live.assistant.may.clear()
    live.assistant.slow = "forskellen"
    try:
        page = open_page()
        ask(page, HOUSES)
        ask(page, "Og i 2021?", turns=2)
        assert not live.assistant.may.is_set()
    finally:
        live.assistant.may.set()
        live.assistant.slow, live.assistant.generation = "langsom", kept
    page.wait_for_timeout(300)
    assert page.locator("article.turn").count() == 2


@pytest.mark.parametrize("late", ["asking.js", "panel.js", "plansvar.js"])
def test_a_script_that_comes_late_is_waited_for(chromium, address, late):
    page = chromium.new_page()
    faults = []
    watch(page, address, faults)
    page.route(f"**/own/{late}", lambda route: (time.sleep(0.7), route.continue_()))
    page.goto(address)
    ready(page)
    ask(page, HOUSES)
    wait_for_mark(page, HOUSES_2024)
    page.close()
    assert faults == []
