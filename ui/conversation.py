"""The conversation as HTML: questions, answers with their markers, sources, and what was searched.

Server-rendered and escaped: the page shows these tags and no others, whatever stands in a question or a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from corpus.gazetteer import fold
from corpus.plan import Plan
from rag.answer import Answer, Citation, Language
from ui.plan_view import place_link
from ui.texts import clean, counted, district_name, text
from ui.wording import Line, rendering

# What a new user may click, and the word that must stand in some plan for the question to make sense.
_EXAMPLES = (
    ("example.infohus", "infohus"),
    ("example.ssp", "ssp"),
    ("example.kredsraad", "kredsråd"),
    ("example.compare", "radikalisering"),
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer, as shown."""

    question: str
    html: str


def conversation_html(turns: Sequence[Turn], plans: Sequence[Plan], language: Language) -> str:
    """The whole conversation, oldest first, or the welcome when nothing has been asked."""
    if not turns:
        return welcome_html(plans, language)
    return f'<div class="turns">{"".join(turn.html for turn in turns)}</div>'


def welcome_html(plans: Sequence[Plan], language: Language) -> str:
    """What the page is for, and a few questions to start with."""
    if not plans:
        return f'<div class="welcome"><h1>{escape(text("page.empty_title", language))}</h1></div>'
    years = sorted(plan.year for plan in plans)
    span = str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
    intro = text("page.intro", language, plans=counted("coverage.plans", len(plans), language), years=span)
    buttons = "".join(
        f'<li><button type="button" class="example">{escape(words)}</button></li>' for words in example_questions(plans, language)
    )
    return (
        f'<div class="welcome"><h1>{escape(text("page.empty_title", language))}</h1><p>{escape(intro)}</p>'
        f'<p class="examples-head">{escape(text("page.examples", language))}</p><ul class="examples">{buttons}</ul></div>'
    )


def example_questions(plans: Sequence[Plan], language: Language) -> list[str]:
    """Questions that fit the plans at hand."""
    words = " ".join(fold(plan.text) for plan in plans)
    newest = max(plans, key=lambda plan: (plan.year, plan.district))
    district = district_name(newest.district, language).partition(" (")[0]
    return [text(key, language, district=district, year=newest.year) for key, word in _EXAMPLES if fold(word) in words]


def waiting_turn(question: str, plans: int, language: Language) -> Turn:
    """The question while its answer is sought."""
    searching = text("page.searching", language, plans=counted("coverage.plans", plans, language))
    return Turn(question, _article(question, f'<p class="waiting">{escape(searching)}</p>', "waiting"))


def failed_turn(question: str, words: str) -> Turn:
    """The question and why it was not answered."""
    return Turn(question, _article(question, f'<p class="failure" role="alert">{escape(words)}</p>', "failed"))


def answered_turn(question: str, answer: Answer, plans: Sequence[Plan], language: Language) -> Turn:
    """The question with its answer. ``language`` is the page's, for labels; the answer keeps its own."""
    by_id = {plan.id: plan for plan in plans}
    shown = rendering(answer)
    body = [f'<p class="message">{escape(shown.message)}</p>'] if shown.message else []
    body += [_line_html(line, answer, by_id, language) for line in shown.lines]
    if shown.left_out:
        hidden = "".join(_line_html(line, answer, by_id, language) for line in shown.left_out)
        label = counted("page.show_left_out", sum(len(line.parts) for line in shown.left_out), language)
        body.append(f"<details><summary>{escape(label)}</summary>{hidden}</details>")
    cited = _cited(answer, (*shown.lines, *shown.left_out))
    body.append(_sources_html(cited, answer, by_id, language))
    body.append(_understood_html(answer, language))
    if shown.coverage:
        body.append(f'<p class="coverage">{escape(shown.coverage)}</p>')
    return Turn(question, _article(question, "".join(body), answer.status, answer.language))


def _article(question: str, body: str, state: str, language: Language | None = None) -> str:
    spoken = f' lang="{language}"' if language else ""
    head = f"<h2>{escape(clean(question))}</h2>"
    return f'<article class="turn" data-state="{state}">{head}<div class="answer"{spoken}>{body}</div></article>'


def _line_html(line: Line, answer: Answer, plans: dict[str, Plan], language: Language) -> str:
    parts = []
    for part in line.parts:
        markers = "".join(_marker_html(n, answer, plans, language) for n in part.citations)
        # The last word and its markers stay on one line, so that no marker starts a line of its own.
        parts.append(f'{escape(clean(part.words))}<span class="markers">\u2060{markers}</span>')
    lead = f"<strong>{escape(clean(line.lead.strip()))}</strong> " if line.lead else ""
    return f'<p class="statement">{lead}{" ".join(parts)}</p>'


def _marker_html(n: int, answer: Answer, plans: dict[str, Plan], language: Language) -> str:
    """A link to the cited words; a number that resolves to nothing is not shown as one."""
    citation = next((one for one in answer.citations if one.n == n), None)
    if citation is None or citation.plan not in plans:
        return ""
    title = f"{citation.district} {citation.year}, {citation.heading}"
    return (
        f'<a class="cite" data-n="{n}" href="{escape(_href(citation, plans))}" title="{escape(clean(title))}">'
        f'<span class="hidden">{escape(text("page.source", language))} </span>{n}</a>'
    )


def _href(citation: Citation, plans: dict[str, Plan]) -> str:
    return place_link(plans[citation.plan], citation.start, citation.end, citation.n)


def _cited(answer: Answer, lines: Iterable[Line]) -> list[Citation]:
    """Only what the answer rests on; where it declines, the places nearest to the question."""
    if answer.status != "answered":
        return list(answer.citations)
    used = {n for line in lines for part in line.parts for n in part.citations}
    return [citation for citation in answer.citations if citation.n in used]


def _sources_html(cited: Sequence[Citation], answer: Answer, plans: dict[str, Plan], language: Language) -> str:
    if not cited:
        return ""
    cards = "".join(_card_html(citation, plans, language) for citation in cited if citation.plan in plans)
    head = text("cli.sources" if answer.status == "answered" else "cli.nearest", language)
    return f'<h3 class="sources-head">{escape(head)}</h3><ol class="sources">{cards}</ol>'


def _card_html(citation: Citation, plans: dict[str, Plan], language: Language) -> str:
    where = " ".join(" ".join((citation.section, citation.heading)).split())
    if citation.page is not None:
        where += f" · {text('cli.page', language, page=citation.page)}"
    retold = f' <span class="tag">{escape(text("cli.retold", language))}</span>' if citation.retold else ""
    return (
        f'<li><a class="cite card" data-n="{citation.n}" href="{escape(_href(citation, plans))}"><span class="n">{citation.n}</span>'
        f'<span class="what"><b>{escape(clean(district_name(citation.district, language)))} {citation.year}</b>{retold}'
        f'<span class="where">{escape(clean(where))}</span></span></a></li>'
    )


def _understood_html(answer: Answer, language: Language) -> str:
    """Only where the question was read as something else than it says: a follow-up or a corrected word."""
    notes = [text("cli.corrected", language, typed=typed, read=read) for typed, read in answer.understood.corrected]
    if answer.understood.rewritten and answer.understood.rewritten != answer.question:
        notes.append(text("cli.rewritten", language, question=answer.understood.rewritten))
    return "".join(f'<p class="understood">{escape(words)}</p>' for words in notes)
