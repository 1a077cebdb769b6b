"""District, year and kommuner, read from the plan itself, and the places where it contradicts itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from corpus.assemble import Assembly
from corpus.gazetteer import find_districts, find_kommuner, fold, kommune_names
from corpus.plan import Contradiction, Mention

_NUMBER_WORDS = {
    w: n
    for n, w in enumerate(
        ["nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv", "tretten", "fjorten"]
    )
}
_COUNT = re.compile(
    r"\b(?P<owner>politikredsens|kredsens|alle|samtlige|de|vores)\s+(?P<n>\d{1,2}|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tretten|fjorten)\s+"
    r"(?:\w+(?:jyske|ske)\s+)?(?:kommuner|borgmestre)\b(?P<rest>\s+i\s+(?:\w+\s+)?(?:politikreds|kreds))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a plan says of itself. ``district`` is "" and ``year`` 0 where it does not say."""

    district: str
    year: int
    kommuner: tuple[str, ...]
    mentions: tuple[Mention, ...]
    contradictions: tuple[Contradiction, ...]


def read_metadata(built: Assembly) -> Metadata:
    """Read district, year, kommuner and contradictions from the assembled plan."""
    cover = next(((s.start, s.end) for s in built.sections if s.kind == "cover"), (0, min(len(built.text), 300)))
    mentions = _mentions(built, cover)
    kommuner = tuple(dict.fromkeys(mention.kommune for mention in mentions))
    return Metadata(_district(built.text, cover), _year(built.text, cover), kommuner, mentions, _contradictions(built.text, mentions))


def _district(text: str, cover: tuple[int, int]) -> str:
    """The district whose police the plan speaks of most; the cover counts tenfold."""
    votes: Counter[str] = Counter()
    for hit in find_districts(text):
        police = re.match(r"\s*politi", text[hit.end :], re.IGNORECASE) is not None
        on_cover = cover[0] <= hit.start < cover[1]
        votes[hit.name] += (10 if on_cover else 1) * (3 if police else 1)
    if not votes:
        return ""
    best = max(votes.values())
    return min(name for name, count in votes.items() if count == best)


def _year(text: str, cover: tuple[int, int]) -> int:
    """The year beside the word samarbejdsplan, on the cover first, then a year alone on the cover, then the text."""
    front = text[cover[0] : cover[1]]
    for where in (front, text):
        named = Counter(int(y) for y in re.findall(r"samarbejdsplan\w*(?:\s+(?:for|i|til))?\s+((?:19|20)\d\d)\b", where, re.IGNORECASE))
        if named:
            return max(named, key=lambda year: (named[year], year))
        alone = re.findall(r"\b((?:19|20)\d\d)\b", where) if where is front else []
        if alone:
            return int(alone[0])
    general = Counter(int(y) for y in re.findall(r"\b[Ii]\s+((?:19|20)\d\d)\b", text))
    return max(general, key=lambda year: (general[year], year)) if general else 0


def _mentions(built: Assembly, cover: tuple[int, int]) -> tuple[Mention, ...]:
    """Cover lines and signatures name the plan's own kommuner; only without both does an enumeration in the text."""
    mentions = []
    offset = cover[0]
    for line in built.text[cover[0] : cover[1]].split("\n"):
        name = _cover_kommune(line, built.text)
        if name:
            start = built.text.index(line, offset)
            mentions.append(Mention(name, "cover", start, start + len(line)))
        offset += len(line) + 1
    for signatory in built.signatories:
        for hit in find_kommuner(signatory.office):
            at = signatory.end - len(signatory.office)
            mentions.append(Mention(hit.name, "signature", at + hit.start, at + hit.end))
    return tuple(mentions) or _enumerated(built)


def _cover_kommune(line: str, text: str) -> str | None:
    """The kommune a cover line names and nothing else ("Læsø Kommune", "Horsens").

    One wrong letter is forgiven where the text knows the right name.
    """
    bare = re.sub(r"\s*kommune$", "", line.strip(" -*"), flags=re.IGNORECASE)
    hits = find_kommuner(f"{bare} Kommune")  # "Struer" and "Vejen" alone would be taken for ordinary words
    if hits:
        return hits[0].name if hits[0].end - hits[0].start == len(bare) else None
    if not re.fullmatch(r"[A-ZÆØÅ][\wæøå-]{3,}", bare):
        return None
    near = [name for name in kommune_names() if Levenshtein.distance(fold(name), fold(bare)) == 1]
    known = [name for name in near if re.search(rf"\b{re.escape(name)}s?\s+kommune", text, re.IGNORECASE)]
    return known[0] if len(known) == 1 else None


def _enumerated(built: Assembly) -> tuple[Mention, ...]:
    """The kommuner of the sentence that names most of them while it speaks of the district's kommuner."""
    best: tuple[Mention, ...] = ()
    for sentence in built.sentences:
        words = built.text[sentence.start : sentence.end]
        if not re.search(r"kommuner|politikreds|kredsråd", words, re.IGNORECASE):
            continue
        found = {hit.name: Mention(hit.name, "text", sentence.start + hit.start, sentence.start + hit.end) for hit in find_kommuner(words)}
        if len(found) >= 3 and len(found) > len(best):
            best = tuple(found.values())
    return best


def _contradictions(text: str, mentions: tuple[Mention, ...]) -> tuple[Contradiction, ...]:
    found: list[Contradiction] = []
    cover = {m.kommune for m in mentions if m.where == "cover"}
    signed = {m.kommune for m in mentions if m.where == "signature"}
    if cover and signed and cover != signed:
        place = next(m for m in mentions if m.where == "cover")
        found.append(Contradiction("cover_signatures", ", ".join(sorted(signed)), ", ".join(sorted(cover)), place.start, place.end))
    stated, place_of = _stated_count(text)
    named = len(cover | signed)
    if named and stated and stated != named:
        found.append(Contradiction("kommune_count", str(stated), str(named), *place_of))
    return tuple(found)


def _stated_count(text: str) -> tuple[int, tuple[int, int]]:
    """How many kommuner the text says the district has, by the weight of its words, and where it says so first."""
    votes: Counter[int] = Counter()
    places: dict[int, tuple[int, int]] = {}
    for match in _COUNT.finditer(text):
        number = int(match["n"]) if match["n"].isdigit() else _NUMBER_WORDS[match["n"].lower()]
        votes[number] += (1 if match["owner"].lower() == "de" else 3) + (2 if match["rest"] else 0)
        places.setdefault(number, match.span())
    if not votes:
        return 0, (0, 0)
    number = max(votes, key=lambda n: (votes[n], n))
    return number, places[number]
