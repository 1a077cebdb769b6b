"""Bytes of plan files in, text out."""

from __future__ import annotations

import codecs
import unicodedata

import pytest

from corpus.decode import decode
from corpus.errors import PlanFileError

TEXT = "Rådet på Ærø mødes – hver måned."


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        unicodedata.normalize("NFD", TEXT).encode("utf-8"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 little", "utf-16 big", "windows-1252", "decomposed"],
)
def test_every_way_to_write_danish_gives_the_same_text(data):
    assert decode(data, "ærø.txt") == TEXT


def test_decomposed_letters_are_composed():
    assert decode("a\u030aret pa\u030a A\u030a".encode(), "år.txt") == "året på Å"


def test_line_ends_become_newlines():
    assert decode("Ærø\r\nFanø\rSamsø\nLæsø".encode(), "øer.txt") == "Ærø\nFanø\nSamsø\nLæsø"


def test_invisible_characters_go():
    text = "\ufeffSam\u00adsø\u200b og Læ\u2060sø\x1a"
    assert decode(text.encode(), "øer.txt") == "Samsø og Læsø"


def test_form_feed_and_tab_stay():
    assert decode("Første side\f1.\tFanø".encode(), "sider.txt") == "Første side\f1.\tFanø"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj",
        b"PK\x03\x04" + b"word/document.xml",
        "Rådet\x00på Ærø".encode(),
        "Rådet på Ærø".encode("utf-16-le"),
        codecs.BOM_UTF16_LE + b"\x41",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"R\xe5det p\xe5 \x81r\xf8",
    ],
    ids=["pdf", "zip", "null", "utf-16 without mark", "half a utf-16 letter", "image", "hole of windows-1252"],
)
def test_other_than_text_is_refused(data):
    with pytest.raises(PlanFileError) as caught:
        decode(data, "ærø.txt")
    assert caught.value.code == "file_not_text"
    assert caught.value.values == {"file": "ærø.txt"}


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8")[:-1] + b"\xc3",
        TEXT.encode("utf-8") + b"\xed\xa0\x80",
        ("En lang tekst uden fejl. " * 500 + TEXT).encode("utf-8").replace(b"\xc3\xa5", b"\xe5", 1),
        TEXT.encode("utf-8").decode("cp1252").encode("utf-8"),
        "prisen er 5 € – i år".encode().decode("cp1252").encode("utf-8"),
    ],
    ids=["cut in a letter", "half a pair", "two encodings in one file", "saved twice", "signs of print"],
)
def test_text_that_would_come_out_garbled_is_refused(data):
    with pytest.raises(PlanFileError) as caught:
        decode(data, "ærø.txt")
    assert caught.value.code == "file_garbled"
    assert any(strange in str(caught.value.values["sample"]) for strange in ("Ã", "â€"))


@pytest.mark.parametrize("text", ["São Tomé, Ãs, Â § 5 og 20 °C", "»Ærø« – 5 € … “ål” • ½ §", "ÅÄÖ äö ü é"])
def test_strange_letters_that_are_meant_stay(text):
    assert decode(text.encode("utf-8"), "ærø.txt") == text
    assert decode(text.encode("cp1252"), "ærø.txt") == text


@pytest.mark.parametrize("data", [b"", b" \r\n\t\f ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u200b\u00ad".encode()])
def test_nothing_but_blanks_is_empty(data):
    with pytest.raises(PlanFileError) as caught:
        decode(data, "tom på Ærø.txt")
    assert caught.value.code == "file_empty"
    assert caught.value.values == {"file": "tom på Ærø.txt"}
