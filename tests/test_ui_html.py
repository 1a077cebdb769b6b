"""What the page shows is escaped, marked exactly, and linked to places that exist."""

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rag.answer import Statement
from tests.ui_samples import HOUSES_2021, HOUSES_2024, NEW, OLD, PLANS, abstained, answered, cite, houses, make_plan
from ui.conversation import answered_turn, conversation_html, failed_turn, waiting_turn
from ui.desk_entries import Entry, ReadAs
from ui.plan_view import Place, fits, page_html, panel_html, place_link, text_version, unknown_html
from ui.plans_tab import Shelf, lines_html, table_html

# ruff: noqa: E501
HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<img src=http://evil.example/x>", "</article></div><form action=//evil>",
    "javascript:alert(1)", "${alert(1)}", "{{constructor.constructor('alert(1)')()}}", "<svg onload=alert(1)>", "<a href=//evil>x</a>",
    "<iframe src=//evil>", "<style>@import '//evil'</style>", "\u202e<b>", "' onfocus='alert(1)' autofocus='", "<!--", "]]>", "&lt;script&gt;",
    "<math><mtext></math><script>", "![x](http://evil.example/x.png)", "[x](javascript:alert(1))", "<base href=//evil>", "<meta http-equiv=refresh>",
]  # fmt: skip
ALLOWED = {
    "article", "h1", "h2", "h3", "h4", "h5", "h6", "div", "p", "strong", "b", "span", "a", "ol", "ul", "li", "mark", "button", "details", "summary",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(words)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def marked(words: str) -> str:
    return html.unescape(" ".join(re.findall(r"<mark[^>]*>(.*?)</mark>", words, re.DOTALL)))


def place_of(citation, plan):
    return Place(citation.start, citation.end, citation.n, text_version(plan.text))


@pytest.mark.parametrize(("plan", "words"), [(NEW, HOUSES_2024), (OLD, HOUSES_2021)])
def test_the_mark_is_exactly_the_cited_words(plan, words):
    shown = panel_html(plan, place_of(cite(1, plan, words), plan), "da")
    assert marked(shown) == words
    assert shown.count('id="fund"') == 1
    assert len(shown) > 3 * len(words)


def test_a_citation_over_several_paragraphs_and_a_heading_is_marked_whole():
    place = Place(NEW.text.index("4.2"), NEW.text.index("afholdes") + len("afholdes"), 1, text_version(NEW.text))
    assert " ".join(marked(panel_html(NEW, place, "da")).split()) == " ".join(NEW.text[place.start : place.end].split())


def test_the_whole_plan_is_shown_once_and_in_order():
    words = html.unescape(re.sub(r"<[^>]+>", " ", panel_html(NEW, None, "da").partition('class="plan-text">')[2]))
    assert words.split() == NEW.text.split()


@pytest.mark.parametrize(
    "place",
    [Place(0, 5, 1, "anotherhash0"), Place(5, 5, 1, text_version(NEW.text)), Place(-1, 5, 1, text_version(NEW.text)),
     Place(0, 10**8, 1, text_version(NEW.text))],
)  # fmt: skip
def test_a_place_that_does_not_fit_is_said_and_nothing_is_marked(place):
    assert not fits(NEW, place)
    shown = panel_html(NEW, place, "da")
    assert "<mark" not in shown
    assert "Planens tekst er ændret" in shown
    assert "text has changed" in panel_html(NEW, place, "en")


def test_the_plan_page_is_a_page_without_script():
    page = page_html(OLD, place_of(cite(2, OLD, HOUSES_2021), OLD), "da")
    assert page.startswith('<!doctype html><html lang="da">')
    assert "<script" not in page
    assert "Genfortalt af Plansvar" in page
    assert "Kilde 2" in page
    assert "&lt;b&gt;" in page


def test_links_name_the_place_and_the_version():
    assert place_link(NEW, 3, 9, 2) == f"plan/oestjylland-2024?fra=3&til=9&n=2&v={text_version(NEW.text)}#fund"


def test_every_marker_is_a_link_that_fits():
    turn = answered_turn("Hvilke?", houses(), PLANS, "da")
    links = [attributes for tag, attributes in Tags(turn.html).found if tag == "a"]
    assert [link["data-n"] for link in links] == ["1", "2", "1", "2"]
    for link in links:
        plan_id, start, end, n, version = re.fullmatch(
            r"plan/([a-z0-9-]+)\?fra=(\d+)&til=(\d+)&n=(\d+)&v=(\w+)#fund", link["href"]
        ).groups()
        plan = {plan.id: plan for plan in PLANS}[plan_id]
        assert plan.text[int(start) : int(end)] == houses().citation(int(n)).quote
        assert version == text_version(plan.text)
    assert "genfortalt" in turn.html
    assert "Søgt i 3 planer" in turn.html


def test_only_cited_sources_are_listed_and_a_marker_without_source_is_dropped():
    turn = answered_turn("Hvad?", answered("da", Statement(NEW.id, "items", ("Odder",), citations=(1, 99))), PLANS, "da")
    assert turn.html.count('class="cite card"') == 1
    assert "99" not in turn.html


def test_an_unsure_answer_lists_where_to_read_and_claims_nothing():
    turn = answered_turn("Hvem ejer huset?", abstained("unsure"), PLANS, "da")
    assert "Emnet omtales" in turn.html
    assert "Nærmeste steder" in turn.html
    assert 'data-state="abstained"' in turn.html


def test_an_english_page_labels_a_danish_answer_in_its_own_language():
    turn = answered_turn("Hvilke?", houses("da"), PLANS, "en")
    assert 'class="answer" lang="da"' in turn.html
    assert "Sources" in turn.html


def test_what_the_limit_left_out_can_be_unfolded():
    sentence = "Politiet og kommunerne mødes to gange om året i lokalrådet og taler om tryghed."
    answer = answered("da", *(Statement(NEW.id, "quote", text=sentence, citations=(3,)) for _ in range(9)), kind="describe")
    assert re.search(r"<details><summary>Vis \d udsagn mere</summary>", answered_turn("?", answer, PLANS, "da").html)


@pytest.mark.parametrize("payload", HOSTILE)
def test_nothing_from_outside_becomes_markup(payload):
    plan = make_plan(2024, f"Plan 2024 {payload}\n\n4.2 Infohuse {payload}\nHer står {payload} i teksten.\n", "4.2", district=payload)
    sections = tuple(replace(section, title=payload, path=(payload,)) for section in plan.sections)
    plan = replace(plan, sections=sections, title=payload, file=payload, kommuner=(payload,))
    citation = replace(cite(1, plan, f"Her står {payload} i teksten."), section=payload, heading=payload, file=payload)
    statements = tuple(
        Statement(plan.id, form, (payload, payload), payload, (1,)) for form in ("quote", "items", "unnamed", "yes", "expansion")
    )
    answer = replace(answered("da", *statements, question=payload), citations=(citation,))
    turns = (
        answered_turn(payload, answer, (plan,), "da"),
        answered_turn(payload, replace(abstained("not_mentioned", missing=(payload,)), question=payload), (plan,), "da"),
        waiting_turn(payload, 1, "da"),
        failed_turn(payload, payload),
    )
    place = place_of(citation, plan)
    shelf = Shelf((plan,), {}, {plan.id: payload}, None)
    read = ReadAs(payload, payload, 2024, 1, False, "")
    lines = [
        Entry(payload, payload, state, payload, read, "file_type", {"problem": payload}, payload, Path(payload))
        for state in ("in", "asks", "refused", "removed")
    ]
    for shown in (
        conversation_html(turns, (plan,), "da"),
        panel_html(plan, place, "da"),
        table_html(shelf, "da"),
        lines_html(lines, True, "da"),
    ):
        for tag, attributes in Tags(shown).found:
            assert tag in ALLOWED
            assert not [name for name in attributes if name.startswith("on") or name in ("src", "style", "action", "formaction", "srcdoc")]
            assert attributes.get("href", "plan/").startswith("plan/")
    page = Tags(page_html(plan, place, "da")).found + Tags(unknown_html(payload, [payload], "da")).found
    assert {tag for tag, _ in page} <= ALLOWED | {"html", "head", "meta", "title", "link", "body", "main"}
    assert {attributes["href"] for _, attributes in page if "href" in attributes} == {"../", "../own/plansvar.css"}


def test_the_welcome_offers_questions_that_fit_the_plans():
    words = conversation_html((), PLANS, "da")
    assert "Hvilke kommuner har et infohus?" in words
    assert "SSP" not in words
    assert "(2 planer, 2021–2024)" in words
    assert "Which municipalities have an Infohus?" in conversation_html((), PLANS, "en")
    assert "<h1>" in conversation_html((), (), "da")
