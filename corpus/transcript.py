"""Transcripts from document-sharing sites: chrome above, pages as running text, teasers of other documents below.

Such a site shows a PDF's text as one paragraph per page, each opened by the page's counter, and fills the rest of the page with the
beginnings of other documents, each closed by "Læs mere". Numbers and dots are often lost where the layout was. What can be told from the
form of such a transcript is put right here; what is lost stays lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.blocks import Block
from corpus.contents import is_contents_title
from corpus.run_in import Heading, find_headings, known_numbers

_CHROME = (r"^Størrelse:\s*px$", r"^Starte visningen fra side:", r'^Download\s+"', r"^Transkript$", r"^Transcription$", r"^Læs mere$")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the transcribed document: its counter on the site and its text without the printed page number."""

    counter: int
    text: str


def is_transcript(text: str) -> bool:
    """True when at least three of the site's own lines stand in the file."""
    return sum(1 for mark in _CHROME if re.search(mark, text, re.MULTILINE)) >= 3


def parse_transcript(text: str) -> list[Block]:
    """The blocks of the transcribed document alone, its run-in headings, signatures and lists cut out of the running text."""
    pages = _without_printed_numbers(_pages(text))
    contents = next((page for page in pages if is_contents_title(page.text.split()[0] if page.text.split() else "")), None)
    body = [page for page in pages if page is not contents]
    if contents is None:
        return [Block("paragraph", page.text, page=page.counter) for page in body]
    listed = contents.text.split(maxsplit=1)[1] if len(contents.text.split()) > 1 else ""
    cover = [page for page in body if page.counter < contents.counter]
    rest = [page for page in body if page.counter > contents.counter]
    blocks = [Block("paragraph", page.text, page=page.counter) for page in cover]
    return blocks + _blocks(rest, listed)


def _pages(text: str) -> list[Page]:
    start = re.search(r"^(Transkript|Transcription)$", text, re.MULTILINE)
    paragraphs = [p.strip() for p in re.split(r"\n\s*\n", text[start.end() if start else 0 :]) if p.strip()]
    pages: list[Page] = []
    open_page: list[str] = []
    last_own = _last_page_paragraph(paragraphs)
    for paragraph in paragraphs[: last_own + 1]:
        match = re.match(r"^(\d+)\s+(.*)$", paragraph, re.DOTALL)
        if match and int(match.group(1)) == len(pages) + 1:
            pages.append(Page(len(pages) + 1, match.group(2)))
            open_page = [match.group(2)]
        elif pages:
            open_page.append(paragraph)
            pages[-1] = Page(pages[-1].counter, "\n".join(open_page))
    return pages


def _last_page_paragraph(paragraphs: list[str]) -> int:
    """Where the document ends: at the last paragraph that carries the next page counter. All below belongs to other documents.

    A teaser is another document's title, its beginning (the title once more) and "Læs mere"; its title may begin with a number too.
    """
    counter, last = 1, -1
    for position, paragraph in enumerate(paragraphs):
        following = paragraphs[position + 1] if position + 1 < len(paragraphs) else ""
        if paragraph == "Læs mere" or (position > 0 and following.startswith(paragraph)):
            break
        if re.match(rf"^{counter}\s", paragraph):
            counter, last = counter + 1, position
    return last


def _without_printed_numbers(pages: list[Page]) -> list[Page]:
    """Drop the printed page number at a page's end where most pages have one at a constant distance from the counter."""
    tails = {page.counter: re.search(r"\s(\d{1,3})$", page.text) for page in pages}
    distances = [counter - int(tail.group(1)) for counter, tail in tails.items() if tail]
    if not distances:
        return pages
    distance = max(set(distances), key=distances.count)
    if distances.count(distance) * 2 < len(pages):
        return pages
    cleaned = []
    for page in pages:
        tail = tails[page.counter]
        printed = tail is not None and page.counter - int(tail.group(1)) == distance
        cleaned.append(Page(page.counter, page.text[: tail.start()].rstrip() if printed and tail else page.text))
    return cleaned


def _blocks(pages: list[Page], listed: str) -> list[Block]:
    joined, starts = "", []
    for page in pages:
        joined += (" " if joined else "") + re.sub(r"\s+", " ", page.text)
        starts.append((len(joined) - len(re.sub(r"\s+", " ", page.text)), page.counter))

    def page_of(offset: int) -> int:
        return max((counter for start, counter in starts if start <= offset), default=starts[0][1])

    headings = known_numbers(find_headings(joined, listed))
    blocks: list[Block] = []
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        blocks.append(Block("heading", heading.title, number=heading.number, page=page_of(heading.start)))
        blocks += _body(joined[heading.end : following.start if following else len(joined)], heading, page_of)
    return blocks


def _body(text: str, heading: Heading, page_of: Callable[[int], int]) -> list[Block]:
    """A section's running text, with a part title before the next heading ("DEL 1:") and dash lists cut out of it."""
    blocks: list[Block] = []
    part = re.search(r"\s*\b(DEL\s+(?:\d+|[IVX]+)\s*:?)\s*$", text)
    running = text[: part.start()] if part else text
    offset = heading.end
    for piece in _pieces(running):
        where = text.find(piece[:20])
        blocks.append(
            Block("item" if piece.startswith("- ") else "paragraph", piece.removeprefix("- "), page=page_of(offset + max(where, 0)))
        )
    if part:
        blocks.append(Block("heading", part.group(1).rstrip(": "), page=page_of(offset + len(text) - 1)))
    return blocks


def _pieces(running: str) -> list[str]:
    """Split "…: - Storegade - Torvet Det nære politi" at its dashes; everything else stays one paragraph."""
    running = running.strip()
    match = re.search(r":\s-\s", running)
    if not match:
        return [running] if running else []
    lead, rest = running[: match.start() + 1], running[match.start() + 2 :]
    items = [item for item in re.split(r"\s-\s(?=[A-ZÆØÅ])", " " + rest) if item.strip()]
    if len(items) < 3:
        return [running]
    tail = re.match(r"^(.*?\)|.{3,60}?)\s+((?:Det|Den|De|Der|Herudover|I)\s[a-zæøå].*)$", items[-1])
    last = [items[-1]] if not tail else [tail.group(1)]
    return [lead, *(f"- {item.strip()}" for item in items[:-1] + last), *([tail.group(2)] if tail else [])]
