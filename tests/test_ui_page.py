"""The page in a real browser: ask, read, check the source in the plan. Nothing leaves this machine."""

import re

import pytest

from rag.answer import Statement
from tests.browser_pages import (
    QUIET,
    CannedLive,
    answered,
    ask,
    browser,
    comes_into_view,
    has_focus,
    pages,
    serving,
    wait_for_mark,
    words,
)
from tests.ui_samples import HOUSES_2021, HOUSES_2024, NEW, CannedAssistant, abstained
from tests.ui_samples import answered as answer_of

pytestmark = [pytest.mark.browser, QUIET]
HOSTILE = "<img src=http://evil.example/x onerror=alert(1)><script>alert(2)</script>${alert(3)}"


@pytest.fixture(scope="module")
def assistant() -> CannedAssistant:
    hostile = answer_of("da", Statement(NEW.id, "quote", text=HOSTILE, citations=(1,)), question=HOSTILE)
    return CannedAssistant(ejer=abstained("unsure"), evil=hostile)


@pytest.fixture(scope="module")
def address(assistant):
    from ui.app import safe_app

    with serving(safe_app(CannedLive(assistant))) as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


@pytest.fixture
def open_page(chromium, address):
    with pages(chromium, address) as opened:
        yield opened


def asked_last(assistant, question):
    """How the question was last put; the page itself asks too, to see what it may suggest."""
    return next(one for one in reversed(assistant.asked) if one.question == question)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_ask_read_and_check_the_source(open_page, size):
    page = open_page(size)
    ask(page, "Hvilke kommuner har et infohus?")
    assert "Norddjurs, Syddjurs og Randers" in words(page, "article .answer")
    assert "Søgt i 3 planer" in words(page, ".coverage")
    page.click(".markers a.cite[data-n='2']")
    wait_for_mark(page, HOUSES_2021)
    assert page.locator("#panel mark.fund").count() == 1
    comes_into_view(page, "#panel mark.fund")
    assert "Kilde 2 af 2" in words(page, "#panel-count")
    if size == "phone":
        page.click("#panel-close")
        has_focus(page, "a.cite[data-n='2']")
    else:
        page.click("#panel-previous")
        wait_for_mark(page, HOUSES_2024)


def test_a_wide_screen_shows_the_first_source_by_itself_and_a_phone_does_not(open_page):
    page = open_page()
    ask(page, "Hvilke kommuner har et infohus?")
    wait_for_mark(page, HOUSES_2024)
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    phone = open_page("phone")
    ask(phone, "Hvilke kommuner har et infohus?")
    assert not phone.is_visible("#panel-body")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_keyboard_alone_leads_from_the_start_to_the_source_and_back(open_page, size):
    page = open_page(size)
    page.keyboard.press("Tab")
    has_focus(page, "a.skip")
    page.keyboard.press("Enter")
    has_focus(page, "#question textarea")
    page.keyboard.type("Hvilke kommuner har et infohus?")
    page.keyboard.press("Enter")
    answered(page)
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.statement a.cite')"):
            break
    assert page.evaluate("document.activeElement.dataset.n") == "2"
    page.keyboard.press("Enter")
    wait_for_mark(page, HOUSES_2021)
    has_focus(page, ".plan-title")
    page.keyboard.press("Escape")
    has_focus(page, "a.cite[data-n='2']")


def test_a_marker_is_also_a_page_of_its_own(open_page, address):
    page = open_page()
    ask(page, "Hvilke kommuner har et infohus?")
    link = page.get_attribute(".markers a.cite[data-n='1']", "href")
    page.goto(f"{address}/{link}")
    assert words(page, "mark#fund") == HOUSES_2024
    comes_into_view(page, "mark#fund")
    page.goto(f"{address}/{re.sub('v=[^#]*', 'v=0', link)}")
    assert page.locator("mark").count() == 0
    assert "Planens tekst er ændret" in words(page, "main")


def test_an_answer_that_declines_shows_where_to_read(open_page):
    page = open_page()
    ask(page, "Hvem ejer huset?")
    assert "jeg fandt ikke et sikkert svar" in words(page, ".message")
    assert words(page, ".sources-head").startswith("Nærmeste steder")


def test_a_follow_up_gets_the_earlier_question_and_sessions_are_apart(open_page, assistant):
    page = open_page()
    ask(page, "Hvilke kommuner har et infohus?")
    ask(page, "Og i 2021?", turns=2)
    assert asked_last(assistant, "Og i 2021?").context == ("Hvilke kommuner har et infohus?",)
    other = open_page()
    ask(other, "Hvad med SSP?")
    assert asked_last(assistant, "Hvad med SSP?").context == ()
    assert other.locator("article.turn").count() == 1
    page.click("#new")
    page.wait_for_selector(".welcome")
    ask(page, "Forfra?")
    assert asked_last(assistant, "Forfra?").context == ()


def test_districts_and_years_narrow_the_question(open_page, assistant):
    page = open_page()
    page.check("#districts input[name='Østjylland']")
    page.check("#years input[name='2021']")
    ask(page, "Hvilke kommuner har et infohus?")
    asked = asked_last(assistant, "Hvilke kommuner har et infohus?")
    assert (asked.districts, asked.years) == (("Østjylland",), (2021,))


def test_errors_are_plain_words_and_the_question_stays(open_page):
    page = open_page()
    ask(page, "??")
    assert words(page, ".failure") == "Skriv et spørgsmål."
    ask(page, "x" * 3000)
    page.wait_for_function("document.querySelector('.failure').textContent.includes('3.000')")
    assert words(page, ".failure") == "Spørgsmålet er på 3.000 tegn. Grænsen er 2.000. Forkort det."
    assert page.input_value("#question textarea") == "x" * 3000
    assert page.locator("article.turn").count() == 1


def test_an_example_is_asked_by_a_click(open_page):
    page = open_page()
    page.click("button.example >> nth=0")
    page.wait_for_selector("article.turn[data-state=answered]")
    assert words(page, "article h2") == "Hvilke kommuner har et infohus?"


def test_english_by_one_click(open_page):
    page = open_page()
    page.click("a.language")
    page.wait_for_function("document.documentElement.dataset.ready && document.documentElement.lang === 'en'")
    ask(page, "Which municipalities have an Infohus?")
    assert "Norddjurs, Syddjurs and Randers" in words(page, "article .answer")
    page.click(".markers a.cite[data-n='1']")
    wait_for_mark(page, HOUSES_2024)
    assert "Cooperation plan East Jutland (Østjylland) 2024" in words(page, "#panel .plan-title")


def test_the_plans_have_a_page(open_page, address):
    page = open_page()
    page.get_by_role("tab", name="Planer").click()
    page.wait_for_selector("#plans table")
    assert page.locator("#plans tbody tr").count() == 2
    page.click("#plans a.plan-link >> nth=0")
    assert page.url == f"{address}/plan/oestjylland-2024"


def test_hostile_words_stay_words(open_page):
    page = open_page()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    ask(page, f"evil {HOSTILE}")
    assert HOSTILE in words(page, "article h2")
    assert HOSTILE in words(page, ".statement")
    assert page.locator("article img, article script, #panel img").count() == 0


def test_the_addresses_of_the_application(address):
    import httpx

    with httpx.Client(base_url=address) as client:
        assert client.get("/sund").json() == {"generation": "abc"}
        assert client.get("/en").status_code == 307
        assert client.get("/plan/nowhere-2024").status_code == 404
        assert "er ikke indlæst" in client.get("/plan/nowhere-2024").text
        assert client.get("/plan/oestjylland-2024", params={"fra": "x", "til": "²"}).status_code == 200
        assert client.get("/own/plansvar.css").headers["content-type"].startswith("text/css")
        assert client.get("/own/..%2fapp.py").status_code == 404
        for closed in ("/gradio_api/runs", "/monitoring/summary", "/gradio_api/file=/etc/passwd"):
            assert client.get(closed).status_code == 403
        assert client.get("/openapi.json").status_code == 404
        assert client.get("/docs").status_code == 404
        info = client.get("/gradio_api/info")
        assert info.status_code >= 400 or info.json()["named_endpoints"] == {}
        assert client.get("/").headers["content-security-policy"].startswith("default-src 'self'")
