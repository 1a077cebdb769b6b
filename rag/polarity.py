"""What turns a statement round: negation, "kun", "alle", "skal" for "kan", a plan for a fact, a rise for a fall. Danish and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.answer import Language
from rag.paraphrase import Word, content_words, keys_of, said_in
from rag.turning_words import (
    ALL,
    DENIES,
    ENDED,
    EXCEPT,
    FOR_THE_WORSE,
    FREE,
    INTENDED,
    LACKS,
    MAY,
    MAY_VERB,
    MUST,
    MUST_VERB,
    NEUTRAL,
    NOT_ONLY,
    ONLY,
    ONLY_INTENDED,
    OPPOSITES,
    OR_ALL,
    OR_ENDED,
    OR_ONLY,
    PAYS,
    PLAIN,
    SEGMENT,
    SHOULD,
)

Turn = Literal["negation", "modality", "direction", "scope"]

# A part of a sentence of which a claim says this share is spoken of.
_TOUCHES = 0.34
# "Det forventes, at …": a part of so few words colours the whole sentence.
_SHORT = 2
# Parts that say each other's words to this share say the same, and deny it equally often.
_SAME = 0.7
_NEAREST = 0.75


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a sentence between its commas and conjunctions, and how often it denies."""

    start: int
    end: int
    denials: int


@lru_cache(maxsize=16_384)
def segments(text: str) -> tuple[Segment, ...]:
    """The segments of a sentence, in order."""
    masked = NEUTRAL.sub(lambda match: "x" * len(match.group()), text)
    cuts = [0, *(match.end() for match in SEGMENT.finditer(text)), len(text)]
    return tuple(Segment(a, b, sum(1 for _ in DENIES.finditer(masked, a, b))) for a, b in zip(cuts, cuts[1:], strict=False) if b > a)


def plain(text: str) -> str:
    """The text with "ikke mere end" as "højst" and the like, so that a limit is no denial."""
    for pattern, instead in PLAIN:
        text = pattern.sub(instead, text)
    return text


def turned(claim: str, language: Language, plan_words: str) -> Turn | None:
    """What in the claim turns round what the plan's words say; None where nothing does."""
    pairs = _aligned(claim, language, plan_words)
    if any(_denial_differs(mine, near, plan_words) for mine, near in pairs) or _leaves_out_a_denial(claim, language, plan_words):
        return "negation"
    if _scope_differs(claim, plan_words):
        return "scope"
    touched = _touched(claim, language, plan_words)
    if _modality_differs(claim, touched) or any(_modal_swapped(mine.text, near.core) for mine, near in pairs):
        return "modality"
    sides = opposed(claim, touched) or any(opposed(mine.text, near.text) for mine, near in pairs if near.text)
    return "direction" if sides else None


def _scope_differs(claim: str, plan_words: str) -> bool:
    """ "Kun", "alle" and "på nær" that the plan does not say."""
    not_only, plan_not_only = NOT_ONLY.search(claim) is not None, NOT_ONLY.search(plan_words) is not None
    if not_only != plan_not_only and ONLY.search(claim) and ONLY.search(plan_words):
        return True
    if ONLY.search(claim) and not not_only and not OR_ONLY.search(plan_words):
        return True
    if ALL.search(claim) and (not OR_ALL.search(plan_words) or (EXCEPT.search(plan_words) and not EXCEPT.search(claim))):
        return True
    return EXCEPT.search(claim) is not None and not any(p.search(plan_words) for p in (EXCEPT, DENIES, ONLY))


def _touched(claim: str, language: Language, plan_words: str) -> str:
    """The parts of the plan's sentence that the claim speaks of: "…, og de skal være tomme" makes no duty of what stands before it."""
    words = content_words(claim, language)
    kept = []
    for segment in segments(plan_words):
        part = plan_words[segment.start : segment.end]
        keys = keys_of(part)
        said = sum(any(said_in(word, frozenset((key,))) for word in words) for key in keys)
        figures = {key for key in keys if key[:1].isdigit()} & set(re.findall(r"\d+", claim))
        if figures or (len(keys) <= _SHORT and not segment.start) or said >= _TOUCHES * len(keys):
            kept.append(part)
    return " ".join(kept) or plan_words


def _modality_differs(claim: str, plan_words: str) -> bool:
    must, may, should = (p.search(plan_words) is not None for p in (MUST, MAY, SHOULD))
    if MUST.search(claim) and not must and (may or should or not INTENDED.search(plan_words)):
        return True
    if MAY.search(claim) and not MUST.search(claim) and must and not may:
        return True
    if SHOULD.search(claim) and not should and not must:
        return True
    if ONLY_INTENDED.search(plan_words) and not INTENDED.search(claim):
        return True
    if ONLY_INTENDED.search(claim) and not INTENDED.search(plan_words):
        return True
    return ENDED.search(claim) is not None and not OR_ENDED.search(plan_words)


def _modal_swapped(claim: str, plan_words: str) -> bool:
    """ "kan" for "skal" or the other way round in the part that says the same."""
    must, may = MUST_VERB.search(plan_words) is not None, MAY_VERB.search(plan_words) is not None
    says_must, says_may = MUST_VERB.search(claim) is not None, MAY_VERB.search(claim) is not None
    if ONLY_INTENDED.search(plan_words) and not INTENDED.search(claim):
        return True
    return (says_may and not says_must and must and not may) or (says_must and not says_may and may and not must)


def opposed(claim: str, plan_words: str) -> bool:
    """The claim says one side of an opposite where the plan's words say only the other."""
    if FOR_THE_WORSE.search(claim) and not any(side.search(plan_words) for _, side in OPPOSITES):
        return True
    for sides in OPPOSITES:
        for mine, other in (sides, sides[::-1]):
            if mine.search(claim) and other.search(plan_words) and not mine.search(plan_words):
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the claim, or the parts of the plan's sentence nearest to it: words, how often they deny, whether they say the same."""

    text: str
    denials: int
    same: bool = False
    core: str = ""


def _aligned(claim: str, language: Language, plan_words: str) -> list[tuple[_Part, _Part]]:
    """Each part of the claim beside the parts of the plan's sentence that say most of it; all parts where none says any."""
    theirs = segments(plan_words)
    texts = [plan_words[s.start : s.end] for s in theirs]
    keys = [keys_of(text) for text in texts]
    words = content_words(claim, language)
    pairs = []
    for segment in segments(claim):
        own = [word for word in words if segment.start <= word.start < segment.end]
        overlaps = [sum(word.weight * said_in(word, there) for word in own) for there in keys]
        best = max(overlaps, default=0.0)
        nearest = {at for at, overlap in enumerate(overlaps) if overlap >= _NEAREST * best}
        # ", som bevis" belongs to the part before it.
        core = sorted(nearest)
        nearest |= {at - 1 for at in nearest if at and len(keys[at]) <= _SHORT}
        same = len(nearest) == 1 and best >= _SAME * sum(word.weight for word in own) > 0
        same = same and _says_back(own, keys[next(iter(nearest))])
        near = _Part(
            " ".join(texts[at] for at in sorted(nearest)),
            sum(theirs[at].denials for at in nearest),
            same,
            " ".join(texts[at] for at in core),
        )
        pairs.append((_Part(claim[segment.start : segment.end], segment.denials), near))
    return pairs


def _says_back(own: list[Word], keys: frozenset[str]) -> bool:
    return sum(any(said_in(word, frozenset((key,))) for word in own) for key in keys) >= _SAME * len(keys)


def _denial_differs(mine: _Part, near: _Part, plan_words: str) -> bool:
    """The claim denies what the plan does not, or the two say the same and one denies it once more."""
    free = FREE.search(plan_words) is not None and PAYS.search(mine.text) is not None and not FREE.search(mine.text)
    if free and not mine.denials:
        return True
    if mine.denials and not near.denials:
        return not (free or (LACKS.search(near.text) and not LACKS.search(mine.text)))
    return near.same and mine.denials % 2 != near.denials % 2 and not (LACKS.search(mine.text) and not LACKS.search(near.text))


def _leaves_out_a_denial(claim: str, language: Language, plan_words: str) -> bool:
    """The claim says what a denying part of the plan's sentence says, without any denial."""
    if LACKS.search(claim) or any(segment.denials for segment in segments(claim)):
        return False
    words = content_words(claim, language)
    for segment in segments(plan_words):
        if not segment.denials:
            continue
        wanted = {key for key in keys_of(DENIES.sub(" ", plan_words[segment.start : segment.end])) if not key.isdigit()}
        said = {key for key in wanted if any(said_in(word, frozenset((key,))) for word in words)}
        if wanted and len(said) >= 0.5 * len(wanted):
            return True
    return False
