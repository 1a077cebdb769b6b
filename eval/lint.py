"""Tests the gold set itself: anchors, matchers, splits and leaks. A ruler that is wrong must fail before anything is measured with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.plan import Plan
from eval.anchors import AnchorError, resolve
from eval.gold import GoldQuestion, GoldSet, Nugget
from eval.leaks import Leak, find_leaks
from eval.matchers import fold
from eval.records import Fault

# Share of the scored plans' passages that a vital matcher may accept before it is called too generic, and the number it always may.
_GENERIC_SHARE, _GENERIC_FLOOR = 0.25, 20


def lint(gold: GoldSet, retold: Mapping[str, Plan], files: Mapping[str, str]) -> list[Fault]:
    """Every fault of a gold set that could be read, in the order of its files.

    Args:
        retold: the plans that the anchors point into.
        files: repository files outside the gold set, name to text, in which no test question may stand.
    """
    faults = [*_clusters(gold), *_same_questions(gold), *_leaks(gold, files)]
    for question in gold.questions:
        faults += _expectation(question)
        for nugget in question.nuggets:
            faults += [*_anchors(question, nugget, retold), *_matcher(question, nugget)]
        faults += _forbidden(question)
    return sorted(faults, key=lambda one: (one.file, one.line, one.code, one.detail))


def _fault(question: GoldQuestion, code: str, detail: str = "") -> Fault:
    return Fault(question.file, question.line, question.id, code, detail)


def _expectation(question: GoldQuestion) -> Iterator[Fault]:
    if question.answerable:
        if not question.vital:
            yield _fault(question, "no_vital")
        for nugget in question.vital:
            if not nugget.evidence:
                yield _fault(question, "no_evidence", nugget.id)
        return
    if not question.reasons:
        yield _fault(question, "no_reason")
    if question.nuggets:
        yield _fault(question, "has_nuggets")


def _anchors(question: GoldQuestion, nugget: Nugget, retold: Mapping[str, Plan]) -> Iterator[Fault]:
    for anchor in nugget.evidence:
        try:
            resolve(anchor, retold)
        except AnchorError as problem:
            yield _fault(question, problem.code, f"{nugget.id}: {problem.detail}")


def _matcher(question: GoldQuestion, nugget: Nugget) -> Iterator[Fault]:
    own = [*(anchor.quote for anchor in nugget.evidence), nugget.text]
    if not any(nugget.match.matches(text, text) for text in own):
        yield _fault(question, "matcher_rejects", nugget.id)
    for distractor in question.distractors:
        if nugget.match.matches(distractor, distractor):
            yield _fault(question, "matcher_accepts", f"{nugget.id}: {distractor}")


def _forbidden(question: GoldQuestion) -> Iterator[Fault]:
    """The words that carry a fact must not be what makes an answer wrong."""
    for one in question.forbidden:
        for nugget in question.vital:
            hit = next((anchor for anchor in nugget.evidence if one.plan in ("", anchor.plan) and one.match.matches(anchor.quote)), None)
            if hit is not None:
                yield _fault(question, "matcher_forbids", f"{nugget.id}: {hit.quote}")


def generic_matchers(gold: GoldSet, passages: Sequence[str]) -> list[Fault]:
    """Vital nuggets whose matcher accepts very many passages: a warning, not an error, for a kommune's name alone does that."""
    found = []
    limit = max(_GENERIC_FLOOR, int(_GENERIC_SHARE * len(passages)))
    for question in gold.questions:
        for nugget in question.vital:
            accepted = sum(nugget.match.matches(passage, passage) for passage in passages)
            if accepted > limit:
                found.append(_fault(question, "matcher_generic", f"{nugget.id}: {accepted}/{len(passages)}"))
    return found


def _clusters(gold: GoldSet) -> Iterator[Fault]:
    splits: dict[str, set[str]] = defaultdict(set)
    for question in gold.questions:
        splits[question.cluster].add(question.split)
    for question in gold.questions:
        if len(splits[question.cluster]) > 1:
            yield _fault(question, "cluster_split", question.cluster)


def _same_questions(gold: GoldSet) -> Iterator[Fault]:
    first: dict[tuple[str, tuple[str, ...]], GoldQuestion] = {}
    for question in gold.questions:
        key = (" ".join(fold(question.question).split()), question.context)
        earlier = first.setdefault(key, question)
        if earlier is not question:
            yield _fault(question, "question_twice", earlier.id)


def _leaks(gold: GoldSet, files: Mapping[str, str]) -> Iterator[Fault]:
    questions = {question.id: question for question in gold.questions}
    test = {id: _wordings(one) for id, one in questions.items() if one.split == "test"}
    dev = [text for one in questions.values() if one.split == "dev" for text in _wordings(one)]
    for leak in find_leaks(test, dev, files):
        yield _leak_fault(questions[leak.id], leak)


def _leak_fault(question: GoldQuestion, leak: Leak) -> Fault:
    return _fault(question, "leak", f"{leak.file}:{leak.line}")


def _wordings(question: GoldQuestion) -> tuple[str, ...]:
    return (question.question, *question.variants)


def plan_ids(gold: Iterable[GoldQuestion]) -> frozenset[str]:
    """Every plan that some question names."""
    return frozenset(plan for question in gold for plan in question.plans)
