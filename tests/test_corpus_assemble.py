"""Blocks in, one text out, with sections, sentences and signatures lying over it."""

from __future__ import annotations

from corpus.assemble import Assembly, assemble
from corpus.blocks import Block, parse_blocks
from corpus.contents import ContentsEntry


def assembled(text: str) -> Assembly:
    return assemble(*parse_blocks(text))


def outline(built: Assembly) -> list[tuple[int, str, str]]:
    return [(section.depth, section.number, section.title) for section in built.sections]


def words_of(built: Assembly, kind: str) -> list[str]:
    return [built.text[s.start : s.end] for s in built.sentences if s.kind == kind]


def test_text_sections_and_sentences_lie_where_they_say():
    built = assembled("# Plan for Ærø\n\nRådet på øen\n\n## 1. Åben havn\n\nHavnen er åben. Den er ny.\n\n- Færger\n- Ål\n\nSlut.")
    assert built.text == "Plan for Ærø\n\nRådet på øen\n\n1. Åben havn\n\nHavnen er åben. Den er ny.\n- Færger\n- Ål\n\nSlut."
    cover, chapter = built.sections
    assert (cover.kind, built.text[cover.start : cover.end]) == ("cover", "Plan for Ærø\n\nRådet på øen")
    assert (chapter.kind, chapter.number, chapter.title) == ("body", "1", "Åben havn")
    assert built.text[chapter.start : chapter.body_start] == "1. Åben havn"
    assert built.text[chapter.body_start : chapter.end] == "\n\nHavnen er åben. Den er ny.\n- Færger\n- Ål\n\nSlut."
    assert words_of(built, "heading") == ["1. Åben havn"]
    assert words_of(built, "prose") == ["Plan for Ærø", "Rådet på øen", "Havnen er åben.", "Den er ny.", "Slut."]
    assert words_of(built, "item") == ["Færger", "Ål"]


def test_numbers_keep_the_form_of_the_plan():
    built = assembled("## 01 Åben havn\n\nÆrø.\n\n### 01.1 Færger\n\nTre.")
    assert built.text.startswith("01. Åben havn\n\nÆrø.\n\n01.1 Færger")


def test_items_know_the_sentence_that_introduces_them():
    built = assembled("## 1. Øer\n\nDer er to. Øerne er:\n\n- Ærø. Den er stor.\n- Strynø\n\nDet er alt.\n\n- Fanø er med\n")
    leads = {built.text[s.start : s.end]: s.lead for s in built.sentences if s.kind == "item"}
    lead = next(s.index for s in built.sentences if built.text[s.start : s.end] == "Øerne er:")
    assert leads == {"Ærø.": lead, "Den er stor.": lead, "Strynø": lead, "Fanø er med": None}


def test_a_heading_ends_the_list_that_was_introduced():
    built = assembled("## 1. Øer\n\nØerne er:\n\n## 2. Ål\n\n- Røget ål")
    assert [s.lead for s in built.sentences if s.kind == "item"] == [None]


def test_parts_hold_their_chapters():
    built = assembled(
        "# Plan for Ærø\n\n## FORORD\n\nÅbent.\n\n## DEL 1:\n\n### 1. Øer\n\nTo.\n\n#### 1.1. Ål\n\nTre.\n\n## DEL 2:\n\n### 2. Åer\n\nFem."
    )
    assert outline(built) == [
        (0, "", "Plan for Ærø"),
        (1, "", "FORORD"),
        (0, "", "DEL 1:"),
        (1, "1", "Øer"),
        (2, "1.1", "Ål"),
        (0, "", "DEL 2:"),
        (1, "2", "Åer"),
    ]
    assert [section.path for section in built.sections] == [
        ("Plan for Ærø",),
        ("FORORD",),
        ("DEL 1:",),
        ("DEL 1:", "Øer"),
        ("DEL 1:", "Øer", "Ål"),
        ("DEL 2:",),
        ("DEL 2:", "Åer"),
    ]


def test_unnumbered_headings_lie_below_the_number_above_them():
    built = assembled(
        "# Plan\n\n## 1. Øer\n\nTo.\n\n### 1.1. Ål\n\nTre.\n\n#### Røget\n\nJa.\n\n#### Åben ild\n\nNej.\n\n### 1.2. Tang\n\nGrøn."
    )
    assert [(section.depth, section.path) for section in built.sections[2:]] == [
        (2, ("Øer", "Ål")),
        (3, ("Øer", "Ål", "Røget")),
        (3, ("Øer", "Ål", "Åben ild")),
        (2, ("Øer", "Tang")),
    ]


def test_numbers_decide_where_the_marks_are_not_nested():
    """A scanner gives chapters and sections the same mark, or a section more than its chapter."""
    built = assembled(
        "# Plan for Ærø\n\n### 1. Øer\n\nTo.\n\n## 1.1. Ål\n\nTre.\n\n### Røget\n\nJa.\n\n# 1.2. Tang\n\nGrøn.\n\n## 2. Åer\n\nFem."
    )
    assert outline(built) == [
        (0, "", "Plan for Ærø"),
        (1, "1", "Øer"),
        (2, "1.1", "Ål"),
        (3, "", "Røget"),
        (2, "1.2", "Tang"),
        (1, "2", "Åer"),
    ]


def test_an_unnumbered_heading_with_a_chapters_mark_is_a_chapter():
    built = assembled("# Plan for Ærø\n\n## 1. Øer\n\nTo.\n\n### 1.1. Ål\n\nTre.\n\n## Åben by\n\nJa.\n\n### Nætter\n\nStille.")
    assert outline(built)[-2:] == [(1, "", "Åben by"), (2, "", "Nætter")]
    assert built.sections[-1].path == ("Åben by", "Nætter")


def test_fixed_chapter_words_and_unnumbered_entries_of_the_list_are_chapters():
    blocks = [
        Block("heading", "Øer", number="1"),
        Block("paragraph", "To."),
        Block("heading", "Kort over åer"),
        Block("heading", "Bilag 2: Ål"),
    ]
    built = assemble(blocks, [ContentsEntry("1", "Øer", 2, True), ContentsEntry("", "Kort over åer", 3, True)])
    assert outline(built) == [(1, "1", "Øer"), (1, "", "Kort over åer"), (1, "", "Bilag 2: Ål")]


def test_a_plan_without_numbers_takes_its_marks():
    built = assembled("# Plan for Ærø\n\nØens råd\n\n## Åben havn\n\nJa.\n\n### Nætter\n\nStille.\n\n## Ål\n\nRøget.")
    assert outline(built)[0] == (0, "", "Plan for Ærø")
    assert [section.title for section in built.sections] == ["Plan for Ærø", "Åben havn", "Nætter", "Ål"]


def test_text_before_any_heading_without_cover_is_a_section():
    built = assemble([Block("paragraph", "Ærø er med."), Block("paragraph", "Også Strynø.")], [])
    assert [(s.kind, s.title, built.text[s.start : s.end]) for s in built.sections] == [("body", "", "Ærø er med.\n\nOgså Strynø.")]


def test_signatures_become_signatories_with_their_place():
    blocks = [Block("heading", "FORORD"), Block("signature", "Åse Bøgh, Borgmester i Ærø Kommune"), Block("signature", "Søren Dam")]
    built = assemble(blocks, [])
    assert [(s.name, s.office, built.text[s.start : s.end]) for s in built.signatories] == [
        ("Åse Bøgh", "Borgmester i Ærø Kommune", "Åse Bøgh, Borgmester i Ærø Kommune"),
        ("Søren Dam", "", "Søren Dam"),
    ]
    assert built.sections[-1].kind == "signatories"
    assert built.text.endswith("Borgmester i Ærø Kommune\nSøren Dam")


def test_pages_begin_where_their_first_block_does():
    blocks = [Block("heading", "Øer", page=2), Block("paragraph", "Ærø.", page=2), Block("paragraph", "Strynø.", page=3)]
    built = assemble(blocks, [])
    assert [(mark.page, built.text[mark.start :]) for mark in built.pages] == [(2, "Øer\n\nÆrø.\n\nStrynø."), (3, "Strynø.")]
