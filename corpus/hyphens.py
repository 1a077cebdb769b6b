"""Whether a hyphen at a line's end is part of the word ("exit-programmet") or only of the layout ("samar-bejde")."""

from __future__ import annotations

import re
from collections.abc import Sequence

_AT_END = re.compile(r"([a-zæøåA-ZÆØÅ-]*[a-zæøå]{2,})-$")
_AT_START = re.compile(r"(?!(?:og|eller|samt)\b)[a-zæøå]{2,}")
_NEVER_LAYOUT = re.compile(r"(?:[^\W\d_]-[A-ZÆØÅ0-9]|\d-\d)$")
# First parts that are written with a hyphen and are no words by themselves.
_PREFIXES = frozenset({"anti", "co", "eks", "ikke", "mini", "pre", "pro", "post", "semi"})
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A program that hyphenates by itself does so in more than one line of fifty.
_BY_ITSELF, _AT_LEAST = 0.02, 5


class Hyphens:
    """The words of one file, which tell how it writes those that it breaks."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words: set[str] = set()
        self._first_parts: set[str] = set()
        broken = 0
        for line in lines:
            broken += _AT_END.search(line) is not None
            # Neither the end nor the beginning of a line is sure to be a whole word.
            inside = _WORD.findall(line)[1:-1]
            self._words.update(word.lower() for word in inside)
            self._first_parts.update(word.lower().split("-")[0] for word in inside if "-" in word)
        self._by_itself = broken >= max(_AT_LEAST, _BY_ITSELF * len(lines))

    def belongs(self, first: str, second: str) -> bool:
        """True where the hyphen between the two parts of a word stays.

        The file's own use of the word decides; else, in a file that is not hyphenated throughout, whether
        a part is a word by itself.
        """
        if _NEVER_LAYOUT.search(first[-2:] + second[:1]):
            return True
        end, start = _AT_END.search(first), _AT_START.match(second)
        if not end or not start:
            return False
        before, after = end.group(1).lower(), start.group().lower()
        if before + after in self._words:
            return False
        if f"{before}-{after}" in self._words or before in self._first_parts or "-" in before:
            return True
        is_word = len(before) > 3 and before in self._words
        return not self._by_itself and (is_word or before in _PREFIXES or (len(after) > 3 and after in self._words))
