"""Charts: lines and dots over two axes, each named beside its end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from ncrevise.document.axes import frame
from ncrevise.maths.width import letters
from ncrevise.render.drawing.label import label, width, words
from ncrevise.render.drawing.pen import (
    DASHES,
    SERIES,
    SIZE,
    Drawing,
    clean,
    length,
    line,
    tag,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ncrevise.document.axes import Frame, Point
    from ncrevise.document.figure import Chart, Series

WIDE, HIGH = 420.0, 236.0  # of the part inside the axes
SMALL = 0.8  # of the common size: numbers at the axes
GAP = 7.0  # between an axis and its numbers
SAMPLE = 24.0  # of a line in the legend
LEGEND = 16  # letters in a row of it
LEADING = 16.0
HEAVY = 1.9
MARKS = (
    "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0Z",
    "M-3.2 -3.2L3.2 3.2M-3.2 3.2L3.2 -3.2",
    "M-4 0H4M0 -4V4",
    "M0 -4.4L4.4 0L0 4.4L-4.4 0Z",
    "M-3.4 -3.4H3.4V3.4H-3.4Z",
    "M0 -4.2L3.9 2.8H-3.9Z",
)


@dataclass(frozen=True, slots=True)
class Area:
    """The part inside the axes: its top left corner, and its size."""

    left: float
    top: float
    wide: float
    high: float

    def spot(self, point: Point) -> Point:
        """Place a point of the unit square."""
        return self.left + self.wide * point[0], self.top + self.high * (1 - point[1])


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: its sign, its name, and the height it would like to have."""

    sign: str
    rows: tuple[str, ...]
    level: float

    @property
    def room(self) -> float:
        """Say how high it is."""
        return LEADING * len(self.rows) + 4


def draw(chart: Chart) -> Drawing:
    """Draw a chart."""
    axes = frame(chart)
    area = place(chart, axes)
    body = scales(axes, area) + names(chart, area)
    entries = [ruled(name, height, axes, area) for name, height in chart.lines]
    for _, height in chart.lines:
        body += comparison(axes.y.place(height), area)
    for k, series in enumerate(chart.series):
        pieces = [[area.spot(p) for p in piece] for piece in axes.pieces(series)]
        body += tag("g", curve(pieces, k, dots=series.dots)) if pieces else ""
        level = pieces[-1][-1][1] if pieces and not series.dots else area.top
        entries.append(Entry(sample(k, dots=series.dots), named(series), level))
    right = area.left + area.wide + 14
    body += legend(entries, right, area)
    longest = max((letters(row) for entry in entries for row in entry.rows), default=0.0)
    wide = right + (SAMPLE + 8 + 1.06 * SIZE * longest if entries else 0.0)
    low = max(area.high, sum(entry.room for entry in entries))
    return Drawing(body, wide + 4, area.top + low + 2 * GAP + 2.4 * SIZE)


def place(chart: Chart, axes: Frame) -> Area:
    """Leave room for the numbers at the left and the name above."""
    left = max(SMALL * width(tick.label) for tick in axes.y.ticks) + GAP + 4
    top = 1.9 * SIZE if chart.y else SIZE
    wide, high = WIDE, HIGH
    if chart.equal:
        high = 1.4 * HIGH
        wide = min(WIDE, high / axes.ratio())
        high = wide * axes.ratio()
    return Area(left, top, max(40.0, wide), max(40.0, high))


def scales(axes: Frame, area: Area) -> str:
    """Draw the axes, the numbers at them, and faint lines across."""
    body = ""
    for tick in axes.y.ticks:
        x, y = area.spot((0.0, tick.at))
        across = ((x, y), (x + area.wide, y))
        body += line(*across, stroke_opacity="0.13", stroke_width=1)
        body += label(tick.label, x - GAP, y + 0.28 * SIZE, SMALL * SIZE, text_anchor="end")
    for tick in axes.x.ticks:
        x, y = area.spot((tick.at, 0.0))
        body += line((x, y), (x, y + 4), stroke_width=1)
        body += label(tick.label, x, y + GAP + SMALL * SIZE, SMALL * SIZE)
    corner = area.spot((0, 0))
    ends = (area.spot((0, 1)), corner, area.spot((1, 0)))
    return body + line(*ends, stroke_width=1.2)


def names(chart: Chart, area: Area) -> str:
    """Name the axes: one above its end, the other below."""
    x, y = area.spot((0.5, 0.0))
    return words(clean(chart.x), x, y + 2 * GAP + 2 * SIZE - 4, font_size=0.93 * SIZE) + words(
        clean(chart.y), 0, 0.9 * SIZE, text_anchor="start", font_size=0.93 * SIZE
    )


def curve(pieces: list[list[Point]], k: int, *, dots: bool) -> str:
    """Draw a series: its lines, or a mark at each of its points."""
    colour = SERIES[k % 6]
    if dots:
        return "".join(mark(x, y, k) for piece in pieces for x, y in piece)
    body = ""
    for piece in pieces:
        if len(piece) == 1:
            ((x, y),) = piece
            body += tag("circle", cx=x, cy=y, r=2.2, fill=colour)
        else:
            body += line(*thinned(piece), stroke=colour, stroke_width=HEAVY, **dashes(k))
    return body


def dashes(k: int) -> dict[str, str]:
    """Give each line a pattern of its own."""
    pattern = DASHES[k % 6]
    looks = {"stroke_linejoin": "round"}
    return looks | ({"stroke_dasharray": pattern, "stroke_linecap": "butt"} if pattern else {})


def mark(x: float, y: float, k: int) -> str:
    """Draw the mark of a series round a point."""
    move = f"translate({length(x)} {length(y)})"
    return tag("path", d=MARKS[k % 6], stroke=SERIES[k % 6], stroke_width=1.5, transform=move)


def thinned(points: Iterable[Point]) -> list[Point]:
    """Keep of the points in one column of dots only the first, the extremes and the last."""
    kept: list[Point] = []
    for _, group in groupby(points, key=lambda point: round(2 * point[0])):
        here = list(group)
        order = {0, len(here) - 1}
        order |= {min(range(len(here)), key=lambda k: here[k][1])}
        order |= {max(range(len(here)), key=lambda k: here[k][1])}
        kept += [here[k] for k in sorted(order)]
    return kept


def comparison(at: float | None, area: Area) -> str:
    """Draw a line to compare with."""
    if at is None:
        return ""
    ends = (area.spot((0.0, at)), area.spot((1.0, at)))
    return line(*ends, stroke_opacity="0.6", stroke_width=1.1, stroke_dasharray="1 4")


def named(series: Series) -> tuple[str, ...]:
    """Break a name into short rows."""
    return tuple(wrap(series.name, LEGEND, break_long_words=False)) or ("",)


def sample(k: int, *, dots: bool) -> str:
    """Draw the sign of a series in the legend."""
    if dots:
        return mark(SAMPLE / 2, 0, k)
    return line((0, 0), (SAMPLE, 0), stroke=SERIES[k % 6], stroke_width=HEAVY, **dashes(k))


def ruled(name: str, height: float, axes: Frame, area: Area) -> Entry:
    """Name a line to compare with."""
    at = axes.y.place(height)
    sign = line((0, 0), (SAMPLE, 0), stroke_opacity="0.6", stroke_width=1.1, stroke_dasharray="1 4")
    rows = tuple(wrap(name, LEGEND, break_long_words=False)) or ("",)
    return Entry(sign, rows, area.spot((0.0, at or 0.0))[1])


def legend(entries: list[Entry], x: float, area: Area) -> str:
    """Write the names at the heights of the ends, moved apart where they would meet."""
    ordered = sorted(entries, key=lambda entry: entry.level)
    body = ""
    for entry, level in zip(ordered, apart(ordered, area), strict=True):
        body += tag("g", entry.sign, transform=f"translate({length(x)} {length(level)})")
        for k, row in enumerate(entry.rows):
            y = level + 0.32 * SIZE + k * LEADING
            body += words(clean(row), x + SAMPLE + 8, y, text_anchor="start")
    return body


def apart(entries: list[Entry], area: Area) -> list[float]:
    """Move heights down until none meet, then up as far as the lowest needs."""
    levels: list[float] = []
    floor = area.top
    for entry in entries:
        levels.append(max(entry.level, floor))
        floor = levels[-1] + entry.room
    ceiling = max(area.top + area.high + LEADING, area.top + sum(e.room for e in entries))
    for k in range(len(entries) - 1, -1, -1):
        levels[k] = min(levels[k], ceiling - entries[k].room)
        ceiling = levels[k]
    return levels
