from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clauses import clauses, is_negated


def cut(text: str) -> list[str]:
    return [text[c.start : c.end] for c in clauses(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Ærø og Nyborg har en havnevagt, mens der i Svendborg er en bådpatrulje.",
            ["Ærø og Nyborg har en havnevagt", "mens der i Svendborg er en bådpatrulje."],
        ),
        (
            "Odense har en bådpatrulje, hvorimod Ærø har en havnevagt; Nyborg har ingen af delene.",
            ["Odense har en bådpatrulje", "hvorimod Ærø har en havnevagt", "Nyborg har ingen af delene."],
        ),
        ("Vagten går langs kajen, men den sejler ikke på åen.", ["Vagten går langs kajen", "men den sejler ikke på åen."]),
        ("Ærø, Nyborg og Odense har en havnevagt.", ["Ærø, Nyborg og Odense har en havnevagt."]),
        ("Kort, men godt på øen.", ["Kort, men godt på øen."]),
        ("Sommenstedet på Ærø er åbent hele året rundt.", ["Sommenstedet på Ærø er åbent hele året rundt."]),
    ],
)
def test_a_sentence_is_cut_where_it_turns(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


def test_each_clause_keeps_its_own_polarity_and_time() -> None:
    text = "Ærø har ikke en havnevagt, mens det påtænkes at give Nyborg en, hvorimod vagten i Odense er ophørt."
    assert [(c.negated, c.tense) for c in clauses(text, 0, len(text))] == [(True, ""), (False, "planned"), (False, "ended")]


def test_only_the_given_span_is_cut() -> None:
    text = "Før dette, mens solen skinner over åen. Her står det, men der står andet."
    start = text.index("Her")
    assert [(c.start, c.end) for c in clauses(text, start, start + len("Her står det"))] == [(start, start + len("Her står det"))]


@given(st.lists(st.sampled_from(["vagten på øen ", "mens ", ", mens ", "; ", ", men ", "ikke ", "går langs åen ", "ophørt "]), max_size=12))
def test_clauses_cover_the_sentence_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = clauses(text, 0, len(text))
    assert found[0].start == 0 and found[-1].end == len(text)
    for one, after in zip(found, found[1:], strict=False):
        assert one.end <= after.start and text[one.end : after.start].strip(" ,;") == ""


@pytest.mark.parametrize(
    ("words", "negated"),
    [
        ("Der er ikke etableret en ørnerede i kommunen", True),
        ("Kommunen har ingen havnevagt", True),
        ("hverken Ærø eller Nyborg", True),
        ("Vagten har endnu ikke en båd", True),
        ("Der kom aldrig en båd til åen", True),
        ("ikke mindst på Ærø", False),
        ("ikke kun i Nyborg", False),
        ("ikke alene de unge på øen, men alle", False),
        ("ikke mindst på Ærø, hvor der ikke er en båd", True),
        ("Ærø har en havnevagt", False),
        ("Der er indgåelse af aftaler på åen", False),
        ("IKKE en båd på søen", True),
    ],
)
def test_what_denies(words: str, negated: bool) -> None:
    assert is_negated(words) is negated


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("Ærø forventes at få en havnevagt", "planned"),
        ("Det er hensigten at åbne en kajskole", "planned"),
        ("En ny båd er på vej til Ærø", "planned"),
        ("Ordningen på åen er nedlagt", "ended"),
        ("Puljen udløb i efteråret", "ended"),
        ("Vagten ophører, og en ny forventes på øen", "ended"),
        ("Vagten går hver aften på Ærø", ""),
        ("Skolen er åben året rundt", ""),
    ],
)
def test_the_time_of_a_clause(text: str, tense: str) -> None:
    (clause,) = clauses(text, 0, len(text))
    assert clause.tense == tense
