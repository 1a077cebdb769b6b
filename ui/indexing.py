"""``plansvar index``: the store brought up to date with the plan folder, with progress and a table of what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import StoreError
from rag.answer import Language
from ui.keeping import Wish, forget_older, watch_folder
from ui.options import DEFAULT_STORE, AsJson, Debug, EncoderName, LanguageName, Settle, Store, language_of
from ui.output import fail, note, progress, say, say_json, table
from ui.texts import code_text, counted, text
from ui.watching import PRESENT, SETTLE_SECONDS

if TYPE_CHECKING:
    from index.update import UpdateReport

USER_ERROR = 2
# What a user may leave in the folder on purpose, and plans that were read with a caveat; every other code is a plan that should have
# been read and was not.
_HARMLESS = frozenset({"file_type", "file_superseded", "file_duplicate", "file_renamed", "file_pages_lost", "file_pages_scanned"})


def index_command(
    plans: Annotated[Path | None, typer.Option("--plans", metavar="MAPPE", help=text("cli.option.plans", "da"))] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help=text("cli.option.rebuild", "da"))] = False,
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help=text("cli.option.allow_empty", "da"))] = False,
    forget: Annotated[bool, typer.Option("--forget", help=text("cli.option.forget", "da"))] = False,
    watch: Annotated[bool, typer.Option("--watch", help=text("cli.option.watch", "da"))] = False,
    settle: Settle = SETTLE_SECONDS,
    encoder: EncoderName = None,
    as_json: AsJson = False,
    store: Store = DEFAULT_STORE,
    language: LanguageName = None,
    debug: Debug = False,
) -> None:
    """Bring the store up to date with the plan folder."""
    spoken = language_of(language)
    folder = plans if plans is not None else store / "plans"
    if plans is None and not allow_empty and not has_index(store):
        fill_when_empty(folder, spoken)
    if watch:
        watch_folder(Wish(store, folder, encoder, settle, rebuild, allow_empty, forget), spoken, as_json)
        return
    try:
        report = run_update(store, folder, encoder, spoken, rebuild=rebuild, allow_empty=allow_empty)
    except KeyboardInterrupt:
        note(text("index.cancelled", spoken))
        raise
    if forget:
        forget_older(store)
        note(text("index.forgotten", spoken))
    if as_json:
        say_json(report_json(report, spoken))
    else:
        _say_report(report, spoken)
    unread = [line for line in report.lines if line.code and line.code not in _HARMLESS]
    for line in unread:
        fail(code_text(line.code, _values(line), spoken))
    if unread:
        raise typer.Exit(USER_ERROR)


def run_update(
    store: Path, folder: Path, encoder_name: str | None, language: Language, *, rebuild: bool = False, allow_empty: bool = False
) -> UpdateReport:
    """Updates the store with progress on stderr."""
    from index.encoder import load_encoder
    from index.store import Store as PlanStore
    from index.update import update

    encoder = load_encoder(encoder_name)
    with progress(language) as advance:
        return update(
            PlanStore(store),
            folder,
            encoder,
            lambda step: advance(f"index.stage.{step.stage}", step.done, step.total),
            allow_empty=allow_empty,
            rebuild=rebuild,
        )


def has_index(store: Path) -> bool:
    """Whether anything was ever indexed here: then an empty plan folder is one that lost its plans, not one that never had any."""
    return any((store / "index" / "gens").glob("*"))


def fill_when_empty(folder: Path, language: Language) -> None:
    """Puts the plans that come with the program into an empty or missing folder, and says so.

    Raises:
        StoreError: ``store_write`` (problem) when the folder cannot be written.
    """
    from index.durable import place_file

    try:
        if folder.exists() and any(not one.name.startswith(".") for one in folder.iterdir()):
            return
        found = resources.files("corpus").joinpath("plans").iterdir()
        shipped = sorted((one for one in found if one.name.endswith(".md")), key=lambda one: one.name)
        folder.mkdir(parents=True, exist_ok=True)
        for one in shipped:
            place_file(folder / one.name, one.read_bytes())
    except OSError as problem:
        raise StoreError("store_write", problem=problem.strerror or type(problem).__name__) from None
    if shipped:
        note(text("index.shipped", language, folder=folder, count=len(shipped)))


def report_json(report: UpdateReport, language: Language) -> dict[str, Any]:
    """The update report as one object."""
    return {
        "generation": report.generation,
        "plans": len(_plans(report)),
        "encoded": report.encoded_windows,
        "parsed": report.parsed,
        "files": [
            {
                "file": line.file,
                "plan": line.plan,
                "state": line.state,
                "code": line.code,
                "message": code_text(line.code, _values(line), language) if line.code else None,
            }
            for line in report.lines
        ],
    }


def _say_report(report: UpdateReport, language: Language) -> None:
    rows = [
        (
            line.file,
            line.plan or "–",
            text(f"index.state.{line.state}", language),
            code_text(line.code, _values(line), language) if line.code else "",
        )
        for line in report.lines
    ]
    table([text(f"table.{head}", language) for head in ("file", "plan", "state", "note")], rows)
    plans = counted("coverage.plans", len(_plans(report)), language)
    states: Counter[str] = Counter(line.state for line in report.lines)
    if not report.generation:
        say(text("answer.no_plans", language))
    elif not report.published:
        say(text("index.nothing_new", language, plans=plans, generation=report.generation))
    else:
        _say_summary(report, plans, states, language)


def _say_summary(report: UpdateReport, plans: str, states: Mapping[str, int], language: Language) -> None:
    named = ", ".join(f"{text(f'index.state.{state}', language)}: {count}" for state, count in states.items())
    say(
        text(
            "index.summary",
            language,
            plans=plans,
            generation=report.generation,
            states=named[:1].upper() + named[1:],
            encoded=report.encoded_windows,
        )
    )


def _plans(report: UpdateReport) -> set[str]:
    return {line.plan for line in report.lines if line.plan and line.state in PRESENT}


def _values(line: Any) -> dict[str, Any]:
    return {"file": line.file, "plan": line.plan, **dict(line.values or {})}
