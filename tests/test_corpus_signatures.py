"""Signatures: a name with its office, or names alone."""

from __future__ import annotations

import pytest

from corpus.blocks import Block
from corpus.signatures import is_name, is_office, mark_signatures, split_signature


def paragraphs(*texts: str) -> list[Block]:
    return [Block("paragraph", text) for text in texts]


def signed(blocks: list[Block]) -> list[str]:
    return [block.text for block in mark_signatures(blocks) if block.kind == "signature"]


@pytest.mark.parametrize("text", ["Åse Bøgh", "Søren P. Holbæk", "Mia Ødegaard-Dam", "Jens Åge Kjær Holm"])
def test_names(text):
    assert is_name(text)


@pytest.mark.parametrize(
    "text", ["Åse", "Ærø Kommune", "Fyns Politi", "Åben havn", "Nyborg Ærø", "Åse Bøgh taler", "ÅSE BØGH", "Samarbejdsplan Ærøs Plan"]
)
def test_no_names(text):
    assert not is_name(text)


@pytest.mark.parametrize(
    "text", ["Borgmester i Ærø Kommune", "Politidirektør", "Politidirektøren i Fyns Politi", "rådmand", "Formand for Ældre Sagen"]
)
def test_offices(text):
    assert is_office(text)


@pytest.mark.parametrize("text", ["Borgmesteren taler på Ærø", "Kæmner i Ærø Kommune", "Borgmester i Ærø Kommune siden 2031"])
def test_no_offices(text):
    assert not is_office(text)


def test_name_and_office_on_one_line():
    assert split_signature("Åse Bøgh, Borgmester i Ærø Kommune") == ("Åse Bøgh", "Borgmester i Ærø Kommune")
    assert split_signature("Søren Dam Politidirektør") == ("Søren Dam", "Politidirektør")
    assert split_signature("Åse Bøgh er borgmester i Ærø Kommune") is None


def test_name_with_the_office_on_the_next_line():
    blocks = paragraphs(
        "Ærøskøbing, den 4. maj 2031", "Søren Dam", "Politidirektør", "Åse Bøgh", "Borgmester i Ærø Kommune", "Rådet mødes."
    )
    marked = mark_signatures(blocks)
    assert [(block.kind, block.text) for block in marked] == [
        ("paragraph", "Ærøskøbing, den 4. maj 2031"),
        ("signature", "Søren Dam, Politidirektør"),
        ("signature", "Åse Bøgh, Borgmester i Ærø Kommune"),
        ("paragraph", "Rådet mødes."),
    ]


def test_one_line_with_both_signs():
    marked = mark_signatures(paragraphs("Åse Bøgh, Borgmester i Ærø Kommune", "Søren Dam Politidirektør", "Rådet mødes."))
    assert [(block.kind, block.text) for block in marked] == [
        ("signature", "Åse Bøgh, Borgmester i Ærø Kommune"),
        ("signature", "Søren Dam, Politidirektør"),
        ("paragraph", "Rådet mødes."),
    ]


def test_a_bold_name_over_its_office_is_no_heading():
    blocks = [Block("heading", "Åse Bøgh"), Block("paragraph", "Borgmester i Ærø Kommune")]
    assert signed(blocks) == ["Åse Bøgh, Borgmester i Ærø Kommune"]


def test_three_names_in_a_row_sign_without_office():
    blocks = paragraphs("Planen er aftalt på Ærø.", "Åse Bøgh", "Søren Dam", "Mia Ødegaard", "Rådet mødes.")
    assert signed(blocks) == ["Åse Bøgh", "Søren Dam", "Mia Ødegaard"]


def test_two_names_in_a_row_may_be_anything():
    assert signed(paragraphs("Åben Havn", "Søren Dam", "Rådet mødes.")) == []


def test_names_in_a_list_do_not_sign():
    assert signed([Block("item", name) for name in ("Åse Bøgh", "Søren Dam", "Mia Ødegaard")]) == []


def test_three_signatures_run_into_a_paragraph():
    text = "Aftalt på Ærø. Søren Dam Politidirektør Åse Bøgh Borgmester i Ærø Kommune Mia Ødegaard Borgmester i Nyborg Kommune Rådet mødes."
    marked = mark_signatures(paragraphs(text))
    assert [(block.kind, block.text) for block in marked] == [
        ("paragraph", "Aftalt på Ærø."),
        ("signature", "Søren Dam, Politidirektør"),
        ("signature", "Åse Bøgh, Borgmester i Ærø Kommune"),
        ("signature", "Mia Ødegaard, Borgmester i Nyborg Kommune"),
        ("paragraph", "Rådet mødes."),
    ]


def test_two_offices_in_running_text_are_text():
    text = "Til stede er Søren Dam Politidirektør og Åse Bøgh Borgmester i Ærø Kommune i år."
    assert mark_signatures(paragraphs(text)) == paragraphs(text)
