"""Blocks in, canonical text with its sections and sentences out. Here every offset is made; nowhere is one searched for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from corpus.blocks import Block
from corpus.contents import ContentsEntry, contents_key
from corpus.numbering import depth_of
from corpus.plan import PageBreak, Section, Sentence, SentenceKind, Signatory
from corpus.sentences import split_sentences

_TOP_WORDS = re.compile(r"^(forord|indledning|resum[eé]|baggrund|sammenfatning|afslutning|bilag\b.*|litteratur|kilder)$", re.IGNORECASE)
_PART = re.compile(r"^DEL\s+([IVX]+|\d+)\b", re.IGNORECASE)


@dataclass(slots=True)
class Assembly:
    """The canonical text under construction and the parts that lie over it."""

    text: str = ""
    sections: list[Section] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    signatories: list[Signatory] = field(default_factory=list)
    pages: list[PageBreak] = field(default_factory=list)


def assemble(blocks: list[Block], entries: list[ContentsEntry]) -> Assembly:
    """Write the blocks one after the other and note where each section, sentence and signature lies."""
    depths = _heading_depths(blocks, entries)
    cover_end = _cover_end(blocks, entries)
    built = Assembly()
    open_titles: list[tuple[int, str]] = []
    lead: int | None = None
    for position, block in enumerate(blocks):
        start = _append(built, block)
        if block.page is not None and (not built.pages or built.pages[-1].page != block.page):
            built.pages.append(PageBreak(block.page, start))
        built.pages += [PageBreak(page, start + len(_number(block)) + offset) for offset, page in block.breaks]
        if position == 0 and cover_end > 0:
            built.sections.append(Section(0, "", block.text, 0, (block.text,), "cover", start, start, start))
        elif block.kind == "heading" and position >= cover_end:
            _open_section(built, block, start, depths[position], open_titles)
            lead = None
            continue
        elif not built.sections:
            built.sections.append(Section(0, "", "", 0, ("",), "body", start, start, start))
        lead = _add_sentences(built, block, start, lead)
        built.sections[-1] = replace(built.sections[-1], end=len(built.text))
    built.sections = [_with_kind(section, built) for section in built.sections]
    return built


def _append(built: Assembly, block: Block) -> int:
    """Append the block's words; returns where they start (after a bullet, which is layout)."""
    if built.text:
        tight = block.kind in ("item", "signature")
        built.text += "\n" if tight else "\n\n"
    bullet = "- " if block.kind == "item" else ""
    start = len(built.text) + len(bullet)
    built.text += bullet + _number(block) + block.text
    return start


def _number(block: Block) -> str:
    return f"{block.number}{'' if '.' in block.number else '.'} " if block.number else ""


def _open_section(built: Assembly, block: Block, start: int, depth: int, open_titles: list[tuple[int, str]]) -> None:
    while open_titles and open_titles[-1][0] >= depth:
        open_titles.pop()
    open_titles.append((depth, block.text))
    index, end = len(built.sections), len(built.text)
    path = tuple(title for _, title in open_titles)
    built.sections.append(Section(index, block.number, block.text, depth, path, "body", start, end, end))
    built.sentences.append(Sentence(len(built.sentences), index, "heading", start, end))


def _add_sentences(built: Assembly, block: Block, start: int, lead: int | None) -> int | None:
    """Add the block's sentences; returns the sentence that introduces the items that follow."""
    section = len(built.sections) - 1
    kind: SentenceKind = block.kind if block.kind in ("item", "signature") else "prose"
    if kind == "signature":
        name, _, office = block.text.partition(", ")
        built.signatories.append(Signatory(name, office, start, start + len(block.text)))
        built.sentences.append(Sentence(len(built.sentences), section, kind, start, start + len(block.text)))
        return None
    for begin, end in split_sentences(block.text):
        built.sentences.append(Sentence(len(built.sentences), section, kind, start + begin, start + end, lead if kind == "item" else None))
    if kind == "item":
        return lead
    return built.sentences[-1].index if block.text.rstrip().endswith((":", ";", ",", " at")) else None


def _with_kind(section: Section, built: Assembly) -> Section:
    own = [s for s in built.sentences if s.section == section.index and s.kind != "heading"]
    signed = own and all(s.kind == "signature" for s in own)
    return replace(section, kind="signatories") if signed and section.kind == "body" else section


def _cover_end(blocks: list[Block], entries: list[ContentsEntry]) -> int:
    """How many blocks the cover has: all before the first heading that is a section of the plan, not its title."""
    listed = {entry.key for entry in entries}
    for position, block in enumerate(blocks):
        if block.kind != "heading":
            continue
        opens = block.number or _TOP_WORDS.match(block.text) or _PART.match(block.text) or contents_key(block.number, block.text) in listed
        if opens:
            return position
    headings = [position for position, block in enumerate(blocks) if block.kind == "heading"]
    return headings[1] if len(headings) > 1 and headings[0] == 0 else 0


def _heading_depths(blocks: list[Block], entries: list[ContentsEntry]) -> dict[int, int]:
    """Depth of every heading. Numbers decide; an unnumbered heading lies below the numbered one above it unless the marks say otherwise."""
    headings = {position: block for position, block in enumerate(blocks) if block.kind == "heading"}
    marks = _consistent_marks(list(headings.values()))
    numbered_listed = [entry for entry in entries if not entry.number]
    depths: dict[int, int] = {}
    current, current_level = 0, 0
    for position, block in headings.items():
        if block.number:
            depth = depth_of(block.number)
            current, current_level = depth, block.level
        elif _PART.match(block.text):
            depth, current = 0, 0
        elif _TOP_WORDS.match(block.text) or any(entry.title.lower() == block.text.lower() for entry in numbered_listed):
            depth, current, current_level = 1, 1, block.level
        elif marks and block.level and current and block.level <= current_level:
            depth = next((d for d, level in sorted(marks.items()) if level == block.level), 1)
            current, current_level = depth, block.level
        elif current:
            depth = current + 1 + max(0, block.level - current_level - 1 if marks else 0)
        else:
            depth = max(1, block.level)
        depths[position] = depth
    return depths


def _consistent_marks(headings: list[Block]) -> dict[int, int]:
    """Number depth → heading level, when every depth has one level and deeper numbers have more marks; else empty."""
    levels: dict[int, set[int]] = {}
    for block in headings:
        if block.number and block.level:
            levels.setdefault(depth_of(block.number), set()).add(block.level)
    single = {depth: next(iter(found)) for depth, found in levels.items() if len(found) == 1}
    rising = all(single[a] < single[b] for a in single for b in single if a < b)
    return single if single and len(single) == len(levels) and rising else {}
