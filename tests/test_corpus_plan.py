"""Looking up places in a plan."""

from __future__ import annotations

import dataclasses

import pytest

from corpus.errors import PlanFileError
from corpus.plan import PageBreak
from corpus.reader import parse_plan

PLAN = parse_plan(
    "# Samarbejdsplan 2031\n\nFYNS POLITI\n\n## 1. Åben havn\n\nHavnen på Ærø er åben.\n\n### 1.1. Ål\n\nÅl røges.\n", "ærø.md"
)


def test_the_section_that_holds_a_place():
    assert PLAN.section_at(0).kind == "cover"
    assert PLAN.section_at(PLAN.text.index("på Ærø")).number == "1"
    assert PLAN.section_at(PLAN.text.index("1.1 Ål")).number == "1.1"
    assert PLAN.section_at(len(PLAN.text) - 1).number == "1.1"


def test_a_place_outside_the_text_is_an_error():
    with pytest.raises(ValueError, match="fyn-2031"):
        PLAN.section_at(len(PLAN.text))


def test_the_page_that_holds_a_place():
    assert PLAN.page_at(0) is None
    paged = dataclasses.replace(PLAN, pages=(PageBreak(3, 10), PageBreak(4, 30)))
    assert [paged.page_at(offset) for offset in (9, 10, 29, 30, 99)] == [None, 3, 3, 4, 4]


def test_an_error_carries_its_code_and_values():
    error = PlanFileError("file_empty", file="ærø.txt")
    assert (error.code, error.values, str(error)) == ("file_empty", {"file": "ærø.txt"}, "file_empty(file='ærø.txt')")
