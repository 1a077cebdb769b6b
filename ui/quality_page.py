"""The quality page and the tab of the same content: a few figures in plain words, the rivals beside them, and the whole report."""

from __future__ import annotations

from html import escape
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response

from rag.answer import Language
from ui.plans_tab import moment
from ui.quality import OURS, Figures, Row, full_report, latest_figures, shipped_figures
from ui.service import LiveAssistant
from ui.site import Site
from ui.texts import has_text, text

ADDRESSES: dict[Language, str] = {"da": "kvalitet", "en": "quality"}


def add_quality_routes(app: FastAPI, live: LiveAssistant, site: Site, language: Language, prefix: str) -> None:
    """``/kvalitet`` and ``/en/quality``, the tab's content, and the whole report under ``rapport`` and ``report``."""
    own = f"{prefix}/{ADDRESSES[language]}"

    @app.get(own)
    def page() -> HTMLResponse:
        return HTMLResponse(page_html(site.report, live.get().generation.id, language))

    @app.get(f"{own}/panel")
    def panel() -> HTMLResponse:
        return HTMLResponse(quality_html(site.report, live.get().generation.id, language))

    @app.get(f"{own}/report")
    def report() -> Response:
        found = full_report(site.report)
        return HTMLResponse(found) if found is not None else HTMLResponse(page_html(site.report, live.get().generation.id, language), 404)


def frame_html(language: Language) -> str:
    """The tab before its content comes."""
    return f'<div class="quality" data-piece="{ADDRESSES[language]}/panel"></div>'


def page_html(folder: Path, generation: str, language: Language) -> str:
    """The content as a page of its own, readable without JavaScript."""
    title = escape(text("quality.title", language))
    back = escape(text("panel.back", language))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title} – Plansvar</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
        '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="own/plansvar.css">'
        '<link rel="stylesheet" href="own/plans.css">'
        f'</head><body class="plan-page"><p class="back"><a href="./">{back}</a></p>'
        f'<main class="quality">{quality_html(folder, generation, language)}</main></body></html>'
    )


def quality_html(folder: Path, generation: str, language: Language) -> str:
    """Figures, what they mean, what they cannot say, where they come from."""
    measured = latest_figures(folder)
    figures = measured or shipped_figures()

    def say(key: str, **values: object) -> str:
        return escape(text(key, language, **values) if values else text(key, language))

    parts = [
        f"<h1>{say('quality.title')}</h1><p>{say('quality.lead')}</p>",
        _cards_html(figures, language),
        _source_html(figures, generation, language),
    ]
    if figures.split == "dev":
        parts.append(f'<p class="warning">{say("quality.dev")}</p>')
    if len(figures.rows) > 1:
        parts.append(f"<h2>{say('quality.beside')}</h2><p>{say('quality.beside_why')}</p>{_table_html(figures, language)}")
    limits = "".join(f"<li>{say(f'quality.limit.{one}')}</li>" for one in ("own", "plans", "rules", "check"))
    parts.append(f"<h2>{say('quality.limits')}</h2><ul>{limits}</ul>")
    if measured is not None and full_report(folder) is not None:
        link = f"{ADDRESSES[language]}/report"
        parts.append(f'<p><a href="{link}" target="_blank" rel="noopener">{say("quality.whole")}</a> {say("quality.whole_why")}</p>')
    parts.append(f"<p>{say('quality.command')} <code>plansvar eval</code></p>")
    return "".join(parts)


def percent(share: float, language: Language) -> str:
    """A share for people.

    >>> percent(0.623, "da"), percent(0.623, "en")
    ('62 %', '62%')
    """
    return f"{100 * share:.0f}{' ' if language == 'da' else ''}%"


def _cards_html(figures: Figures, language: Language) -> str:
    cards = [("right", figures.ours.right, figures.spread), ("declined", figures.declined, None), ("wrong", figures.wrong, None)]
    cards.append(("false", figures.ours.false_answers, None))
    html = ""
    for name, share, spread in cards:
        if share is None:
            continue
        n = figures.unanswerable if name == "false" else figures.questions
        told = text(f"quality.card.{name}", language, n=n)
        if spread is not None:
            told += " " + text("quality.spread", language, low=percent(spread[0], language), high=percent(spread[1], language))
        html += f'<li><b>{percent(share, language)}</b><span class="what">{escape(text(f"quality.name.{name}", language))}</span>'
        html += f'<span class="told">{escape(told)}</span></li>'
    return f'<ul class="cards">{html}</ul>'


def _source_html(figures: Figures, generation: str, language: Language) -> str:
    if figures.measured is None:
        return f'<p class="state">{escape(text("quality.shipped", language))}</p>'
    words = text("quality.measured", language, time=moment(figures.measured, language))
    if figures.generation != generation:
        return f'<p class="warning">{escape(words)} {escape(text("quality.other_plans", language))}</p>'
    return f'<p class="state">{escape(words)} {escape(text("quality.same_plans", language))}</p>'


def _table_html(figures: Figures, language: Language) -> str:
    heads = "".join(f'<th scope="col">{escape(text(f"quality.{name}", language))}</th>' for name in ("system", "name.right", "name.false"))
    rows = "".join(_row_html(row, language) for row in figures.rows if has_text(f"quality.system.{row.system}"))
    label = escape(text("quality.beside", language))
    return (
        f'<div class="table-frame" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row_html(row: Row, language: Language) -> str:
    false = percent(row.false_answers, language) if row.false_answers is not None else "–"
    ours = ' class="ours"' if row.system == OURS else ""
    name = escape(text(f"quality.system.{row.system}", language))
    return f'<tr{ours}><th scope="row">{name}</th><td>{percent(row.right, language)}</td><td>{false}</td></tr>'
