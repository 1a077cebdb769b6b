"""A Word file comes back as the text it was made from: headings, lists, tables, footnotes, and nothing that its page does not show."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml

from corpus.docx_reader import read_docx
from corpus.limits import LIMITS
from corpus.pieces import Piece
from corpus.reader import read_plan
from tests.file_samples import SHIPPED, docx_of, saved

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pieces(document) -> list[Piece]:
    return list(read_docx(saved(document), "ærø.docx", LIMITS).pieces)


def said(document) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in pieces(document)]


def with_paragraph(inner: str, properties: str = ""):
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {W}>{properties}{inner}</w:p>"))
    return document


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize("source", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_plan_comes_back_word_for_word(tmp_path, source):
    path = tmp_path / "ærø.docx"
    path.write_bytes(docx_of(source))
    plan, back = read_plan(source), read_plan(path)
    assert back.text == plan.text
    assert (back.id, back.kommuner, back.signatories) == (plan.id, plan.kommuner, plan.signatories)
    assert (back.sections, back.sentences) == (plan.sections, plan.sentences)


def test_headings_by_style_and_by_outline_level():
    document = docx.Document()
    document.add_heading("Samarbejdsplan 2031", 0)
    document.add_heading("1. Åben havn", 1)
    document.add_heading("1.1 Ål", 2)
    outlined = document.add_paragraph("Øer")
    outlined.paragraph_format.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="2"/>'))
    document.add_paragraph("Færgen sejler.")
    assert [(p.kind, p.level) for p in pieces(document)] == [
        ("heading", 1),
        ("heading", 1),
        ("heading", 2),
        ("heading", 3),
        ("paragraph", 0),
    ]


def test_a_paragraph_bold_as_a_whole_says_so():
    document = docx.Document()
    document.add_paragraph().add_run("Åben havn").bold = True
    document.add_paragraph("Havnen er ").add_run("åben").bold = True
    assert [piece.bold for piece in pieces(document)] == [True, False]


def test_automatic_numbers_are_written_out():
    document = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, text in ((0, "%1."), (1, "%1.%2"))
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="99">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {W} w:numId="99"><w:abstractNumId w:val="99"/></w:num>'))
    for level, title in ((0, "Åben havn"), (1, "Ål"), (1, "Øer"), (0, "Færger")):
        paragraph = document.add_heading(title, level + 1)
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="99"/></w:numPr>'))
    assert [piece.text for piece in pieces(document)] == ["1. Åben havn", "1.1 Ål", "1.2 Øer", "2. Færger"]


def test_lists_are_items_with_their_depth():
    document = docx.Document()
    document.add_paragraph("Ærø", style="List Bullet")
    document.add_paragraph("Strynø", style="List Number")
    assert said(document) == [("item", "Ærø"), ("item", "Strynø")]


def test_table_rows_are_rows_and_a_table_of_one_column_is_a_frame():
    document = docx.Document()
    table = document.add_table(2, 3)
    for row, cells in zip(table.rows, [("Ø", "Færger", "År"), ("Ærø", "3", "")], strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = "Havnen er åben."
    assert said(document) == [("row", "Ø · Færger · År"), ("row", "Ærø · 3"), ("paragraph", "Havnen er åben.")]


def test_a_merged_cell_is_read_once():
    document = docx.Document()
    table = document.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Ærø"
    table.cell(0, 2).text = "3"
    assert said(document) == [("row", "Ærø · 3")]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("Havnen ") + f"<w:del>{run('var')}</w:del><w:ins>{run('er')}</w:ins>" + run(" åben."), "Havnen er åben."),
        (run("Åben") + run(" hemmelig", "<w:rPr><w:vanish/></w:rPr>") + run(" havn"), "Åben havn"),
        (run("Side ") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("på Ærø"), "Side på Ærø"),
        (f"<w:hyperlink>{run('www.ærø.dk')}</w:hyperlink>", "www.ærø.dk"),
        (run("Ærø") + "<w:r><w:br/></w:r>" + run("Strynø"), "Ærø\nStrynø"),
        (run("rocker") + "<w:r><w:noBreakHyphen/></w:r>" + run("miljø"), "rocker-miljø"),
        (f"<w:sdt><w:sdtContent>{run('Ærø')}</w:sdtContent></w:sdt>", "Ærø"),
        (run("sam\u00adarbejde på\u00a0A\u030ars"), "samarbejde på Års"),
    ],
    ids=["changes", "hidden", "fields", "links", "line break", "hyphen", "content control", "signs"],
)
def test_what_the_page_shows_is_read(inner, text):
    assert said(with_paragraph(inner)) == [("paragraph", text)]


def test_headers_and_footers_are_furniture():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Kredsrådets plan"
    document.sections[0].footer.paragraphs[0].text = "Side 1"
    document.add_paragraph("Havnen er åben.")
    assert said(document) == [("paragraph", "Havnen er åben.")]


def test_footnotes_come_when_their_section_ends():
    document = with_paragraph(run("Havnen er åben.") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    document.add_paragraph("Færgen sejler.")
    document.add_heading("2. Ål", 1)
    data = io.BytesIO(saved(document))
    separator, words = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>', run("Kun om natten på Ærø.")
    note = f'<w:footnotes {W}>{separator}<w:footnote w:id="2"><w:p>{words}</w:p></w:footnote></w:footnotes>'
    out = io.BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode("utf-8") if name.endswith((".xml", ".rels")) else old.read(name)
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                part = part.replace("</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>')
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                part = part.replace("</Relationships>", f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>')
            new.writestr(name, part)
        new.writestr("word/footnotes.xml", note)
    texts = [piece.text for piece in read_docx(out.getvalue(), "ærø.docx", LIMITS).pieces]
    assert texts == ["Havnen er åben.", "Færgen sejler.", "Kun om natten på Ærø.", "2. Ål"]


def test_words_own_contents_list_is_structure(tmp_path):
    document = docx.Document()
    document.add_heading("Samarbejdsplan 2031", 0)
    document.add_paragraph("FYNS POLITI")
    document.styles.add_style("toc 1", 1)
    for line in ("1. Åben havn\t2", "2. Ål\t3"):
        document.add_paragraph(line, style="toc 1")
    document.add_heading("1. Åben havn", 1)
    document.add_paragraph("Havnen er åben.")
    (tmp_path / "ærø.docx").write_bytes(saved(document))
    assert read_plan(tmp_path / "ærø.docx").text == "Samarbejdsplan 2031\n\nFYNS POLITI\n\n1. Åben havn\n\nHavnen er åben."
