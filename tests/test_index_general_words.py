from __future__ import annotations

import re

import pytest

from index import general_words, glossary


def test_the_field_comes_first_and_nothing_stands_twice() -> None:
    field = {key.strip() for keys in glossary.entries() for key in keys.split("|")}
    assert not field & general_words.entries().keys() - {"base on", "build on", "rest on"}
    assert len(general_words.entries()) > 1300


def test_general_words_lead_to_danish() -> None:
    found = glossary.find_phrases("who drafts the yearly cycle".split())
    assert any("udkast" in " ".join(match.danish) or "udarbejde" in match.danish for match in found)


@pytest.mark.parametrize("form", ["overvejer", "skiftet", "betalt", "hørte", "bygges", "ræser", "samle"])
def test_a_form_of_a_danish_verb_is_known(form: str) -> None:
    assert general_words.is_danish_verb(form)


@pytest.mark.parametrize("word", ["droner", "fyrværkeri", "kameraer", "Æbelø", "spritbilister"])
def test_a_thing_is_no_verb(word: str) -> None:
    assert not general_words.is_danish_verb(word)


def test_closed_classes_hold_no_noun() -> None:
    words = general_words.closed_class()
    assert {"their", "whether", "towards", "hvorvidt", "imellem"} <= words
    assert not words & {"hjem", "ret", "politi", "kommune", "police", "school"}
    assert all(re.fullmatch(r"[\wæøåé'’-]+", word) for word in words)
