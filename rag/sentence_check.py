"""Whether a sentence that a language model wrote is carried by exactly the places it cites.

A sentence is confirmed when one sentence of the cited places (with the headings and the lead-in it stands under) says its words and all of
its figures, names, kommuner, and does so with the same negation, modality and direction. Parts joined by "mens", "og" or ";" may each have
a sentence of their own; a list of kommuner may be carried one by one. Everything else is refused, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.gazetteer import find_districts, find_kommuner, fold
from index.patterns import EXCEPTION
from rag.answer import Language
from rag.bindings import on_the_other_side, tied_otherwise, told_of_others
from rag.counterparts import since_another_time, told_otherwise
from rag.figures import fits, stated
from rag.names import names_in, unknown_name
from rag.paraphrase import Word, content_words, keys_of, said_in, share
from rag.plan_reference import plan_references, without_references
from rag.polarity import plain, turned
from rag.sources import BUT_NOT, Source, Unit, all_units

Problem = Literal[
    "no_marker", "unknown_marker", "language", "figure", "name", "kommune", "district", "plan", "negation", "modality", "direction",
    "scope", "words", "empty",
]  # fmt: skip
# Share of a claim's words that the plan must say. Calibrated on lies and rewordings of the development split (``plansvar eval --lies``).
WORDS_DA, WORDS_EN = 0.7, 0.55
# Of the words that the whole context says, so many must stand in the sentence itself.
OWN_SHARE = 0.5
_EXCEPTED = re.compile(r"\b(?:except|apart from|but not|excluding|with the exception of)\b", re.IGNORECASE)
_MARKER = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")
_PART = re.compile(
    r"(?:,\s+|\s+)(?:mens|hvorimod|while|whereas)\s+|;\s+|,\s+(?:og|and|men|but)\s+(?=\S+\s+\S+\s+\S+)|\.\s+(?=\S+\s)", re.IGNORECASE
)
_MOST_UNITS = 12
# In the order in which they are looked for.
_STAGES: tuple[Problem, ...] = ("words", "figure", "kommune", "district", "name", "negation", "scope", "modality", "direction")
# A sentence that turns round what the best place says is not patched together from others.
_TURNED = ("negation", "modality", "direction", "scope")
# "Alle kommuner" says something of one kommune only where it says (nearly) all that the claim does.
_MEANS_EACH = 0.85
# Up to so many words a claim is short.
_SHORT, _SHORT_NEEDS_MORE = 3.0, 0.15
# A sentence that says so much more of the claim than another is the one that it is about.
_CLEARLY = 0.1
# A part of a sentence with fewer words of its own says too little to be looked for alone.
_ENOUGH_WORDS = 2
_LISTED = re.compile(r"[\s,]*(?:kommuner?s?|municipalit\w+)?[\s,]*(?:og|samt|and|as well as)?\s*(?:i\s+|in\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as the model wrote it: its words without markers, and the numbers it cites."""

    text: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found: the units that carry the sentence, or why it is refused (the reason of its best candidate)."""

    units: tuple[Unit, ...] = ()
    problem: Problem | None = None

    @property
    def confirmed(self) -> bool:
        """True where units carry the sentence."""
        return self.problem is None


def read_markers(sentence: str) -> Written:
    """The words and the cited numbers of a sentence.

    >>> read_markers("Rådet mødes fire gange [2][1].")
    Written(text='Rådet mødes fire gange.', cited=(2, 1))
    """
    numbers = [int(n) for match in _MARKER.finditer(sentence) for n in re.findall(r"\d+", match.group(1))]
    return Written(" ".join(_MARKER.sub("", sentence).split()), tuple(dict.fromkeys(numbers)))


def check(written: Written, sources: Sequence[Source], language: Language) -> Verdict:
    """Judge one sentence against the sources that it cites."""
    if not written.text.strip(" .!?-–:"):
        return Verdict(problem="empty")
    if not written.cited:
        return Verdict(problem="no_marker")
    by_number = {source.n: source for source in sources}
    if any(n not in by_number for n in written.cited):
        return Verdict(problem="unknown_marker")
    cited = [by_number[n] for n in written.cited]
    claim, problem = _beside_its_plan(plain(written.text), cited)
    if problem:
        return Verdict(problem=problem)
    evidence = _Evidence(tuple(all_units(cited)), tuple(all_units(sources)), language)
    verdict = _carried(claim, evidence)
    if verdict.confirmed or verdict.problem in _TURNED:
        return verdict
    return _by_parts(claim, evidence) or _by_kommuner(claim, evidence) or verdict


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The units of the cited places, and those of every place that the model saw."""

    cited: tuple[Unit, ...]
    seen: tuple[Unit, ...]
    language: Language

    def best(self, words: Sequence[Word]) -> float:
        """How much of the words the best of all seen sentences says itself."""
        return max((share(words, keys_of(unit.near)) for unit in self.seen), default=0.0)


def _beside_its_plan(text: str, cited: Sequence[Source]) -> tuple[str, Problem | None]:
    """The claim without "I planen for Østjylland 2024 …", when what it says of the plan holds for every cited place."""
    for reference in plan_references(text):
        if not any(reference.fits(source.plan) for source in cited):
            return text, "plan"
    return without_references(text), None


def _carried(claim: str, evidence: _Evidence) -> Verdict:
    """The best single unit; the problem is that of the unit that comes nearest to carrying the claim.

    Where another sentence, cited or not, says the claim clearly better, that one decides and no lesser one is taken in its place.
    """
    words = content_words(claim, evidence.language)
    ranked = sorted(evidence.cited, key=lambda unit: -share(words, keys_of(unit.context)) - 0.2 * share(words, keys_of(unit.near)))
    least = evidence.best(words) - _CLEARLY
    turned_share = 0.0
    nearest: Problem = "words"
    for unit in ranked[:_MOST_UNITS]:
        around, own = share(words, keys_of(unit.context)), share(words, keys_of(unit.near))
        problem = problem_with(claim, unit, evidence.language) if around >= least and own >= turned_share else "words"
        if problem is None:
            return Verdict((unit,))
        if problem in _TURNED:
            # It is this sentence that the claim turns round; one that says less of it is not about it.
            turned_share = max(turned_share, share(words, keys_of(unit.near)))
        nearest = max(nearest, problem, key=_STAGES.index)
    return Verdict(problem=nearest)


def problem_with(claim: str, unit: Unit, language: Language) -> Problem | None:
    """Why the unit does not carry the claim, or None where it does."""
    words = content_words(claim, language)
    around = share(words, keys_of(unit.context))
    own = share(words, keys_of(unit.near))
    if around < _least_share(words, language) or own < OWN_SHARE * around or share(words, keys_of(unit.before)) > own + _CLEARLY:
        return "words"
    if not fits(claim, unit.near, language, _figures_beside(unit)):
        return "figure"
    if not _kommuner_fit(claim, unit) or (own < _MEANS_EACH and _only_implied(claim, unit)) or told_of_others(claim, unit, language):
        return "kommune"
    if not {hit.name for hit in find_districts(claim)} <= {unit.plan.district, *(hit.name for hit in find_districts(unit.context))}:
        return "district"
    if unknown_name(names_in(claim, language), unit, words):
        return "name"
    if tied_otherwise(claim, unit, language):
        return "figure"
    if on_the_other_side(claim, unit, language):
        return "direction"
    if since_another_time(claim, unit.near):
        return "figure"
    # A heading over a bare item is a part of its own: what the item denies is not spread over it.
    bare = unit.lead and unit.lead.rstrip()[-1:] not in ":.,;"
    said = plain(f"{unit.lead}: {unit.text}" if bare else unit.near)
    return turned(claim, language, said) or told_otherwise(claim, language, said)


def _least_share(words: Sequence[Word], language: Language) -> float:
    """The share of its words that a claim needs; in a short one chance would be enough for less."""
    least = WORDS_DA if language == "da" else WORDS_EN
    return least + _SHORT_NEEDS_MORE if sum(word.weight for word in words) <= _SHORT else least


def _kommuner_fit(claim: str, unit: Unit) -> bool:
    """Those that the claim names are those that the unit speaks of; those it excepts are the ones that the unit excepts."""
    exception = EXCEPTION.search(claim) or _EXCEPTED.search(claim) or BUT_NOT.search(claim)
    hits = find_kommuner(claim)
    named = {hit.name for hit in hits if not exception or hit.start < exception.end()}
    excepted = {hit.name for hit in hits} - named
    return named <= unit.kommuner and excepted <= {hit.name for hit in find_kommuner(unit.near)} - unit.kommuner


def _only_implied(claim: str, unit: Unit) -> bool:
    """The claim names a kommune that the unit means by "alle kommuner" alone."""
    return not {hit.name for hit in find_kommuner(claim)} <= {hit.name for hit in find_kommuner(unit.context)}


def _figures_beside(unit: Unit) -> frozenset[tuple[str, str]]:
    """The year of the heading or of the sentence before, where the unit is not dated itself; the number of "alle kommuner"."""
    dated = any(f.kind in ("year", "date") for f in stated(unit.near))
    around = (*stated(unit.headings), *stated(unit.before))
    years = {(f.kind, f.key) for f in around if f.kind in ("year", "month") and not dated}
    count = ("number", str(len(unit.plan.kommuner)))
    return frozenset(years) | ({count} if "kommuner" in fold(unit.near) and len(unit.kommuner) == len(unit.plan.kommuner) else set())


def _by_parts(claim: str, evidence: _Evidence) -> Verdict | None:
    """Each part carried by a unit of its own; a part that leaves its subject to the first must stand in the same section of the plan."""
    cuts = list(_PART.finditer(claim))
    if not cuts:
        return None
    bounds = [0, *(at for cut in cuts for at in cut.span()), len(claim)]
    parts = [claim[a:b].strip(" .,;") for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
    found: list[Unit] = []
    for part in parts:
        if sum(word.weight == 1.0 for word in content_words(part, evidence.language)) < _ENOUGH_WORDS:
            return None
        verdict = _carried(part, evidence)
        if not verdict.confirmed:
            return None
        found += verdict.units
    places = {(unit.plan.id, unit.section) for unit in found}
    own_subject = all(find_kommuner(part) or find_districts(part) for part in parts)
    return Verdict(tuple(dict.fromkeys(found))) if found and (len(places) == 1 or own_subject) else None


def _by_kommuner(claim: str, evidence: _Evidence) -> Verdict | None:
    """A list of kommuner carried one by one: what is said of all must be said of each."""
    hits = find_kommuner(claim)
    listed = all(_LISTED.fullmatch(claim[a.end : b.start]) for a, b in zip(hits, hits[1:], strict=False))
    if len({hit.name for hit in hits}) < 2 or not listed:
        return None
    start, end = hits[0].start, hits[-1].end
    found: list[Unit] = []
    for hit in hits:
        verdict = _carried(f"{claim[:start]}{claim[hit.start : hit.end]}{claim[end:]}", evidence)
        if not verdict.confirmed:
            return None
        found += verdict.units
    return Verdict(tuple(dict.fromkeys(found)))


def unsaid(claim: str, unit: Unit, language: Language) -> list[str]:
    """The words of the claim that the unit does not say, for the report of a calibration."""
    keys = keys_of(unit.context)
    return [word.surface for word in content_words(claim, language) if not said_in(word, keys)]
