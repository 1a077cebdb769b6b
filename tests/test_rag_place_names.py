from __future__ import annotations

import pytest

from rag.place_names import PlaceSpeller
from tests.rag_plans import three_plans

SPELLER = PlaceSpeller({"ærøskøbing", "horsen"})


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Hvad gør Jammerbugd Kommune?", "Hvad gør Jammerbugt Kommune?"),
        ("hvad sker der i hjorring", "hvad sker der i Hjørring"),
        ("Og i Fredrikshavns Kommune?", "Og i Frederikshavns Kommune?"),
        ("Hvad står der om Randes?", "Hvad står der om Randers?"),
        ("planen for Sydøstjyland", "planen for Sydøstjylland"),
        ("What about Noth Jutland?", "What about North Jutland?"),
        ("nordjyke kommuner", "nordjyske kommuner"),
        ("Gælder det Lolland-Faster?", "Gælder det Lolland-Falster?"),
        ("Gælder det i Dragoer og Dragøør?", "Gælder det i Dragoer og Dragør?"),
    ],
)
def test_a_misspelt_name_is_read_as_the_nearest_one(typed: str, read: str) -> None:
    assert SPELLER.read(typed)[0] == read


@pytest.mark.parametrize(
    "text",
    [
        "Hvem er vejleder i Odder?",
        "Hvad koster en Horsen?",
        "Ærøskøbing by night",
        "Who is the leader of the council?",
        "Hvad er et Infohus i Østjylland?",
        "Er der kameraer i Grenå?",
        "fyn",
        "",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert SPELLER.read(text) == (text, ())


def test_a_word_as_near_to_two_names_is_left_alone() -> None:
    assert SPELLER.read("Hvad gør Xyborg?") == ("Hvad gør Xyborg?", ())
    # One letter from Holbæk, three from Holstebro.
    assert SPELLER.read("Hvad gør Holbek?")[1] == (("Holbek", "Holbæk"),)


def test_a_misspelt_district_narrows_the_answer_and_says_so() -> None:
    answer = three_plans().answer("Hvilke kommuner i Nordsjæland har en havnevagt?")
    assert {s.plan for s in answer.statements} == {"nordsjaelland-2023"} and answer.items == ("Helsingør",)
    assert answer.understood.places == (("Nordsjæland", "Nordsjælland"),)


def test_earlier_questions_are_read_in_the_same_way() -> None:
    answer = three_plans().answer("Og hvornår begyndte den?", context=["Hvilke kommuner i Nordsjæland har en havnevagt?"])
    assert answer.understood.districts == ("Nordsjælland",)


def test_a_search_reads_them_too() -> None:
    hits = three_plans().search("havnevagt i Nordsjæland")
    assert {hit.passage.plan for hit in hits} == {"nordsjaelland-2023"}
