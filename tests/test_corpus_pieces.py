"""Pieces go the way of text files: the same words give the same blocks."""

from __future__ import annotations

import pytest

from corpus.blocks import Block, parse_blocks
from corpus.pieces import Piece, to_blocks


def blocks(*pieces: Piece) -> list[Block]:
    return to_blocks(pieces)[0]


def paragraph(text: str, **options) -> Piece:
    return Piece("paragraph", text, **options)


def test_headings_paragraphs_items_and_rows():
    found = blocks(
        Piece("heading", "3.1. Åben havn", level=3), paragraph("Øerne er:"), Piece("item", "Ærø", indent=1), Piece("row", "Ærø · 3")
    )
    assert found == parse_blocks("### 3.1. Åben havn\n\nØerne er:\n    - Ærø\n\n| Ærø | 3 |")[0]


def test_numbers_tell_headings_that_no_mark_does():
    texts = [
        "1. Åben havn",
        "Havnen på Ærø er åben hele året, også om natten.",
        "1.1 Ål",
        "Ålen på Ærø røges i mange timer, før den er færdig.",
    ]
    assert blocks(*map(paragraph, texts)) == parse_blocks("\n\n".join(texts))[0]


@pytest.mark.parametrize(("text", "kind"), [("Nætter på øen", "heading"), ("Åben hele natten.", "paragraph"), ("Åbent på:", "paragraph")])
def test_a_paragraph_bold_as_a_whole_is_a_heading(text, kind):
    assert [block.kind for block in blocks(paragraph(text, bold=True))] == [kind]


def test_lines_that_someone_ended_stay_apart_and_others_do_not():
    assert [block.text for block in blocks(paragraph("Ærø Kommune\nStatene 2\nÆrøskøbing"))] == ["Ærø Kommune", "Statene 2", "Ærøskøbing"]
    assert [block.text for block in blocks(paragraph("Havnen på Ærø er\nåben."))] == ["Havnen på Ærø er åben."]


@pytest.mark.parametrize("line", ["1. Åben havn ..... 2", "1. Åben havn\t2", "1. Åben havn 2"])
def test_a_contents_list_is_structure(line):
    pieces = [Piece("heading", "Indhold"), paragraph(line), Piece("heading", "1. Åben havn"), paragraph("Havnen er åben i 2")]
    found, entries = to_blocks(pieces)
    assert [(entry.number, entry.title, entry.page) for entry in entries] == [("1", "Åben havn", 2)]
    assert [block.text for block in found] == ["Åben havn", "Havnen er åben i 2"]


def test_a_sentence_over_two_pages_knows_where_the_second_begins():
    first = "Kommunerne og politiet i hele området mødes med"
    (block,) = blocks(paragraph(first, page=1), paragraph("Øernes beboere.", page=2))
    ((offset, page),) = block.breaks
    assert (block.page, block.text[offset:], page) == (1, "Øernes beboere.", 2)


def test_breaks_move_with_the_blanks_before_them():
    (block,) = blocks(paragraph("Ærø  er \t en ø.", page=1, breaks=((9, 2),)))
    assert (block.text, block.text[block.breaks[0][0] :]) == ("Ærø er en ø.", "en ø.")
