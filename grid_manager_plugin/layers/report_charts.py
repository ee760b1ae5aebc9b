"""The report's histograms as inline SVG."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.layers.report_words import Words

WIDTH, HEIGHT = 520, 236
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 26, 30
BINS = 30
"""A histogram has about so many bars."""

TAIL = 2.5
"""Figures beyond so many times their 97th percentile share one last bar."""


@dataclass(frozen=True)
class Chart:
    """What one histogram shows.

    Attributes:
        title: Its title, safe HTML.
        counted: Key of the word for what the bars count.
        values: The figures, in the unit of the axis, shape (n,).
        relaxed: Which figures belong to relaxed communities and get a colour of their own, shape (n,).
        low: Lower limit; ``None`` draws no line.
        high: Upper limit; ``None`` draws no line.
        write: How a figure is written in the text.
        whole: Ends of the axis when they are fixed beforehand.
    """

    title: str
    counted: str
    values: np.ndarray
    relaxed: np.ndarray
    write: Callable[[float], str]
    low: float | None = None
    high: float | None = None
    whole: tuple[float, float] | None = None


@dataclass(frozen=True)
class _Axis:
    """The axis of the figures: bars from ``first`` in steps of ``step``; the last may hold all that lies beyond."""

    first: float
    step: float
    bars: int
    open_ended: bool

    @property
    def last(self) -> float:
        return self.first + self.step * self.bars

    def x(self, value: float) -> float:
        return LEFT + (value - self.first) / (self.last - self.first) * (WIDTH - LEFT - RIGHT)

    def written(self, value: float) -> str:
        decimals = max(0, -math.floor(math.log10(self.step) + 1e-9))
        # a step of 0.25 needs one decimal more than its power of ten
        decimals += round(self.step, decimals) != round(self.step, decimals + 1)
        return f"{value:,.{decimals}f}"


def histogram(chart: Chart, words: Words) -> str:
    """Return one histogram with its title and figures as an HTML figure."""
    if not len(chart.values):
        return f'<figure><figcaption>{chart.title}</figcaption><p class="empty">{words("chart_empty")}</p></figure>'
    axis = _axis(chart)
    position = np.clip(np.floor((chart.values - axis.first) / axis.step + 1e-9), 0, axis.bars - 1).astype(int)
    total = np.bincount(position, minlength=axis.bars)
    relaxed = np.bincount(position[chart.relaxed], minlength=axis.bars)
    counts = _count_axis(int(total.max()))
    figures = words(
        "chart_figures",
        low=chart.write(float(chart.values.min())),
        median=chart.write(float(np.median(chart.values))),
        high=chart.write(float(chart.values.max())),
    )
    return "".join(
        [
            f"<figure><figcaption>{chart.title}<small>{figures}</small></figcaption>",
            f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{chart.title}. {figures}">',
            _count_lines(counts, words(chart.counted)),
            _bars(axis, total, relaxed, counts[-1], words),
            _ticks(axis),
            _limit(axis, chart.low, "minimum", words),
            _limit(axis, chart.high, "maximum", words),
            "</svg></figure>",
        ]
    )


def _axis(chart: Chart) -> _Axis:
    if chart.whole is not None:
        low, high = chart.whole
    else:
        tail = float(np.quantile(chart.values, 0.97)) * TAIL
        high = min(float(chart.values.max()), tail) if tail > 0 else float(chart.values.max())
        low = float(chart.values.min())
        if chart.low is not None:
            low = min(low, chart.low)
        if chart.high is not None and chart.high <= 2 * high:
            high = max(high, chart.high)
        # an axis from nought reads best, unless the figures would crowd at its far end
        low = 0.0 if low < 0.6 * high else low
    step = _nice(max((high - low) / BINS, abs(high) * 1e-6, 1e-9))
    first = math.floor(low / step + 1e-9) * step
    bars = max(1, math.ceil((high - first) / step - 1e-9))
    if chart.whole is None and high >= first + bars * step - 1e-9:
        bars += 1
    return _Axis(first, step, bars, float(chart.values.max()) > first + bars * step)


def _nice(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value * (1 - 1e-9))


def _count_axis(most: int) -> list[int]:
    step = max(1, math.ceil(_nice(most / 4)))
    return list(range(0, most + step, step))


def _y(count: float, top: float) -> float:
    return HEIGHT - BOTTOM - count / top * (HEIGHT - TOP - BOTTOM)


def _count_lines(counts: list[int], counted: str) -> str:
    pieces = [f'<text class="axis" x="0" y="{TOP - 12}">{counted}</text>']
    for count in counts:
        y = _y(count, counts[-1])
        pieces.append(f'<path class="rule" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        pieces.append(f'<text class="axis" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{count:,}</text>')
    return "".join(pieces)


def _bars(axis: _Axis, total: np.ndarray, relaxed: np.ndarray, top: int, words: Words) -> str:
    pieces = []
    for i in np.flatnonzero(total):
        start = axis.first + i * axis.step
        left, right = axis.x(start) + 0.6, axis.x(start + axis.step) - 0.6
        beyond = axis.open_ended and i == axis.bars - 1
        title = words(
            "bar_last" if beyond else "bar",
            low=axis.written(start),
            high=axis.written(start + axis.step),
            count=int(total[i]),
        )
        held, all_of_them = _y(total[i] - relaxed[i], top), _y(total[i], top)
        pieces.append(f"<g><title>{title}</title>")
        if total[i] > relaxed[i]:
            pieces.append(_bar("held tail" if beyond else "held", left, right, held, HEIGHT - BOTTOM))
        if relaxed[i]:
            pieces.append(_bar("over", left, right, all_of_them, held))
        pieces.append("</g>")
    return "".join(pieces)


def _bar(kind: str, left: float, right: float, top: float, bottom: float) -> str:
    return f'<rect class="{kind}" x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}"/>'


def _ticks(axis: _Axis) -> str:
    every = max(1, math.ceil(axis.bars / 6))
    pieces = [f'<path class="base" d="M{LEFT} {HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>']
    last_closed = axis.bars - 1 if axis.open_ended else axis.bars
    shown = list(range(0, last_closed, every))
    if axis.open_ended:
        shown = [i for i in shown if last_closed - i >= every * 0.7]
        shown.append(last_closed)
    elif last_closed - shown[-1] >= every * 0.7:
        shown.append(last_closed)
    for i in shown:
        value = axis.first + i * axis.step
        text = f"≥ {axis.written(value)}" if axis.open_ended and i == last_closed else axis.written(value)
        x, anchor = axis.x(value), "middle"
        if x > WIDTH - 3 * RIGHT:
            x, anchor = WIDTH, "end"
        pieces.append(f'<text class="axis" x="{x:.1f}" y="{HEIGHT - BOTTOM + 17}" text-anchor="{anchor}">{text}</text>')
    return "".join(pieces)


def _limit(axis: _Axis, bound: float | None, key: str, words: Words) -> str:
    if bound is None:
        return ""
    label = words(key, bound=f"{bound:,.10g}")
    if bound > axis.last or (axis.open_ended and bound > axis.last - axis.step):
        return f'<text class="bound" x="{WIDTH - RIGHT}" y="{TOP - 12}" text-anchor="end">{label} →</text>'
    x = axis.x(bound)
    # the label stands on the outer side of its line, where there are no bars
    anchor = "end" if (key == "minimum" and x - LEFT > 100) or x > WIDTH - 110 else "start"
    shift = -5 if anchor == "end" else 5
    return (
        f'<path class="bound" d="M{x:.1f} {TOP - 8}V{HEIGHT - BOTTOM}"/>'
        f'<text class="bound" x="{x + shift:.1f}" y="{TOP - 12}" text-anchor="{anchor}">{label}</text>'
    )
