"""The plan and its parts: every part is a half-open character span into ``Plan.text``.

All offsets count Unicode code points of the canonical text, so ``plan.text[part.start:part.end]`` is the part's own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SectionKind = Literal["cover", "body", "signatories"]
SentenceKind = Literal["prose", "item", "heading", "signature"]


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered or titled part of a plan: its heading and its own text, without the text of its sub-sections.

    Attributes:
        index: position in ``Plan.sections``.
        number: the plan's own number without a closing dot ("4.2", "05.1"), or "".
        title: the heading's words, without the number.
        depth: 1 for a chapter, 2 for its sections, and so on; 0 for a part ("DEL 1") and the cover.
        path: titles from the outermost ancestor down to this section.
        start: first character of the heading.
        body_start: first character after the heading.
        end: one past the last character of the section's own text.
    """

    index: int
    number: str
    title: str
    depth: int
    path: tuple[str, ...]
    kind: SectionKind
    start: int
    body_start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, list item, heading or signature line.

    Attributes:
        lead: index in ``Plan.sentences`` of the sentence that introduces a list item ("Der er tale om følgende fokusområder:"), or None.
    """

    index: int
    section: int
    kind: SentenceKind
    start: int
    end: int
    lead: int | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person who signs the plan. ``office`` is "" where the plan gives the name alone."""

    name: str
    office: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the plan names one of its own kommuner (on the cover, under a signature, in the text)."""

    kommune: str
    where: Literal["cover", "signature", "text"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The plan says two things about itself. ``code`` names the kind, ``stated`` and ``found`` are the two values.

    Codes: ``kommune_count`` (the text says 7 kommuner, the cover or the signatures name 6),
    ``cover_signatures`` (the cover and the signatures name different kommuner).
    """

    code: Literal["kommune_count", "cover_signatures"]
    stated: str
    found: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Page ``page`` of the original begins at character ``start``."""

    page: int
    start: int


@dataclass(frozen=True, slots=True)
class FileNote:
    """A caveat about the file that the plan was read from.

    Attributes:
        code: ``pages_lost``: glyphs stand on these pages that give no characters; ``pages_scanned``: pictures and no text.
        total: pages of the file.
    """

    code: Literal["pages_lost", "pages_scanned"]
    pages: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is indexed and retrieved: whole sentences inside one section of one plan."""

    plan: str
    section: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One samarbejdsplan of one district and one year.

    Attributes:
        id: folded district, hyphen, year: "oestjylland-2024".
        file: name of the file it came from, without folder.
        text: canonical text, NFC, everything points into it.
        kommuner: the plan's own kommuner in the order it first names them, read from the plan alone.
        kommune_mentions: the places that ``kommuner`` rests on.
        retold: True where the file is a retelling shipped with the program, not the original.
        notes: what of the file could not be read, the gravest first.
    """

    id: str
    file: str
    title: str
    district: str
    year: int
    text: str
    kommuner: tuple[str, ...]
    kommune_mentions: tuple[Mention, ...]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    signatories: tuple[Signatory, ...]
    contradictions: tuple[Contradiction, ...]
    pages: tuple[PageBreak, ...]
    retold: bool
    notes: tuple[FileNote, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The original's page that holds the character at ``offset``, or None where the file has no page marks."""
        page = None
        for mark in self.pages:
            if mark.start > offset:
                break
            page = mark.page
        return page

    def number_of(self, section: Section) -> str:
        """The section's number, or that of the nearest numbered section it lies in; "" where there is none."""
        if section.number:
            return section.number
        depth = section.depth
        for above in reversed(self.sections[: section.index]):
            if above.depth < depth:
                if above.number:
                    return above.number
                depth = above.depth
        return ""

    def section_at(self, offset: int) -> Section:
        """The section whose own text holds ``offset``.

        Raises:
            ValueError: ``offset`` lies outside the text.
        """
        for section in self.sections:
            if section.start <= offset < section.end or section.start == section.end == offset:
                return section
        raise ValueError(f"offset {offset} lies in no section of {self.id} (text has {len(self.text)} characters)")
