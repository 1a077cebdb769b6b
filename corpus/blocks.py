"""Lines of a Markdown or text file in, blocks out: headings, paragraphs and list items, cleaned of layout.

Lines are the only layout a text file has, so everything that depends on them happens here: wrapped lines are joined, words hyphenated at a
line or page break are put together, running page numbers and markup go. The author's words stay as they are, spelling slips included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from corpus.contents import ContentsEntry, contents_key, is_contents_title, parse_contents_line
from corpus.numbering import Numbering, split_number
from corpus.sentences import ends_in_abbreviation

BlockKind = Literal["heading", "paragraph", "item", "signature"]

_BULLET = re.compile(r"^(\s*)(?:[-*•–·▪]|\(?[a-z]\))\s+(?=\S)")
_FENCE = re.compile(r"^\s*(-{3,}|\*{3,}|_{3,}|={3,})\s*$")
_PAGE_NUMBER = re.compile(r"^\s*(?:side\s+)?\d{1,4}(?:\s*(?:/|af)\s*\d{1,4})?\s*$", re.IGNORECASE)
_PART = re.compile(r"^DEL\s+([IVX]+|\d+)\s*[:.]?$", re.IGNORECASE)
_BOLD_LINE = re.compile(r"^\s*\*\*(?!\s)[^*]+\*\*\s*(\([^)]*\))?\s*$")
_LONGEST_MARKED = 100_000
_TERMINAL = tuple('.!?:;”"»)')
# A paragraph that ends in one of these goes on after the page break, whatever letter the next one begins with.
_OPEN_ENDED = frozenset(
    {
        "og",
        "eller",
        "samt",
        "i",
        "på",
        "af",
        "til",
        "fra",
        "med",
        "om",
        "for",
        "mellem",
        "over",
        "under",
        "ved",
        "den",
        "det",
        "de",
        "en",
        "et",
        "der",
        "som",
        "at",
        "hos",
        "inden",
        "efter",
        "ad",
        "mod",
        "herunder",
    }
)


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or signature line.

    Attributes:
        level: of a heading the number of ``#`` marks, 0 where the file marks it in another way.
        number: of a heading the plan's own number, without a closing dot.
        indent: of an item, its columns of indentation.
        page: page of the original, where the file tells.
        breaks: (offset into ``text``, page) where another page begins inside it.
    """

    kind: BlockKind
    text: str
    level: int = 0
    number: str = ""
    indent: int = 0
    page: int | None = None
    breaks: tuple[tuple[int, int], ...] = ()


def parse_blocks(text: str) -> tuple[list[Block], list[ContentsEntry]]:
    """The blocks of a file and the entries of its contents list (which are structure, not text)."""
    parser = _LineParser()
    for raw in text.replace("\f", "\n\n").split("\n"):
        parser.feed(raw)
    parser.flush()
    return finish_blocks(parser.blocks, parser.entries), parser.entries


def finish_blocks(blocks: list[Block], entries: list[ContentsEntry]) -> list[Block]:
    """What every kind of file needs once its blocks are cut: headings that no mark tells, paragraphs that a page break has cut in two."""
    return _continue_over_breaks(_unmarked_headings(blocks, entries))


class _LineParser:
    """Collects lines into blocks; knows whether it stands in a contents list and whether the line before was blank."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.entries: list[ContentsEntry] = []
        self._lines: list[str] = []
        self._in_contents = False
        self._after_blank = True

    def feed(self, raw: str) -> None:
        line = _plain(raw)
        layout = not line.strip() or _FENCE.match(raw) or (_PAGE_NUMBER.match(line) and not _is_year(line))
        if layout:
            self.flush()
        elif not self._contents(raw, line):
            self._text(raw, line)
        self._after_blank = bool(layout)

    def flush(self) -> None:
        if self._lines:
            self.blocks.append(Block("paragraph", join_lines(self._lines)))
            self._lines = []

    def _contents(self, raw: str, line: str) -> bool:
        heading = _marked_heading(line)
        if is_contents_title(heading.text if heading else line):
            self.flush()
            self._in_contents = True
            return True
        entry = None if heading else parse_contents_line(line)
        if entry and (self._in_contents or entry.leader):
            self.flush()
            self.entries.append(entry)
            return True
        self._in_contents = self._in_contents and heading is None and not self.entries
        return False

    def _text(self, raw: str, line: str) -> None:
        heading = _marked_heading(line) or _bold_heading(raw, line)
        if heading:
            self.flush()
            self.blocks.append(heading)
        elif _BULLET.match(line):
            self.flush()
            self.blocks.append(_item(line))
        elif self._continues_item(raw):
            self.blocks[-1] = replace(self.blocks[-1], text=glue(self.blocks[-1].text, single_spaced(line)))
        else:
            if self._lines and stands_alone(self._lines[-1], line):
                self.flush()
            self._lines.append(line.strip())

    def _continues_item(self, raw: str) -> bool:
        indented = raw[:1] in (" ", "\t")
        return bool(self.blocks) and self.blocks[-1].kind == "item" and not self._lines and not self._after_blank and indented


def _is_year(line: str) -> bool:
    return re.fullmatch(r"\s*(19|20)\d\d\s*", line) is not None


def _plain(line: str) -> str:
    """The line without Markdown and HTML marks; heading marks stay for ``_marked_heading``.

    Each pattern looks ahead a bounded way, and not at all in a line that no one wrote by hand: marks without end must not cost without end.
    """
    line = line.replace("&nbsp;", " ").replace("\u00a0", " ").replace("&amp;", "&")
    if len(line) > _LONGEST_MARKED:
        return line
    line = re.sub(r"!\[[^\]]{0,1000}\]\([^)]{0,1000}\)", "", line)
    line = re.sub(r"\[([^\]]{0,1000})\]\([^)]{0,1000}\)", r"\1", line)
    line = re.sub(r"</?[a-zA-Z][^>]{0,1000}>", "", line)
    line = re.sub(r"\*\*(.{1,2000}?)\*\*", r"\1", line)
    line = re.sub(r"(?<![\w*])[*_](?=\S)(.{1,2000}?)(?<=\S)[*_](?![\w*])", r"\1", line)
    if line.lstrip().startswith("|") and line.rstrip().endswith("|"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            return ""
        line = "- " + " · ".join(cell for cell in cells if cell)
    return line


def _marked_heading(line: str) -> Block | None:
    marked = re.match(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$", line)
    if not marked:
        return None
    number, title = split_number(single_spaced(marked.group(2)))
    return Block("heading", title, level=len(marked.group(1)), number=number) if title else None


def _bold_heading(raw: str, line: str) -> Block | None:
    """A line that is bold as a whole, with at most a bracket after it, is a heading that the author did not mark as one."""
    if not _BOLD_LINE.match(raw) or len(line) > 90 or line.rstrip().endswith((".", ":", ",")):
        return None
    number, title = split_number(single_spaced(line))
    return Block("heading", title, number=number) if title else None


def _item(line: str) -> Block:
    match = _BULLET.match(line)
    assert match is not None
    return Block("item", single_spaced(line[match.end() :]), indent=len(match.group(1).expandtabs(4)))


def single_spaced(text: str) -> str:
    """The text with every run of blanks as one blank."""
    return re.sub(r"\s+", " ", text).strip()


def join_lines(lines: list[str]) -> str:
    """The lines of one paragraph as one text."""
    joined = lines[0]
    for line in lines[1:]:
        joined = glue(joined, line)
    return single_spaced(joined)


def glue(first: str, second: str) -> str:
    """Two parts of one text: a hyphen at the break goes when a lower-case letter follows it, but stays after an abbreviation."""
    if re.match(r"(?!(?:og|eller|samt)\b)[a-zæøå]{2,}", second):
        if re.search(r"[a-zæøå]{2,}-$", first):
            return first[:-1] + second
        if re.search(r"[A-ZÆØÅ0-9]-$", first):
            return first + second
    return f"{first} {second}"


def stands_alone(previous: str, line: str) -> bool:
    """Two short lines under each other are two lines (an address, a cover), not one wrapped paragraph."""
    return len(previous) < 60 and not previous.endswith((",", "-")) and line.strip()[:1].isupper()


def _unmarked_headings(blocks: list[Block], entries: list[ContentsEntry]) -> list[Block]:
    """Headings that the file marks only by their number, as a part ("DEL I") or by standing in the contents list."""
    listed = {entry.key for entry in entries}
    listed_numbers = {entry.number for entry in entries if entry.number}
    numbering = Numbering()
    result = []
    for position, block in enumerate(blocks):
        if block.kind == "paragraph" and len(block.text) <= 140:
            number, title = split_number(block.text)
            title_like = title[:1].isupper() and not title.endswith((",", ";", ":"))
            by_number = bool(number) and title_like and numbering.plausible(number)
            in_list = contents_key(number, title) in listed or (by_number and number in listed_numbers)
            alone = by_number and "." not in title[:-1] and (not entries or _before_prose(blocks, position))
            if title and (in_list or alone or _PART.match(block.text)):
                block = Block("heading", _without_full_stop(title) if number else title, number=number, page=block.page)
        if block.kind == "heading":
            numbering.saw(block.number)
        result.append(block)
    return result


def _without_full_stop(title: str) -> str:
    return title if ends_in_abbreviation(title) else title.removesuffix(".")


def _before_prose(blocks: list[Block], position: int) -> bool:
    following = blocks[position + 1] if position + 1 < len(blocks) else None
    return following is not None and len(following.text) > 40


def _continue_over_breaks(blocks: list[Block]) -> list[Block]:
    """Join a paragraph or item that a page break has cut in two."""
    result: list[Block] = []
    for block in blocks:
        before = result[-1] if result else None
        if before and block.kind == "paragraph" and before.kind in ("paragraph", "item") and _goes_on(before.text, block.text):
            result[-1] = _continued(before, block)
        else:
            result.append(block)
    return result


def _continued(first: Block, second: Block) -> Block:
    """Both blocks as one, which knows where the second one's pages begin in it."""
    text = glue(first.text, second.text)
    at = len(text) - len(second.text)
    last_page = first.breaks[-1][1] if first.breaks else first.page
    turned = ((at, second.page),) if second.page is not None and second.page != last_page else ()
    return replace(first, text=text, breaks=(*first.breaks, *turned, *((at + offset, page) for offset, page in second.breaks)))


def _goes_on(first: str, second: str) -> bool:
    if first.endswith("-") and second[:1].islower():
        return True
    if first.endswith(_TERMINAL) or len(first) < 25:
        return False
    last_word = first.split()[-1].lower()
    return second[:1].islower() or second.startswith("(") or last_word in _OPEN_ENDED
