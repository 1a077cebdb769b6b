"""The plans tab as HTML: what is indexed, handing in, what became of each file. Everything from a file or its name is escaped."""

from __future__ import annotations

import time
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from corpus.limits import LIMITS
from corpus.plan import Plan
from corpus.reader import SUFFIXES
from rag.answer import Language
from ui.desk_entries import Entry, Work
from ui.texts import clean, code_text, counted, district_name, has_text, text

_MARKS = {"in": "✓", "removed": "✓", "declined": "–", "refused": "!", "left": "!", "asks": "?"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the tab shows besides the entries.

    Attributes:
        plans: the indexed plans. arrived: plan id → when its file came into the plan folder, seconds since 1970.
        stand_ins: plan id → the file that would give the plan if its present one went.
        published: when the generation that answers was made. closed: why nothing can be changed, with ``values`` for its sentence.
    """

    plans: tuple[Plan, ...]
    arrived: dict[str, float]
    stand_ins: dict[str, str]
    published: float | None
    closed: str = ""
    values: dict[str, Any] | None = None


def frame_html(language: Language) -> str:
    """The tab before its contents come, with the question that is asked before anything is taken away."""

    def say(key: str) -> str:
        return escape(text(key, language))

    return (
        f'<div class="plans" id="desk" data-lost="{say("desk.lost")}" data-sending="{say("desk.sending")}" data-gone="{say("desk.gone")}">'
        f'<h1>{say("page.tab_plans")}</h1><div id="desk-state"></div>'
        f'<p id="desk-reload" hidden>{say("desk.reload")} <a href="">{say("desk.reload_link")}</a></p><div id="desk-handin"></div>'
        f'<ul id="desk-sending" class="desk-lines" aria-label="{say("desk.under_way")}"></ul><div id="desk-lines"></div>'
        f'<div id="desk-table"></div>'
        f'<p id="desk-said" class="hidden" role="status"></p>'
        f'<dialog id="desk-ask" aria-labelledby="desk-question"><p id="desk-question"></p><div class="dialog-buttons">'
        f'<button type="button" class="plain" data-answer="no">{say("desk.cancel")}</button>'
        f'<button type="button" class="strong" data-answer="yes"></button></div></dialog></div>'
    )


def state_html(shelf: Shelf, work: Work, language: Language) -> str:
    """Which state answers come from, and what is going on."""
    plans = counted("page.plans_ready", len(shelf.plans), language)
    words = plans if shelf.published is None else f"{plans} {text('desk.from', language, time=moment(shelf.published, language))}"
    return f'<p class="state">{escape(words)}</p>{_work_html(work, language)}'


def handin_html(shelf: Shelf, language: Language) -> str:
    """Where files are handed in, or why they cannot be."""
    if shelf.closed:
        return f'<p class="closed">{escape(code_text(shelf.closed, shelf.values or {}, language))}</p>'
    kinds = text("desk.kinds", language, limit=LIMITS.bytes // 1_000_000)
    return (
        f'<section class="handin" aria-label="{escape(text("desk.add", language))}"><h2>{escape(text("desk.add", language))}</h2>'
        f'<label class="drop"><input type="file" id="desk-file" multiple accept="{",".join(sorted(SUFFIXES))}" data-limit="{LIMITS.bytes}">'
        f'<span class="choose">{escape(text("desk.choose", language))}</span> <span>{escape(text("desk.drag", language))}</span>'
        f'<span class="kinds">{escape(kinds)}</span></label></section>'
    )


def lines_html(entries: list[Entry], writable: bool, language: Language) -> str:
    """The report, newest first."""
    lines = "".join(_entry_html(entry, writable, language) for entry in reversed(entries))
    return f'<h2>{escape(text("desk.report", language))}</h2><ul class="desk-lines">{lines}</ul>' if lines else ""


def table_html(shelf: Shelf, language: Language) -> str:
    """The indexed plans, newest first within each district, each with a link to its text."""
    ordered = sorted(shelf.plans, key=lambda plan: (plan.district, -plan.year))
    names = ("district", "year", "kommuner", "sections", "kind", "arrived")
    heads = "".join(f'<th scope="col">{escape(text(f"table.{name}", language))}</th>' for name in names)
    last = "" if shelf.closed else f'<th scope="col"><span class="hidden">{escape(text("desk.remove", language))}</span></th>'
    rows = "".join(_row_html(plan, shelf, language) for plan in ordered)
    rebuild = "" if shelf.closed else _rebuild_html(language)
    title = escape(text("page.plans_title", language))
    return (
        f'<h2>{title}</h2><div class="table-frame" tabindex="0" role="region" aria-label="{title}">'
        f"<table><thead><tr>{heads}{last}</tr></thead><tbody>{rows}</tbody></table></div>{rebuild}"
    )


def moment(seconds: float, language: Language) -> str:
    """A time of this machine's clock: "24.11.2026 kl. 22.31", "24 Nov 2026, 22:31"."""
    there = time.localtime(seconds)
    if language == "da":
        return f"{there.tm_mday}.{there.tm_mon}.{there.tm_year} kl. {there.tm_hour:02}.{there.tm_min:02}"
    return f"{there.tm_mday} {time.strftime('%b %Y, %H:%M', there)}"


def _work_html(work: Work, language: Language) -> str:
    if work.phase == "idle":
        return ""
    if work.phase == "failed":
        words = escape(code_text(work.code, work.values, language))
        again = _button("again", text("desk.again", language), "plain")
        return f'<div class="failure" role="alert"><p>{words}</p>{again}</div>'
    key = f"desk.work.{work.stage}" if work.phase == "indexing" and has_text(f"desk.work.{work.stage}") else f"desk.work.{work.phase}"
    words = text(key, language, done=work.done, total=work.total)
    bar = f'<progress max="{work.total}" value="{work.done}" aria-hidden="true"></progress>' if work.total else ""
    return f'<div class="work"><p>{escape(words)} {escape(text("desk.meanwhile", language))}</p>{bar}</div>'


def _row_html(plan: Plan, shelf: Shelf, language: Language) -> str:
    district = clean(district_name(plan.district, language))
    link = f'<a class="plan-link" href="plan/{escape(plan.id)}">{escape(district)}</a>'
    kind = (
        f'{escape(text("table.retold" if plan.retold else "table.original", language))}<span class="file">{escape(clean(plan.file))}</span>'
    )
    arrived = moment(shelf.arrived[plan.id], language) if plan.id in shelf.arrived else "–"
    cells = (str(plan.year), ", ".join(plan.kommuner) or "–", str(len(plan.sections)))
    columns = [*(escape(clean(cell)) for cell in cells), kind, escape(arrived.split(" kl. ")[0].split(",")[0])]
    names = ("year", "kommuner", "sections", "kind", "arrived")
    data = "".join(
        f'<td data-label="{escape(text(f"table.{name}", language))}">{cell}</td>' for name, cell in zip(names, columns, strict=True)
    )
    remove = "" if shelf.closed else f'<td class="act">{_remove_html(plan, shelf, language)}</td>'
    return f'<tr data-plan="{escape(plan.id)}"><th scope="row">{link}</th>{data}{remove}</tr>'


def _remove_html(plan: Plan, shelf: Shelf, language: Language) -> str:
    name = f"{clean(district_name(plan.district, language))} {plan.year}"
    other = shelf.stand_ins.get(plan.id, "")
    question = text("desk.remove_question", language, plan=name, file=plan.file)
    question += " " + (text("desk.stand_in", language, file=other) if other else text("desk.gone_from_search", language))
    return _button("remove", text("desk.remove", language), "link", id=plan.id, question=question, more=name)


def _rebuild_html(language: Language) -> str:
    question = text("desk.rebuild_question", language)
    button = _button("rebuild", text("desk.rebuild", language), "link", question=question)
    return f'<p class="rebuild">{button} <span>{escape(text("desk.rebuild_why", language))}</span></p>'


def _button(action: str, label: str, style: str, *, id: str = "", question: str = "", more: str = "") -> str:  # noqa: A002
    """A button; ``question`` is asked first, ``more`` is said to those who do not see which line it stands in."""
    hidden = f' <span class="hidden">{escape(more)}</span>' if more else ""
    asked = f' data-question="{escape(question)}"' if question else ""
    return f'<button type="button" class="{style}" data-desk="{action}" data-id="{escape(id)}"{asked}>{escape(label)}{hidden}</button>'


def _entry_html(entry: Entry, writable: bool, language: Language) -> str:
    buttons = ""
    if writable and entry.state == "asks":
        buttons = _button("replace", text("desk.replace", language), "plain", id=entry.id) + _button(
            "keep", text("desk.keep", language), "plain", id=entry.id
        )
    elif writable and entry.state == "removed" and entry.path is not None:
        buttons = _button("undo", text("desk.undo", language), "plain", id=entry.id, more=clean(entry.file))
    mark = _MARKS.get(entry.state, "…")
    words = "".join(f"<p>{escape(sentence)}</p>" for sentence in _sentences(entry, language))
    acts = f'<div class="buttons">{buttons}</div>' if buttons else ""
    return (
        f'<li data-state="{entry.state}" data-id="{escape(entry.id)}"><span class="sign" aria-hidden="true">{mark}</span>'
        f'<div class="told"><b>{escape(clean(entry.file))}</b>{words}{acts}</div></li>'
    )


def _sentences(entry: Entry, language: Language) -> list[str]:
    """What happened, in the order in which one wants to know it."""
    read = entry.read_as
    found = []
    if read is not None and entry.state not in ("refused", "left"):
        plan = f"{district_name(read.district, language)} {read.year}"
        found.append(text("desk.read_as", language, plan=plan, sections=counted("desk.sections", read.sections, language)))
    if entry.code:
        values = {"file": entry.file, "plan": read.plan if read else "", **entry.values}
        found.append(code_text(entry.code, values, language))
    if not entry.code or entry.state == "in":
        found.append(text(f"desk.entry.{entry.state}", language, file=entry.other or Path(entry.file).name))
    if entry.other and entry.state in ("in", "placed"):
        found.append(text("desk.instead", language, file=entry.other))
    if entry.other and entry.state == "removed":
        found.append(text("desk.stands_in", language, file=entry.other))
    if entry.typed and entry.state in ("in", "placed"):
        found.append(text("desk.renamed", language, file=entry.typed))
    return found
