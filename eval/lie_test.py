"""``plansvar eval --lies``: how many lies the check of written sentences catches, and how many true rewordings it lets through."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from corpus.gazetteer import find_kommuner
from corpus.plan import Plan, Section
from eval.anchors import AnchorError, resolve
from eval.gold import GoldSet, load_gold
from eval.lies import KINDS, Claim, Surroundings, Truth, lies_of
from index.training_data import Pair, read_pairs
from rag.answer import Language
from rag.sentence_check import Problem, Written, check
from rag.sources import Source, Unit

# How many places stand in front of the check beside the one that carries the sentence.
_OTHERS = 7
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """One checked sentence. ``true`` is False for a lie; ``kept`` says whether the check let it through."""

    claim: Claim
    true: bool
    kept: bool
    problem: Problem | None
    units: tuple[Unit, ...] = ()

    @property
    def right(self) -> bool:
        """A truth kept or a lie refused."""
        return self.kept == self.true


class LieTest:
    """Lies and rewordings over plans, each checked among other places of the same and of other plans."""

    def __init__(self, plans: Mapping[str, Plan], seed: int = 1) -> None:
        self._plans = dict(sorted(plans.items()))
        self._rng = random.Random(seed)
        self._people = sorted({s.name for plan in plans.values() for s in plan.signatories})

    def lies(self, gold: GoldSet, pairs: Sequence[Pair], count: int) -> list[Outcome]:
        """``count`` lies made from the evidence of the gold set, the kinds as even as the sentences allow."""
        by_kind: dict[str, list[Claim]] = {kind: [] for kind in KINDS}
        for truth in self._truths(gold, pairs):
            for _ in range(3):
                for lie in lies_of(truth, self._around(truth), self._rng):
                    if lie not in by_kind[lie.kind]:
                        by_kind[lie.kind].append(lie)
        for lies in by_kind.values():
            self._rng.shuffle(lies)
        chosen: list[Claim] = []
        while len(chosen) < count and any(by_kind.values()):
            for kind in KINDS:
                if by_kind[kind] and len(chosen) < count:
                    chosen.append(by_kind[kind].pop())
        return [self._checked(lie, true=False) for lie in chosen]

    def rewordings(self, pairs: Sequence[Pair]) -> list[Outcome]:
        """True sentences in other words: by hand, in the other language, and by rule."""
        return [self._checked(claim, true=True) for claim in (*self._by_hand(), *self._translated(pairs), *self._by_rule(pairs))]

    def _truths(self, gold: GoldSet, pairs: Sequence[Pair]) -> Iterator[Truth]:
        english = {_plain(pair.danish): pair.english for pair in pairs}
        seen: set[tuple[str, int]] = set()
        for question in gold.questions:
            for anchor in (anchor for nugget in question.nuggets for anchor in nugget.evidence):
                try:
                    span = resolve(anchor, self._plans)
                except AnchorError:
                    continue
                plan = self._plans[span.plan]
                for sentence in plan.sentences:
                    if not sentence.start < span.end or not span.start < sentence.end or (plan.id, sentence.index) in seen:
                        continue
                    seen.add((plan.id, sentence.index))
                    words = plan.text[sentence.start : sentence.end]
                    if sentence.kind in ("prose", "item") and len(words) > 30:
                        yield Truth(plan.id, sentence.index, "da", words, question.split)
                        if _plain(words) in english:
                            yield Truth(plan.id, sentence.index, "en", english[_plain(words)], question.split)

    def _by_hand(self) -> Iterator[Claim]:
        for record in read_rewordings():
            plan = self._plans[record["plan"]]
            at = next(s.index for s in plan.sentences if plan.text[s.start : s.end].startswith(record["sentence"]))
            language: Language = "en" if record["language"] == "en" else "da"
            yield Claim(Truth(plan.id, at, language, record["says"], ""), f"by hand, {language}", record["says"])

    def _translated(self, pairs: Sequence[Pair], every: int = 5) -> Iterator[Claim]:
        english = {_plain(pair.danish): pair.english for pair in pairs}
        for plan in self._plans.values():
            for sentence in plan.sentences:
                words = plan.text[sentence.start : sentence.end]
                if sentence.kind == "prose" and sentence.index % every == 0 and _plain(words) in english:
                    said = english[_plain(words)]
                    yield Claim(Truth(plan.id, sentence.index, "en", said, ""), "translated", said)

    def _by_rule(self, pairs: Sequence[Pair], every: int = 8) -> Iterator[Claim]:
        for plan in self._plans.values():
            for sentence in plan.sentences:
                words = " ".join(plan.text[sentence.start : sentence.end].split())
                if sentence.kind != "prose" or sentence.index % every or len(words) < 30 or not words.endswith("."):
                    continue
                for made in reworded(words, plan):
                    yield Claim(Truth(plan.id, sentence.index, "da", words, ""), "by rule", made)

    def _checked(self, claim: Claim, true: bool) -> Outcome:
        plan = self._plans[claim.truth.plan]
        sentence = plan.sentences[claim.truth.sentence]
        own = _body(plan, plan.sections[sentence.section], sentence.start)
        others = self._others(plan, own, claim)
        sources = [Source(n, p, a, b) for n, (p, a, b) in enumerate([own, *others], start=1)]
        cited = 1 if claim.cites_own else 2
        verdict = check(Written(claim.text, (cited,)), sources, claim.truth.language)
        return Outcome(claim, true, verdict.confirmed, verdict.problem, verdict.units)

    def _others(self, plan: Plan, own: tuple[Plan, int, int], claim: Claim) -> list[tuple[Plan, int, int]]:
        """Other sections, those of the same plan first; none that says the same sentence."""
        told = _words(plan.text[plan.sentences[claim.truth.sentence].start : plan.sentences[claim.truth.sentence].end])
        found = []
        plans = [plan, *(p for p in self._plans.values() if p.id != plan.id)]
        for other in plans:
            sections = [s for s in other.sections if s.end - s.body_start > 80 and (other is not plan or s.body_start != own[1])]
            self._rng.shuffle(sections)
            for section in sections[:12]:
                inside = (s for s in other.sentences if s.section == section.index)
                if not any(_alike(told, _words(other.text[s.start : s.end])) for s in inside):
                    found.append((other, section.body_start, section.end))
                    break
        return found[:_OTHERS]

    def _around(self, truth: Truth) -> Surroundings:
        plan = self._plans[truth.plan]
        _, start, end = _body(plan, plan.sections[plan.sentences[truth.sentence].section], plan.sentences[truth.sentence].start)
        return Surroundings(plan.text[start:end], plan, tuple(self._plans.values()), self._people)


def reworded(words: str, plan: Plan) -> Iterator[str]:
    """The sentence with its plan named first, its figures in the other spelling, or its kommuner in another order."""
    lower = words if re.match(r"[A-ZÆØÅ]{2}|[A-ZÆØÅ]\S*\s[A-ZÆØÅ]", words) else words[:1].lower() + words[1:]
    yield f"I planen for {plan.district} {plan.year} står der, at {lower}"
    digits = {"2": "to", "3": "tre", "4": "fire", "5": "fem", "6": "seks", "7": "syv", "8": "otte", "9": "ni"}
    spelled = re.sub(r"(?<![\d.,§-])(?<!§ )\b([2-9]) (?=[a-zæøå])", lambda m: f"{digits[m.group(1)]} ", words)
    if spelled != words:
        yield spelled
    if "%" in words:
        yield re.sub(r"\s?%", " procent", words)
    hits = find_kommuner(words)
    if len(hits) > 1 and len({hit.name for hit in hits}) == len(hits) and "mens" not in words:
        first, last = hits[0], hits[-1]
        middle = words[first.end : last.start]
        yield words[: first.start] + words[last.start : last.end] + middle + words[first.start : first.end] + words[last.end :]


def read_rewordings() -> list[dict[str, str]]:
    """The rewordings written by hand: plan, beginning of its sentence, language, what is said instead."""
    lines = resources.files("eval").joinpath("rewordings.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def lie_report(split: str, lies: int = 1000, seed: int = 1) -> str:
    """The table of ``plansvar eval --lies``: ``lies`` lies from the gold evidence of the split, and every true rewording."""
    from index.training_data import shipped_folder, training_plans

    pairs = training_pairs()
    test = LieTest(training_plans(shipped_folder()), seed)
    gold = load_gold(Path(str(resources.files("eval").joinpath("gold")))).of(split)
    return lie_table([*test.lies(gold, pairs, lies), *test.rewordings(pairs)])


def lie_table(outcomes: Iterable[Outcome]) -> str:
    """Markdown: kind, sentences, judged rightly, share."""
    rows: dict[tuple[bool, str], list[Outcome]] = {}
    for one in outcomes:
        rows.setdefault((one.true, one.claim.kind), []).append(one)
        rows.setdefault((one.true, "all"), []).append(one)
    lines = ["| | kind | sentences | judged rightly | share |", "|---|---|--:|--:|--:|"]
    for (true, kind), found in sorted(rows.items(), key=lambda row: (row[0][0], row[0][1] == "all", row[0][1])):
        right = sum(one.right for one in found)
        what = "true, kept" if true else "lie, refused"
        lines.append(f"| {what} | {kind} | {len(found)} | {right} | {right / len(found):.1%} |")
    return "\n".join(lines)


def training_pairs() -> list[Pair]:
    """The plans' sentences with their English, written by the project."""
    from index.training_data import shipped_folder

    return list(read_pairs(shipped_folder()))


def _body(plan: Plan, section: Section, at: int) -> tuple[Plan, int, int]:
    return plan, section.body_start, max(section.end, at + 1)


def _plain(words: str) -> str:
    return " ".join(words.split())


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]{3,}", text.lower()))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * max(1, min(len(one), len(other)))
