"""Word's automatic numbers: the file says "level 2 of list 7", the reader of the page sees "3.2"."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


class Numbers:
    """The numbering definitions of a document and how far each of its lists has counted."""

    def __init__(self, root: Any | None) -> None:
        """``root`` is the element of the numbering part, None where the document has none."""
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        if root is None:
            return
        for found in root.iter(f"{_W}abstractNum"):
            self._abstract[found.get(f"{_W}abstractNumId")] = dict(_levels(found))
        for found in root.iter(f"{_W}num"):
            link = found.find(f"{_W}abstractNumId")
            abstract = link.get(f"{_W}val") if link is not None else ""
            changed = dict(level for override in found.iter(f"{_W}lvlOverride") for level in _levels(override))
            self._lists[found.get(f"{_W}numId")] = (abstract, self._abstract.get(abstract, {}) | changed)

    def is_counted(self, number_id: str, level: int) -> bool:
        """True where the list counts ("1.", "a)"), False for bullets and lists without a mark."""
        found = self._lists.get(number_id, ("", {}))[1].get(level)
        return found is not None and found.form not in ("bullet", "none") and "%" in found.text

    def next(self, number_id: str, level: int) -> str:
        """The mark of the next paragraph of this list and level as it is printed ("3.2", "a)"); "" for bullets."""
        abstract, levels = self._lists.get(number_id, ("", {}))
        if level not in levels:
            return ""
        counts = self._counts[abstract]
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        for higher in range(level):
            if higher in levels:
                counts.setdefault(higher, levels[higher].start)
        if not self.is_counted(number_id, level):
            return ""

        def shown(match: re.Match[str]) -> str:
            named = int(match.group(1)) - 1
            return _formed(counts.get(named, 1), levels[named].form if named in levels else "decimal")

        return re.sub(r"%(\d)", shown, levels[level].text).strip()


def _levels(parent: Any) -> list[tuple[int, _Level]]:
    found = []
    for level in parent.iter(f"{_W}lvl"):
        form, text, start = (_value(level, name) for name in ("numFmt", "lvlText", "start"))
        found.append((int(level.get(f"{_W}ilvl") or 0), _Level(form or "decimal", text, int(start) if start.isdigit() else 1)))
    return found


def _value(level: Any, name: str) -> str:
    found = level.find(f"{_W}{name}")
    return "" if found is None else found.get(f"{_W}val") or ""


def _formed(number: int, form: str) -> str:
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 1 <= number < 40:
        roman = "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        return roman if form == "lowerRoman" else roman.upper()
    return str(number)
