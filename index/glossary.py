"""English phrases of the field and their Danish alternatives, read from ``glossary.toml``; longest phrase first."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from index import general_words

# Spelling correspondences of words that both languages took from Latin, Greek or French. Tried on words that the glossary does not hold;
# a result counts only where the corpus knows it.
_COGNATES = (
    (r"isations?$", "isering"),
    (r"izations?$", "isering"),
    (r"ation$", "ation"),
    (r"ities$", "itet"),
    (r"ity$", "itet"),
    (r"ical$", "isk"),
    (r"ic$", "isk"),
    (r"ogy$", "ogi"),
    (r"phy$", "fi"),
    (r"ies$", "i"),
    (r"y$", "i"),
    (r"ism$", "isme"),
    (r"ists?$", "ist"),
    (r"ive$", "iv"),
    (r"ence$", "ens"),
    (r"ance$", "ans"),
    (r"ph", "f"),
    (r"psych", "psyk"),
    (r"x", "ks"),
    (r"ch", "k"),
    (r"qu", "kv"),
    (r"th", "t"),
    (r"c(?=[aoulrkt])", "k"),
    (r"c$", "k"),
    (r"s$", ""),
    (r"e$", ""),
)


@dataclass(frozen=True, slots=True)
class Match:
    """An English phrase found in a question: its words' positions ``[start, end)`` and the Danish alternatives, best first."""

    start: int
    end: int
    danish: tuple[str, ...]


@cache
def entries() -> dict[str, tuple[str, ...]]:
    """Every English phrase as it is written, with its Danish alternatives, best first."""
    found: dict[str, tuple[str, ...]] = {}
    for area in _tables().values():
        for keys, danish in area.items():
            for key in keys.split("|"):
                found[key] = tuple(dict.fromkeys((*found.get(key, ()), *danish)))
    return found


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.files("index").joinpath("glossary.toml").read_text(encoding="utf-8"))


def is_english(word: str) -> bool:
    """True for a word that stands alone or in a phrase of the glossary and is spelt otherwise in Danish.

    >>> is_english("councils"), is_english("politiet")
    (True, False)
    """
    low = word.lower()
    return any(form in _english_words() for form in (low, *base_forms(low))) and not any(low in danish for danish in entries().get(low, ()))


@cache
def danish_verbs() -> frozenset[str]:
    """Infinitives among the Danish sides of the actions: single words in e or in å, nouns in -else and -ning left out.

    >>> "afgive" in danish_verbs(), "afholdelse" in danish_verbs()
    (True, False)
    """
    words = {word for danish in _tables()["actions"].values() for word in danish}
    return general_words.danish_verbs() | {w for w in words if re.fullmatch(r"[a-zæøå]+[eå]", w) and not w.endswith("else")}


@cache
def english_actions() -> frozenset[str]:
    """English verbs and qualities, of the field and general."""
    return general_words.english_actions() | {key.strip() for keys in _tables()["actions"] for key in keys.split("|")}


@cache
def _english_words() -> frozenset[str]:
    return frozenset(word for key in entries() for word in re.findall(r"[a-z']+", key.lower()))


@cache
def _phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    for key, danish in {**general_words.entries(), **entries()}.items():
        words = tuple(re.findall(r"[\wæøå'+]+", key.lower()))
        hyphened = tuple(key.lower().split())
        for form in {words, tuple(singular(word) for word in words), hyphened}:
            phrases[form] = tuple(dict.fromkeys((*phrases.get(form, ()), *danish)))
    return phrases


def _read_forms(*lines: str) -> dict[str, tuple[str, ...]]:
    return {form: tuple(bases.split("/")) for form, bases in (pair.split(":") for line in lines for pair in line.split())}


# Forms that no ending explains → the words they may be forms of, likeliest first.
_PLURALS = _read_forms(
    "children:child grandchildren:grandchild schoolchildren:schoolchild feet:foot teeth:tooth mice:mouse geese:goose men:man women:woman",
    "policemen:policeman policewomen:policewoman chairmen:chairman doormen:doorman firemen:fireman fishermen:fisherman watchmen:watchman",
    "craftsmen:craftsman tradesmen:tradesman spokesmen:spokesman aldermen:alderman gentlemen:gentleman knives:knife wives:wife lives:life",
    "thieves:thief halves:half wolves:wolf shelves:shelf criteria:criterion crises:crisis analyses:analysis hypotheses:hypothesis",
    "appendices:appendix buses:bus gases:gas viruses:virus campuses:campus",
)
_VERBS = _read_forms(
    "arose:arise arisen:arise ate:eat eaten:eat beaten:beat became:become began:begin begun:begin bitten:bite bore:bear borne:bear",
    "bought:buy broke:break broken:break brought:bring built:build burnt:burn came:come caught:catch chose:choose chosen:choose dealt:deal",
    "drank:drink drawn:draw drew:draw driven:drive drove:drive dying:die fallen:fall fed:feed fell:fall felt:feel fled:flee flew:fly",
    "flown:fly forbade:forbid forbidden:forbid forgot:forget forgotten:forget fought:fight found:find froze:freeze frozen:freeze gave:give",
    "given:give gone:go grew:grow grown:grow heard:hear held:hold hid:hide hidden:hide kept:keep knew:know known:know laid:lay",
    "learnt:learn led:lead left:leave lent:lend lost:lose lying:lie meant:mean met:meet overcame:overcome oversaw:oversee overseen:oversee",
    "overtaken:overtake paid:pay ran:run rebuilt:rebuild ridden:ride rode:ride risen:rise",
    "rose:rise rung:ring said:say sat:sit saw:see seen:see sent:send",
    "shook:shake shaken:shake shot:shoot shown:show slept:sleep sold:sell sought:seek spent:spend spoke:speak spoken:speak stole:steal",
    "stolen:steal stood:stand struck:strike stuck:stick sung:sing swam:swim swum:swim taken:take taught:teach threw:throw thrown:throw",
    "told:tell took:take torn:tear understood:understand undertaken:undertake undertook:undertake went:go withdrawn:withdraw",
    "withdrew:withdraw woke:wake woken:wake won:win wore:wear worn:wear written:write wrote:write",
)
# They end as plurals do and are words of their own: "news" is not "new".
_OWN_WORDS = frozenset("news goods means series species premises headquarters clothes customs spirits proceeds always perhaps".split())


@cache
def singular(word: str) -> str:
    """An English noun without the ending of its plural, irregular plurals too; a verb loses its "s" of the third person.

    >>> singular("municipalities"), singular("works"), singular("children"), singular("news")
    ('municipality', 'work', 'child', 'news')
    """
    if word in _PLURALS:
        return _PLURALS[word][0]
    if word in _OWN_WORDS:
        return word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and re.search(r"(s|x|ch|sh)es$", word):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def base_forms(word: str) -> tuple[str, ...]:
    """The word and what it may be an inflection of: "running" → "run", "caught" → "catch", "mayor's" → "mayor"."""
    owner = re.sub(r"(?<=\w)(?:['’]s|(?<=s)['’])$", "", word)
    if owner != word:
        return (word, *base_forms(owner))
    if word in _OWN_WORDS:
        return (word,)
    # "houses" is "house", "boxes" is "box", "lives" are lives or what one lives: all are tried.
    forms = [word, singular(word), *([word[:-1]] if word.endswith("s") and not word.endswith("ss") else []), *_VERBS.get(word, ())]
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 2 and word.endswith(ending):
            root = word[: -len(ending)]
            forms += [root, root + "e"]
            if len(root) > 2 and root[-1] == root[-2]:
                forms.append(root[:-1])
            if root.endswith("i"):
                forms.append(root[:-1] + "y")
    return tuple(dict.fromkeys(forms))


def find_phrases(words: list[str], longest: int = 8) -> list[Match]:
    """The glossary's phrases in a list of lower-case English words, longest match first, none overlapping."""
    found, at = [], 0
    while at < len(words):
        match = _longest_at(words, at, longest)
        if match:
            found.append(match)
            at = match.end
        else:
            at += 1
    return found


def _longest_at(words: list[str], at: int, longest: int) -> Match | None:
    phrases = _phrases()
    for size in range(min(longest, len(words) - at), 0, -1):
        window = words[at : at + size]
        for head in base_forms(window[0]):
            for tail in base_forms(window[-1]) if size > 1 else ("",):
                middle = tuple(window[1:-1])
                key = (head, *middle, tail) if size > 1 else (head,)
                if key in phrases:
                    return Match(at, at + size, phrases[key])
    return None


@cache
def _synonym_groups() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads(resources.files("index").joinpath("glossary.toml").read_text(encoding="utf-8"))
    groups: dict[str, tuple[str, ...]] = {}
    for area in data.values():
        for danish in area.values():
            for word in danish[:3]:
                groups[word] = tuple(dict.fromkeys((*groups.get(word, ()), *(other for other in danish[:4] if other != word))))
    return groups


def synonyms(word: str) -> tuple[str, ...]:
    """Danish words that translate the same English phrase as ``word`` (a lemma), best first, at most six: "oprette" → "etablere" …"""
    return _synonym_groups().get(word, ())[:6]


def cognates(word: str) -> tuple[str, ...]:
    """Danish spellings that an English word may have: "radicalisation" → "radikalisering"."""
    spellings = {word}
    for pattern, danish in _COGNATES:
        spellings |= {re.sub(pattern, danish, spelling) for spelling in spellings}
        if len(spellings) > 64:
            break
    return tuple(sorted(spellings - {word}))
