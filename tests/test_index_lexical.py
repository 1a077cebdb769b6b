from __future__ import annotations

import math

import numpy as np
import pytest

from index.lexical import Alternative, Concept, LexicalField

# Four units; "båd" stands in two, "ø" in all, "havn" in one, twice. Mean length (2 + 4 + 1 + 1) / 4 = 2.
UNITS = [["båd", "ø"], ["havn", "havn", "båd", "ø"], ["ø"], ["ø"]]


def idf(n: int, total: int = 4) -> float:
    """Lucene's: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log(1 + (total - n + 0.5) / (n + 0.5))


def word(key: str, *others: str, weight: float = 1.0) -> Concept:
    return Concept(key, tuple(Alternative((k,), weight) for k in (key, *others)))


@pytest.fixture(scope="module")
def field() -> LexicalField:
    return LexicalField(UNITS)


def test_scores_are_bm25_by_hand(field: LexicalField) -> None:
    # k1 = 1.2, b = 0.5: a unit of the mean length 2 has the norm 1.2, one of length 4 has 1.2 · (0.5 + 0.5 · 4 / 2) = 1.8, of 1 has 0.9.
    assert field.key_scores("båd") == pytest.approx([idf(2) / (1 + 1.2), idf(2) / (1 + 1.8), 0, 0])
    assert field.key_scores("havn") == pytest.approx([0, idf(1) * 2 / (2 + 1.8), 0, 0])
    assert field.key_scores("ø") == pytest.approx([idf(4) / 2.2, idf(4) / 2.8, idf(4) / 1.9, idf(4) / 1.9])
    assert idf(2) == pytest.approx(0.6931, abs=1e-4) and field.key_scores("båd")[0] == pytest.approx(0.31507, abs=1e-5)


def test_length_and_saturation_are_settings() -> None:
    assert LexicalField(UNITS, k1=2.0, b=0.0).key_scores("havn") == pytest.approx([0, idf(1) * 2 / (2 + 2.0), 0, 0])


def test_a_key_that_is_nowhere_scores_nothing(field: LexicalField) -> None:
    assert "båd" in field and "fæ" not in field
    assert field.vocabulary == {"båd", "ø", "havn"}
    assert not field.key_scores("fæ").any() and field.key_scores("fæ").shape == (4,)
    assert [field.document_frequency(key) for key in ("ø", "båd", "havn", "fæ")] == [4, 2, 1, 0]


@pytest.mark.parametrize("units", [[], [[], []]])
def test_a_field_without_words_answers_with_zeros(units: list[list[str]]) -> None:
    empty = LexicalField(units)
    assert empty.search([word("ø")]).tolist() == [0.0] * len(units)
    assert empty.presence(word("ø")).tolist() == [0.0] * len(units)


def test_an_empty_unit_scores_nothing_for_anything() -> None:
    assert LexicalField([["å"], [], ["å", "æ"]]).search([word("å"), word("æ")])[1] == 0


def test_the_score_of_a_question_is_the_sum_of_its_concepts(field: LexicalField) -> None:
    assert field.search([word("båd"), word("havn")]) == pytest.approx(field.key_scores("båd") + field.key_scores("havn"))
    assert not field.search([]).any()


def test_alternatives_count_once_by_their_best_at_their_weight(field: LexicalField) -> None:
    both = Concept("fartøj", (Alternative(("båd",), 1.0), Alternative(("havn",), 0.5)))
    expected = np.maximum(field.key_scores("båd"), 0.5 * field.key_scores("havn"))
    assert field.concept_scores(both) == pytest.approx(expected)
    assert 0.5 * field.key_scores("havn")[1] > field.key_scores("båd")[1], "in unit 1 the second alternative is the better one"


def test_synonyms_do_not_outvote() -> None:
    # Pirkola: unit 0 says one thing in five ways, unit 1 says both things asked for once. Added up, the five would win.
    ways = ["skib", "båd", "fartøj", "jolle", "kutter"]
    field = LexicalField([ways, ["skib", "vågen"], ["ø"], ["ø"], ["ø"], ["ø"]])
    asked = [word(*ways), word("vågen")]
    scores = field.search(asked)
    assert scores[1] > scores[0] > 0
    added = sum(field.key_scores(way) for way in ways) + field.key_scores("vågen")
    assert added[0] > added[1], "the sum of the synonyms would have been misled"


def test_a_phrase_counts_by_the_share_of_its_keys_that_are_there() -> None:
    field = LexicalField([["vold", "nær", "ø"], ["vold", "ø", "ø"], ["ø", "ø", "ø"]])
    phrase = Concept("vold i nære relationer", (Alternative(("vold", "nær")),))
    vold, near = field.key_scores("vold"), field.key_scores("nær")
    expected = [(vold[0] + near[0]) / math.sqrt(2), vold[1] * 0.5 / math.sqrt(2), 0]
    assert field.concept_scores(phrase) == pytest.approx(expected)
    # Presence is the square of the share, whatever the rarity: both words 1, one of two 1/4.
    assert field.presence(phrase).tolist() == [1.0, 0.25, 0.0]
    assert field.presence(Concept("x", (Alternative(("vold", "nær"), 0.8), Alternative(("ø",), 0.1)))) == pytest.approx([0.8, 0.2, 0.1])


def test_asking_twice_gives_the_same(field: LexicalField) -> None:
    first = field.key_scores("båd").copy()
    field.search([word("båd", "havn"), word("ø")])
    assert field.key_scores("båd").tolist() == first.tolist()
