"""Finds headings inside running text, given the titles of the contents list run together in one string.

Neither the contents string nor the text says where a title ends. But where a heading stands in the text, contents and text agree word by
word from the title's first word to its last and neither before nor after. So the titles are the contents string cut into the pieces that
agree with the text, each piece as long as it agrees at its place, in rising order; of all such cuts the one that uses the most words, and
then the one with the most pieces, wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from corpus.numbering import depth_of, split_number


@dataclass(frozen=True, slots=True)
class Heading:
    """A title found in running text; ``start`` includes its number, ``end`` is one past the title."""

    number: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def _words(text: str) -> list[_Word]:
    return [_Word(match.group(), match.start(), match.end()) for match in re.finditer(r"\S+", text)]


def find_headings(text: str, listed: str) -> list[Heading]:
    """The headings of ``text`` whose titles stand, in order, in ``listed``. Numbers lost in ``text`` are "" here."""
    titles, words = _words(listed), _words(text)
    places: dict[str, list[int]] = {}
    for position, word in enumerate(words):
        places.setdefault(word.text, []).append(position)

    @cache
    def best(title: int, word: int) -> tuple[int, int, tuple[tuple[int, int], ...]]:
        """(words used, pieces, ((word position, length), …)) for ``titles[title:]`` found at or after ``word``."""
        if title >= len(titles):
            return 0, 0, ()
        choice = (*best(title + 1, word)[:2], best(title + 1, word)[2])
        for place in places.get(titles[title].text, ()):
            if place < word:
                continue
            length = _agreement(titles, words, title, place)
            cut_off = title > 0 and place > 0 and titles[title - 1].text == words[place - 1].text
            if cut_off or not _heading_like(words, place, length):
                continue
            used, pieces, rest = best(title + length, place + length)
            candidate = (used + length, pieces + 1, ((place, length), *rest))
            if candidate[:2] > choice[:2]:
                choice = candidate
        return choice

    return [_heading(words, place, length) for place, length in best(0, 0)[2]]


def _agreement(titles: list[_Word], words: list[_Word], title: int, place: int) -> int:
    length = 0
    while title + length < len(titles) and place + length < len(words) and titles[title + length].text == words[place + length].text:
        length += 1
    return length


def _heading_like(words: list[_Word], place: int, length: int) -> bool:
    """A heading begins with a capital and is followed by a capital, a number or nothing."""
    first = words[place].text.lstrip('"”(')
    following = words[place + length].text.lstrip('"”(-') if place + length < len(words) else ""
    return first[:1].isupper() and (not following or not following[0].islower())


def _heading(words: list[_Word], place: int, length: int) -> Heading:
    title = " ".join(word.text for word in words[place : place + length])
    start, number = words[place].start, ""
    if place > 0:
        number, _ = split_number(f"{words[place - 1].text} {title}")
        start = words[place - 1].start if number else start
    return Heading(number, title, start, words[place + length - 1].end)


def known_numbers(headings: list[Heading]) -> list[Heading]:
    """Fill in numbers that the transcript lost, where the numbers around them leave one possibility.

    A title in capitals is a chapter where numbered chapters are in capitals; between "3.1" and "4" the others are "3.2", "3.3" …
    """
    capitals = any(depth_of(h.number) == 1 and h.title.isupper() for h in headings if h.number)
    filled: list[Heading] = []
    last: tuple[int, ...] = ()
    for heading in headings:
        if heading.number:
            last = tuple(int(part) for part in heading.number.split("."))
        elif last and capitals and not heading.title.isupper():
            last = (last[0], last[1] + 1) if len(last) > 1 else (last[0], 1)
            heading = replace(heading, number=".".join(map(str, last)))
        filled.append(heading)
    return filled if _rising(filled) else headings


def _rising(headings: list[Heading]) -> bool:
    numbers = [tuple(int(part) for part in h.number.split(".")) for h in headings if h.number]
    return all(first < second for first, second in zip(numbers, numbers[1:], strict=False))
