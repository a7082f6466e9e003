"""The arithmetic of charts: where axes begin and end, which ticks they have, where points lie.

Every drawing of a chart reads this, so that all of them show the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from math import ceil, floor, isfinite, log10
from typing import TYPE_CHECKING

from ncrevise.maths.build import power
from ncrevise.maths.tree import Digits, Num, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ncrevise.document.figure import Chart, Series
    from ncrevise.maths.tree import Node

FINEST = 1e-9  # of the size of the numbers; what lies closer together counts as one
FARTHEST = 1e300  # so that no sum or difference overflows
NICE = (1, 2, 5, 10)
FIGURES = 4
LARGE = 1e6  # from here on a tick may be a power of ten

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark at an axis.

    Args:
        at: where, from 0 at the start of the axis to 1 at its end.
        label: the number it stands for.
    """

    at: float
    label: Node


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.

    Args:
        low: where it starts; the exponent of ten when it is logarithmic.
        high: where it ends, in the same way.
        log: whether it is logarithmic.
        ticks: its marks in order.
    """

    low: float
    high: float
    log: bool
    ticks: tuple[Tick, ...]

    def place(self, value: float) -> float | None:
        """Say where a value lies, from 0 to 1; None when it can't be shown."""
        if not drawable(value, log=self.log):
            return None
        seen = scaled(value, log=self.log)
        return min(1.0, max(0.0, (seen - self.low) / (self.high - self.low)))


@dataclass(frozen=True, slots=True)
class Frame:
    """The two axes of a chart."""

    x: Axis
    y: Axis

    def pieces(self, series: Series) -> list[list[Point]]:
        """Place the points of a series; a new piece starts after one that can't be shown."""
        placed = [(self.x.place(x), self.y.place(y)) for x, y in series.points]
        runs = groupby(placed, key=lambda point: None not in point)
        return [[(x or 0.0, y or 0.0) for x, y in run] for whole, run in runs if whole]

    def ratio(self) -> float:
        """Say how high the frame is for its width when both axes have the same unit."""
        return (self.y.high - self.y.low) / (self.x.high - self.x.low)


def frame(chart: Chart, across: int = 6, upwards: int = 5) -> Frame:
    """Choose the axes of a chart, with about so many steps on each."""
    points = [point for series in chart.series for point in series.points]
    shown = [
        (x, y) for x, y in points if drawable(x, log=chart.log_x) and drawable(y, log=chart.log_y)
    ]
    heights = [height for _, height in chart.lines if drawable(height, log=chart.log_y)]
    return Frame(
        axis([x for x, _ in shown], across, log=chart.log_x),
        axis([*(y for _, y in shown), *heights], upwards, log=chart.log_y),
    )


def drawable(value: float, *, log: bool) -> bool:
    """Say whether a value has a place on an axis."""
    return isfinite(value) and (value > 0 or not log)


def scaled(value: float, *, log: bool) -> float:
    """Turn a value into what its axis is divided evenly by."""
    return log10(value) if log else min(FARTHEST, max(-FARTHEST, value))


def axis(values: Iterable[float], steps: int, *, log: bool = False) -> Axis:
    """Choose an axis that holds some values and starts and ends at round numbers."""
    seen = [scaled(value, log=log) for value in values if drawable(value, log=log)]
    low, high = min(seen, default=0.0), max(seen, default=0.0 if seen else 1.0)
    if log:
        return powers(low, high, steps)
    low, high = spread(low, high)
    step = nice((high - low) / steps)
    first, last = floor(low / step + FINEST), ceil(high / step - FINEST)
    places = max(0, -floor(log10(step) + FINEST))
    start, end = first * step, last * step
    return Axis(
        start,
        end,
        log=False,
        ticks=tuple(
            Tick((k - first) / (last - first), spelled(k * step, places, step))
            for k in range(first, last + 1)
        ),
    )


def spread(low: float, high: float) -> tuple[float, float]:
    """Give an axis some length when its values are all one."""
    size = max(abs(low), abs(high))
    if high - low > max(FINEST * size, 1 / FARTHEST):
        return low, high
    room = size / 2 if size > 1 / FARTHEST else 1.0
    return low - room, high + room


def nice(step: float) -> float:
    """Round a step up to 1, 2 or 5 times a power of ten."""
    unit = 10.0 ** floor(log10(step))
    return unit * next((k for k in NICE if step <= unit * k * (1 + FINEST)), 10)


def powers(low: float, high: float, steps: int) -> Axis:
    """Choose a logarithmic axis, low and high given as exponents of ten."""
    first, last = floor(low + FINEST), ceil(high - FINEST)
    last = max(last, first + 1)
    step = ceil((last - first) / max(1, steps))
    last = first + step * ceil((last - first) / step)
    exponents = range(first, last + 1, step)
    ticks = (Tick((k - first) / (last - first), ten(k)) for k in exponents)
    return Axis(first, last, log=True, ticks=tuple(ticks))


def ten(exponent: int) -> Node:
    """Write a power of ten."""
    return power(Digits("10"), Num(exponent))


def spelled(value: float, places: int, step: float) -> Node:
    """Write the number at a tick, exactly enough to tell it from its neighbours."""
    if abs(value) < step / 2:
        return Num(0.0, places if places <= FIGURES else 0)
    figures = 1 + floor(log10(abs(value))) - floor(log10(step) + FINEST)
    plain = places <= FIGURES or figures > FIGURES
    if plain and (abs(value) < LARGE or step < 1.0):
        return Num(round(value, places) + 0.0, places)
    return brief(value, figures)


def brief(value: float, figures: int = FIGURES) -> Node:
    """Write a measured number with so many figures; a dash for what is no number."""
    if not isfinite(value):
        return Text("–")
    short = float(f"{value:.{figures}g}")
    return Num(int(short) if short.is_integer() and abs(short) < 1 / FINEST else short)


def exact(value: float, places: int | None) -> Node:
    """Write a number with so many decimals, or briefly; a dash for what is no number."""
    if places is None or not isfinite(value):
        return brief(value)
    return Num(round(value, places) + 0.0, places)


def share(value: float, low: float, high: float) -> float | None:
    """Say how far a value is on the way from low to high, 0 to 1; None when it is no number."""
    if not isfinite(value):
        return None
    if low == high:
        return 0.0 if value <= low else 1.0
    return min(1.0, max(0.0, (value / 2 - low / 2) / (high / 2 - low / 2)))


def shares(rows: Sequence[Sequence[float]], low: float, high: float) -> list[list[float | None]]:
    """Say for a table of numbers how far each is on the way from low to high."""
    one = partial(share, low=low, high=high)
    return [[one(value) for value in row] for row in rows]


def pooled(rows: Sequence[Sequence[float]], high: int, wide: int) -> list[list[float]]:
    """Make a picture smaller: each new shade is the mean of so many."""
    return [
        [
            mean([v for row in rows[i : i + high] for v in row[j : j + wide]])
            for j in range(0, max(map(len, rows), default=0), wide)
        ]
        for i in range(0, len(rows), high)
    ]


def mean(values: Sequence[float]) -> float:
    """Average the numbers among some values."""
    known = [value for value in values if isfinite(value)]
    return sum(known) / len(known) if known else float("nan")
