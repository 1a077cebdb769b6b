"""The commands that read a store: ask, search, plans, verify, rollback."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import QuestionError, StoreError
from rag.answer import Answer, Citation, Language
from ui.model_note import note_text
from ui.options import (
    DEFAULT_STORE,
    AsJson,
    Debug,
    Districts,
    EncoderName,
    LanguageName,
    LlmName,
    NoLlm,
    Question,
    RerankerName,
    Store,
    Years,
    district_names,
    language_of,
)
from ui.output import note, say, say_json, table
from ui.render import answer_json, answer_text, passage_json, plan_json
from ui.service import open_assistant
from ui.settings import open_writer
from ui.texts import clean, counted, joined, problem_text, quoted, text
from ui.wording import place, reading_notes

if TYPE_CHECKING:
    from index.generation import Generation
    from rag.assistant import Assistant

_PREVIEW = 240


def open_with_note(store: Path, encoder: str | None, reranker: str | None, language: Language) -> Assistant:
    """The assistant; says on stderr when a damaged file made it take an older index."""
    opened = open_assistant(store, encoder, reranker)
    if opened.damaged_file:
        note(text("cli.fell_back", language, file=opened.damaged_file))
    return opened.assistant


def ask_command(
    question: Question,
    district: Districts = None,
    year: Years = None,
    explain: Annotated[bool, typer.Option("--explain", help=text("cli.option.explain", "da"))] = False,
    as_json: AsJson = False,
    store: Store = DEFAULT_STORE,
    encoder: EncoderName = None,
    reranker: RerankerName = None,
    llm: LlmName = None,
    no_llm: NoLlm = False,
    language: LanguageName = None,
    debug: Debug = False,
) -> None:
    """One answer with its citations."""
    spoken = language_of(language)
    writer = None if no_llm else open_writer(store, llm)
    assistant = open_with_note(store, encoder, reranker, spoken)
    asked: dict[str, Any] = {
        "districts": district_names(district, districts_of(assistant.generation)),
        "years": known_years(year, assistant.generation),
        "language": spoken if language else None,
    }
    if writer is None:
        answer = assistant.answer(question, **asked)
    else:
        written = writer.answer(assistant, question, **asked)
        answer = written.answer
        if words := note_text(written, answer.language):
            note(words)
    if as_json:
        say_json(answer_json(answer))
        return
    for line in reading_notes(answer, answer.language):
        say(line)
    say(answer_text(answer, assistant.generation.plans))
    _say_sources(answer)
    if explain:
        _say_explanation(answer)


def search_command(
    question: Question,
    k: Annotated[int, typer.Option("--k", min=1, max=1000, metavar="ANTAL", help=text("cli.option.k", "da"))] = 20,
    district: Districts = None,
    year: Years = None,
    as_json: AsJson = False,
    store: Store = DEFAULT_STORE,
    encoder: EncoderName = None,
    reranker: RerankerName = None,
    language: LanguageName = None,
    debug: Debug = False,
) -> None:
    """The retrieved passages alone, best first."""
    spoken = language_of(language)
    assistant = open_with_note(store, encoder, reranker, spoken)
    districts = district_names(district, districts_of(assistant.generation))
    hits = assistant.search(question, k, districts=districts, years=known_years(year, assistant.generation))
    plans = {plan.id: plan for plan in assistant.generation.plans}
    records = [passage_json(hit, plans) for hit in hits]
    if as_json:
        say_json({"question": question, "passages": records, "generation": assistant.generation.id})
        return
    for hit, record in zip(hits, records, strict=True):
        plan = plans[hit.passage.plan]
        section = plan.sections[hit.passage.section]
        heading = " ".join(filter(None, (section.number, section.title)))
        say(f"{record['rank']:>3}. {plan.district} {plan.year}, {clean(' '.join(heading.split()))}  ({record['score']:.3f})")
        say(f"     {_preview(record['text'])}")
    if not hits:
        say(text("cli.no_hits", spoken))


def plans_command(as_json: AsJson = False, store: Store = DEFAULT_STORE, language: LanguageName = None, debug: Debug = False) -> None:
    """What is indexed."""
    from index.store import Store as PlanStore

    spoken = language_of(language)
    generation = PlanStore(store).open().generation
    passages = Counter(passage.plan for passage in generation.passages)
    if as_json:
        say_json({"generation": generation.id, "plans": [plan_json(plan, passages[plan.id]) for plan in generation.plans]})
        return
    heads = ("plan", "file", "district", "year", "kommuner", "sections", "passages", "kind")
    rows = [
        (
            plan.id,
            plan.file,
            plan.district,
            plan.year,
            joined(plan.kommuner, spoken),
            len(plan.sections),
            passages[plan.id],
            text("table.retold" if plan.retold else "table.original", spoken),
        )
        for plan in generation.plans
    ]
    table([text(f"table.{head}", spoken) for head in heads], rows)
    say(f"{counted('coverage.plans', len(rows), spoken)} · {generation.id}")


def verify_command(as_json: AsJson = False, store: Store = DEFAULT_STORE, language: LanguageName = None, debug: Debug = False) -> None:
    """Checksums of the live generation."""
    from index.store import Store as PlanStore

    spoken = language_of(language)
    checks = PlanStore(store).verify()
    damaged = [check.file for check in checks if not check.ok]
    if as_json:
        say_json({"ok": not damaged, "files": [{"file": one.file, "ok": one.ok, "problem": one.problem} for one in checks]})
    else:
        rows = [(one.file, text("table.ok" if one.ok else "table.damaged", spoken), problem_text(one.problem, spoken)) for one in checks]
        table([text(f"table.{head}", spoken) for head in ("file", "check", "note")], rows)
    if damaged:
        raise StoreError("verify_failed", store=store, files=damaged)
    if not as_json:
        say(text("cli.verified", spoken, count=len(checks)))


def rollback_command(store: Store = DEFAULT_STORE, language: LanguageName = None, debug: Debug = False) -> None:
    """Back to the generation before this one."""
    from index.store import Store as PlanStore

    spoken = language_of(language)
    say(text("cli.rolled_back", spoken, generation=PlanStore(store).rollback()))


def districts_of(generation: Generation) -> tuple[str, ...]:
    """The districts that have a plan, in alphabetical order of their ids."""
    return tuple(dict.fromkeys(plan.district for plan in generation.plans))


def known_years(given: list[int] | None, generation: Generation) -> tuple[int, ...]:
    """The years asked for.

    Raises:
        QuestionError: ``year_unknown`` (found, available) for a year without a plan.
    """
    available = sorted({plan.year for plan in generation.plans})
    for year in given or ():
        if year not in available:
            raise QuestionError("year_unknown", found=year, available=available)
    return tuple(dict.fromkeys(given or ()))


def _say_sources(answer: Answer) -> None:
    if not answer.citations:
        return
    say()
    say(text("cli.sources" if answer.status == "answered" else "cli.nearest", answer.language))
    for citation in answer.citations:
        mark = f" ({text('cli.retold', answer.language)})" if citation.retold else ""
        say(f"[{citation.n}] {place(citation, answer.language)}{mark}")
        say(f"    {_shown_quote(citation, answer)}")


def _shown_quote(citation: Citation, answer: Answer) -> str:
    words = clean(" ".join(citation.quote.split()))
    return quoted(words if answer.status == "answered" else _preview(words), answer.language)


def _preview(words: str) -> str:
    words = clean(" ".join(words.split()))
    return words if len(words) <= _PREVIEW else words[:_PREVIEW].rsplit(" ", 1)[0] + " …"


def _say_explanation(answer: Answer) -> None:
    language, read = answer.language, answer.understood
    say()
    lists = {"topic": read.topic, "districts": read.districts, "years": [str(year) for year in read.years], "kommuner": read.kommuner}
    say(text("cli.understood", language, kind=read.kind, **lists))
    milliseconds = round(answer.seconds.total * 1000)
    say(text("cli.confidence", language, confidence=f"{answer.confidence:.2f}", milliseconds=milliseconds, generation=answer.generation))
