"""Numbers and dates as people write them in Danish and English, read to values that can be compared.

Danish writes 5.000 for five thousand and 17,5 or 17 ½ for seventeen and a half; English the other way round. Where a form has two
readings both are kept: a matcher asks whether the wanted value is among them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_DANISH = {
    "nul": 0, "en": 1, "et": 1, "én": 1, "ét": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10,
    "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, "sytten": 17, "atten": 18, "nitten": 19,
    "halvanden": 1.5, "halvandet": 1.5, "begge": 2, "ingen": 0,
}  # fmt: skip
_DANISH_TENS = {
    "tyve": 20, "tredive": 30, "fyrre": 40, "halvtreds": 50, "tres": 60, "halvfjerds": 70, "firs": 80, "halvfems": 90,
}  # fmt: skip
_ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "both": 2, "none": 0,
}  # fmt: skip
_ENGLISH_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {
    "hundrede": 100, "hundred": 100, "tusind": 1000, "tusinde": 1000, "thousand": 1000,
    "mio": 1e6, "million": 1e6, "millioner": 1e6, "millions": 1e6, "mia": 1e9, "milliard": 1e9, "milliarder": 1e9, "billion": 1e9,
}  # fmt: skip
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
# Danish number words that are other words in English: "to", "fire", "en" (route), "ti".
_NOT_IN_ENGLISH = frozenset({"to", "fire", "et", "en", "ti", "ni"})
_ENGLISH_SENTENCE = re.compile(r"\b(?:the|and|are|is|with|which|was|were|have|has)\b", re.IGNORECASE)

_NUMBER = re.compile(r"(?P<whole>\d+(?:[.,]\d+)*)(?:\s?(?P<part>[½¼¾]))?|(?P<only>[½¼¾])|(?P<word>[^\W\d_]+(?:-[^\W\d_]+)?)")


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A number in a text: its possible values and where it stands. ``word`` is True where it is written in letters."""

    values: frozenset[float]
    start: int
    end: int
    word: bool


def digit_values(written: str) -> frozenset[float]:
    """The values that digits with points and commas may stand for.

    >>> sorted(digit_values("5.000"))
    [5.0, 5000.0]
    >>> sorted(digit_values("17,5"))
    [17.5]
    """
    values = set()
    if re.fullmatch(r"\d+", written):
        values.add(float(written))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", written):
        values.add(float(written.replace(".", "").replace(",", ".")))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", written):
        values.add(float(written.replace(",", "")))
    if re.fullmatch(r"\d+[.,]\d+", written):
        values.add(float(written.replace(",", ".")))
    return frozenset(values)


@lru_cache(maxsize=4096)
def numbers(sentence: str) -> tuple[NumberHit, ...]:
    """Every number of a sentence in order, digits and words, Danish and English."""
    english = _ENGLISH_SENTENCE.search(sentence) is not None
    hits: list[NumberHit] = []
    for match in _NUMBER.finditer(sentence):
        values = _word_values(match["word"].lower(), english) if match["word"] else _written_values(match)
        scale = _SCALES.get(match["word"].lower()) if match["word"] else None
        if scale and hits and not sentence[hits[-1].end : match.start()].strip():
            previous = hits.pop()
            scaled = frozenset(value * scale for value in previous.values)
            hits.append(NumberHit(scaled | (previous.values if scale >= 1e6 else frozenset()), previous.start, match.end(), previous.word))
        elif values:
            hits.append(NumberHit(values, match.start(), match.end(), match["word"] is not None))
    return tuple(hits)


def _written_values(match: re.Match[str]) -> frozenset[float]:
    if match["only"]:
        return frozenset({_FRACTIONS[match["only"]]})
    values = digit_values(match["whole"])
    return frozenset(value + _FRACTIONS[match["part"]] for value in values) if match["part"] else values


def _word_values(word: str, english: bool) -> frozenset[float]:
    if english and word in _NOT_IN_ENGLISH:
        return frozenset()
    value = _word_value(word)
    return frozenset() if value is None else frozenset({float(value)})


def _word_value(word: str) -> float | None:
    for table in (_DANISH, _DANISH_TENS, _ENGLISH, _ENGLISH_TENS):
        if word in table:
            return table[word]
    unit, joined, tens = word.rpartition("og")
    if joined and tens in _DANISH_TENS and unit in _DANISH:
        return _DANISH_TENS[tens] + _DANISH[unit]
    tens, joined, unit = word.partition("-")
    if joined and tens in _ENGLISH_TENS and unit in _ENGLISH:
        return _ENGLISH_TENS[tens] + _ENGLISH[unit]
    for scale in ("hundrede", "tusind"):
        if word.endswith(scale) and word.removesuffix(scale) in _DANISH:
            return _DANISH[word.removesuffix(scale)] * _SCALES[scale]
    return _SCALES.get(word) if word in ("hundrede", "tusind", "tusinde") else None


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("januar january jan", "februar february feb", "marts march mar", "april apr", "maj may", "juni june jun", "juli july jul",
         "august aug", "september sept sep", "oktober october okt oct", "november nov", "december dec"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=lambda name: (-len(name), name))) + r")\b\.?"
_DATES = (
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?\s*(?:of\s+)?{_MONTH}(?:,?\s*(?P<year>\d{{4}}))?"),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s*(?P<year>\d{{4}}))?"),
    re.compile(rf"\b{_MONTH},?\s+(?P<year>\d{{4}})"),
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})[./-](?P<number>\d{1,2})[./\s-]+(?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?!\d)"),
)
WANTED_DATE = re.compile(r"(?:(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?|(?:--)?(?P<only_month>\d{2})-(?P<only_day>\d{2}))")


@lru_cache(maxsize=4096)
def dates(text: str) -> frozenset[tuple[int, int, int]]:
    """Every date as (year, month, day), 0 for a part that is not written.

    >>> sorted(dates("Aarhus, den 4. marts 2024"))
    [(2024, 0, 0), (2024, 3, 0), (2024, 3, 4)]
    """
    found = set()
    for pattern in _DATES:
        for match in pattern.finditer(text.lower()):
            parts = match.groupdict()
            month = _MONTHS[parts["month"]] if parts.get("month") else int(parts.get("number") or 0)
            found.add((int(parts.get("year") or 0), month, int(parts.get("day") or 0)))
    return frozenset(found)


def has_date(text: str, wanted: str) -> bool:
    """Whether ``text`` names the date "2024-03-04", the month "2024-03", the year "2024" or the day of any year "--03-31"."""
    match = WANTED_DATE.fullmatch(wanted)
    if match is None:
        return False
    want = (int(match["year"] or 0), int(match["month"] or match["only_month"] or 0), int(match["day"] or match["only_day"] or 0))
    return any(all(not one or one == other for one, other in zip(want, date, strict=True)) for date in dates(text))
