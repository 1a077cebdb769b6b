from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.passages import cut_passages
from corpus.reader import parse_plan
from index.windows import WHOLE, context_line, encoded_text, plan_windows, short_context, windows
from tests.conftest import OESTJYLLAND_2024, HashingEncoder

TEXT = "Et to tre. Fire fem seks. Syv otte ni."
SENTENCES = [(0, 10), (11, 25), (26, 38)]


def cut(max_tokens: int, text: str = TEXT, sentences: list[tuple[int, int]] = SENTENCES, context: str = "") -> list[str]:
    return [text[start:end] for start, end in windows(text, sentences, HashingEncoder(max_tokens=max_tokens), context)]


@pytest.mark.parametrize(
    ("max_tokens", "expected"),
    [
        (9, ["Et to tre. Fire fem seks. Syv otte ni."]),
        (8, ["Et to tre. Fire fem seks.", "Syv otte ni."]),
        (3, ["Et to tre.", "Fire fem seks.", "Syv otte ni."]),
        (2, ["Et to", "tre.", "Fire fem", "seks.", "Syv otte", "ni."]),
    ],
)
def test_whole_sentences_as_long_as_they_fit_then_words(max_tokens: int, expected: list[str]) -> None:
    assert cut(max_tokens) == expected


def test_the_context_line_counts() -> None:
    assert cut(9, context="Østjylland 2024") == ["Et to tre. Fire fem seks.", "Syv otte ni."]


def test_the_passage_prefix_counts() -> None:
    encoder = HashingEncoder(max_tokens=9)
    encoder.passage_prefix = "passage: "
    assert len(windows(TEXT, SENTENCES, encoder)) == 2


def test_words_outside_every_sentence_are_kept() -> None:
    assert cut(3, sentences=[(0, 10), (26, 38)]) == ["Et to tre.", "Fire fem seks.", "Syv otte ni."]
    assert cut(3, sentences=[]) == ["Et to tre.", "Fire fem seks.", "Syv otte ni."]


def test_blank_text_has_no_window() -> None:
    assert cut(3, text="  \n ", sentences=[]) == []


def test_a_word_longer_than_the_encoder_reads_is_cut_between_letters() -> None:
    class Letters(HashingEncoder):
        def count_tokens(self, text: str) -> int:
            return len(text)

    text = "blåbærgrødæøå"
    spans = windows(text, [(0, len(text))], Letters(max_tokens=5))
    assert "".join(text[start:end] for start, end in spans) == text
    assert max(end - start for start, end in spans) <= 5


@given(st.text("æøå .\n", max_size=120), st.integers(1, 12), st.lists(st.integers(0, 120), max_size=8))
def test_every_word_stands_in_exactly_one_window(text: str, max_tokens: int, borders: list[int]) -> None:
    starts = sorted({border for border in borders if border < len(text)})
    sentences = list(zip(starts, [*starts[1:], len(text)], strict=True)) if starts else []
    encoder = HashingEncoder(max_tokens=max_tokens)
    found = [text[start:end] for start, end in windows(text, sentences, encoder)]
    # A sentence border inside a word divides it, so words are compared without the blanks between them.
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(encoder.count_tokens(window) <= max_tokens and window.strip() == window != "" for window in found)


def test_the_context_line_names_district_year_and_path() -> None:
    plan = parse_plan(OESTJYLLAND_2024, "plan.md")
    section = next(section for section in plan.sections if section.title == "Indbrud")
    assert context_line(plan, section) == "Østjylland 2024 · " + " › ".join(section.path)
    assert context_line(plan, section).endswith("Indbrud")
    assert encoded_text("Østjylland 2024", "Indbrud.") == "Østjylland 2024\nIndbrud."
    assert encoded_text("", "Indbrud.") == "Indbrud."


def test_a_long_context_leaves_half_to_the_passage() -> None:
    assert short_context("en to tre fire fem", HashingEncoder(max_tokens=6)) == "en to tre"
    assert short_context("en to tre", HashingEncoder(max_tokens=6)) == "en to tre"


def test_the_windows_of_a_plan_hold_all_words_of_its_passages() -> None:
    plan = parse_plan(OESTJYLLAND_2024, "plan.md")
    passages = cut_passages(plan)
    encoder = HashingEncoder(max_tokens=16)
    found = plan_windows(plan, passages, encoder)
    for row, passage in enumerate(passages):
        own = [window.text.partition("\n")[2] for window in found if window.passage == row and window.sentence == WHOLE]
        assert " ".join(own).split() == passage.text.split()
    assert len(found) > len(passages)
    assert all(encoder.count_tokens(window.text) <= 16 and window.text.startswith("Østjylland 2024") for window in found)


def test_every_sentence_has_a_window_of_its_own_and_an_item_stands_after_its_lead_in() -> None:
    plan = parse_plan(OESTJYLLAND_2024 + "\nPolitiet er til stede følgende steder:\n\n- Ærøgade\n- Åhavnen\n", "plan.md")
    found = plan_windows(plan, cut_passages(plan), HashingEncoder())
    alone = {window.sentence: window.text.partition("\n")[2] for window in found if window.sentence != WHOLE}
    said = [sentence for sentence in plan.sentences if sentence.kind != "heading"]
    assert sorted(alone) == [sentence.index for sentence in said]
    for sentence in said:
        own = plan.text[sentence.start : sentence.end]
        lead = "" if sentence.lead is None else plan.text[plan.sentences[sentence.lead].start : plan.sentences[sentence.lead].end] + " "
        assert alone[sentence.index] == lead + own
    assert any(sentence.lead is not None for sentence in said)
