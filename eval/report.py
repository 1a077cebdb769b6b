"""The report for people: one HTML file that needs nothing beside it, and a short Markdown summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined

from eval.ablations import CHOSEN_DEPTHS, DEPTHS, Recall
from eval.charts import lines, outcome_bars, time_bars
from eval.danish import ALONE, MEASURES, OUTCOMES, RECALLS, SLICES, STAGES, SYSTEMS, fault_text
from eval.drilldown import question_view
from eval.limits import limits
from eval.measures import PRIMARY, Measure, risk_coverage
from eval.results import OURS, Results, SystemResult, slice_outcomes
from eval.retrieval import BUDGETS

if TYPE_CHECKING:
    from eval.writing import Written

# Curves of more systems than these cannot be told apart.
_CURVES = ("plansvar", "bm25", "dense", "hybrid", "tutorial_4", "previous")
_COLUMNS = ("P1 grounded success", "P2 grounded vital recall", "P3 false answers", "P4 evidence recall, 4.000 tegn")
# Words around a quote of this length were cut out of more (``eval/drilldown.py`` takes 160).
_CUT = 160
_BAR_SLICES = ("kind", "language", "style", "plan")


@cache
def _environment() -> Environment:
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(pct=percent, dec=decimal, signed=signed, lead=lead, trail=trail)
    return made


def percent(value: float) -> str:
    """A share as people here write it.

    >>> percent(0.1234)
    '12,3 %'
    """
    return f"{100 * value:.1f} %".replace(".", ",")


def decimal(value: float, places: int = 3) -> str:
    """A number with the decimal comma of the rest of the page.

    >>> decimal(0.1234)
    '0,123'
    """
    return f"{value:.{places}f}".replace(".", ",")


def signed(value: float) -> str:
    """A difference in percentage points with its sign, a true minus.

    >>> signed(-0.141)
    '\N{MINUS SIGN}14,1'
    """
    return f"{100 * value:+.1f}".replace(".", ",").replace("-", "\N{MINUS SIGN}")


def lead(words: str) -> str:
    """The words before a quote, begun at a whole word; a short text is all there is.

    >>> lead("djurs og Samsø. "), lead(100 * "ord ")[:7]
    ('djurs og Samsø. ', '… ord o')
    """
    return f"… {words.split(maxsplit=1)[1]}" if len(words) >= _CUT and len(words.split()) > 1 else words


def trail(words: str) -> str:
    """The words after a quote, ended at a whole word; a short text is all there is.

    >>> trail(" I Randers."), trail(100 * " ord")[-6:]
    (' I Randers.', ' ord …')
    """
    return f"{words.rsplit(maxsplit=1)[0]} …" if len(words) >= _CUT and len(words.split()) > 1 else words


def shown(measure: Measure) -> str:
    """A measure's value: lengths as characters, the rest as shares."""
    return f"{measure.value:.0f}" if measure.name.startswith("characters") else percent(measure.value)


def html_report(written: Written, times: Mapping[str, Any]) -> str:
    """The whole page; everything from outside is escaped."""
    results = written.results
    template = _environment().from_string(resources.files("eval").joinpath("report.html").read_text(encoding="utf-8"))
    return template.render(
        results=results,
        ours=results.ours,
        failures=written.failures,
        headline=headline(results),
        primary=primary_rows(results),
        splits=_split_rows(results),
        table=_table(results),
        charts=_charts(results, times),
        recalls=_recall_rows(results.recalls, RECALLS),
        alone=_recall_rows(results.alone.parts, ALONE),
        chosen=_recall_rows(results.alone.chosen, ALONE),
        DEPTHS=DEPTHS,
        CHOSEN_DEPTHS=CHOSEN_DEPTHS,
        limits=limits(results),
        faults=[fault_text(one) for one in results.setup.faults],
        changes=_changes(results),
        questions=[question_view(one, results, written.plans) for one in results.ours.scored],
        times=times,
        OUTCOMES=OUTCOMES,
        STAGES=STAGES,
        SYSTEMS=SYSTEMS,
        MEASURES=MEASURES,
        shown=shown,
    )


def headline(results: Results) -> dict[str, Any]:
    """Counts of right, declined and wrong of the assistant, and their sum."""
    counts = {outcome: sum(one.score.outcome == outcome for one in results.ours.scored) for outcome in OUTCOMES}
    return {**counts, "n": len(results.ours.scored)}


def primary_rows(results: Results) -> list[dict[str, Any]]:
    """One row per system with the four primary measures and, for rivals, what they say beside ours."""
    rows = []
    for system in results.systems:
        cells = []
        for name in PRIMARY:
            measure = system.measures.get(name)
            if measure is not None and name == "evidence_recall_4000c" and not any(one.response.retrieved for one in system.scored):
                measure = None
            cells.append({"measure": measure, "against": results.comparisons.get(system.name, {}).get(name)})
        rows.append(
            {"name": SYSTEMS.get(system.name, system.name), "ours": system.name == OURS, "threshold": system.threshold, "cells": cells}
        )
    return rows


def _split_rows(results: Results) -> list[dict[str, Any]]:
    """The assistant's primary measures on each split; one split alone is the row of the assistant already."""
    if len(results.ours.by_split) < 2:
        return []
    return [{"name": split, "cells": [found.get(name) for name in PRIMARY]} for split, found in results.ours.by_split.items()]


def _recall_rows(recalls: Sequence[Recall], labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """One row for each part: recall at each depth by language."""
    languages = sorted({one.language for one in recalls})
    rows: dict[str, dict[str, Recall]] = {}
    for one in recalls:
        rows.setdefault(one.part, {})[one.language] = one
    return [{"part": part, "label": labels[part], "cells": [row.get(language) for language in languages]} for part, row in rows.items()]


def _table(results: Results) -> list[dict[str, Any]]:
    names = [name for name in MEASURES if any(name in one.measures for one in results.systems)]
    return [{"label": MEASURES[name], "cells": [one.measures.get(name) for one in results.systems]} for name in names]


def _charts(results: Results, times: Mapping[str, Any]) -> dict[str, Any]:
    systems = [one for one in results.systems if one.name in _CURVES]
    by_name = {SYSTEMS.get(one.name, one.name): one for one in results.systems}
    return {
        "systems": outcome_bars({name: _counts(one) for name, one in by_name.items()}, OUTCOMES),
        "slices": [(SLICES[by], outcome_bars(slice_outcomes(results.ours.scored, by), OUTCOMES)) for by in _BAR_SLICES],
        "risk": lines({_label(one): risk_coverage(_risk(one)) for one in systems}, ("coverage", "risk"), (0, 0.25, 0.5, 0.75, 1)),
        "budget": lines({_label(one): _budget(one) for one in systems if _budget(one)}, ("tegn", "evidence recall"), (0, 2000, 4000, 8000)),
        "latency": time_bars(
            {_label_of(name, stage): (row[stage]["p50"], row[stage]["p95"]) for name, row in times.items() for stage in _stages(name)}
        ),
    }


def _stages(name: str) -> tuple[str, ...]:
    return ("retrieve", "read", "total") if name == OURS else ("total",)


def _label_of(name: str, stage: str) -> str:
    return f"{SYSTEMS.get(name, name)} · {stage}" if name == OURS else SYSTEMS.get(name, name)


def _label(system: SystemResult) -> str:
    return SYSTEMS.get(system.name, system.name)


def _counts(system: SystemResult) -> dict[str, int]:
    return {outcome: sum(one.score.outcome == outcome for one in system.scored) for outcome in OUTCOMES}


def _risk(system: SystemResult) -> list[tuple[float, bool, bool]]:
    return [(one.score.confidence, one.score.outcome != "right", one.response.claims) for one in system.scored]


def _budget(system: SystemResult) -> list[tuple[float, float]]:
    """Mean evidence recall by characters."""
    held = [one.retrieval for one in system.scored if one.retrieval]
    if not held or not any(one.response.retrieved for one in system.scored):
        return []
    return [(0.0, 0.0), *((float(budget), sum(one.at_characters[at] for one in held) / len(held)) for at, budget in enumerate(BUDGETS))]


def _changes(results: Results) -> dict[str, list[Any]] | None:
    if results.changes is None:
        return None
    newly_right = [one for one in results.changes if one.after == "right"]
    newly_wrong = [one for one in results.changes if one.after == "wrong"]
    return {"right": newly_right, "wrong": newly_wrong, "other": [one for one in results.changes if one.after == "declined"]}


def summary(written: Written) -> str:
    """A short Markdown summary: verdict, primary table, newly right and wrong, limits."""
    results, counts = written.results, headline(written.results)
    out = ["# Plansvar: evaluering", ""]
    if written.failures is not None:
        out += ["**Porten er åben.**" if not written.failures else "**Porten er lukket:**", *(f"- {one}" for one in written.failures), ""]
    out.append(f"{counts['right']} rigtigt · {counts['declined']} afstået · {counts['wrong']} forkert af {counts['n']} spørgsmål.")
    out += ["", f"| | {' | '.join(_COLUMNS)} |", "|---|---|---|---|---|"]
    for row in primary_rows(results):
        cells = [_cell(cell["measure"]) for cell in row["cells"]]
        out.append(f"| {'**' + row['name'] + '**' if row['ours'] else row['name']} | {' | '.join(cells)} |")
    for row in _split_rows(results):
        out.append(f"| Plansvar, kun {row['name']} | {' | '.join(_cell(one) for one in row['cells'])} |")
    changed = _changes(results)
    if changed is not None:
        named = (("Nye rigtige", "right"), ("Nye forkerte", "wrong"), ("Nu afstået", "other"))
        out += ["", *(f"{words}: {_ids(changed[key])}." for words, key in named)]
    out += ["", "## Hvad tallene ikke kan sige", "", *(f"- {one}" for one in limits(results)), ""]
    return "\n".join(out)


def _cell(measure: Measure | None) -> str:
    if measure is None:
        return "–"
    spread = f" [{percent(measure.interval.low)}; {percent(measure.interval.high)}]" if measure.interval else ""
    return f"{percent(measure.value)}{spread}"


def _ids(found: list[Any]) -> str:
    return ", ".join(one.id for one in found) or "ingen"
