"""What a plan is about: its focus areas, as it lists them itself.

Every plan has them, under names that differ ("fokusområder", "særlige indsatser"), as a list that a sentence introduces or as the headings
of a chapter. A question for them has no other topic, so its words find nothing; the plan's own form of speaking of them does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.plan import Plan, Sentence
from index.general_words import closed_class, english_actions, is_danish_verb
from rag.evidence import Weighted
from rag.question import Question
from rag.read_lists import directly_under, list_of, list_of_headings
from rag.reading import MAX_PLANS, Draft, Reading

_AREAS = (
    r"\w*(?:fokus|indsats)områd\w*|fokuspunkt\w*|prioritet(?:er|erne)|prioriterede|hovedemne\w*|temaer(?:ne)?|særlige\s+indsatser"
    r"|focus\s+areas?|areas?\s+of\s+(?:focus|action)|priorit(?:y|ies)|(?:priority|key|action)\s+areas?|themes"
)
_ASKS = re.compile(
    rf"\b(?:{_AREAS}|(?:vigtigste|største|overordnede|store|main|most\s+important|key)\s+(?:\w+\s+)?(?:ting|opgaver|emner|områder|punkter|mål|things|tasks|topics|goals))\b",
    re.IGNORECASE,
)
# "Why is burglary a priority?" asks about one of them, and a figure or a date of them is no list.
_LISTS = frozenset({"describe", "definition", "compare", "count"})
_NO_LIST = re.compile(r"\b(?:hvorfor|hvordan|why|how|hvem|who)\b", re.IGNORECASE)
# Words that may stand beside: who sets the areas, for whom, and what kind they are.
_BESIDE = re.compile(
    r"\b(?:polit\w*|polic\w*|kommun\w*|municipal\w*|kredsråd\w*|district|council|samarbejd\w*|cooperat\w*|plan\w*|national\w*|lokal\w*|local"
    r"|særlig\w*|special|strategisk\w*|strategic|fælles|joint|overordn\w*|overall|operativ\w*|vigtigst\w*|største|store|main|important|key"
    r"|run|runs|appl(?:y|ies)|ting|opgave\w*|emne\w*|områd\w*|punkt\w*|mål|things|tasks|topics|goals|areas?|list\w*|\d+)\b",
    re.IGNORECASE,
)
_NUMBERS = {
    word: number
    for words in ("to tre fire fem seks syv otte ni ti", "two three four five six seven eight nine ten")
    for number, word in enumerate(words.split(), start=2)
}
_OF_A_KIND = (re.compile(r"\bnational", re.IGNORECASE), re.compile(r"\b(?:lokal|local)", re.IGNORECASE))
# How a plan speaks of them: in a short sentence before a list, or as the heading of one or of a chapter.
_ANNOUNCES = re.compile(r"(?:fokus|indsats)områd|priorit|\btemaer|særlige\s+indsatser", re.IGNORECASE)
_BARE, _SHORT, _FEWEST = 25, 70, 3


def asks_for_focus_areas(question: Question, weighted: Sequence[Weighted]) -> bool:
    """Whether the question asks which focus areas a plan has, and names no topic of its own.

    Its topic may hold nothing else than words for them, for who sets them, general words and numbers.
    """
    core = question.core
    if question.kind not in _LISTS or not _ASKS.search(core) or _NO_LIST.search(core):
        return False
    return all(_is_beside(w.concept.surface) for w in weighted)


def _is_beside(words: str) -> bool:
    low = words.lower()
    return _BESIDE.search(low) is not None or re.search(_AREAS, low) is not None or all(map(_is_general, low.split()))


def _is_general(word: str) -> bool:
    return word in _NUMBERS or word in closed_class() or word in english_actions() or is_danish_verb(word)


def read_focus_areas(reading: Reading) -> list[Draft]:
    """The lists of focus areas of every plan in scope, each item cited for itself; of one kind only, where the question names one."""
    kinds = [kind for kind in _OF_A_KIND if kind.search(reading.question.core)]
    wanted = [_NUMBERS[word] for word in re.findall(r"\w+", reading.question.core.lower()) if word in _NUMBERS]
    drafts = []
    for plan in reading.scope.plans[:MAX_PLANS]:
        lists = [(name, draft) for name, draft in _lists(plan) if _is_of_its_years(reading.question, plan, name)]
        alike = [draft for name, draft in lists if kinds and all(kind.search(name) for kind in kinds)]
        drafts += alike or [draft for _, draft in lists]
    # "De fire vigtigste": a list of eight is another list.
    return [draft for draft in drafts if not wanted or len(draft.items) in wanted]


def _is_of_its_years(question: Question, plan: Plan, name: str) -> bool:
    """Areas of a year are those of that year's plan, or such as say the year: an older plan's are no answer."""
    return not question.years or plan.year in question.years or any(str(year) in name for year in question.years)


def _lists(plan: Plan) -> Iterator[tuple[str, Draft]]:
    """The plan's lists of focus areas with the words that name them, in the plan's order."""
    listed: set[int] = set()
    for lead in sorted({s.lead for s in plan.sentences if s.lead is not None}):
        sentence = plan.sentences[lead]
        found = list_of(plan, sentence) if _introduces(plan, sentence) else None
        if found is not None:
            listed.add(sentence.section)
            items = [s for s in plan.sentences if s.lead == lead]
            spans = ((sentence.start, sentence.end), *((s.start, s.end) for s in items))
            yield " ".join((*_path(plan, sentence), _words(plan, sentence))), Draft(plan, "items", spans, found.items, 1.0)
    for section in plan.sections:
        under = directly_under(plan, section)
        deeper = any(_ANNOUNCES.search(one.title) for one in under) or listed & {section.index, *(one.index for one in under)}
        named = section.kind == "body" and len(section.title) <= _SHORT and _ANNOUNCES.search(section.title) is not None
        if named and len(under) >= _FEWEST and not deeper:
            yield " ".join(section.path), list_of_headings(plan, section, under, 1.0)


def _introduces(plan: Plan, lead: Sentence) -> bool:
    """Says "I 2017 er disse lokale fokusområder prioriteret:", or "Områderne er:" under such a heading; a long one has its own topic."""
    words, path = _words(plan, lead), _path(plan, lead)
    if len(words) > _SHORT:
        return False
    return _ANNOUNCES.search(words) is not None or (len(words) <= _BARE and bool(path) and _ANNOUNCES.search(path[-1]) is not None)


def _words(plan: Plan, sentence: Sentence) -> str:
    return plan.text[sentence.start : sentence.end]


def _path(plan: Plan, sentence: Sentence) -> tuple[str, ...]:
    return tuple(plan.sections[sentence.section].path)
