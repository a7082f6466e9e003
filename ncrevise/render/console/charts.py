"""Charts in characters: Braille curves in a frame, told apart by dashes and by letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.document.axes import frame
from ncrevise.maths.runs import width
from ncrevise.render.console.dots import Dots
from ncrevise.render.console.legends import Key, below
from ncrevise.render.console.paint import Canvas
from ncrevise.render.console.prose import wrap

if TYPE_CHECKING:
    from ncrevise.document.axes import Axis, Frame, Point
    from ncrevise.document.figure import Chart, Series
    from ncrevise.maths.canvas import Box
    from ncrevise.maths.inline import Inline
    from ncrevise.maths.runs import Line

WIDEST, NARROWEST = 80, 12  # of the whole, and of the part inside the frame
ROWS, MOST_ROWS = 12, 22  # of a common chart, and of a map of points
SAMPLE = 5
LETTERS = "abcdefghijklmnopqrstuvwxyz"
MARKS, PLAIN_MARKS = "•×+◆○■", "ox+*@#"
DASHES = ((), (6, 3), (1, 2), (8, 2, 1, 2), (3, 3), (10, 2, 1, 2, 1, 2))
TICK = {"left": "┤", "below": "┬"}


@dataclass(frozen=True, slots=True)
class Look:
    """What tells a series from the others.

    Args:
        style: its colour.
        mark: its character: a letter at the end of a line, or what stands at each point.
        dashes: its pattern; None for points that stand alone.
    """

    style: str
    mark: str
    dashes: tuple[int, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart on its way onto a canvas: its axes, and the cells inside the frame."""

    frame: Frame
    left: int
    wide: int
    high: int
    inline: Inline

    @property
    def top(self) -> int:
        """Say in which row of the canvas the inside begins."""
        return 1

    def labels(self, axis: Axis) -> list[Line]:
        """Write the numbers at an axis."""
        return [self.inline.line(tick.label) for tick in axis.ticks]


def draw(chart: Chart, room: int, inline: Inline) -> Box | None:
    """Draw a chart; None when there is no room for one."""
    plot = plan(chart, min(room, WIDEST), inline)
    if plot.wide < NARROWEST:
        return None
    looks = chosen(chart, inline)
    canvas = Canvas(inline.glyphs)
    axes(canvas, plot)
    curves(canvas, plot, chart, looks)
    keys = [
        key(name, look, inline)
        for name, look in zip([s.name for s in chart.series], looks, strict=False)
    ]
    names = [name for name, _ in chart.lines]
    keys += [
        ruled(name, look, inline)
        for name, look in zip(names, looks[len(chart.series) :], strict=True)
    ]
    return titled(canvas.box(), chart, plot, keys, room)


def plan(chart: Chart, room: int, inline: Inline) -> Plot:
    """Choose the axes and how many cells lie inside the frame."""
    first = frame(chart)
    left = max(width(inline.line(tick.label)) for tick in first.y.ticks) + 1
    margin = 1 + sum(not series.dots for series in chart.series) + len(chart.lines)
    wide = room - left - 2 - margin
    gaps = len(first.y.ticks) - 1
    high = 1 + gaps * max(1, round(ROWS / gaps))  # every tick as far from the next
    if chart.equal:
        ratio = first.ratio()
        wide = max(1, min(wide, round(2 * MOST_ROWS / ratio)))
        high = max(3, round(wide * ratio / 2))
    for steps in range(max(2, wide // 8), 0, -1):
        plot = Plot(frame(chart, steps), left, wide, high, inline)
        if spaced(plot) or steps == 1:
            break
    return plot


def places(plot: Plot) -> list[tuple[int, Line]]:
    """Say in which column each number under the chart starts."""
    dots = Dots(plot.wide, plot.high, plot.inline.glyphs)
    middles = [plot.left + 1 + dots.cell((tick.at, 0))[0] for tick in plot.frame.x.ticks]
    labels = plot.labels(plot.frame.x)
    return [
        (max(0, middle - width(label) // 2), label)
        for middle, label in zip(middles, labels, strict=True)
    ]


def spaced(plot: Plot) -> bool:
    """Say whether the numbers under the chart keep clear of each other and of its end."""
    starts = places(plot)
    ends = [start + width(label) for start, label in starts]
    clear = all(end + 2 <= start for end, (start, _) in zip(ends, starts[1:], strict=False))
    return clear and ends[-1] <= plot.left + plot.wide + 3


def chosen(chart: Chart, inline: Inline) -> list[Look]:
    """Give each series its look, then each line to compare with."""
    marks = inline.glyphs.pick(MARKS, PLAIN_MARKS)
    letters = iter(LETTERS)
    looks = [
        Look(f"series{k % 6}", marks[k % 6], None)
        if series.dots
        else Look(f"series{k % 6}", next(letters), DASHES[k % 6])
        for k, series in enumerate(chart.series)
    ]
    return [*looks, *(Look("muted", next(letters)) for _ in chart.lines)]


def axes(canvas: Canvas, plot: Plot) -> None:
    """Draw the frame and its ticks."""
    canvas.frame(plot.left, 0, plot.wide + 2, plot.high + 2, "rule")
    dots = Dots(plot.wide, plot.high, plot.inline.glyphs)
    for tick, label in zip(plot.frame.y.ticks, plot.labels(plot.frame.y), strict=True):
        y = plot.top + dots.cell((0, tick.at))[1]
        canvas.put_line(plot.left - 1 - width(label), y, label)
        canvas.put(plot.left, y, canvas.stroke(TICK["left"]), "rule")
    bottom = plot.top + plot.high
    ends = -1
    for (start, label), tick in zip(places(plot), plot.frame.x.ticks, strict=True):
        x = plot.left + 1 + dots.cell((tick.at, 0))[0]
        canvas.put(x, bottom, canvas.stroke(TICK["below"]), "rule")
        if start > ends and start + width(label) <= plot.left + plot.wide + 3:
            canvas.put_line(start, bottom + 1, label)
            ends = start + width(label)


def curves(canvas: Canvas, plot: Plot, chart: Chart, looks: list[Look]) -> None:
    """Draw what the chart shows, and a letter at the end of each line."""
    dots = Dots(plot.wide, plot.high, plot.inline.glyphs)
    inside = plot.left + 1
    for (_, height), look in zip(chart.lines, looks[len(chart.series) :], strict=True):
        at = plot.frame.y.place(height)
        if at is not None:
            y = plot.top + dots.cell((0, at))[1]
            canvas.put(inside, y, canvas.glyphs.pick("┄", "-") * plot.wide, look.style)
            end(canvas, plot, (1.0, at), look)
    for series, look in zip(chart.series, looks, strict=False):
        trace(canvas, dots, plot, series, look)
    dots.paint(canvas, inside, plot.top)
    for series, look in zip(chart.series, looks, strict=False):
        for point in [p for piece in plot.frame.pieces(series) for p in piece]:
            if series.dots:
                x, y = dots.cell(point)
                canvas.put(inside + x, plot.top + y, look.mark, look.style)


def trace(canvas: Canvas, dots: Dots, plot: Plot, series: Series, look: Look) -> None:
    """Draw one line, if it is one."""
    pieces = plot.frame.pieces(series)
    if series.dots or not pieces:
        return
    for piece in pieces:
        dots.curve(piece, look.style, look.mark, look.dashes or ())
    end(canvas, plot, pieces[-1][-1], look)


def end(canvas: Canvas, plot: Plot, point: Point, look: Look) -> None:
    """Write a letter beside the last point, or outside the frame when that is at its edge."""
    x, y = Dots(plot.wide, plot.high, plot.inline.glyphs).cell(point)
    x, y = plot.left + x + 2, plot.top + y
    if x >= plot.left + plot.wide:
        x = plot.left + plot.wide + 2
    while (x, y) in canvas.cells and x > plot.left + plot.wide:
        x += 1
    canvas.put(x, y, look.mark, f"letter {look.style}")


def key(name: str, look: Look, inline: Inline) -> Key:
    """Show a series in the legend."""
    if look.dashes is None:
        return Key(((look.mark, look.style),), name)
    sample = Dots(SAMPLE, 1, inline.glyphs)
    if not sample.fine:
        return Key(((look.mark * 3, look.style),), name)
    sample.curve([(0, 0.5), (1, 0.5)], look.style, look.mark, look.dashes)
    canvas = Canvas(inline.glyphs)
    sample.paint(canvas, 0, 0)
    drawn = canvas.box().rows[0]
    return Key(((look.mark, f"letter {look.style}"), (" ", ""), *drawn), name)


def ruled(name: str, look: Look, inline: Inline) -> Key:
    """Show a line to compare with in the legend."""
    sample = inline.glyphs.pick("┄", "-") * SAMPLE
    return Key(((look.mark, "letter"), (" ", ""), (sample, look.style)), name)


def titled(body: Box, chart: Chart, plot: Plot, keys: list[Key], room: int) -> Box:
    """Put the names of the axes and the legend round a chart."""
    text = plot.inline.glyphs.text
    canvas = Canvas(plot.inline.glyphs)
    y = 0
    for line in wrap(((text(chart.y), "emph"),), room) if chart.y else []:
        canvas.put_line(0, y, line)
        y += 1
    for row in body.rows:
        canvas.put_line(0, y, row)
        y += 1
    middle = plot.left + 1 + plot.wide // 2
    for line in wrap(((text(chart.x), "emph"),), min(room, 2 * middle)) if chart.x else []:
        canvas.put_line(max(0, middle - width(line) // 2), y, line)
        y += 1
    for row in below(keys, room, plot.inline):
        canvas.put_line(0, y, row)
        y += 1
    return canvas.box()
