"""``plansvar eval``: the gold set run and scored, the report written, the summary shown; ``eval propose``: from feedback to proposals."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.answer import Language
from ui.options import DEFAULT_STORE, Debug, EncoderName, LanguageName, LlmName, RerankerName, Store, language_of
from ui.output import note, progress, say
from ui.render import answer_text
from ui.service import open_assistant
from ui.texts import clean, has_text, text

GATE_SHUT = 1
_SPLITS = ("dev", "test", "all")


def _split(value: str) -> str:
    if value not in _SPLITS:
        raise typer.BadParameter(value, param_hint="--split")
    return value


def eval_command(
    context: typer.Context,
    gold: Annotated[Path | None, typer.Option("--gold", metavar="FIL", help=text("cli.option.gold", "da"))] = None,
    output: Annotated[Path, typer.Option("--output", metavar="MAPPE", help=text("cli.option.report", "da"))] = Path("eval-report"),
    plans: Annotated[Path | None, typer.Option("--plans", metavar="MAPPE", help=text("cli.option.eval_plans", "da"))] = None,
    split: Annotated[str, typer.Option("--split", metavar="dev|test|all", callback=_split, help=text("cli.option.split", "da"))] = "all",
    baselines: Annotated[bool, typer.Option("--baselines/--no-baselines", help=text("cli.option.baselines", "da"))] = True,
    previous: Annotated[Path | None, typer.Option("--previous", metavar="MAPPE", help=text("cli.option.previous", "da"))] = None,
    check: Annotated[bool, typer.Option("--check", help=text("cli.option.check", "da"))] = False,
    llm: LlmName = None,
    repeats: Annotated[int, typer.Option("--repeats", min=1, max=50, metavar="N", help=text("cli.option.repeats", "da"))] = 3,
    lies: Annotated[bool, typer.Option("--lies", help=text("cli.option.lies", "da"))] = False,
    encoder: EncoderName = None,
    reranker: RerankerName = None,
    store: Store = DEFAULT_STORE,
    language: LanguageName = None,
    debug: Debug = False,
) -> None:
    """The evaluation report; nothing where a command below it, such as ``propose``, was called."""
    if context.invoked_subcommand is not None:
        return
    spoken = language_of(language)
    if lies:
        _say_lies(split)
        return
    if llm:
        _say_llm(llm, split, repeats, gold, store, encoder, spoken)
        return
    from eval.command import EvalOptions, evaluate

    with progress(spoken) as advance:
        result = evaluate(
            EvalOptions(
                render=answer_text,
                store=store,
                output=output,
                gold=gold,
                plans=plans,
                split=split,
                baselines=baselines,
                previous=previous,
                check=check,
                encoder=encoder,
                reranker=reranker,
                progress=lambda stage, done, total: advance(_stage(stage), done, total),
            )
        )
    for file in result.files:
        if file.suffix == ".md":
            say(file.read_text(encoding="utf-8").rstrip())
    say(text("eval.written", spoken, folder=output))
    for failure in result.failures:
        note(failure)
    if result.failures:
        raise typer.Exit(GATE_SHUT)


def _say_lies(split: str) -> None:
    """How well the check of written sentences tells lies from rewordings, with nothing of either shown."""
    from eval.lie_test import lie_report

    say(lie_report(split))


def _say_llm(llm: str, split: str, repeats: int, gold: Path | None, store: Path, encoder: str | None, language: Language) -> None:
    """The language model's answers beside the extractive ones."""
    from eval.llm_command import evaluate_llm, llm_table
    from ui.settings import open_writer

    writer = open_writer(store, llm)
    assert writer is not None
    assistant = open_assistant(store, encoder).assistant
    with progress(language) as advance:
        say(llm_table(evaluate_llm(assistant, writer, answer_text, split, repeats, gold, advance)))


def propose_command(
    feedback: Annotated[Path, typer.Option("--feedback", metavar="FIL", help=text("cli.option.feedback", "da"))],
    output: Annotated[Path, typer.Option("--output", metavar="MAPPE", help=text("cli.option.proposals", "da"))],
    language: LanguageName = None,
    debug: Debug = False,
) -> None:
    """A proposal file for every thumbs-down."""
    from eval.propose import propose

    spoken = language_of(language)
    made = propose(feedback, output)
    for file in made.written:
        say(clean(file))
    note(text("propose.written", spoken, written=len(made.written), kept=len(made.kept), folder=output))


def _stage(name: str) -> str:
    """The key of the stage's words; a system's own name is shown as it is."""
    return f"eval.stage.{name}" if has_text(f"eval.stage.{name}") else name
