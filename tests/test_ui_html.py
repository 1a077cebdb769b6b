"""What the page shows is escaped, marked exactly, and linked to places that exist."""

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from corpus.errors import QuestionError
from rag.answer import Statement
from tests.ui_samples import HOUSES_2021, HOUSES_2024, NEW, OLD, PLANS, abstained, answered, cite, houses, make_plan
from ui.conversation import Rendered, address_of, answered_turn, conversation_html, example_questions, turn_html
from ui.desk_entries import Entry, ReadAs
from ui.frame import header_html, status_html
from ui.plan_view import Place, Shown, fits, page_html, panel_html, place_link, text_version, unknown_html
from ui.plans_tab import Shelf, lines_html, table_html
from ui.sources import View
from ui.turns import Asked, Turn

# ruff: noqa: E501
HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<img src=http://evil.example/x>", "</article></div><form action=//evil>",
    "javascript:alert(1)", "${alert(1)}", "{{constructor.constructor('alert(1)')()}}", "<svg onload=alert(1)>", "<a href=//evil>x</a>",
    "<iframe src=//evil>", "<style>@import '//evil'</style>", "\u202e<b>", "' onfocus='alert(1)' autofocus='", "<!--", "]]>", "&lt;script&gt;",
    "<math><mtext></math><script>", "![x](http://evil.example/x.png)", "[x](javascript:alert(1))", "<base href=//evil>", "<meta http-equiv=refresh>",
]  # fmt: skip
ALLOWED = {
    "article", "h1", "h2", "h3", "h4", "h5", "h6", "div", "p", "strong", "b", "span", "a", "ol", "ul", "li", "mark", "button", "details", "summary",
    "table", "thead", "tbody", "tr", "th", "td", "label", "input",
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


def shown(answer, plans=PLANS, language="da", **asked):
    """An answer's turn as the page shows it."""
    return turn_html(answered_turn(Asked("Hvilke?", **asked), answer, plans), View(language, plans, "abc"))


def place_of(citation, plan):
    return Place(citation.start, citation.end, citation.n, text_version(plan.text))


@pytest.mark.parametrize(("plan", "words"), [(NEW, HOUSES_2024), (OLD, HOUSES_2021)])
def test_the_mark_is_exactly_the_cited_words(plan, words):
    panel = panel_html(Shown.among(plan, place_of(cite(1, plan, words), plan), PLANS), "da")
    assert marked(panel) == words
    assert panel.count('id="fund"') == 1
    assert len(panel) > 3 * len(words)


def test_the_panel_says_where_it_is_how_to_quote_it_and_that_a_newer_plan_exists():
    panel = panel_html(Shown.among(NEW, place_of(cite(1, NEW, HOUSES_2024), NEW), PLANS), "da")
    assert "Afsnit 4.2 · Infohuse" in panel
    assert 'data-copy="Østjyllands Politi: Samarbejdsplan 2024, afsnit 4.2"' in panel
    assert "ældre plan" not in panel
    older = panel_html(Shown.among(OLD, None, PLANS), "da")
    assert "ældre plan" in older
    assert "politikredsen har en nyere fra 2024" in older


def test_a_citation_over_several_paragraphs_and_a_heading_is_marked_whole():
    place = Place(NEW.text.index("4.2"), NEW.text.index("afholdes") + len("afholdes"), 1, text_version(NEW.text))
    assert " ".join(marked(panel_html(Shown(NEW, place, 2024), "da")).split()) == " ".join(NEW.text[place.start : place.end].split())


def test_the_whole_plan_is_shown_once_and_in_order():
    words = html.unescape(re.sub(r"<[^>]+>", " ", panel_html(Shown(NEW, None, 2024), "da").partition('class="plan-text" lang="da">')[2]))
    assert words.split() == NEW.text.split()


@pytest.mark.parametrize(
    "place",
    [Place(0, 5, 1, "anotherhash0"), Place(5, 5, 1, text_version(NEW.text)), Place(-1, 5, 1, text_version(NEW.text)),
     Place(0, 10**8, 1, text_version(NEW.text))],
)  # fmt: skip
def test_a_place_that_does_not_fit_is_said_and_nothing_is_marked(place):
    assert not fits(NEW, place)
    panel = panel_html(Shown(NEW, place, 2024), "da")
    assert "<mark" not in panel
    assert "data-copy" not in panel
    assert "Planens tekst er ændret" in panel
    assert "text has changed" in panel_html(Shown(NEW, place, 2024), "en")


def test_the_plan_page_is_a_page_without_script():
    page = page_html(Shown.among(OLD, place_of(cite(2, OLD, HOUSES_2021), OLD), PLANS), "da")
    assert "<button" not in page
    assert page.startswith('<!doctype html><html lang="da">')
    assert "<script" not in page
    assert "Genfortalt af Plansvar" in page
    assert "Kilde 2" in page
    assert "&lt;b&gt;" in page


def test_links_name_the_place_and_the_version():
    assert (
        place_link(NEW.id, Place(3, 9, 2, text_version(NEW.text)))
        == f"plan/oestjylland-2024?fra=3&til=9&n=2&v={text_version(NEW.text)}#fund"
    )


def test_every_marker_is_a_link_that_fits():
    html_of = shown(houses())
    links = [attributes for tag, attributes in Tags(html_of).found if tag == "a"]
    statements, cards = ["1", "2"], ["1", "2"]
    table = ["1", "2", "1", "2", "1"]  # Norddjurs and Syddjurs in both plans, Randers in the newer one
    assert [link["data-n"] for link in links] == statements + table + cards
    for link in links:
        plan_id, start, end, n, version = re.fullmatch(
            r"plan/([a-z0-9-]+)\?fra=(\d+)&til=(\d+)&n=(\d+)&v=(\w+)#fund", link["href"]
        ).groups()
        plan = {plan.id: plan for plan in PLANS}[plan_id]
        assert plan.text[int(start) : int(end)] == houses().citation(int(n)).quote
        assert version == text_version(plan.text)
    assert "genfortalt" in html_of
    assert "Søgt i 3 planer" in html_of
    assert "Svaret tog 0,02 sek." in html_of
    assert "Forstået som: emne: infohus" in html_of


def test_a_link_keeps_the_version_of_the_text_that_the_answer_was_read_from():
    turn = answered_turn(Asked("Hvilke?"), houses(), PLANS)
    changed = (OLD, replace(NEW, text=NEW.text + "Mere."))
    later = turn_html(turn, View("da", changed, "another generation"))
    assert f"v={text_version(NEW.text)}" in later
    assert "tidligere udgave af planerne" in later
    assert "tidligere udgave" not in turn_html(turn, View("da", changed, "abc"))


def test_an_answer_from_a_plan_that_was_removed_is_shown_no_longer():
    turn = answered_turn(Asked("Hvilke?"), houses(), PLANS)
    later = turn_html(turn, View("da", (NEW,), "another generation"))
    assert "er fjernet" in later
    assert "Norddjurs" not in later
    assert "ask-again" in later


def test_a_turn_is_rendered_once_for_the_same_plans_and_anew_for_others():
    turn, rendered = answered_turn(Asked("Hvilke?"), houses(), PLANS), Rendered()
    first = rendered(turn, View("da", PLANS, "abc"))
    assert first == turn_html(turn, View("da", PLANS, "abc"))
    assert rendered(turn, View("da", PLANS, "abc")) is first
    assert "er fjernet" in rendered(turn, View("da", (NEW,), "newer"))
    assert "Sources" in rendered(turn, View("en", PLANS, "abc"))


def test_a_list_is_a_table_with_a_row_for_every_item_and_plan():
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", shown(houses()))
    cells = [re.sub(r"<[^>]+>|\u2060", " ", row).split() for row in rows]
    assert cells[0] == ["Kommune", "Plan", "År", "Kilde"]
    assert cells[1] == ["Norddjurs", "Østjylland", "2024", "Kilde", "1"]
    assert cells[2] == ["Østjylland", "2021", "ældre", "plan", "Kilde", "2"]
    assert cells[5] == ["Randers", "Østjylland", "2024", "Kilde", "1"]
    assert "<table" not in shown(answered("da", Statement(NEW.id, "quote", text=HOUSES_2024, citations=(1,))))


def test_only_cited_sources_are_listed_and_a_marker_without_source_is_dropped():
    html_of = shown(answered("da", Statement(NEW.id, "items", ("Odder",), citations=(1, 99))))
    assert html_of.count('class="cite card"') == 1
    assert 'data-n="99"' not in html_of


def test_an_unsure_answer_lists_where_to_read_and_claims_nothing():
    html_of = shown(abstained("unsure"))
    assert "Emnet omtales" in html_of
    assert "Nærmeste steder" in html_of
    assert 'data-state="abstained"' in html_of


def test_what_a_question_was_narrowed_to_is_shown_and_offered_to_be_lifted():
    html_of = shown(abstained("unsure"), districts=("Østjylland",), years=(2024,), without=("oestjylland-2021",))
    assert "Kun Østjylland, 2024 · Uden Østjylland 2021" in html_of
    assert "Spørg i alle planer" in html_of
    assert "Spørg i alle planer" not in shown(houses(), districts=("Østjylland",))
    assert "Spørg i alle planer" not in shown(abstained("unsure"))


def test_the_address_of_a_question_names_all_that_it_was_narrowed_to():
    asked = Asked("Hvem & hvad på Læsø?", ("Østjylland",), (2024,), ("fyn-2020",))
    assert address_of(asked) == "?q=Hvem+%26+hvad+p%C3%A5+L%C3%A6s%C3%B8%3F&kreds=%C3%98stjylland&aar=2024&uden=fyn-2020"


def test_an_english_page_labels_a_danish_answer_in_its_own_language():
    html_of = shown(houses("da"), language="en")
    assert 'class="answer" lang="da"' in html_of
    assert "Sources" in html_of
    assert "Copy answer with sources" in html_of


def test_what_the_limit_left_out_can_be_unfolded():
    sentence = "Politiet og kommunerne mødes to gange om året i lokalrådet og taler om tryghed."
    answer = answered("da", *(Statement(NEW.id, "quote", text=sentence, citations=(3,)) for _ in range(9)), kind="describe")
    assert re.search(r"<details><summary>Vis \d udsagn mere</summary>", shown(answer))


def test_the_banner_says_that_an_older_index_answers():
    from corpus.errors import StoreError

    assert "fordi vectors.npy er beskadiget" in status_html(PLANS, StoreError("fell_back", file="vectors.npy"), "da")
    assert "bygger på den forrige" in status_html(PLANS, StoreError("store_missing", path="x"), "da")
    assert "banner" not in status_html(PLANS, None, "da")


def test_there_is_a_way_out_only_where_there_was_a_login():
    assert "log-out" in header_html("da", login=True)
    assert "log-out" not in header_html("da", login=False)


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
    asked = Asked(payload, (payload,), (2024,), (payload,))
    declined = replace(abstained("not_mentioned", missing=(payload,)), question=payload)
    turns = (
        replace(answered_turn(asked, answer, (plan,)), followed_by=(payload,)),
        answered_turn(asked, declined, (plan,)),
        Turn(asked, "waiting", searched=1),
        Turn(asked, "stopped"),
        Turn(asked, "failed", failure=QuestionError("district_unknown", found=payload, available=(payload,))),
    )
    place = Shown(plan, place_of(citation, plan), 2024)
    view = View("da", (plan,), "abc")
    shelf = Shelf((plan,), {}, {plan.id: payload}, None)
    read = ReadAs(payload, payload, 2024, 1, False, "")
    lines = [
        Entry(payload, payload, state, payload, read, "file_type", {"problem": payload}, payload, Path(payload))
        for state in ("in", "asks", "refused", "removed")
    ]
    made = (conversation_html(turns, view), panel_html(place, "da"), table_html(shelf, "da"), lines_html(lines, True, "da"))
    for words in (*made, status_html((plan,), None, "da"), conversation_html((), view, (payload,))):
        for tag, attributes in Tags(words).found:
            assert tag in ALLOWED
            assert not [name for name in attributes if name.startswith("on") or name in ("src", "style", "action", "formaction", "srcdoc")]
            assert attributes.get("href", "plan/").startswith("plan/")
    page = Tags(page_html(place, "da")).found + Tags(unknown_html(payload, [payload], "da")).found
    assert {tag for tag, _ in page} <= ALLOWED | {"html", "head", "meta", "title", "link", "body", "main"}
    assert {attributes["href"] for _, attributes in page if "href" in attributes} == {"../", "../own/plansvar.css"}


def test_the_welcome_offers_questions_that_fit_the_plans():
    examples = example_questions(PLANS, "da")
    assert examples[0] == "Hvilke kommuner har et infohus?"
    assert not [one for one in examples if "SSP" in one]
    assert example_questions(PLANS, "en")[0] == "Which municipalities have an Infohus?"
    words = conversation_html((), View("da", PLANS), examples)
    assert "(2 planer, 2021–2024)" in words
    assert examples[0] in words
    assert "Der er ingen planer endnu" in conversation_html((), View("da"))
