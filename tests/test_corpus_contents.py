"""Lines of contents lists."""

from __future__ import annotations

import pytest

from corpus.contents import ContentsEntry, contents_key, is_contents_title, parse_contents_line


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("2. Åben kyst.....4", ContentsEntry("2", "Åben kyst", 4, True)),
        ("2.1 Færger og øer ..... 12", ContentsEntry("2.1", "Færger og øer", 12, True)),
        ("FORORD . . . . 2", ContentsEntry("", "FORORD", 2, True)),
        ("Bilag: Ål …… 7", ContentsEntry("", "Bilag: Ål", 7, True)),
        ("03\tSmå havne\t9", ContentsEntry("03", "Små havne", 9, False)),
        ("Færger    11", ContentsEntry("", "Færger", 11, False)),
    ],
)
def test_a_line_names_its_section_and_page(line, entry):
    assert parse_contents_line(line) == entry


@pytest.mark.parametrize("line", ["I 2031 kom 4 færger til Ærø", "Ærø: 51", "Vi venter...", "Mødet er den 4. maj 2031"])
def test_other_lines_are_no_entries(line):
    assert parse_contents_line(line) is None


@pytest.mark.parametrize("line", ["Indhold", "# Indholdsfortegnelse", "INDHOLD:", "**Indhold**"])
def test_titles_of_contents_lists(line):
    assert is_contents_title(line)


def test_text_about_contents_is_no_title():
    assert not is_contents_title("Indholdet på Ærø")


def test_a_heading_meets_its_line_whatever_its_dots_and_case():
    assert contents_key("3.2", "Færger på Ærø mv.") == contents_key("3.2", "FÆRGER  PÅ ÆRØ MV") != contents_key("3.3", "Færger på Ærø mv.")
