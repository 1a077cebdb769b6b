"""Answers that are sentences of a plan: the ones that say the topic and hold the kind of thing asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.plan import Plan, Sentence
from rag.evidence import Evidence
from rag.fitting import may_answer
from rag.question_patterns import EACH_PLAN
from rag.read_lists import asks_for_several, list_of, list_together, read_series
from rag.reading import MAX_PLANS, NEARLY_AS_LIKELY, Draft, Reading
from rag.sentence_patterns import BEGINS, DEFINES, ENDS, LIES_THERE, POINTS_ELSEWHERE, TAKES_UP

MAX_CHARACTERS = 380
# "Which areas …?" may go on in the next sentence.
MAX_FOR_SEVERAL = 520
# A sentence that is not whole without its neighbour takes it along.
MAX_FOR_WHOLE = 640
# What share of the best plan's chance another plan must have to speak too, and less where plans are compared.
_CLOSE = {False: 0.35, True: 0.3}
_NEWEST = 0.2
# And where every plan is asked, what its likeliest sentence must have of that, or say of the topic.
_EACH, _EACH_SAYS = 0.04, 0.5


@dataclass(frozen=True, slots=True)
class Room:
    """How much of one plan is said.

    Attributes:
        most: sentences. characters: together.
        same, other: the share of the best chance that a sentence of its section, or of another, must have beside it.
    """

    most: int
    characters: int
    same: float
    other: float


# A figure, a date or a name is said by a sentence; what a thing is or does takes several.
FOR_A_FACT = Room(3, MAX_CHARACTERS, 0.3, 0.5)
FOR_A_TALE = Room(4, 500, 0.2, 0.35)
# A sentence that dates what is asked for may be so much less likely than one that dates something else of it.
_ITS_DATE = 0.3
# And one that places it, than one that does not.
_ITS_PLACE = 0.3
# Kinds of question that a single sentence seldom answers whole.
_TELLS_ON = frozenset({"describe", "definition", "why"})
_TELLS = _TELLS_ON | {"compare", "yesno"}


def read_sentences(reading: Reading, most: int = 4) -> list[Draft]:
    """Sentences per plan, newest plans first; of one plan up to ``most``, of two plans two, of several one each."""
    floor = 0.0 if _every_plan(reading) else _floor(reading)
    ranked = [(plan, _ranked(reading, plan, floor)) for plan in reading.scope.plans]
    if reading.question.kind == "definition":
        # Where one sentence says what the thing is, others that merely name it are not asked for.
        says_what = _copula(reading)
        defining = [(plan, [(chance, e) for chance, e in found if says_what.search(e.text)]) for plan, found in ranked]
        if not any(found for _, found in defining):
            defining = [(plan, [(chance, e) for chance, e in found if _says_what(e)]) for plan, found in ranked]
        ranked = defining if any(found for _, found in defining) else ranked
    ranked = [(plan, found) for plan, found in ranked if found]
    if not ranked:
        return []
    best = max(found[0][0] for _, found in ranked)
    if _every_plan(reading):
        speaking_each = [(plan, found) for plan, found in ranked if found[0][0] >= _EACH * best and found[0][1].coverage >= _EACH_SAYS]
        return [draft for plan, found in speaking_each for draft in _of_plan(reading, plan, found, min(most, 2))]
    near = [(plan, found) for plan, found in ranked if found[0][0] >= _CLOSE[reading.question.kind == "compare"] * best]
    # Where an older plan speaks, the newest of its district must not be left out for other words.
    speaking = {plan.district for plan, _ in near if plan.id in reading.scope.older}
    ranked = [
        (plan, found)
        for plan, found in ranked
        if (plan, found) in near or (plan.district in speaking and plan.id not in reading.scope.older and found[0][0] >= _NEWEST * best)
    ][:MAX_PLANS]
    each = {1: most, 2: min(most, 2)}.get(len(ranked), 1)
    return [draft for plan, found in ranked for draft in _of_plan(reading, plan, found, each)]


def _every_plan(reading: Reading) -> bool:
    """Whether each plan in scope is to speak: the question says so, or names the years of several of them."""
    named = {plan.year for plan in reading.scope.plans} & set(reading.question.years)
    return EACH_PLAN.search(reading.question.text) is not None or len(named) > 1


def likely_sentences(reading: Reading, share: float) -> list[tuple[Plan, list[Evidence]]]:
    """Of each plan in scope the sentences that have ``share`` of the likeliest one's chance over all plans, likeliest first."""
    ranked = [(plan, _ranked(reading, plan, 0.0)) for plan in reading.scope.plans]
    floor = share * max((found[0][0] for _, found in ranked if found), default=0.0)
    return [(plan, [evidence for chance, evidence in found if chance >= floor]) for plan, found in ranked]


def _ranked(reading: Reading, plan: Plan, floor: float) -> list[tuple[float, Evidence]]:
    scored = [(e.chance, e) for e in reading.evidence.get(plan.id, []) if e.chance >= floor and may_answer(reading, e)]
    if reading.question.kind == "where":
        scored = _of_a_place(reading, scored)
    if reading.question.kind == "date":
        scored = _of_that_date(reading, scored)
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].sentence.start))


def _of_a_place(reading: Reading, scored: list[tuple[float, Evidence]]) -> list[tuple[float, Evidence]]:
    """A plan that gives the place, or says what the thing belongs to, is asked for no other sentence."""
    best = max((chance for chance, _ in scored), default=0.0)
    return [
        (chance, e) for chance, e in scored
        if chance >= _ITS_PLACE * best and (reading.facts_of(e, "place") or LIES_THERE.search(e.text))
    ] or scored  # fmt: skip


def _of_that_date(reading: Reading, scored: list[tuple[float, Evidence]]) -> list[tuple[float, Evidence]]:
    """Where the end is asked for, a sentence that dates the end stands before one that dates the beginning, and the other way round."""
    told = [said for asks, said in (ENDS, BEGINS) if asks.search(reading.question.folded)]
    if len(told) != 1:
        return scored
    best = max((chance for chance, _ in scored), default=0.0)
    return [(chance, e) for chance, e in scored if chance >= _ITS_DATE * best and told[0].search(e.text)] or scored


def _copula(reading: Reading) -> re.Pattern[str]:
    """ "X er et …" and "… er X det …" for the thing the question is about, in any of its endings."""
    names = "|".join(re.escape(w.concept.surface) for w in reading.weighted) or r"(?!)"
    what = r"(?:en|et|den|det|navnet|betegnelsen)"
    return re.compile(rf"(?:{names})\w*(?:\s+\w+)?\s+er\s+{what}\b|\ber\s+(?:{names})\w*\s+{what}\b", re.IGNORECASE)


def _says_what(evidence: Evidence) -> bool:
    """Of sentences that name a thing, the one that says what it is."""
    return evidence.own >= 0.5 and DEFINES.search(evidence.text) is not None


def _floor(reading: Reading) -> float:
    """Sentences that hold what was asked for compete among themselves; the best of them sets how likely the others must be."""
    fitting = (e.chance for found in reading.evidence.values() for e in found if may_answer(reading, e))
    share = _ITS_DATE if reading.question.kind == "date" else NEARLY_AS_LIKELY
    return share * max(fitting, default=0.0)


def _of_plan(reading: Reading, plan: Plan, found: list[tuple[float, Evidence]], most: int) -> list[Draft]:
    top_chance, top = found[0]
    chosen, length = [top.sentence], len(top.text)
    room = FOR_A_TALE if reading.question.kind in _TELLS or _every_plan(reading) else FOR_A_FACT
    most = min(most, room.most)
    characters = max(room.characters, MAX_FOR_SEVERAL) if most > 2 and asks_for_several(reading) else room.characters
    for chance, evidence in found[1:]:
        near = chance >= (room.same if evidence.sentence.section == top.sentence.section else room.other) * top_chance
        if len(chosen) < most and near and length + len(evidence.text) <= characters:
            chosen.append(evidence.sentence)
            length += len(evidence.text)
    if most > 1 and reading.question.kind in _TELLS_ON:
        chosen += _what_follows(plan, chosen, most, room.characters - length)
    for sentence in _completed(plan, chosen):
        if sum(one.end - one.start for one in (*chosen, sentence)) <= MAX_FOR_WHOLE:
            chosen.append(sentence)
    chosen.sort(key=lambda sentence: sentence.start)
    led = (list_of(plan, sentence) for sentence in (top.sentence, *reversed(chosen)))
    listed = next((one for one in led if one), None) or list_together(reading, plan, chosen)
    drafts = [Draft(plan, "quote", spans_of(plan, s), (), top_chance) for s in chosen if listed is None or not _inside(s, listed)]
    return drafts + ([listed] if listed else [])


def _completed(plan: Plan, chosen: list[Sentence]) -> list[Sentence]:
    """Sentences that say what a chosen one announces ("Det gælder områderne X og Y"), and those that a chosen one completes."""
    taken = {sentence.index for sentence in chosen}
    wanted = []
    for sentence in chosen:
        after = plan.sentences[sentence.index + 1] if sentence.index + 1 < len(plan.sentences) else None
        before = plan.sentences[sentence.index - 1] if sentence.index else None
        if after is not None and after.section == sentence.section and TAKES_UP.match(plan.text[after.start : after.end]):
            wanted.append(after)
        if before is not None and before.section == sentence.section and TAKES_UP.match(plan.text[sentence.start : sentence.end]):
            wanted.append(before)
    return [one for one in wanted if one.index not in taken and one.kind != "heading"]


def _inside(sentence: Sentence, draft: Draft) -> bool:
    return any(start <= sentence.start and sentence.end <= end for start, end in draft.spans)


def _what_follows(plan: Plan, chosen: list[Sentence], most: int, left: int) -> list[Sentence]:
    """What a text says of a thing goes on in the sentences after the one that names it."""
    taken = {sentence.index for sentence in chosen}
    following: list[Sentence] = []
    at = chosen[0].index + 1
    while at < len(plan.sentences) and len(chosen) + len(following) < most:
        sentence = plan.sentences[at]
        left -= sentence.end - sentence.start
        if sentence.section != chosen[0].section or sentence.kind == "heading" or left < 0:
            break
        if sentence.index not in taken and not POINTS_ELSEWHERE.match(plan.text[sentence.start : sentence.end]):
            following.append(sentence)
        at += 1
    return following


def spans_of(plan: Plan, sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """A list item needs the words that introduce it: its lead-in, or its heading where the item is bare."""
    own = (sentence.start, sentence.end)
    if sentence.kind != "item":
        return (own,)
    if sentence.lead is not None:
        lead = plan.sentences[sentence.lead]
        return ((lead.start, lead.end), own)
    section = plan.sections[sentence.section]
    heading = (section.start, section.body_start)
    return (heading, own) if section.body_start > section.start and sentence.end - sentence.start < 60 else (own,)


def read_count(reading: Reading) -> list[Draft]:
    """The sentence with the figure; a whole year-value series where the topic is one and the question names no year."""
    series = [] if reading.scope.content_years else read_series(reading)
    return series or read_sentences(reading)
