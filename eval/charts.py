"""Plots as inline SVG text: no script, no font, the same bytes every time. Colours differ in lightness too, and values are written out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

COLOURS = {"right": "#1b6e53", "declined": "#c9c4b8", "wrong": "#b3402e"}
_LINES = ("#123c69", "#b3402e", "#8a7a3d", "#5b8a72", "#7a5c99", "#4f4f4f", "#c77d1e", "#2b8cbe", "#999999", "#d45087")
_WIDTH, _LABEL, _ROW = 720, 170, 26


def outcome_bars(rows: Mapping[str, Mapping[str, int]], words: Mapping[str, str]) -> Markup:
    """Stacked right / declined / wrong, one row per name, each as shares of its own n."""
    height = _ROW * len(rows) + 30
    parts = [_open(height, "right, declined, wrong")]
    scale = _WIDTH - _LABEL - 60
    for at, (name, counts) in enumerate(rows.items()):
        total = sum(counts.values()) or 1
        top, left = at * _ROW + 4, float(_LABEL)
        parts.append(_text(_LABEL - 8, top + 14, name, "end"))
        for outcome, colour in COLOURS.items():
            width = scale * counts.get(outcome, 0) / total
            parts.append(f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="18" fill="{colour}"/>')
            if width > 22:
                ink = "#1c1c1c" if outcome == "declined" else "#ffffff"
                parts.append(_text(left + width / 2, top + 13, str(counts.get(outcome, 0)), "middle", ink))
            left += width
        parts.append(_text(_WIDTH - 54, top + 14, f"n = {sum(counts.values())}", "start"))
    left = float(_LABEL)
    for outcome, colour in COLOURS.items():
        parts.append(f'<rect x="{left:.0f}" y="{height - 18}" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(left + 17, height - 8, words[outcome], "start"))
        left += 120
    return Markup("".join([*parts, "</svg>"]))


def lines(series: Mapping[str, Sequence[tuple[float, float]]], axes: tuple[str, str], ticks: Sequence[float]) -> Markup:
    """Curves over a common x axis with the given ticks; y from 0 to a round number above the highest value (at most 1)."""
    left, top, width, height = 60, 34, 440, 230
    largest_x = max((x for points in series.values() for x, _ in points), default=1.0) or 1.0
    highest = max((y for points in series.values() for _, y in points), default=1.0) or 1.0
    largest_y = next(top for top in (0.1, 0.2, 0.4, 0.6, 0.8, highest) if top >= highest) if highest <= 0.8 else 1.0
    parts = [_open(height + top + 48, f"{axes[1]} / {axes[0]}"), _text(8, 14, axes[1], "start")]
    for step in range(5):
        value = largest_y * step / 4
        y = top + height - height * step / 4
        parts.append(f'<line x1="{left}" y1="{y:.1f}" x2="{left + width}" y2="{y:.1f}" stroke="#e2ded4"/>')
        parts.append(_text(left - 8, y + 4, _decimal(f"{value:.2f}"), "end"))
    for tick in ticks:
        parts.append(_text(left + width * tick / largest_x, top + height + 18, _decimal(f"{tick:g}"), "middle"))
    for at, (name, points) in enumerate(series.items()):
        colour = _LINES[at % len(_LINES)]
        path = " ".join(f"{left + width * x / largest_x:.1f},{top + height - height * y / largest_y:.1f}" for x, y in points)
        thick = 3 if at == 0 else 1.5
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{thick}"/>')
        y = top + 14 + at * 20
        parts.append(f'<rect x="{left + width + 24}" y="{y - 9}" width="14" height="4" fill="{colour}"/>')
        parts.append(_text(left + width + 44, y - 3, name, "start"))
    parts.append(_text(left + width / 2, top + height + 40, axes[0], "middle"))
    return Markup("".join([*parts, "</svg>"]))


def time_bars(rows: Mapping[str, tuple[float, float]]) -> Markup:
    """p50 (dark) and p95 (light) in milliseconds, one row per name."""
    largest = max((slow for _, slow in rows.values()), default=0.0) or 1.0
    scale = _WIDTH - _LABEL - 150
    parts = [_open(_ROW * len(rows) + 8, "p50, p95")]
    for at, (name, (middle, slow)) in enumerate(rows.items()):
        top = at * _ROW + 4
        parts.append(_text(_LABEL - 8, top + 14, name, "end"))
        parts.append(f'<rect x="{_LABEL}" y="{top}" width="{scale * slow / largest:.1f}" height="18" fill="#b9c7d6"/>')
        parts.append(f'<rect x="{_LABEL}" y="{top + 4}" width="{scale * middle / largest:.1f}" height="10" fill="#123c69"/>')
        parts.append(_text(_LABEL + scale * slow / largest + 8, top + 14, _decimal(f"{middle * 1000:.1f} / {slow * 1000:.1f} ms"), "start"))
    return Markup("".join([*parts, "</svg>"]))


def _decimal(words: str) -> str:
    """Written with the decimal comma of the rest of the report."""
    return words.replace(".", ",")


def _open(height: int, title: str) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">'


def _text(x: float, y: float, words: str, anchor: str, colour: str = "currentColor") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="12">{escape(words)}</text>'
