"""Contents lists: they name the sections and are structure, never text to search."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numbering import split_number

_TITLES = frozenset({"indhold", "indholdsfortegnelse", "indholdsoversigt", "contents"})
_LEADER = re.compile(r"^(?P<title>.*?\S)\s*(?:\.{3,}|…+|_{3,}|(?:\.\s){3,})\s*(?P<page>\d{1,4})\s*$")
_TABBED = re.compile(r"^(?P<title>.*?\S)(?:\t+|\s{3,})(?P<page>\d{1,4})\s*$")

# No title is longer, and the patterns need the square of a line's length.
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents list. ``leader`` is True where dots lead to the page number."""

    number: str
    title: str
    page: int
    leader: bool

    @property
    def key(self) -> str:
        """What a heading must equal to be this entry, see ``contents_key``."""
        return contents_key(self.number, self.title)


def contents_key(number: str, title: str) -> str:
    """Number and title without case, dots and spacing, so that a heading meets its line in the contents list."""
    return number + " " + re.sub(r"[\W_]+", "", title.lower())


def is_contents_title(line: str) -> bool:
    """True for the heading over a contents list."""
    return line.strip(" :#*").lower() in _TITLES


def parse_contents_line(line: str) -> ContentsEntry | None:
    """The entry that a line of a contents list holds, or None for any other line."""
    if len(line) > _LONGEST:
        return None
    for pattern, leader in ((_LEADER, True), (_TABBED, False)):
        match = pattern.match(line)
        if match:
            number, title = split_number(re.sub(r"\s+", " ", match["title"].strip(" .…\t")))
            return ContentsEntry(number, title, int(match["page"]), leader)
    return None
