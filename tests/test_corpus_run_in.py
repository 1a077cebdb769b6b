"""Headings inside running text, found with the contents list's run-together titles."""

from __future__ import annotations

from corpus.run_in import Heading, find_headings, known_numbers

LISTED = "FORORD HAVNE PÅ ÆRØ Færger og ål Nætter"
TEXT = (
    "FORORD Øen er rund. 1. HAVNE PÅ ÆRØ Her ligger to havne. 1.1. Færger og ål Kommunen har færger og ål. Nætter Om natten er der stille."
)


def test_titles_are_found_in_order_with_their_numbers_and_offsets():
    headings = find_headings(TEXT, LISTED)
    assert [(h.number, h.title) for h in headings] == [("", "FORORD"), ("1", "HAVNE PÅ ÆRØ"), ("1.1", "Færger og ål"), ("", "Nætter")]
    assert [TEXT[h.start : h.end] for h in headings] == ["FORORD", "1. HAVNE PÅ ÆRØ", "1.1. Færger og ål", "Nætter"]


def test_words_of_a_title_inside_a_sentence_are_no_heading():
    text = "FORORD I Nætter er der stille på Ærø. Nætter Om natten er der stille."
    headings = find_headings(text, "FORORD Nætter")
    assert [h.start for h in headings] == [0, text.rindex("Nætter")]


def test_a_title_that_a_lower_case_word_follows_is_part_of_a_sentence():
    assert [h.title for h in find_headings("FORORD Øen er rund. Nætter er stille.", "FORORD Nætter")] == ["FORORD"]


def test_a_listed_title_that_the_text_lacks_is_left_out():
    text = "FORORD Øen er rund. Nætter Om natten er der stille."
    assert [h.title for h in find_headings(text, "FORORD Ålekister Nætter")] == ["FORORD", "Nætter"]


def test_no_list_no_headings():
    assert find_headings(TEXT, "") == []
    assert find_headings("", LISTED) == []


def heading(number: str, title: str) -> Heading:
    return Heading(number, title, 0, 0)


def test_lost_numbers_are_filled_in_where_the_neighbours_leave_one_possibility():
    read = [
        heading("", "FORORD"),
        heading("3", "HAVNE PÅ ÆRØ"),
        heading("3.1", "Færger"),
        heading("", "Ål"),
        heading("", "Øer"),
        heading("4", "NÆTTER"),
    ]
    assert [h.number for h in known_numbers(read)] == ["", "3", "3.1", "3.2", "3.3", "4"]


def test_the_first_lost_number_of_a_chapter_is_its_first():
    read = [heading("3", "HAVNE PÅ ÆRØ"), heading("", "Færger"), heading("3.2", "Ål")]
    assert [h.number for h in known_numbers(read)] == ["3", "3.1", "3.2"]


def test_numbers_that_would_not_rise_stay_lost():
    read = [heading("3", "HAVNE PÅ ÆRØ"), heading("3.1", "Færger"), heading("", "Ål"), heading("3.2", "Øer")]
    assert [h.number for h in known_numbers(read)] == ["3", "3.1", "", "3.2"]


def test_without_chapters_in_capitals_nothing_is_guessed():
    read = [heading("3", "Havne på Ærø"), heading("", "Ål")]
    assert [h.number for h in known_numbers(read)] == ["3", ""]
