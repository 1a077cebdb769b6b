"""Figures, years, dates and weekdays that a sentence states, in one form for Danish and English: "to gange" and "twice" both say 2.

What a claim *states* is read strictly, what a plan *offers* generously: "en" is an article in a claim and may be a 1 in the plan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.answer import Language

FigureKind = Literal["number", "percent", "year", "date", "month", "weekday", "paragraph", "contact"]

_MONTHS = (
    ("januar", "january"), ("februar", "february"), ("marts", "march"), ("april", "april"), ("maj", "may"), ("juni", "june"),
    ("juli", "july"), ("august", "august"), ("september", "september"), ("oktober", "october"), ("november", "november"),
    ("december", "december"),
)  # fmt: skip
_WEEKDAYS = (
    ("mandag", "monday"), ("tirsdag", "tuesday"), ("onsdag", "wednesday"), ("torsdag", "thursday"), ("fredag", "friday"),
    ("lørdag", "saturday"), ("søndag", "sunday"),
)  # fmt: skip
_MONTH_OF = {name: at for at, names in enumerate(_MONTHS, 1) for name in names}
_DAY_OF = {name: at for at, names in enumerate(_WEEKDAYS, 1) for name in names}
_ONES = "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten".split()
_ENGLISH_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = {"tyve": 20, "tredive": 30, "fyrre": 40, "halvtreds": 50, "tres": 60, "halvfjerds": 70, "firs": 80, "halvfems": 90}
_ENGLISH_TENS = {name: 10 * at for at, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_WORDS: dict[Language, dict[str, float]] = {
    "da": {
        **{word: value for value, word in enumerate(_ONES) if value > 1},
        **_TENS,
        **{f"{one}og{ten}": tens + value for ten, tens in _TENS.items() for value, one in enumerate(_ONES) if 0 < value < 10},
        "én": 1, "ét": 1, "tredje": 3, "fjerde": 4, "femte": 5, "sjette": 6, "syvende": 7, "ottende": 8, "niende": 9, "tiende": 10,
        "hundrede": 100, "tusind": 1000, "halvanden": 1.5, "halvandet": 1.5, "dusin": 12,
    },
    "en": {
        **{word: value for value, word in enumerate(_ENGLISH_ONES) if value > 1},
        **_ENGLISH_TENS,
        **{
            f"{ten}-{one}": tens + value
            for ten, tens in _ENGLISH_TENS.items() for value, one in enumerate(_ENGLISH_ONES) if 0 < value < 10
        },
        "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
        "hundred": 100, "thousand": 1000, "twice": 2, "thrice": 3, "once": 1, "dozen": 12,
    },
}  # fmt: skip
# What may stand for a figure in a plan without being stated by one.
_MAYBE: dict[str, tuple[float, ...]] = {
    "en": (1,), "et": (1,), "one": (1,), "første": (1,), "anden": (2,), "andet": (2,), "begge": (2,), "both": (2,), "first": (1,),
    "kvartal": (4, 3), "kvartalsvis": (4, 3), "kvartalsvise": (4, 3), "quarterly": (4, 3), "halvår": (2, 6), "halvårlig": (2, 6),
    "halvårlige": (2, 6), "halvårligt": (2, 6), "årlig": (1,), "årlige": (1,), "årligt": (1,),
    "månedlig": (12, 1), "månedlige": (12, 1), "månedligt": (12, 1), "ugentlig": (1,), "ugentlige": (1,), "ugentligt": (1,),
    "døgn": (24,), "døgnet": (24, 7), "halvdelen": (50,), "dobbelt": (2,), "par": (2,),
}  # fmt: skip

_PER = frozenset("årlig årlige årligt månedlig månedlige månedligt ugentlig ugentlige ugentligt kvartal".split())

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%]|[.,]\d)")
_CONTACT = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:https?://|www\.)\S+|(?<!\d)\d{2}(?:\s?\d{2}){3}(?!\d)")
_PARAGRAPH = re.compile(r"(?:§+|\b[Ss]ections?|\b[Pp]aragra(?:f|ph)s?)\s*(\d+)")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?![\d])|(?<![\d.,])\d+(?:[.,]\d+)?")
_HALF = re.compile(r"^\s?½")
_PERCENT = re.compile(r"^\s?(?:%|procent|pct\.?|per\s?cent)", re.IGNORECASE)
_DANISH_DAY = re.compile(rf"\b(\d{{1,2}})\.?(?:st|nd|rd|th)?\s(?:of\s)?({'|'.join(_MONTH_OF)})\b", re.IGNORECASE)
_ENGLISH_DAY = re.compile(rf"\b({'|'.join(english for _, english in _MONTHS)})\s(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)", re.IGNORECASE)
_RANGE_DAY = re.compile(rf"\b(\d{{1,2}})\.?\s?(?:-|–|til|to|og|and)\s?(?:den\s)?\d{{1,2}}\.?\s({'|'.join(_MONTH_OF)})\b", re.IGNORECASE)
# "May" and "march" are also words.
_MONTH = re.compile(rf"\b(?i:{'|'.join(m for m in _MONTH_OF if m not in ('may', 'march'))})\b|(?<=\w\s)\b(?:May|March)\b")
_WEEKDAY = re.compile(rf"\b({'|'.join(_DAY_OF)})(?:e|en|ene|s)?\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CLOCK = re.compile(r"\bkl\.?\s?[\d.:]*(?:\s?(?:-|–|til|og)\s?)?(?:kl\.?\s?)?$", re.IGNORECASE)
_OFTEN = re.compile(r"\b(?:gange|møder|times|meetings)\b", re.IGNORECASE)
_AGED = re.compile(r"(\w+?)(?:årig|dages|ugers|måneders|timers)\w*$")
# Behind a figure in digits that the plan says in words: "24 timer" for "døgnet rundt".
_COUNTS = re.compile(r"^\s*(?:hours?|timer|procent|per\s?cent|months?|måneder)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. ``key`` is its value in one spelling: "2310", "2.5", "12-09" for a day, "3" for a weekday or month."""

    kind: FigureKind
    key: str
    start: int
    end: int


@lru_cache(maxsize=16_384)
def stated(text: str, language: Language = "da") -> tuple[Figure, ...]:
    """The figures that a claim states, in order.

    >>> [(f.kind, f.key) for f in stated("Den 9. december 2021 kom 63 % af 2.310 sager")]
    [('date', '12-09'), ('year', '2021'), ('percent', '63'), ('number', '2310')]
    """
    taken: list[Figure] = []
    words = _WORDS[language]
    for kind, pattern in (("contact", _CONTACT), ("paragraph", _PARAGRAPH)):
        for match in pattern.finditer(text):
            key = re.sub(r"[\s.]+$|\s", "", match.group(1) if kind == "paragraph" else match.group().lower())
            _take(taken, Figure(kind, key, *match.span()))  # type: ignore[arg-type]
    for match in _RANGE_DAY.finditer(text):
        _take(taken, Figure("date", _day(match[2], match[1]), match.start(1), match.end(1)))
    for match in _DANISH_DAY.finditer(text):
        _take(taken, Figure("date", _day(match[2], match[1]), *match.span()))
    for match in _ENGLISH_DAY.finditer(text):
        _take(taken, Figure("date", _day(match[1], match[2]), *match.span()))
    for match in _YEAR.finditer(text):
        _take(taken, Figure("year", match.group(), *match.span()))
    for match in _NUMBER.finditer(text):
        value, end = _value(match.group()), match.end()
        if half := _HALF.match(text[end:]):
            value, end = value + 0.5, end + half.end()
        unit = _PERCENT.match(text[end:])
        _take(taken, Figure("percent" if unit else "number", _key(value), match.start(), end))
    for match in _MONTH.finditer(text):
        _take(taken, Figure("month", str(_MONTH_OF[match.group().lower()]), *match.span()))
    for match in _WEEKDAY.finditer(text):
        _take(taken, Figure("weekday", str(_DAY_OF[match[1].lower()]), *match.span()))
    for match in _WORD.finditer(text):
        if (word := match.group().lower()) in words:
            kind = "percent" if _PERCENT.match(text[match.end() :]) else "number"
            _take(taken, Figure(kind, _key(words[word]), *match.span()))  # type: ignore[arg-type]
    return tuple(sorted(taken, key=lambda figure: figure.start))


@lru_cache(maxsize=16_384)
def forms(text: str, told_in: Language) -> tuple[frozenset[tuple[str, str]], ...]:
    """Each figure of a plan's words as the set of (kind, key) that it may be told as: "kl. 16" is also 4 in the afternoon in English."""
    found = []
    for figure in stated(text):
        ways = {(figure.kind, figure.key)}
        if figure.kind == "date":
            month, _, day = figure.key.partition("-")
            ways |= {("month", str(int(month))), ("number", str(int(day)))}
        if figure.kind == "paragraph":
            ways.add(("number", figure.key))
        if (
            told_in == "en"
            and figure.kind == "number"
            and _CLOCK.search(text[: figure.start])
            and figure.key.isdigit()
            and 12 < int(figure.key) < 25
        ):
            ways.add(("number", str(int(figure.key) - 12)))
        found.append(frozenset(ways))
    return tuple(found)


@lru_cache(maxsize=16_384)
def hinted(text: str) -> frozenset[tuple[str, str]]:
    """What the words of a plan say without a figure: "døgnet" is 24 hours, "kvartalsvis" four times."""
    found: set[tuple[str, str]] = set()
    often = _OFTEN.search(text) is not None
    for match in _WORD.finditer(text.lower()):
        word = match.group()
        # "fire gange om året" is not once.
        if word in _MAYBE and not (often and word in _PER):
            found |= {("number", _key(value)) for value in _MAYBE[word]}
        if word == "halvdelen":
            found.add(("percent", "50"))
        if (age := _AGED.match(word)) and age[1] in _WORDS["da"]:
            found.add(("number", _key(_WORDS["da"][age[1]])))
    return frozenset(found)


def fits(claim: str, plan_words: str, language: Language, beside: frozenset[tuple[str, str]] = frozenset()) -> bool:
    """Whether the plan's words say every figure of the claim, each of theirs at most once; ``beside`` may be said without them."""
    free = list(forms(plan_words, language))
    hints = hinted(plan_words)
    for figure in stated(claim, language):
        one = (figure.kind, figure.key)
        match = next((ways for ways in free if one in ways), None)
        if match is not None:
            free.remove(match)
        elif one in hints and (not claim[figure.start].isdigit() or _COUNTS.match(claim[figure.end :])):
            continue
        elif one not in beside:
            return False
    return True


def is_number_word(word: str, language: Language) -> bool:
    """True for "syv" and "seventh": what it says is judged as a figure."""
    return word in _WORDS[language]


def _take(taken: list[Figure], figure: Figure) -> None:
    if not any(figure.start < other.end and other.start < figure.end for other in taken):
        taken.append(figure)


def _day(month: str, day: str) -> str:
    return f"{_MONTH_OF[month.lower()]:02d}-{int(day):02d}"


def _value(digits: str) -> float:
    """ "2.310" and "2,310" are thousands, "2,5" and "2.5" are not."""
    if re.fullmatch(r"\d{1,3}([.,\u00a0\u202f ]\d{3})+", digits):
        return float(re.sub(r"\D", "", digits))
    return float(digits.replace(",", "."))


def _key(value: float) -> str:
    return f"{value:g}" if value < 1e6 else str(int(value))
