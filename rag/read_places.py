"""Where it is and which kommuner: lists read from the fact table, else the likely sentences that name a place."""

from __future__ import annotations

from dataclasses import replace

from corpus.plan import Plan
from index.facts import Fact
from rag.evidence import Evidence
from rag.question_patterns import ADDRESS, TOWNS
from rag.read_kommuner import read_kommuner
from rag.read_sentences import likely_sentences, read_sentences, spans_of
from rag.reading import LIKELY, Draft, Reading
from rag.wording import LACKS

# A sentence that names places is shown where no list is, when it has this share of the likeliest one's chance and says this of the topic.
_NAMES_PLACES, _SAYS_TOPIC = 0.5, 0.5


def read_places(reading: Reading) -> list[Draft]:
    """Lists of kommuner; where no plan names any for the topic, the likely sentences that name a kommune or another place."""
    drafts = read_kommuner(reading)
    if any(draft.form != "unnamed" for draft in drafts):
        # A town need not be a kommune, so the plan's own words stand where towns are asked for.
        return [_in_words(draft) if TOWNS.search(reading.question.core) else draft for draft in drafts]
    if LACKS.search(reading.question.core):
        return drafts
    named = []
    for plan, found in likely_sentences(reading, _NAMES_PLACES):
        holding = [e for e in found if (e.own >= _SAYS_TOPIC or e.chance >= LIKELY) and reading.facts_of(e, "kommune", "place")]
        named += [_naming(reading, plan, e) for e in holding[:1]]
    return named or drafts


def _naming(reading: Reading, plan: Plan, evidence: Evidence) -> Draft:
    """The kommuner of a sentence that is likely the answer though it says little of the topic; its words where some are denied."""
    by_clause: dict[tuple[int, int], list[Fact]] = {}
    for fact in reading.facts_of(evidence, "kommune"):
        by_clause.setdefault((fact.clause_start, fact.clause_end), []).append(fact)
    said = {clause: reading.said_by(plan.text[slice(*clause)]) for clause in by_clause}
    best = max(said, key=lambda clause: said[clause], default=None)
    facts = by_clause[best] if best and (len(said) == 1 or said[best] > 0) else []
    plain = bool(facts) and not any(f.excepted or f.negated for f in facts) and evidence.chance >= LIKELY
    names = tuple(dict.fromkeys(f.value for f in facts)) if plain and not TOWNS.search(reading.question.core) else ()
    return Draft(plan, "items" if names else "quote", spans_of(plan, evidence.sentence), names, evidence.chance)


def _in_words(draft: Draft) -> Draft:
    return replace(draft, form="quote", items=()) if draft.form == "items" else draft


def read_where(reading: Reading) -> list[Draft]:
    """Sentences with an address or place; where there are none, the kommuner that the plans name for it."""
    anywhere = not reading.question.asked_kommuner and not ADDRESS.search(reading.question.core)
    if anywhere and not any(reading.facts_of(e, "place") for plan in reading.scope.plans for e in reading.relevant(plan)):
        named = [draft for draft in read_kommuner(reading) if draft.form in ("items", "all_items")]
        if named:
            return [_in_words(draft) if len(draft.spans) == 1 else draft for draft in named]
    return read_sentences(reading)
