"""``plansvar feedback``: what people said about answers, in a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.options import DEFAULT_STORE, Debug, LanguageName, Store, language_of
from ui.output import note
from ui.texts import text


def feedback_command(
    output: Annotated[Path, typer.Option("--output", metavar="FIL", help=text("cli.option.feedback_output", "da"))],
    store: Store = DEFAULT_STORE,
    language: LanguageName = None,
    debug: Debug = False,
) -> None:
    """All feedback of a store, a JSON object a line; ``plansvar eval propose`` reads the same."""
    from ui.feedback import FILE, export

    spoken = language_of(language)
    count = export(store / FILE, output)
    key = "feedback.written.one" if count == 1 else "feedback.written.many"
    note(text(key, spoken, count=count, file=output))
