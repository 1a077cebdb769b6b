"""A plan as HTML with the cited words marked in their place: in the page's side panel, and as a page of its own.

Everything from a plan is escaped here, and only tags written in this module leave it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from corpus.plan import Plan, Section
from rag.answer import Language
from ui.citing import place_text
from ui.texts import clean, district_name, text

_HASH_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a plan as a link names it. ``version`` is the hash of the text that the offsets were made for."""

    start: int
    end: int
    n: int
    version: str


@lru_cache(maxsize=4096)
def text_version(words: str) -> str:
    """Short hash of a plan's text: offsets are only right for the very same text."""
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:_HASH_LENGTH]


def place_link(plan_id: str, place: Place) -> str:
    """The link of a citation, relative to the page: "plan/oestjylland-2024?fra=1023&til=1101&n=2&v=1a2b3c4d5e6f#fund"."""
    return f"plan/{plan_id}?fra={place.start}&til={place.end}&n={place.n}&v={place.version}#fund"


def fits(plan: Plan, place: Place | None) -> bool:
    """True where the place can be marked: the text is the one it was made for, and the span lies inside it."""
    return place is not None and place.version == text_version(plan.text) and 0 <= place.start < place.end <= len(plan.text)


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan to show: the cited place, None for the whole plan, and the year of the district's newest plan."""

    plan: Plan
    place: Place | None
    newest: int

    @classmethod
    def among(cls, plan: Plan, place: Place | None, plans: Iterable[Plan]) -> Shown:
        """The plan as one of those that are indexed."""
        return cls(plan, place, max((one.year for one in plans if one.district == plan.district), default=plan.year))


def panel_html(shown: Shown, language: Language) -> str:
    """Heading and whole text of the plan, for the side panel."""
    head, body = _head(shown, language, copy=True), _body(shown.plan, shown.place)
    return f'{head}<div class="plan-text" lang="da">{body}</div>'


def page_html(shown: Shown, language: Language) -> str:
    """The plan as a whole page, readable without JavaScript."""
    title = escape(clean(f"{text('panel.title', language)} {shown.plan.district} {shown.plan.year}"))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title} – Plansvar</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
        '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="../own/plansvar.css"></head>'
        f'<body class="plan-page"><p class="back"><a href="../">{escape(text("panel.back", language))}</a></p>'
        f"<main>{_head(shown, language)}"
        f'<div class="plan-text" lang="da">{_body(shown.plan, shown.place)}</div></main></body></html>'
    )


def unknown_html(plan_id: str, available: Iterable[str], language: Language) -> str:
    """The page of a plan that is not here."""
    words = text("error.plan_unknown", language, found=plan_id, available=list(available))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Plansvar</title>'
        '<link rel="stylesheet" href="../own/plansvar.css"></head>'
        f'<body class="plan-page"><main><p>{escape(words)}</p>'
        f'<p><a href="../">{escape(text("panel.back", language))}</a></p></main></body></html>'
    )


def _head(shown: Shown, language: Language, copy: bool = False) -> str:
    """What stays in sight while the plan is read, and below it what is said about the plan once."""
    plan, place = shown.plan, shown.place
    number = f'<p class="plan-number">{escape(text("panel.source", language, n=place.n))}</p>' if place and place.n else ""
    title = escape(clean(f"{text('panel.title', language)} {district_name(plan.district, language)} {plan.year}"))
    lines = [f'{number}<h2 class="plan-title" tabindex="-1">{title}{_tags(shown, language)}</h2>']
    if place is not None and fits(plan, place):
        words = escape(place_text(plan, place.start, place.end, language))
        label = escape(text("panel.cite", language))
        button = f' <button type="button" class="tool copy" data-copy="{words}">{label}</button>' if copy else ""
        lines.append(f'<p class="plan-where">{escape(_where(plan, place, language))}</p><p class="plan-cite">{words}{button}</p>')
    elif place is not None:
        lines.append(f'<p class="plan-warning" role="alert">{escape(text("panel.changed", language))}</p>')
    notes = [text("panel.older", language, year=shown.newest)] if plan.year < shown.newest else []
    notes += [text("panel.retold", language)] if plan.retold else []
    below = "".join(f'<p class="plan-note">{escape(note)}</p>' for note in notes)
    return f'<div class="plan-head">{"".join(lines)}</div>{below}'


def _tags(shown: Shown, language: Language) -> str:
    older = f' <span class="tag older">{escape(text("source.older", language))}</span>' if shown.plan.year < shown.newest else ""
    return older + (f' <span class="tag">{escape(text("cli.retold", language))}</span>' if shown.plan.retold else "")


def _where(plan: Plan, place: Place, language: Language) -> str:
    """Number and path of the section, and the page where the plan has pages."""
    try:
        section = plan.section_at(place.start)
    except ValueError:
        return ""
    path = " › ".join(" ".join(title.split()).rstrip(" :") for title in section.path)
    number = plan.number_of(section)
    page = plan.page_at(place.start)
    parts = [text("cli.section", language, number=number) if number else "", path]
    parts.append(text("cli.page", language, page=page) if page is not None else "")
    words = clean(" · ".join(part for part in parts if part))
    return words[:1].upper() + words[1:]


def _body(plan: Plan, place: Place | None) -> str:
    marker = _Marker(plan.text, place if fits(plan, place) else None)
    html, position = [], 0
    for section in sorted(plan.sections, key=lambda one: one.start):
        html.append(_paragraphs(marker, position, section.start))
        html.append(_heading(marker, section))
        html.append(_paragraphs(marker, section.body_start, section.end))
        position = max(position, section.end)
    html.append(_paragraphs(marker, position, len(plan.text)))
    return "".join(html)


def _heading(marker: _Marker, section: Section) -> str:
    words = marker.html(section.start, section.body_start).strip()
    level = min(3 + max(section.depth, 0), 6)
    return f"<h{level}>{words}</h{level}>" if words else ""


def _paragraphs(marker: _Marker, start: int, end: int) -> str:
    """One paragraph for every line: the stored text holds paragraphs and list items a line each."""
    html = []
    while start < end:
        stop = marker.text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if marker.text[start:stop].strip():
            kind = ' class="item"' if marker.text[start:stop].lstrip().startswith(("- ", "• ", "– ")) else ""
            html.append(f"<p{kind}>{marker.html(start, stop)}</p>")
        start = stop + 1
    return "".join(html)


class _Marker:
    """Escapes slices of a text and marks the part of them that lies in the cited span; the first mark is the link's target."""

    def __init__(self, words: str, place: Place | None) -> None:
        self.text = words
        self._place = place
        self._found = False

    def html(self, start: int, end: int) -> str:
        """The slice as HTML."""
        place = self._place
        if place is None or place.end <= start or end <= place.start:
            return escape(clean_lines(self.text[start:end]))
        first, last = max(start, place.start), min(end, place.end)
        before, cited, after = (escape(clean_lines(self.text[a:b])) for a, b in ((start, first), (first, last), (last, end)))
        if not cited.strip():
            return before + cited + after
        target = "" if self._found else ' id="fund"'
        self._found = True
        return f'{before}<mark class="fund"{target}>{cited}</mark>{after}'


def clean_lines(words: str) -> str:
    """Like ``clean``, but line ends inside a heading stay blanks."""
    return clean(words.replace("\n", " ").replace("\t", " "))
