"""A reply in pieces of any size gives the same sentences, each as soon as it is whole."""

from __future__ import annotations

import pytest

from rag.sentence_stream import SentenceStream, is_complete

REPLY = (
    "<think>Hvad mon? Ja [9].</think>Rådet mødes bl.a. den 4. marts 2024 [1]. Det ligger på Ærø.[2] **Politiet** er med [3][1].\n\n"
    "Kommunerne er:\n- Odense [1]\n- Nyborg [2]\n\nSe [planen](http://evil.example/x) for mere [2]. Slut"
)
SENTENCES = [
    "Rådet mødes bl.a. den 4. marts 2024 [1].",
    "Det ligger på Ærø [2].",
    "Politiet er med [3][1].",
    "Kommunerne er: Odense, Nyborg [1][2]",
    "Se planen for mere [2].",
    "Slut",
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 1000])
def test_the_sentences_do_not_depend_on_the_pieces(size: int) -> None:
    stream = SentenceStream()
    found = [sentence for at in range(0, len(REPLY), size) for sentence in stream.feed(REPLY[at : at + size])]
    assert [*found, *stream.close()] == SENTENCES


def test_a_sentence_comes_before_the_reply_is_over() -> None:
    stream = SentenceStream()
    assert stream.feed("Der er to huse [1]. Det an") == ["Der er to huse [1]."]


def test_thoughts_that_never_end_are_nothing() -> None:
    stream = SentenceStream()
    assert stream.feed("<think>Der er ti [1]. Der er elleve [2]. ") == [] and stream.close() == []


def test_invisible_characters_and_markup_are_gone() -> None:
    stream = SentenceStream()
    stream.feed("Der\u200b er\U000e0041 <b>to</b> ![x](http://evil.example/x.png) huse\u202e [1].")
    assert stream.close() == ["Der er to x huse [1]."]


@pytest.mark.parametrize(
    ("sentence", "whole"), [("Der er to [1].", True), ("Der er to [1]", True), ("Der er to", False), ("Der er [1", False)]
)
def test_where_a_reply_broke_off_is_seen(sentence: str, whole: bool) -> None:
    assert is_complete(sentence) == whole
