"""Reads a question: its language, what kind of answer it asks for, and the plans, years and kommuner it names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from corpus.errors import QuestionError
from corpus.gazetteer import NameHit, find_districts, find_kommuner, fold
from rag.answer import Language
from rag.wording import asked_facts, fold_pattern

MAX_CHARACTERS = 2000

Kind = Literal["kommuner", "plans", "count", "date", "who", "where", "definition", "yesno", "why", "compare", "describe"]

_DANISH = frozenset(
    (
        "hvad hvor hvem hvilke hvilken hvilket hvornår hvornaar hvordan hvorfor er og det den de en et der som på i af til med om har "
        "kan findes skal vil ikke hos fra ved blev bliver mange meget står hedder kommuner kommune plan planen politiet mellem efter "
        "også nogen noget man fortæl nævner indgår"
    ).split()
)
_ENGLISH = frozenset(
    (
        "what where who whom whose which when how why is are was were the of and in on a an to for with does do did has have there "
        "that this many much any between from by it its can should will tell list about mention plan plans municipalities municipality"
    ).split()
)

# Question words decide the kind; the first pattern that fits wins, so the narrower stand first.
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("why", r"^\W*(og\s+)?hvorfor\b|^\W*(and\s+)?why\b"),
    ("plans", r"\b(hvilke|hvilken)\s+(af\s+)?(planer|plan|samarbejdsplaner|samarbejdsplan|politikredse|politikreds|kredse|kreds|distrikter)\b"
              r"|\bwhich\s+(of\s+the\s+)?(cooperation\s+)?(plans?|police\s+districts?|districts?)\b|\bi hvilke (planer|politikredse|kredse)\b"),
    ("kommuner", r"\b(hvilke|hvilken|hvad for(?: en| nogle)?|what|which|list|nævn|name|vis)\s+(?:\w+\s+){0,2}?(kommuner|kommune|municipalities|municipality|kommunerne|byer|towns|cities)\b"
                 r"|^\W*(kommuner|kommunerne|municipalities)\b|\bi\s+hvilke\s+(kommuner|byer)\b"),
    ("compare", r"\bgennem\s+(årene|tiden|tiderne)|\bhvordan\s+er\s+det\s+gået|\b(siden|since)\s+(19|20)\d\d|\bover\s+the\s+years|\b(vs|versus|kontra|sammenlign\w*|compared?)\b|\b(udvikl(et|er|ing(en)?)|tendens(en)?|trend|forskel(len|le)?)\b|\b(difference|trend|developed|development|evolved)\b"),
    ("count", r"\b(hvor\s+(mange|meget|stor|stort|store|høj|højt|lang|langt|gammel|gamle|ofte|tit|længe)|hvor\s+lang\s+tid|antal(let)?)\b|\bhow\s+(many|much|large|big|high|long|old|often)\b|\b(number|share|percentage)\s+of\b|\bhvad\s+(er|var)\s+(antallet|aldersgrænsen)\b"),
    ("date", r"\b(hvornår|hvornaar|hvilken\s+dato|hvilket\s+år|hvilket\s+aar|siden\s+hvornår|fra\s+hvornår|hvad\s+dato|senest\s+hvornår|slutdato(en)?|startdato(en)?|udløbsdato(en)?|deadline|frist(en)?)\b|\b(when|since\s+when|what\s+(date|year)|which\s+(date|year)|by\s+when)\b"),
    ("who", r"\b(hvem|hvis\s+ansvar|who|whom|whose)\b|\bhvad\s+hedder\s+\w*(borgmester|direktør|formand)\w*|\bwhat\s+is\s+the\s+name\s+of\s+the\s+(mayor|chief|commissioner)"),
    ("definition", r"\bhvad\s+(står|staar|betyder|dækker|menes)\b|\b(betydning(en)?|meaning)\b|\bwhat\s+(does|do)\b.{1,40}\b(stand\s+for|mean|abbreviat)|\b(abbreviation|forkortelse[n]?|akronym(et)?|definition(en)?|forkortet)\b|\bhvad\s+er\b.{1,40}\bfor\s+(noget|nogen|nogle)\b|^\W*(og\s+)?hvad\s+er\s+(en\s+|et\s+|den\s+|det\s+)?[\wæøåÆØÅ+-]+(\s+[\wæøåÆØÅ+-]+)?\s*\??$|^\W*what\s+(is|are)\s+(a\s+|an\s+|the\s+)?[\wæøåÆØÅ+-]+(\s+[\wæøåÆØÅ+-]+)?\s*\??$"),
    ("compare", r"\b(forskel(len|le)?|forskelle|sammenlign\w*|udvikl(et|ing(en)?)\s+(fra|sig|mellem|over)|ændret|ændringer|ændrer|i\s+forhold\s+til\s+(20\d\d|planen\s+fra)|nyt\s+i|mellem\s+(19|20)\d\d\s+og)\b|\b(difference|differences|differ|compare|compared|changed?|changes|trend|develop(ed|ment)?\s+(from|since|over)|between\s+(19|20)\d\d\s+and)\b"),
    ("where", r"^\W*(og\s+)?hvor\b(?!\w)|\bpå\s+hvilken\s+adresse\b|\badresse(n)?\b|^\W*where\b|\baddress\b"),
    ("yesno", r"^\W*(er|har|findes|kan|skal|bliver|blev|vil|får|fik|var|deltager|indgår|gælder|dækker|omfatter|må|eksisterer|samarbejder|bruger|holder|nævner|tager|kører|behandler|arbejder|hører|betaler|mødes|består|ligger|sidder|bor|hjælper|møder|skulle|kunne|burde|står\s+der)\b|^\W*(is|are|was|were|does|do|did|has|have|can|must|will|should)\b"),
)  # fmt: skip

_NEWEST = re.compile(r"\b(nyeste|seneste|aktuelle|gældende|nuværende|newest|latest|current|most recent)\b", re.IGNORECASE)
_HISTORY = re.compile(
    r"\b(tidligere\s+plan\w*|ældre\s+plan\w*|alle\s+år|gennem\s+årene|over\s+tid|udvikling\w*|earlier\s+plans?|older\s+plans?|all\s+years|over\s+time|historisk)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?![\d])")
_PLAN_YEAR = re.compile(
    r"\bplan(?:en|erne|er|s)?(?:\s+[\w-]+){0,4}?\s+(?:for|fra|af|i|of|from|in)?\s*(?P<after>(?:19|20)\d\d(?:(?:,\s*|\s+(?:og|and)\s+)(?:19|20)\d\d)*)"
    r"|\bsamarbejdsplan(?:en|erne)?\s+(?P<named>(?:19|20)\d\d)"
    r"|(?P<before>(?:19|20)\d\d)[- ]?(?:plan(?:en|s)?\b|udgaven|samarbejdsplan(?:en)?|edition|cooperation plan)",
    re.IGNORECASE,
)


def _plan_years(text: str) -> tuple[int, ...]:
    """Years that the question names as the years of plans: "planen for Fyn fra 2019", "planerne fra 2021 og 2024", "2024-planen"."""
    named = (match.group("after") or match.group("named") or match.group("before") for match in _PLAN_YEAR.finditer(text))
    return tuple(dict.fromkeys(int(year) for years in named for year in _YEAR.findall(years)))


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    Attributes:
        preface: characters before the question proper ("Jeg skal holde oplæg: …"), which set no topic.
        aside: where a closing "… and not X" begins: what is not meant is no topic.
        districts: official Danish names of the districts it names.
        years: every year it names; ``plan_years`` those it names as the year of a plan.
        kommuner: official names of the kommuner it names.
        asked: kinds of fact that the wording asks for ("hours" for åbningstider), () where it does not say; ``asked_words`` said so.
        names: the spans of district and kommune names, which are scope and not topic.
    """

    text: str
    preface: int
    aside: int
    language: Language
    kind: Kind
    districts: tuple[str, ...]
    years: tuple[int, ...]
    plan_years: tuple[int, ...]
    kommuner: tuple[str, ...]
    newest: bool
    history: bool
    names: tuple[NameHit, ...]
    asked: tuple[str, ...] = ()
    asked_words: frozenset[str] = frozenset()


def analyse(text: str) -> Question:
    """Read a question.

    Raises:
        QuestionError: ``question_empty``, ``question_too_long``.
    """
    clean = _clean(text)
    core = _without_preface(clean)
    hits = find_districts(clean)
    kommuner = [h for h in find_kommuner(clean, any_case=True) if not any(d.start <= h.start < d.end for d in hits)]
    # "Bornholm" and "København" are both; with the word kommune after them they are the kommune.
    districts = tuple(dict.fromkeys(hit.name for hit in hits))
    asked, words = asked_facts(core)
    return Question(
        text=clean,
        preface=len(clean) - len(core),
        aside=_aside(clean),
        language=language_of(clean),
        kind=kind_of(core),
        districts=districts,
        years=tuple(dict.fromkeys(int(year) for year in _YEAR.findall(clean))),
        plan_years=_plan_years(clean),
        kommuner=tuple(dict.fromkeys(hit.name for hit in kommuner)),
        newest=_NEWEST.search(clean) is not None,
        history=_HISTORY.search(clean) is not None,
        names=tuple(sorted((*hits, *kommuner), key=lambda hit: hit.start)),
        asked=asked,
        asked_words=words,
    )


def _clean(text: str) -> str:
    clean = re.sub(r"\s+", " ", unicodedata.normalize("NFC", "".join(c if c.isprintable() else " " for c in text))).strip()
    if not re.search(r"\w", clean):
        raise QuestionError("question_empty")
    if len(clean) > MAX_CHARACTERS:
        raise QuestionError("question_too_long", length=len(clean), limit=MAX_CHARACTERS)
    return clean


def _without_preface(text: str) -> str:
    """People introduce a question ("I am planning the calendar: how often …"): what stands before the colon or full stop asks nothing."""
    for match in re.finditer(r"[:.;]\s+", text):
        rest = text[match.end() :]
        if len(rest) > 15 and re.search(r"\b(hv(ad|or|em|ilke[nt]?|ornår)|what|which|who|when|where|how)\b|\?$", rest.lower()):
            return rest
    return text


def _aside(text: str) -> int:
    match = re.search(r",?\s+(?:(?:and|og|men|but)\s+(?:not|ikke)|rather than|instead of|i stedet for|frem for)\b(?=[^?]{3,40}\??$)", text, re.IGNORECASE)
    return match.start() if match else len(text)


def language_of(text: str) -> Language:
    """ "da" or "en" by function words; Danish letters and a tie mean Danish.

    >>> language_of("which kommuner have an Infohus?")
    'en'
    """
    words = re.findall(r"[a-zæøå]+", text.lower())
    danish = sum(word in _DANISH for word in words) + 0.5 * any(letter in text.lower() for letter in "æøå")
    english = sum(word in _ENGLISH for word in words)
    return "en" if english > danish else "da"


def kind_of(text: str) -> Kind:
    """The kind of answer asked for; "describe" where no question word says more."""
    low = fold(text)
    for kind, pattern in _KINDS:
        if re.search(fold_pattern(pattern), low):
            return kind
    return "describe"
