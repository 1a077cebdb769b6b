"""Danish words as a search engine sees them: folded, lemma and stem, compound parts, character 4-grams.

Everything here is about the language; nothing knows a plan. Measured sources of the choices: lemma + Snowball stem repair each other's
failures (borgmestre/borgmester, politikredsen/politikreds); parts at a lower weight and 4-grams carry compounds, typos and OCR slips.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.gazetteer import fold

# A longer word in capitals is a heading, not an abbreviation.
LONGEST_ACRONYM = 5
_TOKEN = re.compile(r"§+\s*\d+(?:\s?[a-zæøå]\b)?|\d+(?:[.,]\d+)*|[A-Za-zÆØÅæøåÉéÜüÖöÄä]+(?:\+(?!\w))?(?:[-/'’][A-Za-zÆØÅæøåÉé0-9]+)*")
_GLUE = re.compile(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])|(?<=[A-ZÆØÅ]{3})(?=[a-zæøå]{5,})")

STOPWORDS = frozenset(
    (
        "ad af alt alle and andet andre at blev blive bliver da de dem den denne der deres det dette dig din disse dog du efter eller "
        "en end er et fik for fra få får før ham han hans har hat have havde hen her hos hun hvad hvem hver hvilke hvilken hvilket "
        "hvis hvor hvordan hvorfor hvornår hvorledes hvorvidt i ikke ind ja jeg kan kom kunne man med mig min mit må nej nogen noget "
        "nogle nu når og også om op os over på samt sig sin sine sit skal skulle som så sådan ud under var ved vi vil ville til mod "
        "blandt langs inden efter ens så der end jo nok vel nemlig selv hele helt lidt mere mindre flere være været vores a an the of "
        "in on at to from by with and or is are was were be been do does did has have had which what who whom whose when where why how "
        "many much there any all it its this that these those can could will would should may might i you we they he she me us them "
        "for as about into between than then also not no yes if so nævn nævnes fortæl vis giv findes find tell list name show please "
        "me"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text and where it stands; ``acronym`` is True for words in capitals (STÆR is not "står")."""

    word: str
    start: int
    end: int
    acronym: bool


def tokens(text: str) -> list[Token]:
    """The words, numbers and § references of a text, glue undone ("PSPsamarbejdet" is two words)."""
    found = []
    for match in _TOKEN.finditer(unicodedata.normalize("NFC", text)):
        at = match.start()
        for piece in _GLUE.split(match.group()):
            letters = re.sub(r"[^A-Za-zÆØÅæøå]", "", piece)
            found.append(Token(piece, at, at + len(piece), 2 <= len(letters) <= LONGEST_ACRONYM and letters.isupper()))
            at += len(piece)
    return found


@cache
def _stemmer() -> object:
    import Stemmer

    return Stemmer.Stemmer("danish")


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """simplemma's Danish lemma in lower case; the word itself where it is unknown. Old "aa" is tried as "å"."""
    import simplemma

    low = word.lower()
    found = simplemma.lemmatize(low, lang="da").lower()
    if found == low and "aa" in low:
        modern = low.replace("aa", "å")
        found = simplemma.lemmatize(modern, lang="da").lower()
    return found


def is_danish(word: str) -> bool:
    """True for a word that simplemma's Danish dictionary knows, as it stands or with "aa" for "å"."""
    import simplemma

    low = word.lower()
    return bool(simplemma.is_known(low, lang="da") or ("aa" in low and simplemma.is_known(low.replace("aa", "å"), lang="da")))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Index key of one word: folded Snowball stem of its lemma. Numbers and § stay as they are."""
    low = word.lower()
    if not low[:1].isalpha():
        return re.sub(r"\s", "", low)
    if low.endswith("+"):
        return fold(low)
    base = lemma(low)
    return fold(_stemmer().stemWord(base.replace("aa", "å") if "aa" in base else base))  # type: ignore[attr-defined]


def terms(text: str) -> list[str]:
    """Index keys of a text in order, without stop words: hyphen and slash words give their parts and the joined form.

    >>> terms("Info-huset")
    ['info', 'hus', 'infohus']
    """
    keys: list[str] = []
    for token in tokens(text):
        keys.extend(token_keys(token))
    return keys


def token_keys(token: Token) -> list[str]:
    """Index keys of one token; an acronym gives its own key beside its parts."""
    if token.word.lower() in STOPWORDS and not token.acronym:
        return []
    if token.acronym:
        return ["^" + fold(token.word)]
    parts = [part for part in re.split(r"[-/'’]", token.word) if part]
    keys = [_part_key(part) for part in parts if part.lower() not in STOPWORDS]
    if len(parts) > 1 and "-" in token.word and all(part.isalpha() for part in parts):
        keys.append(stem("".join(parts)))
    return keys


def _part_key(part: str) -> str:
    return "^" + fold(part) if 2 <= len(part) <= LONGEST_ACRONYM and part.isupper() else stem(part)


def fold_loose(text: str) -> str:
    """Fold for typing without æøå: å, æ, aa, ae → a and ø, oe → o. Meets "Ostjylland" and "Laso"; used for 4-grams only."""
    low = text.lower()
    for pair, letter in (("aa", "a"), ("ae", "a"), ("oe", "o"), ("å", "a"), ("æ", "a"), ("ä", "a"), ("ø", "o"), ("ö", "o"), ("é", "e")):
        low = low.replace(pair, letter)
    return low


def grams(word: str, size: int = 4) -> list[str]:
    """Character n-grams of one word with "_" at its borders (McNamee and Mayfield 2004).

    >>> grams("SSP")
    ['_ssp', 'ssp_']
    """
    bordered = f"_{re.sub(r'[^a-z0-9]', '', fold_loose(word))}_"
    if len(bordered) <= size:
        return [bordered] if len(bordered) > 2 else []
    return [bordered[i : i + size] for i in range(len(bordered) - size + 1)]
