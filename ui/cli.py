"""The one entry point, ``plansvar``: what it accepts, how it fails. What the commands do stands in ``ui/commands.py``.

Importing this module must stay light: ``plansvar --help`` loads no torch, faiss or gradio (tested).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import Abort, Exit

from corpus.errors import PlansvarError
from rag.answer import Language
from ui.output import fail
from ui.texts import LANGUAGES, code_text, error_text, text

USER_ERROR = 2
_TAKES_VALUE = frozenset({"--store", "--district", "--year", "--encoder", "--k", "--language", "--llm"})
INTERRUPTED = 130


class DanishHelp:
    """Help in Danish: typer has no translations, but keeps its few words where they can be replaced."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = text("cli.help.help", "da")
        return option

    def get_usage(self, ctx: Any) -> str:
        return super().get_usage(ctx).replace("Usage: ", "Brug: ", 1)  # type: ignore[misc]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from typer import rich_utils

        for name in ("OPTIONS_PANEL_TITLE", "COMMANDS_PANEL_TITLE", "ARGUMENTS_PANEL_TITLE", "DEFAULT_STRING", "REQUIRED_LONG_STRING"):
            setattr(rich_utils, name, text(f"help.{name.lower()}", "da"))
        super().format_help(ctx, formatter)  # type: ignore[misc]


class Command(DanishHelp, TyperCommand):
    """One command of ``plansvar``."""


class Group(DanishHelp, TyperGroup):
    """A command of ``plansvar`` with commands below it."""


class Commands(Group):
    """All commands, and the only place where failures become a line and an exit code."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        given = list(sys.argv[1:] if args is None else args)
        sys.exit(_run(given, lambda: super(Commands, self).main(given or ["--help"], *rest, **{**options, "standalone_mode": False})))


def _run(args: list[str], command: Callable[[], object]) -> int:
    """Runs the command and returns its exit code; every failure is one line on stderr."""
    language = _language(args) or "da"
    try:
        code = command()
        sys.stdout.flush()
        if code == INTERRUPTED:
            fail(code_text("interrupted", {}, language))
        return code if isinstance(code, int) else 0
    except PlansvarError as error:
        fail(error_text(error, _language(args) or _language_of_question(args)))
        return USER_ERROR
    except Exit as end:
        return end.exit_code
    except (KeyboardInterrupt, Abort):
        fail(code_text("interrupted", {}, language))
        return INTERRUPTED
    except BrokenPipeError:
        # The reader ("| head") has gone; without this Python complains once more while it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if hasattr(error, "format_message"):
            fail(_usage_text(error, args, language))
            return USER_ERROR
        if "--debug" in args:
            raise
        fail(code_text("unexpected", {"kind": type(error).__name__, "command": args[0] if args else ""}, language))
        return 1


def _language(args: Sequence[str]) -> Language | None:
    """The language that was chosen; read before parsing, because parsing can fail too."""
    for position, arg in enumerate(args):
        value = arg.removeprefix("--language=") if arg.startswith("--language=") else ""
        if arg == "--language" and position + 1 < len(args):
            value = args[position + 1]
        if value in LANGUAGES:
            return value
    return None


def _language_of_question(args: Sequence[str]) -> Language:
    """The language in which the question was put, so that its failure is told in the same."""
    if args[:1] not in (["ask"], ["search"]):
        return "da"
    from rag.question import language_of

    words = [arg for before, arg in pairwise(args) if not arg.startswith("-") and before not in _TAKES_VALUE]
    return language_of(words[0][:2000]) if words else "da"


def _usage_text(error: Any, args: Sequence[str], language: Language) -> str:
    """What is wrong with the command itself, in words of our own: the parser speaks English only."""
    context = getattr(error, "ctx", None)
    parameter = getattr(error, "param", None)
    name = getattr(error, "option_name", "") or (_shown_name(parameter) if parameter is not None else "")
    kind = type(error).__name__
    if kind == "NoSuchOption":
        problem = text("usage.option", language, name=name)
    elif kind == "MissingParameter":
        problem = text("usage.missing", language, name=name)
    elif kind == "BadParameter":
        problem = text("usage.value", language, name=name)
    elif name:
        problem = text("usage.argument", language, name=name)
    else:
        # A group that is complained about did not know the command; its name is all that the parser's sentence quotes.
        known = context is not None and not isinstance(context.command, TyperGroup)
        quoted = re.search(r"'(.*)'", error.format_message(), re.DOTALL)
        stray = quoted[1] if quoted else ""
        problem = text("usage.other" if known else "usage.command", language, name=stray)
    return code_text("usage", {"problem": problem, "command": context.command_path if context else "plansvar"}, language)


def _shown_name(parameter: Any) -> str:
    """ "--output", or an argument's name as the help shows it."""
    option = parameter.opts[0]
    return option if option.startswith("-") else (parameter.metavar or option)


app = typer.Typer(
    name="plansvar",
    cls=Commands,
    help=text("cli.help", "da"),
    add_completion=False,
    pretty_exceptions_enable=False,
    options_metavar="[VALG]",
    subcommand_metavar="KOMMANDO [ARGUMENTER]",
)


@app.callback()
def _root() -> None:
    """Holds the commands together."""


def _register() -> None:
    for module, names in (
        ("ui.commands", ("ask", "search", "plans", "verify", "rollback")),
        ("ui.indexing", ("index",)),
        ("ui.doctor", ("doctor",)),
        ("ui.batch", ("answer",)),
        ("ui.serving", ("ui",)),
        ("ui.exporting", ("feedback",)),
        ("ui.training", ("train-encoder", "train-selector")),
    ):
        for name in names:
            _add(app, module, name)
    if find_spec("eval.command"):
        _register_eval()


def _add(group: typer.Typer, module: str, name: str) -> None:
    function = getattr(import_module(module), f"{name.replace('-', '_')}_command")
    group.command(name, cls=Command, help=text(f"cli.help.{name}", "da"), options_metavar="[VALG]")(function)


def _register_eval() -> None:
    """``eval`` runs alone and has ``propose`` below it."""
    measuring = typer.Typer(
        cls=Group, invoke_without_command=True, options_metavar="[VALG]", subcommand_metavar="[KOMMANDO]", help=text("cli.help.eval", "da")
    )
    measuring.callback()(import_module("ui.measuring").eval_command)
    _add(measuring, "ui.measuring", "propose")
    app.add_typer(measuring, name="eval")


_register()


def main(args: Sequence[str] | None = None) -> None:
    """Runs ``plansvar`` with these arguments, or the process's own, and exits.

    ``LANG`` is ignored: Danish letters come out the same in every locale.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app(args, prog_name="plansvar")


if __name__ == "__main__":
    main()
