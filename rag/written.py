"""Answers that a language model phrases: it writes, every sentence is checked, and what the plans do not carry is never shown as theirs.

A ``Writer`` wraps an ``Assistant``. The extractive answer comes first and at once; it stands whenever the model is slow, down, wrong or
silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from corpus.gazetteer import find_districts, fold
from rag.answer import Answer, Citation, Statement
from rag.assistant import Assistant
from rag.citations import citation
from rag.figures import stated
from rag.llm import ChatModel, Usage
from rag.llm_transport import ModelFault
from rag.plan_reference import plan_references
from rag.question import language_of
from rag.rewriting import rewrite_follow_up, rewrite_hard
from rag.scope import older_plans
from rag.sentence_check import Verdict, check, read_markers
from rag.sentence_stream import SentenceStream, is_complete
from rag.sources import Unit
from rag.writing import NO_ANSWER, Prompt, build_prompt, character_budget, gather_sources

Note = Literal["down", "slow", "busy", "setup", "cut", "unconfirmed", "partly"]
_RETRIEVED = 12
_MOST_SENTENCES = 12
_YES_NO = re.compile(r"^(ja|nej|yes|no)\b[,.:!]?\s*", re.IGNORECASE)
_VERDICT = {"ja": "yes", "yes": "yes", "nej": "no", "no": "no"}
_ENOUGH_TO_TELL = 5


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """One state of an answer while it is written.

    Attributes:
        answer: what can be shown now: the extractive answer, or the checked sentences so far.
        writing: whether more may come. by_model: whether ``answer`` holds the model's sentences.
        note: what the reader has to know about the model; ``status`` is the HTTP status behind it, 0 for none.
        refused: how many sentences were not confirmed; ``problems`` says why, one each.
    """

    answer: Answer
    writing: bool
    by_model: bool = False
    note: Note | None = None
    status: int = 0
    refused: int = 0
    problems: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)


class Writer:
    """Writes with one model over whichever assistant is given: the index may be renewed between two questions."""

    def __init__(self, model: ChatModel) -> None:
        self._model, self._settings = model, model.settings

    @property
    def name(self) -> str:
        """The model's name."""
        return self._settings.name

    def stream(self, assistant: Assistant, question: str, **asked: Any) -> Iterator[WrittenAnswer]:
        """The extractive answer at once, then the written one sentence by sentence, and the final state last.

        Raises:
            QuestionError: as ``Assistant.answer`` does. Nothing that the model does raises.
        """
        extractive = assistant.answer(question, **asked)
        if self._settings.rewrite != "off":
            yield WrittenAnswer(extractive, True)
            extractive = self._rewritten(assistant, question, extractive, asked)
        if extractive.status != "answered":
            yield WrittenAnswer(extractive, False)
            return
        yield WrittenAnswer(extractive, True)
        yield from self._write(assistant, question, extractive, asked)

    def answer(self, assistant: Assistant, question: str, **asked: Any) -> WrittenAnswer:
        """The final state alone."""
        *_, last = self.stream(assistant, question, **asked)
        return last

    def _rewritten(self, assistant: Assistant, question: str, extractive: Answer, asked: dict[str, Any]) -> Answer:
        """The answer to the model's rewriting where that finds one, else the answer that is there."""
        context = tuple(asked.get("context") or ())
        alone = {name: value for name, value in asked.items() if name != "context"}
        again = ""
        if context:
            again = rewrite_follow_up(self._model, question, context, extractive.language)
        elif self._settings.rewrite == "all" and extractive.status == "abstained" and extractive.reason != "no_such_plan":
            again = rewrite_hard(self._model, question, extractive.language)
        if not again:
            return extractive
        found = assistant.answer(again, **{**alone, "language": extractive.language})
        if found.status != "answered":
            return extractive
        return replace(found, question=question, understood=replace(found.understood, rewritten=again))

    def _write(self, assistant: Assistant, question: str, extractive: Answer, asked: dict[str, Any]) -> Iterator[WrittenAnswer]:
        filters = {name: asked[name] for name in ("districts", "years") if asked.get(name)}
        left_out = frozenset(asked.get("without_plans") or ())
        found = assistant.search(extractive.understood.rewritten or question, _RETRIEVED, **filters)
        hits = [hit for hit in found if hit.passage.plan not in left_out]
        plans = assistant.generation.plans
        budget = character_budget(self._settings)
        older = older_plans(plans)
        usage = Usage()
        for attempt in (1, 2):
            prompt = build_prompt(question, extractive, gather_sources(extractive, hits, plans, budget))
            draft = _Draft(extractive, prompt, older, self._settings.unconfirmed == "mark")
            try:
                yield from self._sentences(draft, prompt, usage)
                yield draft.final(None if usage.finished else "cut", usage)
                return
            except ModelFault as fault:
                if fault.kind == "too_long" and attempt == 1:
                    budget //= 2
                    continue
                behind = fault.__cause__ if isinstance(fault.__cause__, ModelFault) else fault
                yield draft.final(_note_of(behind), usage, fault.status)
                return

    def _sentences(self, draft: _Draft, prompt: Prompt, usage: Usage) -> Iterator[WrittenAnswer]:
        cutter = SentenceStream()
        broken: ModelFault | None = None
        try:
            for piece in self._model.stream(prompt.messages, usage):
                for sentence in cutter.feed(piece):
                    if draft.add(sentence):
                        yield draft.state(usage)
                    if draft.is_full:
                        usage.finished = True
                        return
        except ModelFault as fault:
            broken = fault
        for sentence in cutter.close():
            if (usage.finished or is_complete(sentence)) and draft.add(sentence):
                yield draft.state(usage)
        if broken is not None:
            raise broken


def _note_of(fault: ModelFault) -> Note:
    return {"garbled": "unconfirmed", "too_long": "unconfirmed"}.get(fault.kind, fault.kind)  # type: ignore[return-value]


class _Draft:
    """The sentences so far, each judged as it came."""

    def __init__(self, extractive: Answer, prompt: Prompt, older: frozenset[str], mark: bool) -> None:
        self._extractive, self._sources, self._older, self._mark = extractive, prompt.sources, older, mark
        self._statements: list[Statement] = []
        self._citations: dict[tuple[str, int, int], Citation] = {}
        self._units: list[Unit] = []
        self._problems: list[str] = []
        self._seen = 0

    @property
    def is_full(self) -> bool:
        """No answer needs more sentences than this."""
        return self._seen >= _MOST_SENTENCES

    def add(self, sentence: str) -> bool:
        """Judge a sentence; True when there is something new to show."""
        self._seen += 1
        written = read_markers(sentence)
        if any(s.text == written.text for s in self._statements):
            return False
        if NO_ANSWER["da"] in written.text or NO_ANSWER["en"] in written.text:
            self._problems.append("empty")
            return False
        spoken = _YES_NO.match(written.text)
        claim = replace(written, text=written.text[spoken.end() :]) if spoken else written
        verdict = self._verdict(claim.text, check(claim, self._sources, self._extractive.language))
        if verdict.confirmed and spoken and not self._says_so(_VERDICT[spoken[1].lower()], verdict.units):
            verdict = Verdict(problem="negation")
        if verdict.confirmed:
            self._keep(written.text, verdict.units)
            return True
        self._problems.append(verdict.problem or "")
        if self._mark and verdict.problem != "empty":
            self._statements.append(Statement("", "unconfirmed", text=written.text))
            return True
        return False

    def state(self, usage: Usage) -> WrittenAnswer:
        """What can be shown while more is coming: nothing of the model's before its first confirmed sentence."""
        if not self._units:
            return WrittenAnswer(self._extractive, True, usage=usage)
        return WrittenAnswer(self._answer(), True, True, refused=len(self._problems), problems=tuple(self._problems), usage=usage)

    def final(self, note: Note | None, usage: Usage, status: int = 0) -> WrittenAnswer:
        """The written answer where it answers, else the extractive one, with what has to be said about it."""
        refused, problems = len(self._problems), tuple(self._problems)
        if not self._units or not self._answers():
            why: Note = "unconfirmed" if note is None or note == "cut" or self._problems else note
            return WrittenAnswer(self._extractive, False, False, why, status, refused, problems, usage)
        if note not in (None, "cut"):
            note = "cut"
        statements = (*self._statements, *self._missing_lists())
        shown = replace(self._extractive, statements=statements, citations=tuple(self._citations.values()))
        return WrittenAnswer(shown, False, True, note or ("partly" if refused else None), status, refused, problems, usage)

    def _verdict(self, text: str, verdict: Verdict) -> Verdict:
        """A sentence in the other language is refused even where its words are right."""
        if verdict.confirmed and len(text.split()) >= _ENOUGH_TO_TELL and language_of(text) != self._extractive.language:
            return Verdict(problem="language")
        return verdict

    def _says_so(self, verdict: str, units: Sequence[Unit]) -> bool:
        """Yes and no are decided by the readers; the model may repeat their verdict on the plan that it cites."""
        plans = {unit.plan.id for unit in units}
        return any(s.form == verdict and s.plan in plans for s in self._extractive.statements)

    def _keep(self, text: str, units: Sequence[Unit]) -> None:
        numbers = tuple(dict.fromkeys(self._number(unit) for unit in units))
        plans = {unit.plan.id for unit in units}
        alone = next(iter(plans)) if len(plans) == 1 and not (plan_references(text) or find_districts(text)) else ""
        self._statements.append(Statement(alone, "written", text=text, citations=numbers, older=alone in self._older))
        self._units += units

    def _number(self, unit: Unit) -> int:
        key = (unit.plan.id, unit.start, unit.end)
        if key not in self._citations:
            self._citations[key] = citation(unit.plan, unit.start, unit.end, len(self._citations) + 1)
        return self._citations[key].n

    def _answer(self) -> Answer:
        return replace(self._extractive, statements=tuple(self._statements), citations=tuple(self._citations.values()))

    def _answers(self) -> bool:
        """What is left rests on a place that the extractive answer rests on, and says its value where the question asks for one."""
        places = [(c.plan, c.start, c.end) for c in self._extractive.citations]
        if not any(u.plan.id == plan and u.start < end and start < u.end for u in self._units for plan, start, end in places):
            return False
        said = " ".join(s.text for s in self._statements if s.form == "written")
        figures = {f.key for f in stated(said, self._extractive.language)}
        for statement in self._extractive.statements:
            if statement.form in ("value", "expansion") and statement.items:
                value = statement.items[-1]
                wanted = {f.key for f in stated(value)}
                return wanted <= figures if wanted else fold(value) in fold(said)
        return True

    def _missing_lists(self) -> list[Statement]:
        """Lists are complete or they are the table's own: one that the model did not say whole is added as it is."""
        said = fold(" ".join(s.text for s in self._statements if s.form == "written"))
        added = []
        for statement in self._extractive.statements:
            if statement.form not in ("items", "all_items") or all(fold(item) in said for item in statement.items):
                continue
            numbers = []
            for n in statement.citations:
                old = self._extractive.citation(n)
                key = (old.plan, old.start, old.end)
                self._citations.setdefault(key, replace(old, n=len(self._citations) + 1))
                numbers.append(self._citations[key].n)
            added.append(replace(statement, citations=tuple(numbers)))
        return added
