"""The plan's own section numbers: "4.2.", "05.1", "3.1.1"."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[\"”“»'(]?[A-ZÆØÅ])(.*)$", re.DOTALL)


def split_number(heading: str) -> tuple[str, str]:
    """("4.2", "Konfliktråd") from "4.2. Konfliktråd"; the number is "" where there is none.

    >>> split_number("05.1 Det lokale samarbejde")
    ('05.1', 'Det lokale samarbejde')
    """
    match = _NUMBERED.match(heading.strip())
    if match is None or (
        len(match.group(1)) == 2 and match.group(1).isdigit() and not match.group(1).startswith("0") and int(match.group(1)) > 30
    ):
        return "", heading.strip()
    return match.group(1), match.group(2).strip()


def depth_of(number: str) -> int:
    """How deep a number lies: 1 for "4", 2 for "4.2"."""
    return number.count(".") + 1


class Numbering:
    """Tells whether a number can follow the numbers seen before, so that "3 betjente" at a line's start is no heading."""

    def __init__(self) -> None:
        self._last: tuple[int, ...] = ()

    def saw(self, number: str) -> None:
        """Note the number of a heading; "" is ignored."""
        if number:
            self._last = tuple(int(part) for part in number.split("."))

    def plausible(self, number: str) -> bool:
        """True when ``number`` is the first child, the next sibling or the next sibling of an ancestor of the last one."""
        parts = tuple(int(part) for part in number.split("."))
        if not self._last:
            return parts in ((1,), (0,), (1, 1))
        if parts == (*self._last, 1):
            return True
        return any(parts == (*self._last[:depth], self._last[depth] + step) for depth in range(len(self._last)) for step in (1, 2))
