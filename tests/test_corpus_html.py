"""A web page comes back as the plan in it, without the site around it."""

from __future__ import annotations

import html

import pytest
from real_plans import FOLDER, needs_real_plans

from corpus.html_reader import read_html
from corpus.limits import LIMITS
from corpus.reader import parse_plan, read_plan
from tests.file_samples import SHIPPED, html_of


def said(body: str) -> list[tuple[str, str]]:
    page = f"<!doctype html><html><head><title>Ærø</title></head><body>{body}</body></html>"
    return [(piece.kind, piece.text) for piece in read_html(page.encode(), "ærø.html", LIMITS).pieces]


SENTENCE = "Havnen på Ærø er åben hele året, og det er vi på øen glade for."


@pytest.mark.parametrize("suffix", [".html", ".htm"])
@pytest.mark.parametrize("source", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_plan_comes_back_word_for_word(tmp_path, source, suffix):
    path = tmp_path / f"ærø{suffix}"
    path.write_text(html_of(source), encoding="utf-8")
    plan, back = read_plan(source), read_plan(path)
    assert back.text == plan.text
    assert (back.id, back.kommuner, back.signatories) == (plan.id, plan.kommuner, plan.signatories)
    assert (back.sections, back.sentences) == (plan.sections, plan.sentences)


def test_the_plan_is_found_among_the_sites_furniture(tmp_path):
    plan = html_of(SHIPPED[0])
    body = plan[plan.index("<body>") + 6 : plan.index("</body>")]
    links = "".join(f'<li><a href="/{n}">Punkt {n} i menuen</a></li>' for n in range(9))
    site = (
        f'<header><a href="/">Politi</a></header><nav>{links}</nav><div class="cookie-banner"><p>Vi bruger cookies på øen.</p></div>'
        f'<div id="main-menu"><ul>{links}</ul></div><div class="content">{body}</div><aside><p>Se også ål.</p></aside><ul>{links}</ul>'
        "<footer><p>CVR 12345678, Åvej 1</p></footer><script>var x = '<p>Ål</p>';</script>"
    )
    (tmp_path / "ærø.html").write_text(f"<!doctype html><meta charset=utf-8><body>{site}</body>", encoding="utf-8")
    assert read_plan(tmp_path / "ærø.html").text == read_plan(SHIPPED[0]).text


@needs_real_plans
def test_a_saved_page_of_a_download_site_is_read_as_its_transcript(tmp_path):
    text = (FOLDER / "oestjylland-2021.txt").read_text(encoding="utf-8")
    parts = "\n".join(f"<div>{html.escape(part)}</div>" for part in text.split("\n\n"))
    site = f'<nav><a href="/">Forside</a></nav><div class="page"><h1>Dokumenter</h1>{parts.replace(chr(10), "<br>")}</div>'
    (tmp_path / "hentet.html").write_text(f"<!doctype html><body>{site}</body>", encoding="utf-8")
    plan, back = parse_plan(text, "x.txt"), read_plan(tmp_path / "hentet.html")
    assert (back.text, back.sections, back.kommuner, back.pages) == (plan.text, plan.sections, plan.kommuner, plan.pages)


@pytest.mark.parametrize(
    ("body", "pieces"),
    [
        ("<p>Havnen <b>er</b>\n  åben.</p>", [("paragraph", "Havnen er åben.")]),
        ("<p>Ærø<br>Strynø</p>", [("paragraph", "Ærø\nStrynø")]),
        ("Løst<p>fast</p>løst", [("paragraph", "Løst"), ("paragraph", "fast"), ("paragraph", "løst")]),
        ("<h2>1. <em>Åben</em> havn</h2>", [("heading", "1. Åben havn")]),
        ("<ul><li>Ærø<ul><li>Marstal</li></ul></li><li><p>Strynø</p></li></ul>",
         [("item", "Ærø"), ("item", "Marstal"), ("item", "Strynø")]),
        ("<table><tr><th>Ø<th>År<tr><td>Ærø<td>2031</table>", [("row", "Ø · År"), ("row", "Ærø · 2031")]),
        ("<table><tr><td><h2>Ål</h2><p>røges</p></td><td><p>på øen</p></td></tr></table>",
         [("heading", "Ål"), ("paragraph", "røges"), ("paragraph", "på øen")]),
        ("<p>Synlig<span style='display: none'>skjult</span><i hidden>skjult</i></p>", [("paragraph", "Synlig")]),
        ("<p>&aelig;&oslash;&aring; &amp; &lt;b&gt;</p>", [("paragraph", "æøå & <b>")]),
        ("<pre>Ærø\nStrynø</pre>", [("paragraph", "Ærø\nStrynø")]),
        (f"<main><p>{SENTENCE}</p></main><p>Uden for.</p>", [("paragraph", SENTENCE)]),
        (f"<article><p>{SENTENCE}</p></article><article><p>To.</p></article>", [("paragraph", SENTENCE), ("paragraph", "To.")]),
        ("<p>Se <a href=/a>www.ærø.dk</a> og <a href=/b>kortet over øen</a> her.</p>",
         [("paragraph", "Se www.ærø.dk og kortet over øen her.")]),
        ("<ul><li><a href=#a>1. Havn</a><li><a href=#b>2. Ål</a><li><a href=#c>3. Øer</a></ul><p>Tekst.</p>",
         [("entry", "1. Havn"), ("entry", "2. Ål"), ("entry", "3. Øer"), ("paragraph", "Tekst.")]),
    ],
)  # fmt: skip
def test_pages_are_cut_into_pieces(body, pieces):
    assert said(body) == pieces


def test_an_entity_that_the_page_declares_is_never_expanded():
    declared = '<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    page = f"{declared}<html><body><p>{SENTENCE} &b;</p></body></html>"
    assert "lollol" not in "".join(piece.text for piece in read_html(page.encode(), "ærø.html", LIMITS).pieces)
