"""Reads a question: its language, what kind of answer it asks for, and the plans, years and kommuner it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import QuestionError
from corpus.gazetteer import NameHit, find_districts, find_kommuner, fold
from index.danish import STOPWORDS, is_danish
from index.glossary import danish_verbs, is_english
from rag.answer import Language
from rag.question_frame import Frame, find_frame, without_leading
from rag.question_patterns import HISTORY, KINDS, NEWEST, PLAN_YEAR, YEAR, Kind
from rag.wording import FRAME, GENERIC, asked_facts

MAX_CHARACTERS = 2000

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
        "that this many much any between from by it its can should will tell list about mention plans municipalities municipality "
        "their one ones count counts makes because through some having trying giving telling remains doing becoming well regards "
        "cannot above itself towards apart turns behalf went saw took soon happen happens becomes "
        "jutland funen zealand copenhagen meaning explain means name names"
    ).split()
)
_PREPOSITIONS = frozenset("i på til for med af om hos fra ved mod under over mellem blandt".split())
# So many function words settle the language alone; of the other words each counts so much.
_SURE_WORDS = 3
_OF_CONTENT = 0.4


def _plan_years(text: str) -> tuple[int, ...]:
    """Years that the question names as the years of plans: "planen for Fyn fra 2019", "planerne fra 2021 og 2024", "2024-planen"."""
    named = (match.group("after") or match.group("named") or match.group("before") for match in PLAN_YEAR.finditer(text))
    return tuple(dict.fromkeys(int(year) for years in named for year in YEAR.findall(years)))


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    Attributes:
        frame: where the question proper stands in the text; what is told before and after it sets the scope.
        districts: official Danish names of the districts it names.
        years: every year it names; ``plan_years`` those it names as the year of a plan.
        kommuner: official names of the kommuner it names.
        proper: names of several words as typed ("Dansk Stalking Center"); a sentence that holds one whole is meant.
        single: names of one word ("Aars"), those of districts and kommuner left out; a figure of another thing is no answer.
        asked: kinds of fact that the wording asks for ("hours" for åbningstider), () where it does not say; ``asked_words`` said so.
        names: the spans of district and kommune names, which are scope and not topic.
    """

    text: str
    frame: Frame
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
    proper: tuple[str, ...] = ()
    single: tuple[str, ...] = ()

    @property
    def asked_kommuner(self) -> tuple[str, ...]:
        """The kommuner that the question proper names: "Jeg arbejder i Vejle. Hvem …?" asks of none."""
        inside = (hit.name for hit in self.names if hit.start >= self.frame.start and hit.name in self.kommuner)
        return tuple(dict.fromkeys(inside))

    @property
    def core(self) -> str:
        """The question proper."""
        return self.frame.core(self.text)

    @property
    def folded(self) -> str:
        """The question proper as patterns for what is asked meet it: lower case, "aa" for "å"."""
        return fold(self.core)

    @property
    def meant(self) -> str:
        """The question with what it takes up, and without what it does not."""
        return self.text[: self.frame.end] if self.frame.leans else self.core


def analyse(text: str) -> Question:
    """Read a question.

    Raises:
        QuestionError: ``question_empty``, ``question_too_long``.
    """
    clean = _clean(text)
    frame = find_frame(clean)
    core = frame.core(clean)
    hits = find_districts(clean)
    # "Bornholm" and "København" are both; with the word kommune after them they are the kommune.
    kommuner = [h for h in find_kommuner(clean, any_case=True) if not any(d.start <= h.start < d.end for d in hits)]
    kind = kind_of(without_leading(core))
    # "Har stationen faste åbningstider?" asks whether, not when.
    asked, words = asked_facts(core) if kind != "yesno" else ((), frozenset())
    return Question(
        text=clean,
        frame=frame,
        language=language_of(_without(clean, (*hits, *kommuner))),
        kind=kind,
        districts=tuple(dict.fromkeys(hit.name for hit in hits)),
        years=tuple(dict.fromkeys(int(year) for year in YEAR.findall(clean))),
        plan_years=_plan_years(clean),
        kommuner=tuple(dict.fromkeys(hit.name for hit in kommuner)),
        newest=NEWEST.search(clean) is not None,
        history=HISTORY.search(clean) is not None,
        names=tuple(sorted((*hits, *kommuner), key=lambda hit: hit.start)),
        asked=asked,
        asked_words=words,
        proper=_proper_names(core),
        single=_single_names(core, frozenset(word for hit in (*hits, *kommuner) for word in clean[hit.start : hit.end].split())),
    )


def _without(text: str, names: Sequence[NameHit]) -> str:
    """The text without the names in it, which are Danish in every language; "East Jutland" stays, it is English."""
    for hit in sorted(names, key=lambda one: -one.start):
        if not _ENGLISH & set(text[hit.start : hit.end].lower().split()):
            text = f"{text[: hit.start]} {text[hit.end :]}"
    return text


def _clean(text: str) -> str:
    clean = re.sub(r"\s+", " ", unicodedata.normalize("NFC", "".join(c if c.isprintable() else " " for c in text))).strip()
    if not re.search(r"\w", clean):
        raise QuestionError("question_empty")
    if len(clean) > MAX_CHARACTERS:
        raise QuestionError("question_too_long", length=len(clean), limit=MAX_CHARACTERS)
    return clean


def _proper_names(core: str) -> tuple[str, ...]:
    """Names of two or more capitalised words inside the question; the first word of the question is capitalised in any case."""
    found = re.finditer(r"\b[A-ZÆØÅ][\w-]+(?:\s+(?:(?:og|i|for|mod|&)\s+)?[A-ZÆØÅ][\w-]+)+", core)
    names = (match.group() for match in found if match.start() > 0)
    return tuple(name for name in names if not find_kommuner(name) and not find_districts(name))


def _single_names(core: str, known: frozenset[str]) -> tuple[str, ...]:
    """Capitalised words inside the question that stand alone, are no abbreviation and no word of either language's glossary."""
    found = re.finditer(r"(?<=[a-zæøå,] )[A-ZÆØÅ][a-zæøå]{2,}\b(?!\s+[A-ZÆØÅ])", core)
    names = (match.group() for match in found if not re.search(r"[A-ZÆØÅ][\w-]*\s$", core[: match.start()]))
    # Only as it is written: "Aars" is a town, "års" a word.
    return tuple(name for name in names if name not in known and not is_english(name) and name.lower() not in FRAME | STOPWORDS | GENERIC)


def language_of(text: str) -> Language:
    """ "da" or "en" by function words, then by which language's words the others are; Danish letters and a tie mean Danish.

    >>> language_of("which kommuner have an Infohus?"), language_of("agenda deadline district council")
    ('en', 'en')
    """
    words = re.findall(r"[a-zæøå]+", text.lower())
    danish: float = sum(word in _DANISH for word in words) + 0.5 * any(letter in text.lower() for letter in "æøå")
    english: float = sum(word in _ENGLISH for word in words)
    if not words or danish + english >= _SURE_WORDS:
        return "en" if english > danish else "da"
    # Typed in a hurry there are few function words ("police response minutes per district"), so every word counts a little.
    danish += _OF_CONTENT * sum(is_danish(word) for word in words)
    english += _OF_CONTENT * sum(is_english(word) for word in words)
    return "en" if english > danish else "da"


def kind_of(text: str) -> Kind:
    """The kind of answer asked for; "yesno" for a question that begins with its verb, "describe" where no word says more."""
    low = fold(text)
    for kind, pattern in KINDS:
        if pattern.search(low):
            return kind
    return "yesno" if _begins_with_verb(text) else "describe"


def _begins_with_verb(text: str) -> bool:
    """ "Afgiver politiet betjente til grænsen?": a verb in the present, active or passive, then what it is said of."""
    words = re.findall(r"[a-zæøå]+", text.lower())
    # What follows a verb is who does it; "kontakter i Aarhus" has none and is a noun.
    return len(words) > 2 and words[0][-1] in "rs" and words[0][:-1] in danish_verbs() and words[1] not in _PREPOSITIONS
