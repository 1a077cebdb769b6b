"""What a claim turns round when it is laid beside a plan's sentence part by part: clauses with the same conjunction, modal verbs by number.

``rag.polarity`` compares the words of the parts; here the parts are found by grammar, so that a translation with other words is judged too.
"""

from __future__ import annotations

import re

from rag.answer import Language
from rag.paraphrase import content_words, keys_of, said_in, share
from rag.polarity import Segment, Turn, opposed, segments
from rag.turning_words import (
    ASIDE,
    CAN_VERB,
    DECIDED,
    FREE,
    LACKS,
    MAY,
    MUST,
    MUST_SAID,
    OR_DECIDED,
    SAME_CONJUNCTIONS,
    SAYS_LACK,
    SHALL_BE_ABLE,
    SINCE,
    TIME_ORDER,
)

# A claim of so many of the sentence's words, nearly all of which that says, tells the whole of it.
_WHOLE = 0.75


def told_otherwise(claim: str, language: Language, plan_words: str) -> Turn | None:
    """What in the claim turns round the clause, the modal verbs or the order in time of the plan's sentence; None where nothing does."""
    if (
        _clause_denied(claim, plan_words)
        or _denied_more_often(claim, plan_words)
        or _denied_aside(claim, plan_words)
        or _all_but_the_denial(claim, language, plan_words)
    ):
        return "negation"
    if _modals_swapped(claim, language, plan_words) or (DECIDED.search(claim) and not OR_DECIDED.search(plan_words)):
        return "modality"
    if any(said.search(claim) and not meant.search(plan_words) for said, meant in TIME_ORDER):
        return "direction"
    return "direction" if _whole(claim, language, plan_words) and opposed(claim, plan_words) else None


def since_another_time(claim: str, plan_words: str) -> bool:
    """ "Siden 2024" where the plan says what holds in 2024, and of no year that something goes on from it."""
    return any(SINCE.search(claim[: year.end()]) for year in _YEAR.finditer(claim)) and not _FROM.search(plan_words)


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FROM = re.compile(
    r"\b(?:siden|fra|startede|start|begyndte|etablere\w*|oprette\w*|indført\w*|trådte|tiltråd\w*|har\b.{0,30}\bi\s(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def _clause_denied(claim: str, plan_words: str) -> bool:
    """ "…, because it met the rules" for "…, fordi det ikke levede op til reglerne": the only clause of its kind in both."""
    for conjunction in SAME_CONJUNCTIONS:
        mine, theirs = _clauses(conjunction, claim), _clauses(conjunction, plan_words)
        if len(mine) == len(theirs) == 1 and mine[0].denials % 2 != theirs[0].denials % 2:
            said = claim[mine[0].start : mine[0].end], plan_words[theirs[0].start : theirs[0].end]
            if (LACKS.search(said[0]) is None) == (LACKS.search(said[1]) is None):
                return True
    return False


def _clauses(conjunction: re.Pattern[str], text: str) -> list[Segment]:
    return [part for part in segments(text) if conjunction.match(text[part.start : part.end])]


def _all_but_the_denial(claim: str, language: Language, plan_words: str) -> bool:
    """The claim says the plan's whole sentence, its denying parts too, and denies less often."""
    if LACKS.search(claim) or _denials(claim) >= _denials(plan_words):
        return False
    words = content_words(claim, language)
    denying = [keys_of(plan_words[part.start : part.end]) for part in segments(plan_words) if part.denials]
    if not all(any(said_in(word, keys) for word in words) for keys in denying):
        return False
    return len(words) >= _WHOLE * len(content_words(plan_words, "da")) and share(words, keys_of(plan_words)) >= _WHOLE


def _denied_aside(claim: str, plan_words: str) -> bool:
    """The claim denies its main clause, the plan only something it tells of by the way: "…, som ikke hører hjemme dér"."""
    denying = [plan_words[part.start : part.end] for part in segments(plan_words) if part.denials]
    first = segments(claim)[:1]
    return bool(first and first[0].denials and denying) and all(ASIDE.match(part) for part in denying)


def _denials(text: str) -> int:
    return sum(part.denials for part in segments(text))


def _denied_more_often(claim: str, plan_words: str) -> bool:
    """The claim denies more often than the plan's sentence, "mangler" and "gratis" counted as denials."""
    says = _denials(claim) + len(SAYS_LACK.findall(claim))
    return _denials(claim) > 0 and says > _denials(plan_words) + len(SAYS_LACK.findall(plan_words)) + len(FREE.findall(plan_words))


def _modals_swapped(claim: str, language: Language, plan_words: str) -> bool:
    """The claim has one "skal" more and one "kan" less than the plan's sentence, or the other way round."""
    # Whoever "skal kunne" must not: that one counts as "kan" alone.
    must, may = len(MUST_SAID.findall(SHALL_BE_ABLE.sub(" ", claim))), len(MAY.findall(claim))
    if must > len(MUST.findall(SHALL_BE_ABLE.sub(" ", plan_words))) and may < len(MAY.findall(plan_words)):
        return True
    less = len(MUST.findall(claim)) < len(MUST.findall(plan_words))
    return _whole(claim, language, plan_words) and len(CAN_VERB.findall(claim)) > len(MAY.findall(plan_words)) and less


def _whole(claim: str, language: Language, plan_words: str) -> bool:
    """The claim has as many parts as the plan's sentence or nearly as many words; of a longer one it may leave out a duty."""
    as_many = len(content_words(claim, language)) >= _WHOLE * len(content_words(plan_words, "da"))
    return as_many or len(segments(claim)) >= len(segments(plan_words))
