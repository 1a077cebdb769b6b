"""A PDF comes back as the text it was printed from; what cannot be read of it is named."""

from __future__ import annotations

import difflib

import pytest

from corpus.errors import PlanFileError
from corpus.extract import Extract, page_list
from corpus.limits import LIMITS
from corpus.pdf_reader import read_pdf
from corpus.pieces import Piece
from corpus.plan import FileNote, Plan
from corpus.reader import parse_extract, read_plan
from tests.file_samples import CHROMIUM, PICTURE, PLAN_LINES, SCANNED_PAGE, SHIPPED, Text, html_of, needs_chromium, pdf_of

BODY = "Kredsrådet på Fyn mødes fire gange om året og drøfter trygheden"


def extract(pages, **options) -> Extract:
    return read_pdf(pdf_of(pages, **options), "ærø.pdf", LIMITS)


def said(pages, **options) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in extract(pages, **options).pieces]


def column(x: float, top: float, lines: list[str], size: float = 11) -> list[Text]:
    return [(x, top + 14 * number, size, line) for number, line in enumerate(lines)]


# ---- what Chromium printed from a shipped plan


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Prints a shipped plan with running heads and feet; returns the file."""
    api = pytest.importorskip("playwright.sync_api", reason="pip install pytest-playwright")
    folder = tmp_path_factory.mktemp("trykt på øen")
    margins = {"top": "25mm", "bottom": "22mm", "left": "20mm", "right": "20mm"}
    head = '<div style="font-size:8px;width:100%;text-align:center">Samarbejdsplan – Kredsrådet</div>'
    number, total = '<span class="pageNumber"></span>', '<span class="totalPages"></span>'
    foot = f'<div style="font-size:8px;width:100%;text-align:center">Side {number} af {total}</div>'
    with api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def made(plan, columns):
            page = browser.new_page()
            page.set_content(html_of(plan, columns))
            path = folder / f"{plan.stem}-{columns}.pdf"
            page.pdf(path=path, format="A4", margin=margins, display_header_footer=True, header_template=head, footer_template=foot)
            page.close()
            return path

        yield made
        browser.close()


def words_equal(plan: Plan, other: Plan) -> float:
    """The share of words that stand in both texts in the same order."""
    a, b = plan.text.split(), other.text.split()
    blocks = difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(a), len(b))


@needs_chromium
@pytest.mark.browser
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("source", SHIPPED, ids=lambda path: path.stem)
def test_a_printed_plan_comes_back_word_for_word(printed, source, columns):
    plan, back = read_plan(source), read_plan(printed(source, columns))
    assert words_equal(plan, back) > (0.9999 if columns == 1 else 0.999)
    assert (back.id, back.kommuner, back.notes) == (plan.id, plan.kommuner, ())
    assert [(s.number, s.title, s.depth) for s in back.sections] == [(s.number, s.title, s.depth) for s in plan.sections]
    assert [(s.name, s.office) for s in back.signatories] == [(s.name, s.office) for s in plan.signatories]
    assert [mark.page for mark in back.pages] == list(range(1, len(back.pages) + 1)) and len(back.pages) >= 7
    assert "Side" not in back.text.split() and "Samarbejdsplan – Kredsrådet" not in back.text


# ---- layouts, written by hand


def test_lines_are_joined_to_paragraphs_and_words_over_the_break():
    found = said(
        [
            PLAN_LINES
            + column(72, 200, [f"{BODY} i sam-", "arbejdet med kommunerne. Det samlede samarbejdet på øen er godt og hele", "øen er med."])
        ]
    )
    assert found == [
        ("heading", "Samarbejdsplan 2031"),
        ("paragraph", "FYNS POLITI"),
        ("heading", "1. Åben havn"),
        ("paragraph", "Havnen på Ærø er åben hele året, og færgen sejler hver dag."),
        ("paragraph", f"{BODY} i samarbejdet med kommunerne. Det samlede samarbejdet på øen er godt og hele øen er med."),
    ]


def test_two_columns_are_read_one_after_the_other():
    left = ["Venstre spalte taler om havnen på øen,", "og den er ganske lang og fylder hele sin", "bredde ud, så ingen er i tvivl om ål"]
    right = ["og færger, der står i højre spalte, hvor", "sætningen går videre til sin ende. Nu er", "den slut på Ærø."]
    across = (72, 80, 11, "Denne linje går over begge spalter, fra den ene kant af siden til den anden kant af den.")
    assert said([[across, *column(72, 120, left), *column(310, 120, right)]]) == [
        ("paragraph", across[3]),
        ("paragraph", " ".join(left + right)),
    ]


def test_table_rows_are_rows_of_cells():
    rows = [("Forum", "Deltagere", "Møder"), ("Kredsråd", "Politidirektør og borgmestre på Fyn", "4"), ("Lokalråd", "Leder og SSP", "10")]
    texts = [(x, 300 + 16 * n, 11, cell) for n, row in enumerate(rows) for x, cell in zip((72, 180, 450), row, strict=True)]
    assert said([PLAN_LINES + texts])[4:] == [("row", " · ".join(row)) for row in rows]


def test_a_cell_of_several_lines_is_one_cell():
    texts = [(72, 300, 11, "Kredsråd"), (180, 300, 11, "Politidirektør og alle"), (180, 313, 11, "borgmestre på Fyn"), (450, 300, 11, "4")]
    texts += [(72, 330, 11, "Lokalråd"), (180, 330, 11, "Leder"), (450, 330, 11, "10")]
    assert said([PLAN_LINES + texts])[4:] == [
        ("row", "Kredsråd · Politidirektør og alle borgmestre på Fyn · 4"),
        ("row", "Lokalråd · Leder · 10"),
    ]


def test_bullets_are_items_and_hang_together():
    texts = [
        (72, 300, 11, "•"),
        (90, 300, 11, "Ærø har en færge, som sejler hver eneste dag hele året rundt mellem øen og byen"),
        (90, 314, 11, "Svendborg."),
    ]
    texts += [(72, 328, 11, "•"), (90, 328, 11, "Strynø")]
    assert said([PLAN_LINES + texts])[4:] == [
        ("item", "Ærø har en færge, som sejler hver eneste dag hele året rundt mellem øen og byen Svendborg."),
        ("item", "Strynø"),
    ]


def test_running_heads_feet_and_page_numbers_go():
    pages = [
        [(72, 40, 9, "Kredsrådets plan"), (72, 120 + n, 11, f"{BODY} på side {word}."), (290, 810, 9, f"Side {n + 1} af 4")]
        for n, word in enumerate(["et", "to", "tre", "fire"])
    ]
    assert said(pages) == [("paragraph", f"{BODY} på side {word}.") for word in ["et", "to", "tre", "fire"]]


def test_a_sentence_goes_over_the_page_and_knows_where():
    lines = column(72, 120, [f"{BODY} på øen", "sammen med borgmestrene for alle kommuner på øerne og de folk i"])
    (piece,) = extract([lines, [(72, 120, 11, "politikredsen på Fyn.")]]).pieces
    (mark,) = piece.breaks
    assert (piece.page, piece.text[mark[0] :], mark[1]) == (1, "politikredsen på Fyn.", 2)


def test_pages_are_kept_in_the_plan():
    long = [(72, 120 + 14 * n, 11, f"{BODY} og {n} ål.") for n in range(5)]
    plan = parse_extract(extract([PLAN_LINES, long, long]), "ærø.pdf")
    assert [mark.page for mark in plan.pages] == [1, 2, 3]
    assert [plan.page_at(plan.text.rindex(word)) for word in ("Havnen", "4 ål")] == [1, 3]


def test_footnotes_come_after_their_section_and_their_marks_go():
    first = [
        *PLAN_LINES,
        (72, 200, 11, "Havnen vogtes"),
        (143, 196, 6, "1"),
        (148, 200, 11, "af politiet, og folk på øen"),
        (72, 780, 8, "1 Kun om natten på Ærø."),
    ]
    second = [(72, 80, 11, "ved det godt."), (72, 120, 14, "*2. Ål"), (72, 140, 11, "Ålen røges på Ærø året rundt.")]
    texts = [text for _, text in said([first, second])]
    assert texts[4:] == [
        "Havnen vogtes af politiet, og folk på øen ved det godt.",
        "1 Kun om natten på Ærø.",
        "2. Ål",
        "Ålen røges på Ærø året rundt.",
    ]


def test_a_contents_list_is_structure():
    listed = [(72, 80, 14, "*Indhold"), (72, 110, 11, "1. Åben havn .................. 2"), (72, 124, 11, "2. Ål"), (400, 124, 11, "3")]
    plan = parse_extract(
        extract([PLAN_LINES[:2], listed, [*PLAN_LINES[2:], (72, 220, 14, "*2. Ål"), (72, 240, 11, "Ålen røges på Ærø.")]]), "x.pdf"
    )
    assert "...." not in plan.text and "Indhold" not in plan.text
    assert [section.number for section in plan.sections] == ["", "1", "2"]


def test_turned_text_is_kept_apart():
    turned = b"BT /F1 9 Tf 0 1 -1 0 30 300 Tm (Vedtaget af alle kommuner paa Fyn i januar) Tj ET\n"
    page = turned + b"BT /F1 11 Tf 72 700 Td (Havnen er aaben hele aaret.) Tj ET"
    assert said([page]) == [("paragraph", "Havnen er aaben hele aaret."), ("paragraph", "Vedtaget af alle kommuner paa Fyn i januar")]


# ---- what cannot be read


def refused(data: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(PlanFileError) as caught:
        read_pdf(data, "ærø.pdf", LIMITS)
    return caught.value.code, {name: value for name, value in caught.value.values.items() if name != "file"}


def test_a_scanned_file_is_refused_with_its_pages():
    assert refused(pdf_of([SCANNED_PAGE] * 3, extra=[PICTURE])) == ("file_scanned", {"pages": "1–3"})


def test_scanned_pages_among_others_are_named():
    found = extract([PLAN_LINES, SCANNED_PAGE, PLAN_LINES, SCANNED_PAGE], extra=[PICTURE])
    assert found.notes == (FileNote("pages_scanned", (2, 4), 4),)


GLYPHS_ONLY = (
    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /FirstChar 1 /LastChar 2 /Widths [9 9] "
    b"/Encoding << /Differences [1 /g1 /g2] >> /CharProcs << >> >>"
)


def test_pages_whose_letters_have_no_name_are_named():
    page = b"BT /F1 11 Tf 72 700 Td (Havnen) Tj ET BT /F3 11 Tf 72 600 Td <0102010201020102010201020102> Tj ET"
    whole = pdf_of([PLAN_LINES, page], extra=[GLYPHS_ONLY]).replace(b"/F2 4 0 R", b"/F2 4 0 R /F3 5 0 R", 2)
    mended = _with_new_places(whole)
    assert read_pdf(mended, "ærø.pdf", LIMITS).notes == (FileNote("pages_lost", (2,), 2),)


def _with_new_places(data: bytes) -> bytes:
    """The file with a table of places that fits it after it was changed."""
    import re

    body = data[: data.index(b"xref\n")]
    places = [match.start() for match in re.finditer(rb"(?m)^\d+ 0 obj", body)]
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(body))


def test_blank_pages_are_no_loss():
    assert extract([PLAN_LINES, b""]).notes == ()
    assert refused(pdf_of([b"", b""]))[0] == "file_empty"


@pytest.mark.parametrize(("numbers", "shown"), [((1,), "1"), ((1, 2, 3, 7, 9, 10), "1–3, 7, 9–10"), ((), "")])
def test_page_lists(numbers, shown):
    assert page_list(numbers) == shown


def test_a_piece_without_pages_gives_a_plan_without():
    pieces = (Piece("heading", "Samarbejdsplan 2031", level=1), Piece("paragraph", "FYNS POLITI"), Piece("paragraph", f"{BODY}."))
    assert parse_extract(Extract(pieces), "x").pages == ()
