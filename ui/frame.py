"""The fixed parts of the page as HTML: the top, the banner, what is searched, and the frame of the plan beside the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from html import escape

from corpus.errors import PlansvarError
from corpus.plan import Plan
from rag.answer import Language
from rag.scope import older_plans
from ui.texts import district_name, error_text, text

# A page with a tick: every statement checked against the plan.
_MARK = (
    '<svg viewBox="0 0 32 32" width="34" height="34" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linecap="round" stroke-linejoin="round"><path d="M6 4h14l6 6v18H6z"/><path d="M11 13h10M11 18h10M11 23h5"/>'
    '<path d="M19.500 23.500l2.500 2.500 4.500-5"/></svg>'
)


def header_html(language: Language, *, login: bool) -> str:
    """Name, the way to the other language, and the way out where there was a login."""
    other: Language = "en" if language == "da" else "da"
    link = "en/" if language == "da" else "../"
    say = _sayer(language)
    out = f'<button type="button" id="log-out">{say("login.out")}</button>' if login else ""
    spoken = {name: say(key) for name, key in (("ready", "page.spoken_ready"), ("busy", "page.busy"), ("lost", "page.lost"))}
    words = "".join(f' data-{name}="{sentence}"' for name, sentence in spoken.items())
    return (
        f'<a class="skip" href="#question">{say("page.skip")}</a>'
        f'<header class="top">{_MARK}<div class="names"><p class="name">{say("name.program")}</p>'
        f'<p class="subtitle">{say("name.subtitle")}</p></div>'
        f'<a class="language" href="{link}" lang="{other}" hreflang="{other}">{say("page.other_language")}</a>{out}</header>'
        f'<p id="spoken" class="hidden" role="status" aria-live="polite"{words}></p>'
    )


def status_html(plans: Sequence[Plan], problem: PlansvarError | None, language: Language) -> str:
    """The banner where the newest index is not the one that answers, and the plans as data for the line of what is searched."""
    banner = ""
    if problem is not None and problem.code == "fell_back":
        banner = text("banner.fell_back", language, file=problem.values.get("file", "?"))
    elif problem is not None:
        banner = text("banner.not_opened", language, problem=error_text(problem, language))
    older = older_plans(plans)
    rows = [
        {
            "id": plan.id,
            "name": f"{district_name(plan.district, language).partition(' (')[0]} {plan.year}",
            "district": plan.district,
            "year": str(plan.year),
            "older": plan.id in older,
        }
        for plan in sorted(plans, key=lambda plan: (plan.district, -plan.year))
    ]
    data = f'<div id="known-plans" hidden data-plans="{escape(json.dumps(rows, ensure_ascii=False))}"></div>'
    return (f'<p class="banner" role="alert">{escape(banner)}</p>' if banner else "") + data


def filters_html(language: Language) -> str:
    """The line that always says what is searched; its words are put together by the script, from the ticks."""
    say = _sayer(language)
    names = ("all", "one", "some", "nothing", "more", "without", "restore")
    keys = {name: text(f"scope.{name}", language, **{one: f"{{{one}}}" for one in ("count", "total", "plans", "plan")}) for name in names}
    data = "".join(f' data-{name}="{escape(words)}"' for name, words in keys.items())
    copied = f' data-copied="{say("copied.done")}" data-uncopied="{say("copied.failed")}"'
    waited = f' data-waited="{escape(text("page.waited", language, seconds="{seconds}"))}"'
    narrow = f'<button type="button" id="narrow" aria-expanded="false" aria-controls="filters">{say("scope.label")}</button>'
    return (
        f'<div class="scope-line">{narrow}<p id="scope" role="status"{data}{copied}{waited}></p><span id="left-out"></span>'
        f'<p class="promise">{say("scope.privacy")}</p></div><p id="notice" class="failure" role="alert" hidden></p>'
    )


def panel_html(language: Language) -> str:
    """The frame of the plan beside the answer, empty."""
    say = _sayer(language)
    labels = {name: say(f"panel.{name}") for name in ("previous", "next", "close", "empty", "failed", "whole", "label")}
    return (
        f'<section id="panel" aria-label="{labels["label"]}" data-empty="{labels["empty"]}" data-failed="{labels["failed"]}">'
        f'<div class="panel-bar"><span id="panel-count" data-of="{say("panel.of")}"></span>'
        f'<a id="panel-whole" href="#" target="_blank" rel="noopener" hidden>{labels["whole"]}</a>'
        f'<button type="button" id="panel-previous" aria-label="{labels["previous"]}" disabled>‹</button>'
        f'<button type="button" id="panel-next" aria-label="{labels["next"]}" disabled>›</button>'
        f'<button type="button" id="panel-close" aria-label="{labels["close"]}">×</button></div>'
        f'<div id="panel-body" tabindex="-1"><p class="panel-empty">{labels["empty"]}</p></div></section>'
    )


def _sayer(language: Language) -> Callable[[str], str]:
    """Escaped sentences of one language."""
    return lambda key: escape(text(key, language))
