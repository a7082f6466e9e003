"""Labelled shades in characters; what is too wide goes on below, its row labels repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.document.axes import brief, exact, share
from ncrevise.maths.runs import cut, measure, plain, width
from ncrevise.render.console.paint import Canvas
from ncrevise.render.console.shades import BLUE, colour, fullness, legible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ncrevise.document.figure import HeatMap
    from ncrevise.maths.canvas import Box
    from ncrevise.maths.inline import Inline
    from ncrevise.maths.runs import Line

    Shade = Callable[[float | None, str, int], Line]

LONGEST = 16  # of a row's label
LEVEL, TURNED = 7, 12  # longest column label written across, and downwards
STEPS = 10  # of the scale under the map


def draw(heat: HeatMap, room: int, inline: Inline) -> Box | None:
    """Draw a map in characters that are more or less full."""

    def shaded(part: float | None, number: str, wide: int) -> Line:
        full = fullness(part, inline.glyphs)
        if not number:
            return ((full * wide, ""),)
        if fullness(1.0, inline.glyphs).isascii():  # would read as part of the number
            return ((f"{number.rjust(wide - 1)} ", ""),)
        return ((f"{number.rjust(wide - 2)}{full} ", ""),)

    return laid(heat, room, inline, shaded)


def tint(heat: HeatMap, room: int, inline: Inline) -> Box | None:
    """Draw a map in shades of a colour."""

    def shaded(part: float | None, number: str, wide: int) -> Line:
        text = f"{number.rjust(wide - 1)} " if number else " " * wide
        return ((text, f"{legible(part)} on{colour(part, BLUE)}"),)

    return laid(heat, room, inline, shaded)


def laid(heat: HeatMap, room: int, inline: Inline, shaded: Shade) -> Box | None:
    """Lay labels and cells out, in as many bands as it takes; None without room for one."""
    numbers = [[number(heat, value, inline) for value in row] for row in heat.rows]
    down = [shorter(label, min(LONGEST, room // 3), inline) for label in heat.down]
    along = [inline.glyphs.text(label) for label in heat.along]
    left = max(map(measure, down), default=0) + 1
    least = max((measure(text) + 2 for row in numbers for text in row if text), default=2)
    level = max(max(map(measure, along), default=0) + 1, least)
    across = level <= max(LEVEL, least) and left + level * len(along) <= room
    wide = level if across else least
    count = (room - left) // wide
    if count < 1:
        return None
    canvas = Canvas(inline.glyphs)
    y = titles(canvas, heat, inline, room)
    for start in range(0, len(along), count):
        band = slice(start, start + count)
        y = heads(canvas, (left, y), [turned(t, inline, across) for t in along[band]], wide)
        for label, row, told in zip(down, heat.rows, numbers, strict=True):
            canvas.put(left - 1 - measure(label), y, label)
            for k, (value, text) in enumerate(zip(row[band], told[band], strict=True)):
                part = share(value, heat.low, heat.high)
                canvas.put_line(left + k * wide, y, shaded(part, text, wide))
            y += 1
        y += 1
    canvas.put_line(0, y, scale(heat, inline, shaded))
    box = canvas.box()
    return box if box.width <= room else None


def number(heat: HeatMap, value: float, inline: Inline) -> str:
    """Write what stands in a cell, if anything does."""
    return "" if heat.places is None else plain(inline.line(exact(value, heat.places)))


def shorter(label: str, room: int, inline: Inline) -> str:
    """Cut a label that is too long."""
    text = inline.glyphs.text(label)
    dots = inline.glyphs.pick("…", "~")
    return text if measure(text) <= room else cut(text, max(1, room - 1))[0] + dots


def turned(label: str, inline: Inline, across: bool) -> list[str]:
    """Write a column's label across, or one letter under the other."""
    return [label] if across else cut(shorter(label, TURNED, inline), 1)


def titles(canvas: Canvas, heat: HeatMap, inline: Inline, room: int) -> int:
    """Say what rows and columns are, and return the next row."""
    named = ((heat.y, "↓"), (heat.x, "→"))
    told = [
        f"{shorter(name, room - 4, inline)} {inline.glyphs.text(way)}"
        for name, way in named
        if name
    ]
    one = "   ".join(told)
    lines = [one] if one and measure(one) <= room else told
    for y, text in enumerate(lines):
        canvas.put(0, y, text, "emph")
    return len(lines)


def heads(canvas: Canvas, place: tuple[int, int], labels: Sequence[list[str]], wide: int) -> int:
    """Write the labels of columns so that they end above their cells; return the next row."""
    left, y = place
    high = max(map(len, labels), default=0)
    for k, letters in enumerate(labels):
        for i, text in enumerate(letters, high - len(letters)):
            canvas.put(left + k * wide + (wide - measure(text)) // 2, y + i, text)
    return y + high


def scale(heat: HeatMap, inline: Inline, shaded: Shade) -> Line:
    """Say which shades the lowest and the highest value have."""
    parts = [shaded(k / (STEPS - 1), "", 1) for k in range(STEPS)]
    low, high = (inline.line(brief(value)) for value in (heat.low, heat.high))
    line = (*low, (" ", ""), *(run for part in parts for run in part), (" ", ""), *high)
    return tuple((text, style) for text, style in line if width(((text, style),)))
