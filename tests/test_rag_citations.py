from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answer import Citation
from rag.citations import CitationError, check, citation, cite
from rag.reading import Draft
from tests.rag_plans import plan, three_plans

PLAN = plan(three_plans(), "fyn-2024")
OTHER = plan(three_plans(), "nordsjaelland-2023")
WORDS = "Der er 48 frivillige i havnevagten."
AT = PLAN.text.index(WORDS)
SPAN = (AT, AT + len(WORDS))


def test_a_citation_is_a_pointer_with_the_plans_own_words() -> None:
    assert citation(PLAN, *SPAN, 3) == Citation(
        n=3, plan="fyn-2024", file="fyn-2024.md", district="Fyn", year=2024, section="2.1", heading="Havnevagten", page=None,
        start=SPAN[0], end=SPAN[1], quote=WORDS, retold=False,
    )  # fmt: skip


def test_a_section_without_a_title_is_headed_by_the_plan() -> None:
    untitled = replace(PLAN, sections=tuple(replace(section, title="") for section in PLAN.sections))
    assert citation(untitled, *SPAN, 1).heading == PLAN.title == "Samarbejdsplan 2024"


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 4), (5, 5), (9, 3), (0, len(PLAN.text) + 1), (len(PLAN.text), len(PLAN.text) + 2), (-5, -1)]
)
def test_a_place_that_is_none_is_a_fault_of_the_program(start: int, end: int) -> None:
    with pytest.raises(CitationError) as caught:
        citation(PLAN, start, end, 1)
    assert str(caught.value) == f"fyn-2024[{start}:{end}] lies outside its {len(PLAN.text)} characters"


def test_the_whole_text_can_be_cited() -> None:
    assert citation(PLAN, 0, len(PLAN.text), 1).quote == PLAN.text


def test_check_sees_a_text_that_has_moved_and_another_plan() -> None:
    cited = citation(PLAN, *SPAN, 1)
    assert check(cited, PLAN)
    assert not check(cited, replace(PLAN, text="Å" + PLAN.text))
    assert not check(cited, replace(PLAN, text=PLAN.text.replace("48 frivillige", "49 frivillige")))
    assert not check(cited, replace(PLAN, id="fyn-2022")), "the same words in another plan are another proof"
    assert not check(cited, OTHER)
    assert not check(replace(cited, quote=WORDS.replace("48", "84")), PLAN)


def test_the_same_place_has_one_number_and_numbers_follow_the_statements() -> None:
    first, second = SPAN, (PLAN.text.index("Alle kommuner"), PLAN.text.index("Hver kommune"))
    drafts = [Draft(PLAN, "quote", (first,)), Draft(PLAN, "items", (second, first), ("Ærø",)), Draft(OTHER, "quote", ((0, 4),))]
    statements, citations = cite(drafts, frozenset({"nordsjaelland-2023"}))
    assert [s.citations for s in statements] == [(1,), (2, 1), (3,)]
    assert [(c.n, c.plan, c.start) for c in citations] == [
        (1, "fyn-2024", first[0]),
        (2, "fyn-2024", second[0]),
        (3, "nordsjaelland-2023", 0),
    ]
    assert [s.older for s in statements] == [False, False, True]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("quote", f"{WORDS} … Hver kommune"), ("yes", f"{WORDS} … Hver kommune"), ("no", f"{WORDS} … Hver kommune"),
        ("unnamed", f"{WORDS} … Hver kommune"), ("items", ""), ("value", ""), ("all_items", ""), ("expansion", ""),
    ],
)  # fmt: skip
def test_only_a_statement_in_the_plans_words_has_words(form: str, text: str) -> None:
    at = PLAN.text.index("Hver kommune")
    ((statement,), _) = cite([Draft(PLAN, form, (SPAN, (at, at + len("Hver kommune"))), ("Ærø",))], frozenset())
    assert (statement.text, statement.items, statement.form) == (text, ("Ærø",), form)


def test_a_draft_that_points_nowhere_never_becomes_an_answer() -> None:
    with pytest.raises(CitationError, match=r"fyn-2024\[9:99999999\]"):
        cite([Draft(PLAN, "quote", ((9, 99_999_999),))], frozenset())


def test_nothing_to_say_is_nothing_to_cite() -> None:
    assert cite([], frozenset()) == ((), ())
