"""The five real plans come out right. They are read where they lie and are never part of the repository."""

from __future__ import annotations

import re
import unicodedata

import pytest
from real_plans import FOLDER, NAMES, needs_real_plans, real_plan

from corpus.decode import decode
from corpus.gazetteer import find_districts
from corpus.passages import cut_passages
from corpus.reader import parse_plan

pytestmark = needs_real_plans

EAST = ("Aarhus", "Randers", "Favrskov", "Norddjurs", "Syddjurs", "Odder", "Samsø")
KOMMUNER = {
    "nordjylland-2023": (
        "Frederikshavn",
        "Læsø",
        "Hjørring",
        "Brønderslev",
        "Jammerbugt",
        "Vesthimmerland",
        "Rebild",
        "Mariagerfjord",
        "Aalborg",
    ),
    "oestjylland-2021": EAST,
    "oestjylland-2024": EAST,
    "sydoestjylland-2017": ("Skanderborg", "Horsens", "Hedensted", "Vejle", "Billund", "Fredericia", "Kolding"),
    "sydoestjylland-2021": ("Horsens", "Hedensted", "Vejle", "Billund", "Fredericia", "Kolding"),
}
DISTRICTS = dict(zip(NAMES, ["Nordjylland", "Østjylland", "Østjylland", "Sydøstjylland", "Sydøstjylland"], strict=True))
EAST_TO_4 = "1 2 3 3.1 3.2 3.3 3.4 4 4.1 4.2 4.3 4.4 4.5 4.6 4.7"
NUMBERS = {
    "nordjylland-2023": "01 01.1 02 03 04 04.1 04.2 05 05.1 05.2 05.3 05.4 05.5 05.6 05.7 05.8 05.9 06 07",
    "oestjylland-2021": f"{EAST_TO_4} 4.8 4.9 5 5.1 5.2 5.3 5.4 5.5",
    "oestjylland-2024": f"{EAST_TO_4} 5 5.1 5.2 5.3 5.4 5.5 5.6",
    "sydoestjylland-2017": (
        "1 2 2.1 2.2 3 3.1 3.1.1 3.1.2 3.1.3 3.1.4 3.1.5 3.1.6 3.1.7 3.1.8 3.2 3.2.1 3.2.2 4 5 5.1 5.2 5.3 5.4 6 6.1 6.2 6.3 6.4 "
        "7 7.1 7.2 7.3 8 8.1 8.2 8.3 8.4 9"
    ),
    "sydoestjylland-2021": "1 2 2.1 2.2 3 3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9",
}
SECTIONS = {"nordjylland-2023": 36, "oestjylland-2021": 27, "oestjylland-2024": 30, "sydoestjylland-2017": 41, "sydoestjylland-2021": 15}


def mayors(*names: str) -> list[tuple[str, str]]:
    offices = [f"Borgmester i {kommune} Kommune" for kommune in EAST]
    return [("Kirsten Dyrman Nielsen", "Politidirektør"), *zip(names, offices, strict=True)]


SIGNATORIES = {
    "nordjylland-2023": [],
    "oestjylland-2021": mayors(
        "Jacob Bundsgaard", "Torben Hansen", "Nils Borring", "Jan Petersen", "Ole Bollesen", "Uffe Jensen", "Marcel Meijer"
    ),
    "oestjylland-2024": mayors(
        "Jacob Bundsgaard", "Torben Hansen", "Lars Storgaard", "Kasper Bjerregaard", "Michael Stegger", "Lone Jakobi", "Marcel Meijer"
    ),
    "sydoestjylland-2017": [
        (name, "")
        for name in (
            "Jørgen Gaarde", "Kirsten Terkilsen", "Peter Sørensen", "Jacob Bjerregaard", "Jørn Pedersen", "Ib Kristensen",
            "Arne Sigtenbjerggaard", "Jørgen Abrahamsen",
        )
    ],
    "sydoestjylland-2021": [
        (name, "")
        for name in (
            "Frands Fischer", "Kasper Glyngø", "Peter Sørensen", "Steen Wrist Ørts", "Jørn Pedersen", "Ib Kristensen",
            "Jens Ejner Christensen", "Jørgen Abrahamsen",
        )
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_who_and_when(name):
    plan = real_plan(name)
    assert (plan.id, plan.district, plan.year, plan.kommuner) == (name, DISTRICTS[name], int(name[-4:]), KOMMUNER[name])


@pytest.mark.parametrize("name", NAMES)
def test_sections_with_the_plans_own_numbers(name):
    plan = real_plan(name)
    assert [section.number for section in plan.sections if section.number] == NUMBERS[name].split()
    assert len(plan.sections) == SECTIONS[name]
    assert plan.sections[0].kind == "cover"
    assert all(section.depth == section.number.count(".") + 1 for section in plan.sections if section.number)


@pytest.mark.parametrize("name", NAMES)
def test_signatories(name):
    plan = real_plan(name)
    assert [(s.name, s.office) for s in plan.signatories] == SIGNATORIES[name]
    assert all(plan.text[s.start : s.end].startswith(s.name) for s in plan.signatories)


@pytest.mark.parametrize("name", NAMES)
def test_contradictions(name):
    found = [(c.code, c.stated, c.found) for c in real_plan(name).contradictions]
    assert found == ([("kommune_count", "7", "6")] if name == "sydoestjylland-2021" else [])


def test_paths_go_through_the_parts():
    plan = real_plan("oestjylland-2021")
    paths = {section.number: section.path for section in plan.sections}
    assert [title[:5] for title in paths["4.8"]] == ["DEL 1", "DET T", "Socia"]
    assert [title[:5] for title in paths["5.4"]] == ["DEL 2", "SÆRLI", "Rocke"]
    deepest = next(s for s in real_plan("sydoestjylland-2017").sections if s.number == "3.2.2")
    assert (len(deepest.path), deepest.path[0]) == (4, "DEL I")


@pytest.mark.parametrize(
    "word",
    [
        "Bornholm",
        "Integrationsråd",
        "Læs mere",
        "Mål- og resultatplan",
        "Handlingsplan for",
        "Størrelse",
        "Download",
        "Transkript",
        "Indholdsfortegnelse",
    ],
)
def test_nothing_of_other_documents_or_of_the_site_in_the_transcript(word):
    assert word.lower() not in real_plan("oestjylland-2021").text.lower()


def test_the_transcript_speaks_of_its_own_district_alone():
    assert {hit.name for hit in find_districts(real_plan("oestjylland-2021").text)} == {"Østjylland"}


def test_the_transcript_ends_with_its_last_section():
    plan = real_plan("oestjylland-2021")
    last = plan.sections[-1]
    assert (last.number, last.end) == ("5.5", len(plan.text))
    assert 900 < last.end - last.body_start < 1200
    assert plan.page_at(last.start) == 13


@pytest.mark.parametrize("name", NAMES)
def test_no_layout_is_left(name):
    text = real_plan(name).text
    body = text[real_plan(name).sections[0].end :]
    assert re.findall(r"\.{4,}|\t|…\s*\d|<[a-z/]|\*\*|\]\(|^#|  ", text, re.MULTILINE) == []
    assert re.findall(r"^\W*\d{1,3}\W*$", body, re.MULTILINE) == [], "a page number on a line of its own"
    assert re.findall(r"\S {2,}\d+$", text, re.MULTILINE) == [], "a line of a contents list"
    assert not re.search(r"^Indhold(sfortegnelse)?$", text, re.MULTILINE)


def test_printed_page_numbers_are_gone_from_the_transcript():
    ends = [section.end for section in real_plan("oestjylland-2021").sections if section.end > section.body_start]
    text = real_plan("oestjylland-2021").text
    assert [text[end - 20 : end] for end in ends if re.search(r"\s\d{1,2}$", text[:end])] == []


def test_words_broken_over_a_page_are_whole():
    text = real_plan("sydoestjylland-2021").text
    assert "(spiritus, narkotika" in text
    assert "spiri-" not in text
    assert "rocker- og bande" in text


@pytest.mark.parametrize(
    ("name", "slip"),
    [
        ("oestjylland-2024", "Frendsgade 25"),
        ("oestjylland-2024", "LOKALPOLITITARBEJDE"),
        ("sydoestjylland-2021", "Veje"),
        ("sydoestjylland-2021", "Korskerparken"),
        ("sydoestjylland-2017", "kredsraad"),
        ("nordjylland-2023", "lokalraad"),
    ],
)
def test_slips_of_the_scanner_stay(name, slip):
    assert re.search(rf"\b{slip}", real_plan(name).text)


def test_the_cover_with_a_slip_is_evidence_as_it_stands():
    plan = real_plan("sydoestjylland-2021")
    mention = next(mention for mention in plan.kommune_mentions if mention.kommune == "Vejle")
    assert (mention.where, plan.text[mention.start : mention.end]) == ("cover", "Veje")


def test_the_year_series_is_a_list_under_its_own_heading():
    plan = real_plan("oestjylland-2024")
    section = next(s for s in plan.sections if s.title.startswith("Gennemførte"))
    items = [plan.text[s.start : s.end] for s in plan.sentences if s.section == section.index and s.kind == "item"]
    assert items == ["2017: 51", "2018: 49", "2019: 56", "2020: 54", "2021: 28", "2022: 21", "2023: 24"]


def test_dash_lists_of_the_transcript_are_items():
    plan = real_plan("oestjylland-2021")
    items = [plan.text[s.start : s.end] for s in plan.sentences if s.kind == "item"]
    assert len(items) == 6
    assert (items[0], items[3]) == ("Storegade i Randers", "Torvet i Grenå")


@pytest.mark.parametrize("name", NAMES)
def test_passages_are_exact_and_of_one_section(name):
    plan = real_plan(name)
    passages = cut_passages(plan)
    assert 40 <= len(passages) <= 70
    for passage in passages:
        section = plan.sections[passage.section]
        assert passage.text == plan.text[passage.start : passage.end]
        assert section.start <= passage.start < passage.end <= section.end


@pytest.mark.parametrize(
    "dress",
    [
        lambda text: "\n" + text.replace("\n\n", "\n\n\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: "\ufeff" + text + "\n\n",
    ],
    ids=["more blank lines", "windows line ends", "decomposed", "byte-order mark"],
)
@pytest.mark.parametrize("name", NAMES)
def test_the_same_plan_in_another_dress_is_the_same_plan(name, dress):
    file = f"{name}.txt"
    changed = dress((FOLDER / file).read_bytes().decode("utf-8")).encode("utf-8")
    assert parse_plan(decode(changed, file), file) == real_plan(name)
