"""Lists, citations and answers as something to take along."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from rag.answer import Statement
from tests.ui_samples import HOUSES_2024, NEW, answered, cite, houses
from ui.citing import citation_text, copied_answer, police_name
from ui.listing import csv_text, file_name, guarded, item_heading, rows_of


def table(answer, language="da"):
    delimiter = ";" if language == "da" else ","
    return list(csv.reader(io.StringIO(csv_text(answer, rows_of(answer), language)), delimiter=delimiter))


def test_a_list_as_a_spreadsheet_names_plan_year_and_source_of_every_item():
    rows = table(houses())
    assert rows[0] == ["Kommune", "Politikreds", "Plan", "År", "Ældre plan", "Kilde", "Citat"]
    assert rows[1][:5] == ["Norddjurs", "Østjylland", "Østjylland 2024", "2024", "nej"]
    assert rows[1][5:] == ["Østjyllands Politi: Samarbejdsplan 2024, afsnit 4.2", HOUSES_2024]
    assert rows[2][:5] == ["Norddjurs", "Østjylland", "Østjylland 2021", "2021", "ja"]
    assert len(rows) == 6
    assert table(houses("en"), "en")[0][0] == "Municipality"


def test_items_that_are_no_kommuner_have_another_heading():
    answer = answered("da", Statement(NEW.id, "items", ("Norddjurs", "SSP-rådet"), citations=(1,)))
    assert item_heading(rows_of(answer), "da") == "Nævnt"


@pytest.mark.parametrize("cell", ["=1+1", "+45 12", "-5", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@x"])
def test_a_cell_that_a_spreadsheet_would_calculate_is_kept_as_words(cell):
    assert guarded(cell).startswith("'")
    answer = answered("da", Statement(NEW.id, "items", (cell, "Odder"), citations=(1,)))
    assert table(answer)[1][0].startswith("'")


def test_other_cells_stay_as_they_are():
    assert guarded("Læsø – blå æbler") == "Læsø – blå æbler"
    assert guarded('"A";B') == '"A";B'


def test_an_answer_that_is_no_list_has_no_rows():
    assert rows_of(answered("da", Statement(NEW.id, "quote", text=HOUSES_2024, citations=(1,)))) == ()
    assert rows_of(replace(houses(), status="abstained")) == ()


def test_the_file_is_named_by_the_question():
    assert file_name("Hvilke kommuner på Ærø har et infohus?") == "plansvar-hvilke-kommuner-paa-aeroe-har-et-infohus.csv"
    assert file_name("../../?") == "plansvar-liste.csv"
    assert len(file_name("å" * 500)) < 80


@pytest.mark.parametrize(
    ("district", "name"),
    [("Østjylland", "Østjyllands Politi"), ("Fyn", "Fyns Politi"), ("Københavns Vestegn", "Københavns Vestegns Politi"),
     ("Midt- og Vestsjælland", "Midt- og Vestsjællands Politi"),
     ("Sydsjælland og Lolland-Falster", "Sydsjællands og Lolland-Falsters Politi")],
)  # fmt: skip
def test_the_police_of_a_district(district, name):
    assert police_name(district) == name


def test_a_citation_in_words():
    one = cite(1, NEW, HOUSES_2024)
    assert citation_text(one, "da") == "Østjyllands Politi: Samarbejdsplan 2024, afsnit 4.2"
    assert citation_text(replace(one, page=6, retold=True), "da") == (
        "Østjyllands Politi: Samarbejdsplan 2024, afsnit 4.2, s. 6, genfortalt udgave"
    )
    assert citation_text(replace(one, section=""), "da") == "Østjyllands Politi: Samarbejdsplan 2024, afsnittet »Infohuse«"
    assert citation_text(one, "en") == "Østjyllands Politi: Samarbejdsplan 2024, section 4.2"


def test_a_copied_answer_holds_every_source_it_rests_on_and_no_other():
    words = copied_answer(houses(), "da")
    assert words.startswith("Hvilke kommuner har et infohus?\n\nØstjylland 2024: Norddjurs, Syddjurs og Randers [1]")
    assert f"[1] Østjyllands Politi: Samarbejdsplan 2024, afsnit 4.2\n    »{HOUSES_2024}«" in words
    assert "[3]" not in words
    assert "Søgt i 3 planer" in words


def test_an_item_that_has_a_heading_of_its_own_is_cited_by_it_alone():
    answer = answered("da", Statement(NEW.id, "items", ("Bådtyveri", "Fendere"), citations=(1, 2, 3)))
    first, second, third = answer.citations
    headings = (replace(first, quote="4 Emner"), replace(second, quote="4.1 Bådtyveri "), replace(third, quote="4.2 Fendere"))
    rows = rows_of(replace(answer, citations=headings))
    assert [row.mentions[0].citations for row in rows] == [(2,), (3,)]
    # Where one item has none, all stand beside each.
    rows = rows_of(replace(answer, citations=(headings[0], headings[1], replace(third, quote="4.2 Tovværk"))))
    assert [row.mentions[0].citations for row in rows] == [(1, 2, 3), (1, 2, 3)]
