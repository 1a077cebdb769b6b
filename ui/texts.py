"""Every sentence a user sees, by key, in Danish and English: ``text("ask.button", "da")``.

The sentences are data in ``texts_da.py``, ``texts_en.py`` and
``texts_errors.py``; a test holds the two to the same keys and the same placeholders.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from corpus.errors import PlansvarError
from corpus.gazetteer import districts, fold
from rag.answer import Language
from ui.texts_arriving import ARRIVING, ARRIVING_ERRORS
from ui.texts_da import DANISH
from ui.texts_doctor import DOCTOR, DOCTOR_ERRORS
from ui.texts_en import ENGLISH
from ui.texts_errors import ERRORS, PROBLEMS
from ui.texts_llm import LLM_TEXTS
from ui.texts_page import PAGE
from ui.texts_plans import PAGES

LANGUAGES: tuple[Language, ...] = ("da", "en")
_PAIRS = (
    ARRIVING
    | DOCTOR
    | LLM_TEXTS
    | PAGE
    | PAGES
    | {f"error.{code}": pair for code, pair in (ERRORS | ARRIVING_ERRORS | DOCTOR_ERRORS).items()}
)
SENTENCES: Mapping[Language, Mapping[str, str]] = {
    "da": DANISH | {key: danish for key, (danish, _) in _PAIRS.items()},
    "en": ENGLISH | {key: english for key, (_, english) in _PAIRS.items()},
}

# Control and direction characters in a file name could rewrite the terminal or turn the name around.
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def text(key: str, language: Language, **values: object) -> str:
    """The sentence ``key`` with ``values`` filled in.

    Example:
        >>> text("coverage.plans.many", "da", count=5)
        '5 planer'

    Raises:
        KeyError: no such sentence.
    """
    sentence = SENTENCES[language][key]
    return _Filler(language).vformat(sentence, (), values) if values else sentence


def has_text(key: str) -> bool:
    """True where a sentence with this key exists."""
    return key in SENTENCES["da"]


def counted(key: str, count: int, language: Language) -> str:
    """``key.one`` or ``key.many`` with the count: "1 plan", "5 planer"."""
    return text(f"{key}.{'one' if count == 1 else 'many'}", language, count=count)


def error_text(error: PlansvarError, language: Language) -> str:
    """What happened, what it means and what to do, for an error of this code."""
    if error.code == "folder_empty" and not error.values.get("plans"):
        return code_text("folder_empty_first", error.values, language)
    return code_text(error.code, error.values, language)


def code_text(code: str, values: Mapping[str, object], language: Language) -> str:
    """The sentence of an error or report code; an unknown code is shown as it is rather than hidden."""
    key = f"error.{code}"
    if key not in SENTENCES[language]:
        return text("error.unknown", language, code=code)
    shown = dict(values)
    if "problem" in shown:
        shown["problem"] = problem_text(str(shown["problem"]), language)
    return _Filler(language).vformat(SENTENCES[language][key], (), shown)


def problem_text(problem: str, language: Language) -> str:
    """What the system says went wrong, in words for people where it is one of the usual things."""
    danish, english = PROBLEMS.get(problem, (problem, problem))
    return danish if language == "da" else english


def joined(names: Sequence[str], language: Language, last: str = "list.and") -> str:
    """ "Norddjurs, Syddjurs og Randers"; ``last`` is the key of the word before the last name."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {text(last, language)} {names[-1]}"


def quoted(words: str, language: Language) -> str:
    """The words, untouched, between the language's quotation marks."""
    return f"»{words}«" if language == "da" else f"“{words}”"


def number(value: float, language: Language) -> str:
    """A whole number or a fraction with the language's separators: "2.000" and "0,91" in Danish."""
    shown = f"{value:,}"
    return shown.translate(str.maketrans(",.", ".,")) if language == "da" else shown


def clean(words: object) -> str:
    """Words that came from outside, without characters that steer a terminal or turn the reading direction."""
    return _UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", re.sub(r"[\t\r\n]+", " ", str(words)))


def district_name(district: str, language: Language) -> str:
    """ "Østjylland", in English "East Jutland (Østjylland)"."""
    if language == "da":
        return district
    english = _english_names().get(district)
    return f"{english} ({district})" if english else district


def plan_label(plan_id: str, language: Language) -> str:
    """ "Østjylland 2024" from "oestjylland-2024"."""
    place, _, year = plan_id.rpartition("-")
    return f"{district_name(_unfolded().get(place, place.replace('-', ' ').capitalize()), language)} {year}"


@cache
def _english_names() -> dict[str, str]:
    return {district.name: district.english[0] for district in districts() if district.english}


@cache
def _unfolded() -> dict[str, str]:
    """Folded district name, as it stands in plan ids, to the name itself."""
    return {re.sub(r"[^a-z0-9]+", "-", fold(district.name)): district.name for district in districts()}


class _Filler(string.Formatter):
    """Fills placeholders for people: names joined, ``{limit:n}`` as a number; a value that is not there shows as "?".

    A missing value must not turn an error report into a second error.
    """

    def __init__(self, language: Language) -> None:
        self.language = language

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "?")

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "n" and isinstance(value, (int, float)):
            return number(value, self.language)
        if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
            return clean(joined([str(one) for one in value], self.language)) or "–"
        return clean(value)
