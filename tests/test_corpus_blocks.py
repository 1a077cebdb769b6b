"""Lines in, blocks out: what belongs to the layout goes, what the author wrote stays."""

from __future__ import annotations

import pytest

from corpus.blocks import Block, parse_blocks


def kinds_and_texts(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in parse_blocks(text)[0]]


def texts(text: str) -> list[str]:
    return [block.text for block in parse_blocks(text)[0]]


def test_wrapped_lines_are_one_paragraph():
    text = "Politiet på Ærø og kommunen mødes hver måned på rådhuset i byen\nog taler om trygheden på havnen.\n\nNæste afsnit."
    assert texts(text) == [
        "Politiet på Ærø og kommunen mødes hver måned på rådhuset i byen og taler om trygheden på havnen.",
        "Næste afsnit.",
    ]


def test_short_lines_under_each_other_stay_apart():
    assert texts("Ærø Kommune\nStatene 2\nÆrøskøbing") == ["Ærø Kommune", "Statene 2", "Ærøskøbing"]


@pytest.mark.parametrize(
    ("broken", "joined"),
    [
        ("Der føres kontrol med spiri-\ntus på Ærø.", "Der føres kontrol med spiritus på Ærø."),
        ("Der føres kontrol med spiri-\n\ntus på Ærø.", "Der føres kontrol med spiritus på Ærø."),
        ("Der føres kontrol med spiri-\n\n7\n\ntus på Ærø.", "Der føres kontrol med spiritus på Ærø."),
        ("Der føres kontrol med spiri-\n\ftus på Ærø.", "Der føres kontrol med spiritus på Ærø."),
        ("Der er møder om rocker-\nog bandemiljøet på Ærø.", "Der er møder om rocker- og bandemiljøet på Ærø."),
        ("Der er møder om rocker-\n\nog bandemiljøet på Ærø.", "Der er møder om rocker- og bandemiljøet på Ærø."),
        ("Der er møder om skole-\neller fritidslivet på Ærø.", "Der er møder om skole- eller fritidslivet på Ærø."),
        ("Alle på øen kender SSP-\nsamarbejdet godt.", "Alle på øen kender SSP-samarbejdet godt."),
        ("Alle på øen kender den nye Ås-\nVej godt.", "Alle på øen kender den nye Ås- Vej godt."),
    ],
)
def test_words_hyphenated_at_a_break(broken, joined):
    assert texts(broken) == [joined]


def test_hyphens_inside_a_line_stay():
    assert texts("De rocker- og bandeprægede trygheds-skabende tiltag på Ærø.") == [
        "De rocker- og bandeprægede trygheds-skabende tiltag på Ærø."
    ]


@pytest.mark.parametrize("number", ["7", "  12  ", "Side 7", "side 7 af 12", "7/12", "7 / 12"])
def test_running_page_numbers_go(number):
    text = f"Færgen til Ærø sejler hver dag.\n\n{number}\n\nÅlene bliver i havnen."
    assert texts(text) == ["Færgen til Ærø sejler hver dag.", "Ålene bliver i havnen."]


def test_a_year_alone_is_no_page_number():
    assert texts("Samarbejdsplan\n\n2031\n\nÆrø") == ["Samarbejdsplan", "2031", "Ærø"]


def test_a_paragraph_goes_on_after_a_page_break():
    text = "Kommunerne og politiet i hele området mødes med\n\n7\n\nØernes beboere og taler om færgen.\n\nNyt afsnit om ål."
    assert texts(text) == ["Kommunerne og politiet i hele området mødes med Øernes beboere og taler om færgen.", "Nyt afsnit om ål."]


def test_a_finished_paragraph_does_not_go_on():
    assert texts("Kommunerne og politiet på Ærø mødes hver måned.\n\nog det er godt") == [
        "Kommunerne og politiet på Ærø mødes hver måned.",
        "og det er godt",
    ]


@pytest.mark.parametrize(
    "listed",
    ["1. Åbne havne.....2\n1.1 Færger .... 3\nBilag om ål ... 4", "1. Åbne havne\t2\n1.1 Færger\t3\n\nBilag om ål\t4"],
    ids=["dots", "tabs"],
)
def test_a_contents_list_is_structure(listed):
    chapter = (
        "1. Åbne havne\n\nHavnene på Ærø er åbne hele året, også om natten.\n\n1.1 Færger\n\nFærgen sejler.\n\nBilag om ål\n\nÅl røges."
    )
    text = f"Indhold\n\n{listed}\n\n{chapter}"
    blocks, entries = parse_blocks(text)
    assert [(entry.number, entry.title, entry.page) for entry in entries] == [
        ("1", "Åbne havne", 2),
        ("1.1", "Færger", 3),
        ("", "Bilag om ål", 4),
    ]
    assert [(block.number, block.text) for block in blocks if block.kind == "heading"] == [
        ("1", "Åbne havne"),
        ("1.1", "Færger"),
        ("", "Bilag om ål"),
    ]
    assert [block.text for block in blocks if block.kind == "paragraph"] == [
        "Havnene på Ærø er åbne hele året, også om natten.",
        "Færgen sejler.",
        "Ål røges.",
    ]


def test_a_table_row_after_the_contents_list_is_text():
    text = "Indhold\n\nFærger på Ærø\t2\n\n# Færger på Ærø\n\nHavnen\t12"
    blocks, entries = parse_blocks(text)
    assert [entry.title for entry in entries] == ["Færger på Ærø"]
    assert [(block.kind, block.text) for block in blocks] == [("heading", "Færger på Ærø"), ("paragraph", "Havnen 12")]


def test_headings_by_mark_with_and_without_number():
    blocks, _ = parse_blocks("# PLAN FOR ÆRØ\n\n### 3.1. Åben havn ###\n\n##Ål\n\n## **04.2 Øvrige færger**")
    assert blocks == [
        Block("heading", "PLAN FOR ÆRØ", level=1),
        Block("heading", "Åben havn", level=3, number="3.1"),
        Block("paragraph", "##Ål"),
        Block("heading", "Øvrige færger", level=2, number="04.2"),
    ]


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("**Nætter på øen**", "heading", "Nætter på øen"),
        ("**De unge** (SSP, Ærø)", "heading", "De unge (SSP, Ærø)"),
        ("**Åben hele natten.**", "paragraph", "Åben hele natten."),
        ("**Åbent på:**", "paragraph", "Åbent på:"),
        ("**Ærø** er med", "paragraph", "Ærø er med"),
    ],
)
def test_a_line_bold_as_a_whole_is_a_heading(line, kind, text):
    assert kinds_and_texts(line) == [(kind, text)]


def test_headings_by_number_alone_follow_each_other():
    text = (
        "1. Åben havn\n\nHavnen er åben.\n\n1.1 Færger\n\nDer er tre.\n\n7 Øer er ikke nummer to\n\n2. Ål\n\nÅl røges.\n\n3 betjente kom."
    )
    assert [(block.number, block.text) for block in parse_blocks(text)[0] if block.kind == "heading"] == [
        ("1", "Åben havn"),
        ("1.1", "Færger"),
        ("2", "Ål"),
    ]


def test_a_numbered_sentence_is_no_heading():
    assert kinds_and_texts("1. Åben havn, hele året,") == [("paragraph", "1. Åben havn, hele året,")]


@pytest.mark.parametrize("line", ["DEL I", "DEL 2:", "Del 2"])
def test_parts_are_headings(line):
    assert kinds_and_texts(f"{line}\n\nÆrø er med i denne del.") == [("heading", line), ("paragraph", "Ærø er med i denne del.")]


def test_a_heading_keeps_the_full_stop_of_its_abbreviation():
    assert texts("1. Ål, færger mv.\n\nÆrø har begge.\n\n2. Åben havn.\n\nHavnen er åben.") == [
        "Ål, færger mv.",
        "Ærø har begge.",
        "Åben havn",
        "Havnen er åben.",
    ]


@pytest.mark.parametrize("mark", ["-", "*", "•", "–", "·", "▪", "a)", "(b)"])
def test_bullets(mark):
    assert kinds_and_texts(f"Øerne er:\n{mark} Ærø\n{mark} Strynø") == [("paragraph", "Øerne er:"), ("item", "Ærø"), ("item", "Strynø")]


def test_an_item_goes_on_while_its_lines_are_indented():
    blocks, _ = parse_blocks("- Ærø har en\n  færge til fast-\n  landet\n    - som sejler\nDet er rart.\n\n  Nyt afsnit")
    assert [(block.kind, block.text, block.indent) for block in blocks] == [
        ("item", "Ærø har en færge til fastlandet", 0),
        ("item", "som sejler", 4),
        ("paragraph", "Det er rart.", 0),
        ("paragraph", "Nyt afsnit", 0),
    ]


def test_table_rows_are_items():
    text = "| Ø | Færger |\n|:---|---:|\n| Ærø | 3 |\n| Strynø |  |"
    assert kinds_and_texts(text) == [("item", "Ø · Færger"), ("item", "Ærø · 3"), ("item", "Strynø")]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("Se [www.ærø.dk](http://www.ærø.dk) nu.", "Se www.ærø.dk nu."),
        ("Et billede ![af Ærø](ærø.png) her.", "Et billede her."),
        ("En *klog* og **stærk** og _åben_ ø.", "En klog og stærk og åben ø."),
        ("Filen hedder år_plan_ærø her.", "Filen hedder år_plan_ærø her."),
        ("<b>Ærø</b> &amp; Strynø&nbsp;er<br/> med.", "Ærø & Strynø er med."),
        ("Tre * fire er tolv på Ærø * altid.", "Tre * fire er tolv på Ærø * altid."),
    ],
)
def test_markup_goes_and_words_stay(marked, plain):
    assert texts(marked) == [plain]


@pytest.mark.parametrize("rule", ["---", "***", "____", "====="])
def test_rules_part_paragraphs(rule):
    assert texts(f"Ærø er en ø.\n{rule}\nFyn er større.") == ["Ærø er en ø.", "Fyn er større."]


def test_slips_of_the_scanner_stay():
    assert texts("Kredsraadet på Ærø har bemærket tværsektionel indsætter.") == ["Kredsraadet på Ærø har bemærket tværsektionel indsætter."]
