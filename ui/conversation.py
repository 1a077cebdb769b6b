"""The conversation as HTML: questions, answers with their markers, sources, and what was searched.

Server-rendered and escaped: the page shows these tags and no others, whatever stands in a question or a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import urlencode

from corpus.gazetteer import fold
from corpus.plan import Plan
from rag.answer import Answer, Language
from ui.citing import copied_answer
from ui.listing import Row, csv_text, file_name, item_heading, rows_of
from ui.plan_view import text_version
from ui.rating import thumbs_html
from ui.sources import View, cited_in, markers_html, sources_html
from ui.texts import clean, counted, district_name, error_text, has_text, number, plan_label, text
from ui.turns import Asked, Turn
from ui.wording import Line, reading_notes, rendering

# What a new user may click, and the word that must stand in some plan for the question to make sense.
_EXAMPLES = (
    ("example.infohus", "infohus"),
    ("example.ssp", "ssp"),
    ("example.kredsraad", "kredsråd"),
    ("example.compare", "radikalisering"),
)
_TOPICS_SHOWN = 4
_RENDERED_KEPT = 1000


class Rendered:
    """HTML of turns that were shown before: every answer sends the conversation anew, and only its end is new. Safe between threads."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Turn, View, str]] = {}

    def __call__(self, turn: Turn, view: View) -> str:
        """``turn_html``, remembered for the very same turn and plans."""
        known = self._kept.get(id(turn))
        if known and known[0] is turn and known[1] == view:
            return known[2]
        html = turn_html(turn, view)
        if len(self._kept) >= _RENDERED_KEPT:
            self._kept = {}
        self._kept[id(turn)] = (turn, view, html)
        return html


def conversation_html(
    turns: Sequence[Turn], view: View, examples: Sequence[str] = (), html_of: Callable[[Turn, View], str] | None = None
) -> str:
    """The whole conversation, oldest first, or the welcome when nothing has been asked."""
    if not turns:
        return welcome_html(view, examples)
    return f'<div class="turns">{"".join((html_of or turn_html)(turn, view) for turn in turns)}</div>'


def welcome_html(view: View, examples: Sequence[str] = ()) -> str:
    """What the page is for, and a few questions to start with."""
    title = f"<h1>{view.say('page.empty_title')}</h1>"
    if not view.plans:
        return f'<div class="welcome">{title}<p>{view.say("page.no_plans")}</p></div>'
    years = sorted(plan.year for plan in view.plans)
    span = str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
    intro = view.say("page.intro", plans=counted("coverage.plans", len(view.plans), view.language), years=span)
    privacy = f'<p class="promise">{view.say("scope.privacy")}</p>'
    return f'<div class="welcome">{title}<p>{intro}</p>{privacy}{_questions_html(examples, view.say("page.examples"))}</div>'


def example_questions(plans: Sequence[Plan], language: Language) -> list[str]:
    """Questions that fit the plans at hand."""
    if not plans:
        return []
    words = " ".join(fold(plan.text) for plan in plans)
    newest = max(plans, key=lambda plan: (plan.year, plan.district))
    district = district_name(newest.district, language).partition(" (")[0]
    return [text(key, language, district=district, year=newest.year) for key, word in _EXAMPLES if fold(word) in words]


def answered_turn(asked: Asked, answer: Answer, plans: Sequence[Plan]) -> Turn:
    """The question with its answer, and the versions of the texts that its citations point into."""
    cited = {citation.plan for citation in answer.citations}
    return Turn(asked, answer.status, answer, versions={plan.id: text_version(plan.text) for plan in plans if plan.id in cited})


def turn_html(turn: Turn, view: View) -> str:
    """One question and what came of it."""
    asked, answer = turn.asked, turn.answer
    if turn.state == "waiting":
        searching = view.say("page.searching", plans=counted("coverage.plans", turn.searched, view.language))
        return _article(turn, view, f'<p class="waiting">{searching} <span class="waited"></span></p>')
    if turn.state == "stopped":
        return _article(turn, view, f'<p class="note">{view.say("page.stopped")}</p>')
    if answer is None:
        failure = error_text(turn.failure, view.language) if turn.failure else view.say("error.answer_failed")
        return _article(turn, view, f'<p class="failure" role="alert">{escape(failure)}</p>')
    if not turn.versions.keys() <= {plan.id for plan in view.plans}:
        return _article(turn, view, f'<p class="note">{view.say("page.removed")} {_again(view)}</p>')
    earlier = f'<p class="note">{view.say("page.earlier")} {_again(view)}</p>' if answer.generation != view.generation else ""
    declined = answer.status != "answered" and asked.narrowed
    hint = f'<p class="note">{view.say("narrowed.hint")} {_button("ask-all", view.say("narrowed.ask_all"))}</p>' if declined else ""
    body = f"{earlier}{_answer_html(turn, answer, view)}{turn.notes}{hint}"
    rating = thumbs_html(turn.token, view.language) if turn.token else ""
    below = "" if turn.growing else _tools_html(answer, view) + rating + _next_html(turn, view)
    return _article(turn, view, body, below, answer.language)


def address_of(asked: Asked) -> str:
    """The query of the page's address that asks this question of these plans: "?q=Hvem%3F&kreds=Fyn&aar=2024"."""
    parts = [("q", asked.question), *(("kreds", one) for one in asked.districts)]
    parts += [*(("aar", str(one)) for one in asked.years), *(("uden", one) for one in asked.without)]
    return f"?{urlencode(parts)}"


def _article(turn: Turn, view: View, body: str, below: str = "", language: Language | None = None) -> str:
    asked = turn.asked
    spoken = f' lang="{language}"' if language else ""
    head = f"<h2>{escape(clean(_short(asked.question, turn)))}</h2>{_narrowed_html(asked, view)}"
    state = "writing" if turn.growing else turn.state
    data = f'data-state="{state}" data-address="{escape(address_of(asked))}" data-question="{escape(_short(asked.question, turn))}"'
    return f'<article class="turn" {data}>{head}<div class="answer"{spoken}>{body}</div>{below}</article>'


def _short(question: str, turn: Turn) -> str:
    """The start of a refused question: it may be long beyond any use, and it still stands in the field."""
    words = question.strip()
    return words if turn.state != "failed" or len(words) <= 200 else words[:200] + " …"


def _narrowed_html(asked: Asked, view: View) -> str:
    choices = [*(district_name(one, view.language) for one in asked.districts), *map(str, asked.years)]
    notes = [view.say("narrowed.only", choices=", ".join(choices))] if choices else []
    if asked.without:
        notes.append(view.say("narrowed.without", plans=", ".join(plan_label(one, view.language) for one in asked.without)))
    return f'<p class="narrowed">{" · ".join(notes)}</p>' if notes else ""


def _answer_html(turn: Turn, answer: Answer, view: View) -> str:
    shown = rendering(answer)
    rows = rows_of(answer)
    body = [f'<p class="message">{escape(shown.message)}</p>'] if shown.message else []
    body += [_line_html(line, turn, view) for line in shown.lines]
    if shown.left_out:
        hidden = "".join(_line_html(line, turn, view) for line in shown.left_out)
        label = counted("page.show_left_out", sum(len(line.parts) for line in shown.left_out), view.language)
        body.append(f"<details><summary>{escape(label)}</summary>{hidden}</details>")
    body.append(_table_html(rows, turn, view) if len(rows) > 1 else "")
    body.append(sources_html(cited_in(answer, (*shown.lines, *shown.left_out)), turn, answer, view))
    took = view.say("page.took", seconds=number(max(0.01, round(answer.seconds.total, 2)), view.language))
    body.append(f'<p class="coverage">{escape(shown.coverage)} <span class="took" lang="{view.language}">{took}</span></p>')
    body.append(_understood_html(answer, view))
    return "".join(body)


def _line_html(line: Line, turn: Turn, view: View) -> str:
    parts = [f"{escape(clean(part.words))}{markers_html(part.citations, turn, view)}" for part in line.parts]
    lead = f"<strong>{escape(clean(line.lead.strip()))}</strong> " if line.lead else ""
    return f'<p class="statement">{lead}{" ".join(parts)}</p>'


def _table_html(rows: Sequence[Row], turn: Turn, view: View) -> str:
    """Item, plan, year and citation; an item that several plans of a district name has one row for each of them."""
    item = item_heading(tuple(rows), view.language)
    heads = "".join(f'<th scope="col">{head}</th>' for head in (escape(item), *(view.say(f"list.{one}") for one in _HEADS)))
    caption = escape(counted("list.caption", len(rows), view.language))
    body = "".join(_rows_html(row, turn, view) for row in rows)
    return (
        f'<div class="table-frame list" tabindex="0" role="region" aria-label="{caption}" lang="{view.language}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


_HEADS = ("plan", "year", "source")


def _rows_html(row: Row, turn: Turn, view: View) -> str:
    html = []
    for place, mention in enumerate(row.mentions):
        spans = f' rowspan="{len(row.mentions)}"' if len(row.mentions) > 1 else ""
        first = f'<th scope="rowgroup"{spans}>{escape(clean(row.item))}</th>' if place == 0 else ""
        older = f' <span class="tag older">{view.say("source.older")}</span>' if mention.older else ""
        plan = f"<td>{escape(clean(district_name(row.district, view.language)))}</td><td>{mention.year}{older}</td>"
        kind = "" if place == 0 else ' class="more"'
        html.append(f"<tr{kind}>{first}{plan}<td>{markers_html(mention.citations, turn, view)}</td></tr>")
    return "".join(html)


def _understood_html(answer: Answer, view: View) -> str:
    """How the question was read; what was put right or filled in comes first, because it may be wrong."""
    read, language = answer.understood, view.language
    notes = reading_notes(answer, language)
    parts = [text(f"understood.{read.kind}", language)] if has_text(f"understood.{read.kind}") else []
    topics = [topic for topic in read.topic if topic.strip()]
    if topics:
        parts.append(text("understood.topic", language, topic=", ".join(topics[:_TOPICS_SHOWN])))
    parts += [*(district_name(one, language) for one in read.districts), *read.kommuner, *map(str, read.years)]
    if parts:
        notes.append(text("understood.as", language, kind=" · ".join(parts)))
    return "".join(f'<p class="understood" lang="{language}">{escape(clean(words))}</p>' for words in notes)


def _tools_html(answer: Answer, view: View) -> str:
    rows = rows_of(answer)
    words = _data(copied_answer(answer, view.language))
    buttons = [f'<button type="button" class="tool copy" data-copy="{words}">{view.say("answer.copy")}</button>']
    buttons.append(_button("link", view.say("answer.link")))
    if len(rows) > 1:
        table, name = _data(csv_text(answer, rows, view.language)), escape(file_name(answer.question))
        buttons.append(f'<button type="button" class="tool csv" data-csv="{table}" data-name="{name}">{view.say("answer.csv")}</button>')
    return f'<p class="tools">{"".join(buttons)}</p>'


def _next_html(turn: Turn, view: View) -> str:
    return f'<div class="next">{_questions_html(turn.followed_by, view.say("answer.next"))}</div>' if turn.followed_by else ""


def _questions_html(questions: Sequence[str], head: str) -> str:
    buttons = "".join(f'<li><button type="button" class="example">{escape(clean(words))}</button></li>' for words in questions)
    return f'<p class="examples-head">{head}</p><ul class="examples">{buttons}</ul>' if questions else ""


def _again(view: View) -> str:
    return _button("ask-again", view.say("page.ask_again"))


def _button(action: str, words: str) -> str:
    return f'<button type="button" class="tool {action}">{words}</button>'


def _data(words: str) -> str:
    """Words for an attribute: line ends would otherwise become blanks on their way through the page."""
    return escape(words).replace("\r", "&#13;").replace("\n", "&#10;")
