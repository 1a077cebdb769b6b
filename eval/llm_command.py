"""``plansvar eval --llm``: the written answers beside the extractive ones, with their spread over repeats. Never a gate."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from statistics import mean, pstdev
from typing import TYPE_CHECKING, Any

from corpus.errors import PlansvarError
from corpus.plan import Plan
from eval.anchors import Places, retold_plans
from eval.gold import GoldQuestion, load_gold
from eval.response import Ask, Response, response_of
from eval.run import asks
from eval.scoring import Judge
from eval.systems import Render, failed

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.written import Writer, WrittenAnswer

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Counts:
    """One round over the questions. ``shown`` are answers phrased by the model, ``refused`` sentences that were not confirmed."""

    right: int
    wrong: int
    declined: int
    shown: int
    sentences: int
    refused: int
    prompt_tokens: int
    answer_tokens: int
    seconds: float
    notes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LlmReport:
    """The extractive round and every round with the model, over the same questions."""

    model: str
    questions: int
    extractive: Counts
    rounds: tuple[Counts, ...]


def evaluate_llm(
    assistant: Assistant,
    writer: Writer,
    render: Render,
    split: str,
    repeats: int,
    gold: Path | None = None,
    progress: Progress | None = None,
) -> LlmReport:
    """Ask every question of the split once without and ``repeats`` times with the model, and score both by the same judge."""
    found = load_gold(gold or Path(str(resources.files("eval").joinpath("gold")))).of(split)
    plans = {plan.id: plan for plan in assistant.generation.plans}
    rounds = _Rounds(assistant, Judge(Places(plans, retold_plans())), render, plans, {one.id: one for one in found.questions})
    wanted = asks(found.questions, variants=False)
    report = progress or (lambda *_: None)
    extractive = rounds.play(wanted, None, report)
    return LlmReport(writer.name, len(wanted), extractive, tuple(rounds.play(wanted, writer, report) for _ in range(repeats)))


@dataclass(frozen=True, slots=True)
class _Rounds:
    assistant: Assistant
    judge: Judge
    render: Render
    plans: Mapping[str, Plan]
    golds: Mapping[str, GoldQuestion]

    def play(self, wanted: tuple[Ask, ...], writer: Writer | None, progress: Progress) -> Counts:
        outcomes: list[str] = []
        written: list[WrittenAnswer] = []
        start = time.perf_counter()
        for at, ask in enumerate(wanted, start=1):
            response, found = self._respond(ask, writer)
            outcomes.append(self.judge.score(self.golds[ask.id], response).outcome)
            written += [found] if found else []
            progress(writer.name if writer else "plansvar", at, len(wanted))
        notes: dict[str, int] = {}
        for one in written:
            if one.note:
                notes[one.note] = notes.get(one.note, 0) + 1
        return Counts(
            outcomes.count("right"), outcomes.count("wrong"), outcomes.count("declined"),
            sum(one.by_model for one in written), sum(s.form == "written" for one in written for s in one.answer.statements),
            sum(one.refused for one in written), sum(one.usage.prompt for one in written), sum(one.usage.answer for one in written),
            time.perf_counter() - start, notes,
        )  # fmt: skip

    def _respond(self, ask: Ask, writer: Writer | None) -> tuple[Response, WrittenAnswer | None]:
        asked: dict[str, Any] = {"context": ask.context}
        try:
            found = writer.answer(self.assistant, ask.question, **asked) if writer else None
            answer = found.answer if found else self.assistant.answer(ask.question, context=ask.context)
        except PlansvarError as error:
            return failed(ask, error.code), None
        return response_of(ask, answer, self.render(answer, tuple(self.plans.values())), ()), found


def llm_table(report: LlmReport) -> str:
    """Markdown: what is right, wrong and declined, without and with the model; the spread is over the repeats."""
    n, rounds = report.questions, report.rounds
    lines = [
        f"## {report.model} ({n} questions, {len(rounds)} repeats; beside the extractive default, no gate)",
        "",
        "| | plansvar | with the model, mean | spread |",
        "|---|--:|--:|--:|",
    ]
    for name in ("right", "wrong", "declined"):
        values = [getattr(one, name) / n for one in rounds]
        lines.append(f"| {name} | {getattr(report.extractive, name) / n:.1%} | {mean(values):.1%} | ± {pstdev(values):.1%} |")
    for name, label in (
        ("shown", "answers phrased by the model"), ("sentences", "sentences shown"), ("refused", "sentences refused"),
        ("prompt_tokens", "tokens read"), ("answer_tokens", "tokens written"), ("seconds", "seconds"),
    ):  # fmt: skip
        values = [float(getattr(one, name)) for one in rounds]
        base = f"{report.extractive.seconds:.0f}" if name == "seconds" else "–"
        lines.append(f"| {label} | {base} | {mean(values):.0f} | ± {pstdev(values):.0f} |")
    notes = sorted({note for one in rounds for note in one.notes})
    lines += [f"| note: {note} | – | {mean(one.notes.get(note, 0) for one in rounds):.1f} | |" for note in notes]
    return "\n".join(lines)
