"""``plansvar answer``: a file of questions in, a file of answers out, in one process and in the same order."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import PlansvarError, QuestionError
from rag.answer import Language
from ui.commands import open_with_note
from ui.options import DEFAULT_STORE, Debug, EncoderName, LanguageName, RerankerName, Store, language_of
from ui.output import note, progress
from ui.render import answer_json, passage_json
from ui.texts import counted, error_text, text

if TYPE_CHECKING:
    from rag.assistant import Assistant

_QUESTION_LIMIT = 2000
_PROBLEMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One line of a question file."""

    line: int
    id: str | int | None
    question: str
    context: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot be answered; ``key`` and ``values`` make its words."""

    line: int
    key: str
    values: dict[str, Any]


def answer_command(
    questions: Annotated[Path, typer.Argument(metavar="SPØRGSMÅL.jsonl", help=text("cli.argument.questions", "da"))],
    output: Annotated[Path, typer.Option("--output", metavar="FIL", help=text("cli.option.output", "da"))],
    passages: Annotated[int, typer.Option("--passages", min=0, max=1000, metavar="K", help=text("cli.option.passages", "da"))] = 0,
    store: Store = DEFAULT_STORE,
    encoder: EncoderName = None,
    reranker: RerankerName = None,
    language: LanguageName = None,
    debug: Debug = False,
) -> None:
    """Many questions in one process."""
    spoken = language_of(language)
    asked = read_questions(questions, spoken)
    if output.exists() and output.samefile(questions):
        raise QuestionError("output_is_input", file=output)
    assistant = open_with_note(store, encoder, reranker, spoken)
    lines = _answers(asked, assistant, passages, _Naming(questions, spoken, bool(language)))
    write_atomically(output, "".join(lines))
    note(counted_in_file(len(lines), output, spoken))


def counted_in_file(count: int, file: Path, language: Language) -> str:
    """ "12 svar er skrevet til answers.jsonl." """
    return text("batch.done.one" if count == 1 else "batch.done.many", language, count=count, file=file)


def read_questions(file: Path, language: Language) -> list[AskedQuestion]:
    """The questions of a file.

    Raises:
        QuestionError: ``questions_unreadable`` (file, problem), ``questions_none`` (file), or ``questions_bad`` (file, problems) with
            every bad line at once.
    """
    try:
        data = file.read_bytes()
    except OSError as problem:
        raise QuestionError("questions_unreadable", file=file, problem=problem.strerror or type(problem).__name__) from None
    read = [_parse(number, line) for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1) if line.strip()]
    if not read:
        raise QuestionError("questions_none", file=file)
    _refuse([one for one in read if isinstance(one, Problem)], file, language)
    return [one for one in read if isinstance(one, AskedQuestion)]


def write_atomically(file: Path, content: str) -> None:
    """Writes the whole file or leaves the old one; a pipe or device is written straight.

    Raises:
        PlansvarError: ``output_write`` (file, problem).
    """
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        if file.exists() and not file.is_file():
            file.write_text(content, encoding="utf-8")
            return
        with unfinished.open("w", encoding="utf-8", newline="\n") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(unfinished, file)
    except OSError as problem:
        raise PlansvarError("output_write", file=file, problem=problem.strerror or type(problem).__name__) from None
    finally:
        unfinished.unlink(missing_ok=True) if unfinished.is_file() else None


@dataclass(frozen=True, slots=True)
class _Naming:
    """What messages need: the file they speak of, their language, and whether answers must take it too."""

    file: Path
    language: Language
    forced: bool


def _answers(asked: list[AskedQuestion], assistant: Assistant, k: int, naming: _Naming) -> list[str]:
    plans = {plan.id: plan for plan in assistant.generation.plans}
    lines: list[str] = []
    problems: list[Problem] = []
    with progress(naming.language) as advance:
        for done, one in enumerate(asked, 1):
            try:
                answer = assistant.answer(one.question, context=one.context, language=naming.language if naming.forced else None)
                # A follow-up is searched as it was understood, otherwise "og i Nordjylland?" would find nothing.
                hits = assistant.search(answer.understood.rewritten or one.question, k) if k else []
                passages = [passage_json(hit, plans) for hit in hits] if k else None
                lines.append(json.dumps(answer_json(answer, one.id, passages), ensure_ascii=False) + "\n")
            except QuestionError as error:
                problems.append(Problem(one.line, "batch.refused", {"problem": error_text(error, naming.language)}))
            advance("batch.progress", done, len(asked))
    _refuse(problems, naming.file, naming.language)
    return lines


def _refuse(problems: list[Problem], file: Path, language: Language) -> None:
    if not problems:
        return
    shown = [
        text("batch.line", language, line=one.line, problem=text(one.key, language, **one.values)) for one in problems[:_PROBLEMS_SHOWN]
    ]
    if more := len(problems) - len(shown):
        shown.append(counted("batch.more", more, language))
    raise QuestionError("questions_bad", file=file, problems="; ".join(shown))


def _parse(number: int, line: bytes) -> AskedQuestion | Problem:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return Problem(number, "batch.not_utf8", {})
    except (ValueError, RecursionError):
        return Problem(number, "batch.not_json", {})
    if not isinstance(record, dict):
        return Problem(number, "batch.not_object", {})
    question, context, name = record.get("question"), record.get("context") or [], record.get("id")
    if not isinstance(question, str):
        return Problem(number, "batch.no_question", {})
    if not question.strip():
        return Problem(number, "batch.question_empty", {})
    if len(question) > _QUESTION_LIMIT:
        return Problem(number, "batch.question_long", {"length": len(question), "limit": _QUESTION_LIMIT})
    if not isinstance(context, list) or not all(isinstance(earlier, str) for earlier in context):
        return Problem(number, "batch.bad_context", {})
    if name is not None and (isinstance(name, bool) or not isinstance(name, (str, int))):
        return Problem(number, "batch.bad_id", {})
    return AskedQuestion(number, name, question, tuple(context))
