from __future__ import annotations

import pytest

from eval.matchers import Matcher, fold, occurs
from eval.numerals import dates, digit_values, has_date, numbers


@pytest.mark.parametrize(
    ("entry", "text", "found"),
    [
        ("Aarhus", "i Århus Kommune", True),
        ("Århus", "in aarhus", True),
        ("Norddjurs", "Norddjurs' borgmester", True),
        ("Norddjurs", "Syddjurs", False),
        ("kommune", "kommunernes indsats", True),
        ("infohus", "Der er et Info-hus", True),
        ("Info-hus", "tre infohuse", True),
        ("SSP", "SSP-konsulenten", True),
        ("psykiatri*", "i psykiatrien", True),
        ("*kamera*", "to tryghedskameraer", True),
        ("kamera", "to tryghedskameraer", False),
        ("det lokale råd", "i det lokale råd mødes", True),
        ("det lokale råd", "det råd, som er lokale", False),
        ("17", "fra 10 til 17 ½ år", False),
        ("17 ½", "fra 10 til 17½ år", True),
        ("17,5", "fra 10 til 17 ½ år", True),
        ("5000", "5.000 kr.", True),
        ("45", "145 kameraer", False),
        ("§ 113", "retsplejelovens § 113", True),
    ],
)
def test_an_entry_is_found_in_any_spelling_and_inflection_and_nothing_else(entry: str, text: str, found: bool) -> None:
    assert occurs(entry, text) is found


def test_folding_lets_the_two_spellings_of_a_name_meet() -> None:
    assert fold("KREDSRÅD") == fold("kredsraad") == "kredsraad"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("femogfyrre", [{45.0}]),
        ("forty-five", [{45.0}]),
        ("17 ½ år", [{17.5}]),
        ("½ time", [{0.5}]),
        ("halvanden", [{1.5}]),
        ("5.000", [{5.0, 5000.0}]),
        ("1,5 mio.", [{1.5, 1500000.0}]),
        ("to hundrede", [{200.0}]),
        ("10-17", [{10.0}, {17.0}]),
        ("the police and fire department want to act", []),
    ],
)
def test_numbers_in_digits_and_in_words(text: str, values: list[set[float]]) -> None:
    assert [set(hit.values) for hit in numbers(text)] == values


def test_a_danish_thousand_is_never_read_as_a_whole_number_of_its_own() -> None:
    assert digit_values("12.345,5") == {12345.5}
    assert digit_values("17,5") == {17.5}


@pytest.mark.parametrize(
    "text",
    ["4. marts 2024", "den 4. marts 2024", "March 4, 2024", "4th of March 2024", "4 March 2024", "04.03.2024", "4/3-2024", "2024-03-04"],
)
def test_one_day_in_every_usual_writing(text: str) -> None:
    assert has_date(text, "2024-03-04")
    assert not has_date(text, "2024-03-05")
    assert has_date(text, "2024-03") and has_date(text, "2024") and has_date(text, "--03-04")


def test_a_day_without_its_year_is_not_the_day_of_a_year() -> None:
    assert dates("senest 31. marts") == {(0, 3, 31)}
    assert not has_date("senest 31. marts", "2024-03-31")


def test_near_asks_for_the_word_in_the_number_s_own_sentence_or_in_the_quote_behind_it() -> None:
    matcher = Matcher(numbers=(45.0,), near=("kamera", "camera"))
    assert matcher.matches("I byen står 45 kameraer.")
    assert matcher.matches("There are forty-five cameras.")
    assert not matcher.matches("Der er 45 lygter. Kameraer er der ingen af.")
    assert not matcher.matches("45") and matcher.matches("45", "I byen står 45 kameraer.")
    assert not matcher.matches("mange", "I byen står 45 kameraer."), "the number itself must be said"


def test_all_keys_of_a_matcher_must_hold_and_matchers_nest() -> None:
    matcher = Matcher(all=("Aarhus", Matcher(any=("fire", "four"))), regex="infohus", date="2024")
    assert matcher.matches("Aarhus fik fire infohuse i 2024")
    assert not matcher.matches("Aarhus fik fire infohuse i 2023")
    assert not matcher.matches("Aarhus fik fem infohuse i 2024")
