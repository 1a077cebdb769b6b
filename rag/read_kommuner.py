"""Lists of kommuner, read from every sentence of every plan in scope through the fact table."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.plan import Plan
from index.facts import Fact
from index.patterns import NUMBER_WORDS
from rag.evidence import Evidence
from rag.reading import Draft, Reading
from rag.wording import LACKS

LIST_NEAR_BEST = 0.6
_SAME_LIST = 0.9
_PREFER_NAMED = 0.75
# A plan whose best list says much less of the topic than another plan's speaks of something else.
_NEAR_STRONGEST = 0.75
# "X har …, mens det i Y er …": what the first clause says is not so in Y.
CONTRASTS = re.compile(r"\b(mens|hvorimod|derimod|modsat)\b", re.IGNORECASE)


def read_kommuner(reading: Reading) -> list[Draft]:
    """One draft per plan that speaks of the topic: the kommuner it names, or all its own, or that it names none."""
    core = reading.question.core
    if LACKS.search(core):
        return [draft for plan in reading.scope.plans if (draft := _denied(reading, plan))]
    drafts = []
    for plan in reading.scope.plans:
        # A list may stand a sentence or two after the words that say what it lists,
        # so it may cover less of the topic than the best sentence.
        near, relevant = reading.relevant(plan, LIST_NEAR_BEST), reading.relevant(plan)
        named, everyone = _named(reading, plan, near), _all_of_them(reading, plan, relevant)
        draft = everyone if everyone and (not named or named.strength < _PREFER_NAMED * everyone.strength) else named
        draft = draft or _unnamed(plan, relevant)
        if draft:
            drafts.append(draft)
    if any(d.form != "unnamed" for d in drafts):
        strongest = max(d.strength for d in drafts if d.form != "unnamed")
        drafts = [d for d in drafts if d.strength >= _NEAR_STRONGEST * strongest]
    return drafts


def read_own_kommuner(reading: Reading) -> list[Draft]:
    """The plan's own kommuner, where the question asks for nothing else of it; what the text states beside it where the two differ."""
    drafts = []
    for plan in reading.scope.plans:
        if not plan.kommuner:
            continue
        differing = [c for c in plan.contradictions if c.code == "kommune_count"]
        drafts.append(Draft(plan, "items" if differing else "all_items", (_own_list(plan),), plan.kommuner, 1.0))
        for contradiction in differing:
            sentence = next(s for s in plan.sentences if s.start <= contradiction.start < s.end)
            drafts.append(Draft(plan, "quote", ((sentence.start, sentence.end),), (), 1.0))
    return drafts


def _own_list(plan: Plan) -> tuple[int, int]:
    """Where the plan lists its kommuner: all on the cover, or all under the signatures."""
    first = plan.kommune_mentions[0]
    return first.start, [m for m in plan.kommune_mentions if m.where == first.where][-1].end


def _named(reading: Reading, plan: Plan, relevant: list[Evidence]) -> Draft | None:
    """The kommuner in the clauses that say most of the topic."""
    candidates = []
    for evidence in relevant:
        by_clause: dict[tuple[int, int], list[Fact]] = {}
        for fact in reading.facts_of(evidence, "kommune"):
            if not fact.excepted and not _part_of_a_name(plan, fact):
                by_clause.setdefault((fact.clause_start, fact.clause_end), []).append(fact)
        for (start, end), facts in by_clause.items():
            if not facts[0].negated:
                named = 0.6 if reading.names_it(evidence.text) else 0.0
                candidates.append((reading.said_by(plan.text[start:end]) + 0.5 * evidence.coverage + named, evidence, facts))
    if not candidates:
        return None
    best = max(score for score, _, _ in candidates)
    chosen = [(e, facts) for score, e, facts in candidates if score >= _SAME_LIST * best]
    chosen.sort(key=lambda pair: pair[0].sentence.start)
    names = tuple(dict.fromkeys(f.value for _, facts in chosen for f in facts))
    spans = tuple(dict.fromkeys((e.sentence.start, e.sentence.end) for e, _ in chosen))[:3]
    return Draft(plan, "items", spans, names, best)


def _denied(reading: Reading, plan: Plan) -> Draft | None:
    """Kommuner of which a clause says that they have it not. Those that are merely not named are never said to lack it."""
    found = [(e, f) for e in reading.relevant(plan) for f in reading.facts_of(e, "kommune") if f.negated and not f.excepted]
    found = [(e, f) for e, f in found if reading.said_by(plan.text[f.clause_start : f.clause_end]) >= 0.5]
    if not found:
        return None
    names = tuple(dict.fromkeys(f.value for _, f in found))
    spans = tuple(dict.fromkeys((e.sentence.start, e.sentence.end) for e, _ in found))[:3]
    return Draft(plan, "items", spans, names, found[0][0].score)


def denied_of(reading: Reading, kommuner: tuple[str, ...]) -> list[Draft]:
    """Per plan, the sentence that denies it of one of ``kommuner``."""
    drafts = (_denied(reading, plan) for plan in reading.scope.plans)
    return [replace(d, form="no", items=(), spans=d.spans[:1]) for d in drafts if d and set(kommuner) & set(d.items)]


def _part_of_a_name(plan: Plan, fact: Fact) -> bool:
    """ "Tryg Aalborg" and "Aarhus Universitet" name no kommune."""
    before, after = plan.text[max(0, fact.start - 12) : fact.start], plan.text[fact.end : fact.end + 14]
    return (
        re.match(r"\s+(Universitet|Vest|Politi|Lufthavn|Havn|Stift|Festuge)\b", after) is not None
        or re.search(r"\bTryg\s$", before) is not None
    )


def _all_of_them(reading: Reading, plan: Plan, relevant: list[Evidence]) -> Draft | None:
    """ "Hver kommune har …": the plan's own kommuner, minus those it excepts, with the place that lists them as second proof."""
    for evidence in sorted(relevant, key=lambda e: -e.score):
        facts = [f for f in reading.facts_of(evidence, "all_kommuner") if not f.negated and _means_all(plan, f)]
        if not facts or not plan.kommuner:
            continue
        excepted = {f.value for f in reading.facts_of(evidence, "kommune") if f.excepted}
        names = tuple(k for k in plan.kommuner if k not in excepted)
        listing = _own_list(plan)
        return Draft(
            plan, "all_items", ((evidence.sentence.start, evidence.sentence.end), listing), names, evidence.own + 0.5 * evidence.coverage
        )
    return None


_COMES_FROM = re.compile(r"\b(fra|mellem|blandt|på tværs af|uanset hvilken af)\s+(?:\w+\s+)?$", re.IGNORECASE)


def _means_all(plan: Plan, fact: Fact) -> bool:
    """ "de to kommuner" are two that the sentence before has named; what comes "fra alle kommuner" is not there in each of them."""
    if _COMES_FROM.search(plan.text[max(0, fact.start - 24) : fact.start]):
        return False
    number = next(
        (NUMBER_WORDS.get(w, int(w) if w.isdigit() else -1) for w in fact.value.lower().split() if w.isdigit() or w in NUMBER_WORDS), None
    )
    stated = {len(plan.kommuner)} | {int(c.stated) for c in plan.contradictions if c.code == "kommune_count"}
    return number is None or number in stated


def _unnamed(plan: Plan, relevant: list[Evidence]) -> Draft | None:
    speaking = [e for e in relevant if e.own >= 0.5 and e.sentence.kind in ("prose", "item")]
    if not speaking:
        return None
    best = max(speaking, key=lambda e: e.score)
    return Draft(plan, "unnamed", ((best.sentence.start, best.sentence.end),), (), best.own + 0.5 * best.coverage)


def in_words_where_set_against(draft: Draft) -> Draft:
    """Where a sentence sets some kommuner against the others, its words say what a list of some of them hides."""
    against = tuple(span for span in draft.spans if CONTRASTS.search(draft.plan.text[slice(*span)]))
    return replace(draft, form="quote", items=(), spans=against[:1]) if draft.form == "items" and against else draft
