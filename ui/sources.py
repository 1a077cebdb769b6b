"""Markers and source cards as HTML: every one a link to the cited words, a number that resolves to nothing is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from corpus.plan import Plan
from rag.answer import Answer, Citation, Language
from rag.scope import older_plans
from ui.plan_view import Place, place_link
from ui.texts import clean, district_name, text
from ui.turns import Turn
from ui.wording import Line


@dataclass(frozen=True, slots=True)
class View:
    """What a conversation is shown against: the page's language, and the plans as they are now."""

    language: Language
    # Told apart by the generation: comparing whole plans would read all their text.
    plans: tuple[Plan, ...] = field(default=(), compare=False)
    generation: str = ""

    def say(self, key: str, **values: object) -> str:
        """A sentence of the page, escaped."""
        return escape(text(key, self.language, **values))

    def older(self) -> frozenset[str]:
        """Ids of plans that a newer one of their district replaces."""
        return older_plans(self.plans)


def markers_html(numbers: Iterable[int], turn: Turn, view: View) -> str:
    """The markers of one statement. The word before and its markers stay on one line, so that no marker starts a line of its own."""
    shown = "".join(_marker_html(citation, turn, view) for citation in _resolved(numbers, turn))
    return f'<span class="markers">\u2060{shown}</span>'


def sources_html(cited: Sequence[Citation], turn: Turn, answer: Answer, view: View) -> str:
    """The cards of the sources, each with a tick for its plan, and the button to ask again without the unticked ones."""
    known = [citation for citation in cited if citation.plan in turn.versions]
    if not known:
        return ""
    older = view.older()
    cards = "".join(_card_html(citation, turn, view, citation.plan in older) for citation in known)
    head = view.say("cli.sources" if answer.status == "answered" else "cli.nearest")
    again = view.say("source.again", plans="{plans}")
    return (
        f'<h3 class="sources-head">{head} <span class="hint">{view.say("source.hint")}</span></h3><ol class="sources">{cards}</ol>'
        f'<p class="again" hidden><button type="button" class="tool ask-without" data-words="{again}"></button></p>'
    )


def cited_in(answer: Answer, lines: Iterable[Line]) -> list[Citation]:
    """Only what the answer rests on; where it declines, the places nearest to the question."""
    if answer.status != "answered":
        return list(answer.citations)
    used = {n for line in lines for part in line.parts for n in part.citations}
    return [citation for citation in answer.citations if citation.n in used]


def _resolved(numbers: Iterable[int], turn: Turn) -> list[Citation]:
    given = {citation.n: citation for citation in turn.answer.citations} if turn.answer else {}
    return [given[n] for n in numbers if n in given and given[n].plan in turn.versions]


def _marker_html(citation: Citation, turn: Turn, view: View) -> str:
    title = f"{citation.district} {citation.year}, {citation.heading}"
    return (
        f'<a class="cite" data-n="{citation.n}" href="{escape(_href(citation, turn))}" title="{escape(clean(title))}">'
        f'<span class="hidden">{view.say("page.source")} </span>{citation.n}</a>'
    )


def _href(citation: Citation, turn: Turn) -> str:
    return place_link(citation.plan, Place(citation.start, citation.end, citation.n, turn.versions[citation.plan]))


def _card_html(citation: Citation, turn: Turn, view: View, older: bool) -> str:
    language = view.language
    where = " ".join(" ".join((citation.section, citation.heading)).split())
    if citation.page is not None:
        where += f" · {text('cli.page', language, page=citation.page)}"
    name = escape(clean(f"{district_name(citation.district, language)} {citation.year}"))
    tags = f' <span class="tag older">{view.say("source.older")}</span>' if older else ""
    tags += f' <span class="tag">{view.say("cli.retold")}</span>' if citation.retold else ""
    use = view.say("source.use", plan=f"{district_name(citation.district, language)} {citation.year}")
    return (
        f'<li><a class="cite card" data-n="{citation.n}" href="{escape(_href(citation, turn))}"><span class="n">{citation.n}</span>'
        f'<span class="what"><b>{name}</b>{tags}<span class="where">{escape(clean(where))}</span></span></a>'
        f'<label class="use" title="{use}"><input type="checkbox" checked data-plan="{escape(citation.plan)}" data-label="{name}">'
        f'<span class="hidden">{use}</span></label></li>'
    )
