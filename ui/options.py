"""The options that several commands share, each named once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import QuestionError
from corpus.gazetteer import find_districts, fold
from rag.answer import Language
from ui.texts import LANGUAGES, clean, text

Store = Annotated[Path, typer.Option("--store", metavar="MAPPE", help=text("cli.option.store", "da"))]
LanguageName = Annotated[str | None, typer.Option("--language", metavar="da|en", help=text("cli.option.language", "da"))]
AsJson = Annotated[bool, typer.Option("--json", help=text("cli.option.json", "da"))]
Debug = Annotated[bool, typer.Option("--debug", help=text("cli.option.debug", "da"))]
Districts = Annotated[list[str] | None, typer.Option("--district", metavar="NAVN", help=text("cli.option.district", "da"))]
Years = Annotated[list[int] | None, typer.Option("--year", metavar="ÅR", help=text("cli.option.year", "da"))]
LlmName = Annotated[str | None, typer.Option("--llm", metavar="UDBYDER:MODEL", help=text("cli.option.llm", "da"))]
NoLlm = Annotated[bool, typer.Option("--no-llm", help=text("cli.option.no_llm", "da"))]
EncoderName = Annotated[str | None, typer.Option("--encoder", metavar="NAVN", help=text("cli.option.encoder", "da"))]
RerankerName = Annotated[
    str | None, typer.Option("--reranker", metavar="NAVN", envvar="PLANSVAR_RERANKER", help=text("cli.option.reranker", "da"))
]
Settle = Annotated[float, typer.Option("--settle", min=0, max=3600, metavar="SEKUNDER", help=text("cli.option.settle", "da"))]
Question = Annotated[str, typer.Argument(metavar="SPØRGSMÅL", help=text("cli.argument.question", "da"))]

DEFAULT_STORE = Path("data")


def language_of(name: str | None) -> Language:
    """The language of messages, Danish unless named.

    Raises:
        QuestionError: ``language_unknown`` (found).
    """
    if name is None:
        return "da"
    if name not in LANGUAGES:
        raise QuestionError("language_unknown", found=clean(name))
    return name


def district_names(given: list[str] | None, available: tuple[str, ...]) -> tuple[str, ...]:
    """The districts meant by names typed in Danish or English, in any case and with or without æøå.

    Raises:
        QuestionError: ``district_unknown`` (found, available) for a district without a plan here.
    """
    return tuple(dict.fromkeys(_district(name, available) for name in given or ()))


def _district(name: str, available: tuple[str, ...]) -> str:
    # A district that the gazetteer does not know may still have a plan: its own name counts first.
    for district in available:
        if fold(district) == fold(name.strip()):
            return district
    found = {hit.name for hit in find_districts(name)}
    if len(found) == 1 and (only := found.pop()) in available:
        return only
    raise QuestionError("district_unknown", found=clean(name), available=available)
