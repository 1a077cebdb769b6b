"""Answers that are sentences of a plan: the ones that say the topic and hold the kind of thing asked for."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.plan import Plan, Sentence
from index.facts import Fact
from rag.evidence import Evidence
from rag.question_patterns import TOWNS
from rag.read_kommuner import read_kommuner
from rag.reading import ANSWERABLE, NEARLY_AS_LIKELY, Draft, Reading
from rag.sentence_patterns import ASKS_FOR_SIGNATORIES, CAUSE, DEFINES, WHICH_YEAR

MAX_PLANS = 5
MAX_CHARACTERS = 380
# "Which areas …?" may go on in the next sentence.
MAX_FOR_SEVERAL = 520
# What share of the best plan's chance another plan must have to speak too, and less where plans are compared.
_CLOSE = {False: 0.35, True: 0.3}
_NEWEST = 0.2
# What share of the best sentence's chance another of the plan must have to stand beside it: of its own section, and of another.
_BESIDE = {True: 0.3, False: 0.5}
LIST_CHARACTERS = 900
# A sentence that names places is shown where no list is, when it has this share of the likeliest one's chance and says this of the topic.
_NAMES_PLACES, _SAYS_TOPIC = 0.5, 0.5
# Kinds of question that a single sentence seldom answers whole.
_TELLS_ON = frozenset({"describe", "definition", "why"})

# What a sentence must hold to answer, by kind of question; a sentence without it can at most show that the topic is there.
_ASKED: dict[str, tuple[str, ...]] = {
    "count": ("number", "series"),
    "date": ("date", "series", "hours"),
    "where": ("place", "kommune", "contact"),
}


def read_sentences(reading: Reading, most: int = 3) -> list[Draft]:
    """Sentences per plan, newest plans first; of one plan up to ``most`` from one section, of several plans one each."""
    floor = _floor(reading)
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


def likely_sentences(reading: Reading, share: float) -> list[tuple[Plan, list[Evidence]]]:
    """Of each plan in scope the sentences that have ``share`` of the likeliest one's chance over all plans, likeliest first."""
    ranked = [(plan, _ranked(reading, plan, 0.0)) for plan in reading.scope.plans]
    floor = share * max((found[0][0] for _, found in ranked if found), default=0.0)
    return [(plan, [evidence for chance, evidence in found if chance >= floor]) for plan, found in ranked]


def _ranked(reading: Reading, plan: Plan, floor: float) -> list[tuple[float, Evidence]]:
    scored = [(e.chance, e) for e in reading.evidence.get(plan.id, []) if e.chance >= floor and _may_answer(reading, e)]
    if reading.question.kind == "where":
        # A plan that gives the place is asked for no other sentence.
        scored = [(chance, e) for chance, e in scored if reading.facts_of(e, "place")] or scored
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].sentence.start))


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
    fitting = (e.chance for found in reading.evidence.values() for e in found if _may_answer(reading, e))
    return NEARLY_AS_LIKELY * max(fitting, default=0.0)


def _may_answer(reading: Reading, evidence: Evidence) -> bool:
    """A question for a figure or a date is answered by a sentence that holds one, for a year by one that names it, for a cause by one that
    gives a cause or a purpose."""
    if evidence.plan.sections[evidence.sentence.section].kind == "cover":
        return False
    if evidence.sentence.kind == "signature" and not ASKS_FOR_SIGNATORIES.search(reading.question.text):
        return False
    if reading.question.kind == "why" and not _gives_cause(reading, evidence):
        return False
    strict = reading.question.kind in ("count", "date") or bool(reading.question.asked)
    years = [str(year) for year in reading.scope.content_years]
    if years and not (any(year in evidence.text for year in years) and reading.says_topic(evidence)):
        return False
    return not strict or bool(_fitting(reading, evidence))


def _gives_cause(reading: Reading, evidence: Evidence) -> bool:
    """A cause or a purpose, and where the question asks why a kommune does something, of that kommune."""
    named = {fact.value for fact in reading.facts_of(evidence, "kommune")}
    return CAUSE.search(evidence.text) is not None and named >= set(reading.question.kommuner)


def _kinds(reading: Reading) -> tuple[str, ...]:
    return reading.question.asked or _ASKED.get(reading.question.kind, ())


def _fitting(reading: Reading, evidence: Evidence) -> list[Fact]:
    """The sentence's facts of the kind asked for; with a year in the question, only those of that year."""
    facts = reading.facts_of(evidence, *_kinds(reading))
    years = [str(year) for year in reading.scope.content_years]
    if WHICH_YEAR.search(reading.question.text):
        facts = [f for f in facts if re.search(r"\b(?:19|20)\d\d\b", f.value)]
    series = [f for f in facts if f.kind == "series"]
    return [f for f in series if f.value in years] if years and series else facts


def _of_plan(reading: Reading, plan: Plan, found: list[tuple[float, Evidence]], most: int) -> list[Draft]:
    top_chance, top = found[0]
    chosen, length = [top.sentence], len(top.text)
    room = MAX_FOR_SEVERAL if most > 2 and _plural(reading) else MAX_CHARACTERS
    for chance, evidence in found[1:]:
        near = chance >= _BESIDE[evidence.sentence.section == top.sentence.section] * top_chance
        if len(chosen) < most and near and length + len(evidence.text) <= room:
            chosen.append(evidence.sentence)
            length += len(evidence.text)
    if most > 1 and reading.question.kind in _TELLS_ON:
        chosen += _what_follows(plan, chosen, most, length)
    chosen.sort(key=lambda sentence: sentence.start)
    led = (_list_of(plan, sentence) for sentence in (top.sentence, *reversed(chosen)))
    listed = next((one for one in led if one), None) or _list_together(reading, plan, chosen)
    drafts = [Draft(plan, "quote", _spans(plan, s), (), top_chance) for s in chosen if listed is None or not _inside(s, listed)]
    return drafts + ([listed] if listed else [])


def _plural(reading: Reading) -> bool:
    return re.search(r"\b(hvilke|hvad for|which|what \w+s)\b", reading.question.text.lower()) is not None


def _list_together(reading: Reading, plan: Plan, chosen: list[Sentence]) -> Draft | None:
    """The whole enumeration, where two of its items are among the chosen, or one and the question asks for several things."""
    leads = [s.lead for s in chosen if s.lead is not None]
    wanted = [lead for lead in leads if leads.count(lead) > 1 or _plural(reading)]
    return _list_of(plan, plan.sentences[wanted[0]]) if wanted else None


def _inside(sentence: Sentence, draft: Draft) -> bool:
    return any(start <= sentence.start and sentence.end <= end for start, end in draft.spans)


def _list_of(plan: Plan, lead: Sentence) -> Draft | None:
    """The items that a sentence introduces, with the sentence itself; None where it introduces none or too long ones."""
    items = [s for s in plan.sentences if s.lead == lead.index]
    names = tuple(plan.text[s.start : s.end].strip(" ,;.") for s in items)
    if not items or sum(map(len, names)) > LIST_CHARACTERS:
        return None
    return Draft(plan, "items", ((lead.start, lead.end), (items[0].start, items[-1].end)), names, 1.0)


def _what_follows(plan: Plan, chosen: list[Sentence], most: int, length: int) -> list[Sentence]:
    """What a text says of a thing goes on in the sentences after the one that names it."""
    taken = {sentence.index for sentence in chosen}
    following: list[Sentence] = []
    at = chosen[0].index + 1
    while at < len(plan.sentences) and len(chosen) + len(following) < most:
        sentence = plan.sentences[at]
        length += sentence.end - sentence.start
        if sentence.section != chosen[0].section or sentence.kind == "heading" or length > MAX_CHARACTERS:
            break
        if sentence.index not in taken:
            following.append(sentence)
        at += 1
    return following


def _spans(plan: Plan, sentence: Sentence) -> tuple[tuple[int, int], ...]:
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


def read_items(reading: Reading, said_enough: float = 0.6) -> list[Draft]:
    """A whole enumeration with its lead-in, where the topic is what the lead-in or the heading announces."""
    drafts = []
    for plan in reading.scope.plans:
        lists: dict[int, list[Sentence]] = {}
        for sentence in plan.sentences:
            if sentence.lead is not None:
                lists.setdefault(sentence.lead, []).append(sentence)
        best: tuple[float, int] | None = None
        for lead in lists:
            words = plan.text[plan.sentences[lead].start : plan.sentences[lead].end]
            head = " ".join(plan.sections[plan.sentences[lead].section].path)
            said = max(reading.said_by(words), 0.55 * reading.said_by(words + " " + head))
            if said >= said_enough and (best is None or said > best[0]):
                best = (said, lead)
        listed = _list_of(plan, plan.sentences[best[1]]) if best else None
        if best and listed:
            drafts.append(replace(listed, strength=best[0]))
    strongest = max((d.strength for d in drafts), default=0.0)
    return [d for d in drafts if d.strength >= 0.85 * strongest][:MAX_PLANS]


def read_series(reading: Reading) -> list[Draft]:
    """A year-value series as the plan has it ("2017: 51 …"), where its heading or lead-in says the topic."""
    drafts = []
    for plan in reading.scope.plans:
        by_section: dict[int, list[Evidence]] = {}
        for evidence in reading.evidence.get(plan.id, []):
            if reading.facts_of(evidence, "series"):
                by_section.setdefault(evidence.sentence.section, []).append(evidence)
        for section, found in by_section.items():
            found = sorted(found, key=lambda e: e.sentence.start)
            if len(found) < 3 or max(e.coverage for e in found) < 0.9 * ANSWERABLE:
                continue
            heading = plan.sections[section]
            names = tuple(e.text.strip(" ,;.") for e in found)
            spans = ((heading.start, heading.body_start), (found[0].sentence.start, found[-1].sentence.end))
            drafts.append(Draft(plan, "items", spans, names, found[0].score))
    return drafts


def read_count(reading: Reading) -> list[Draft]:
    """The sentence with the figure; a whole year-value series where the topic is one and the question names no year."""
    series = [] if reading.scope.content_years else read_series(reading)
    return series or read_sentences(reading)


def read_places(reading: Reading) -> list[Draft]:
    """Lists of kommuner; where no plan names any for the topic, the likely sentences that name a kommune or another place."""
    drafts = read_kommuner(reading)
    if any(draft.form != "unnamed" for draft in drafts):
        # A town need not be a kommune, so the plan's own words stand where towns are asked for.
        return [_in_words(draft) if TOWNS.search(reading.question.text) else draft for draft in drafts]
    named = []
    for plan, found in likely_sentences(reading, _NAMES_PLACES):
        holding = [e for e in found if e.own >= _SAYS_TOPIC and reading.facts_of(e, "kommune", "place")]
        named += [Draft(plan, "quote", _spans(plan, e.sentence), (), e.chance) for e in holding[:1]]
    return named or drafts


def _in_words(draft: Draft) -> Draft:
    return replace(draft, form="quote", items=()) if draft.form == "items" else draft


def read_where(reading: Reading) -> list[Draft]:
    """Sentences with an address or place; where there are none, the kommuner that the plans name for it."""
    anywhere = not reading.question.kommuner
    if anywhere and not any(reading.facts_of(e, "place") for plan in reading.scope.plans for e in reading.relevant(plan)):
        named = [draft for draft in read_kommuner(reading) if draft.form in ("items", "all_items")]
        if named:
            return named
    return read_sentences(reading)
