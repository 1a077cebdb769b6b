"""A list answer as a table: one row for every item of a district, with the years, the plans and the citations that name it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from corpus.gazetteer import fold, kommune_names
from rag.answer import Answer, Citation, Language, Statement
from ui.citing import citation_text
from ui.texts import clean, district_name, plan_label, text

_LISTS = ("items", "all_items")
# What a spreadsheet would take for a formula or a command.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Mention:
    """One plan that names an item."""

    plan: str
    year: int
    older: bool
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One item of one district, with the plans that name it in the order of the answer."""

    item: str
    district: str
    mentions: tuple[Mention, ...]


def rows_of(answer: Answer) -> tuple[Row, ...]:
    """The rows of a list answer, () where it is none."""
    found: dict[tuple[str, str], list[Mention]] = {}
    for statement in answer.statements if answer.status == "answered" else ():
        first = _first_citation(statement, answer)
        if statement.form not in _LISTS or first is None:
            continue
        for item, carrying in zip(statement.items, _carrying(statement, answer), strict=True):
            mention = Mention(statement.plan, first.year, statement.older, carrying)
            found.setdefault((item, first.district), []).append(mention)
    return tuple(Row(item, district, tuple(mentions)) for (item, district), mentions in found.items())


def item_heading(rows: tuple[Row, ...], language: Language) -> str:
    """ "Kommune" where every item is one."""
    names = set(kommune_names())
    return text("list.kommune" if all(row.item in names for row in rows) else "list.item", language)


def csv_text(answer: Answer, rows: tuple[Row, ...], language: Language) -> str:
    """The list for a spreadsheet, one line for every item and citation, without the byte order mark.

    Separated as the language's spreadsheets expect it: semicolons in Danish, where the comma belongs to numbers.
    """
    heads = ("district", "plan", "year", "older", "source", "quote")
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";" if language == "da" else ",", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([item_heading(rows, language), *(text(f"list.{head}", language) for head in heads)])
    for row in rows:
        for mention in row.mentions:
            older = text("list.yes" if mention.older else "list.no", language)
            plan = (district_name(row.district, language), plan_label(mention.plan, language), str(mention.year), older)
            for citation in (one for one in answer.citations if one.n in mention.citations):
                source = (citation_text(citation, language), " ".join(citation.quote.split()))
                writer.writerow([guarded(cell) for cell in (row.item, *plan, *source)])
    return written.getvalue()


def guarded(cell: str) -> str:
    """The cell as words: a spreadsheet must never calculate what stands in a plan."""
    shown = clean(cell)
    return f"'{shown}" if cell.startswith(_FORMULA) or shown.lstrip().startswith(_FORMULA) else shown


def file_name(question: str) -> str:
    """ "plansvar-hvilke-kommuner-har-et-infohus.csv"."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(question)).strip("-")
    return f"plansvar-{words[:_NAME_LENGTH].strip('-') or 'liste'}.csv"


def _carrying(statement: Statement, answer: Answer) -> list[tuple[int, ...]]:
    """For every item the citations that carry it: its own heading where each item has one, else all of the statement."""
    quotes = {one.n: " ".join(one.quote.split()) for one in answer.citations if one.n in statement.citations}
    own = [tuple(n for n, quote in quotes.items() if quote.endswith(" ".join(item.split()))) for item in statement.items]
    return own if len(quotes) > len(statement.items) and all(own) else [statement.citations] * len(statement.items)


def _first_citation(statement: Statement, answer: Answer) -> Citation | None:
    return next((one for one in answer.citations if one.n in statement.citations), None)
