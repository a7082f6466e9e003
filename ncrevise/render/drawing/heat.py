"""Labelled shades: a map of numbers between a lowest and a highest value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.document.axes import brief, exact, shares
from ncrevise.maths.width import letters
from ncrevise.render.drawing.label import label, width, words
from ncrevise.render.drawing.pen import INK, SIZE, SKY, Drawing, clean, length, rectangle, tag

if TYPE_CHECKING:
    from ncrevise.document.figure import HeatMap

SIDE = 25.0  # of a cell, at least
WIDEST = 46.0  # column whose label is written level
SMALL = 0.87 * SIZE
GAP = 7.0
SLOPE = 0.78  # sine of the angle at which long labels climb; a little more for their height
FAINT = 0.6  # the strongest shade on which a number can be read
STEPS = 9
LONGEST = 28


def draw(heat: HeatMap) -> Drawing:
    """Draw a map."""
    down = [shorter(text) for text in heat.down]
    along = [shorter(text) for text in heat.along]
    shown = [] if heat.places is None else [value for row in heat.rows for value in row]
    numbers = [SMALL / SIZE * width(exact(value, heat.places)) for value in shown]
    longest = 1.06 * SMALL * max(map(letters, along), default=0.0)
    sloped = longest + GAP > WIDEST
    wide = max([SIDE, 0.0 if sloped else longest + GAP, *(n + 10 for n in numbers)])
    left = SMALL * 1.06 * max([*map(letters, down), letters(heat.y)], default=0.0) + GAP
    top = (SLOPE * longest + SMALL if sloped else SMALL + GAP) + (1.5 * SIZE if heat.x else 0.0)
    across, high = wide * len(along), SIDE * len(down)
    body = words(clean(heat.x), left + across / 2, SIZE, font_style="italic") if heat.x else ""
    if heat.y:
        body += words(clean(heat.y), left - GAP, top - GAP, text_anchor="end", font_style="italic")
    for k, text in enumerate(along):
        body += head(text, left + (k + 0.5) * wide, top - GAP + 1, sloped=sloped)
    for k, text in enumerate(down):
        y = top + (k + 0.5) * SIDE + 0.31 * SMALL
        body += words(clean(text), left - GAP, y, text_anchor="end", font_size=SMALL)
    body += cells(heat, left, top, wide)
    body += rectangle(left, top, across, high, stroke=INK, stroke_opacity="0.5")
    body += scale(heat, left, top + high + 12)
    spare = SLOPE * longest if sloped else 0.0
    return Drawing(body, left + max(across + spare, 200.0), top + high + 12 + 1.6 * SIZE)


def shorter(text: str) -> str:
    """Cut a label that is too long."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def head(text: str, x: float, y: float, *, sloped: bool) -> str:
    """Write the label of a column, on a slope when it is long."""
    if not sloped:
        return words(clean(text), x, y, font_size=SMALL)
    turn = f"rotate(-45 {length(x)} {length(y)})"
    return words(clean(text), x, y, font_size=SMALL, text_anchor="start", transform=turn)


def cells(heat: HeatMap, left: float, top: float, wide: float) -> str:
    """Shade the cells, and write their numbers if they are wanted."""
    body = ""
    for i, row in enumerate(shares(heat.rows, heat.low, heat.high)):
        for k, part in enumerate(row):
            x, y = left + k * wide, top + i * SIDE
            body += ground(part, x, y, wide, strongest(heat))
            if heat.places is not None:
                number = exact(heat.rows[i][k], heat.places)
                body += label(number, x + wide / 2, y + 0.5 * SIDE + 0.3 * SIZE, SMALL)
    return body


def strongest(heat: HeatMap) -> float:
    """Say how strong a shade may be."""
    return 1.0 if heat.places is None else FAINT


def ground(part: float | None, x: float, y: float, wide: float, most: float) -> str:
    """Shade a cell; one without a number is crossed out."""
    if part is None:
        cross = f"M{length(x)} {length(y)}l{length(wide)} {length(SIDE)}"
        return tag("path", d=cross, stroke=INK, stroke_opacity="0.5")
    if part < 0.005:
        return ""
    return rectangle(x, y, wide, SIDE, fill=SKY, fill_opacity=f"{most * part:.2f}")


def scale(heat: HeatMap, x: float, y: float) -> str:
    """Say which shades the lowest and the highest value have."""
    low, high = brief(heat.low), brief(heat.high)
    body = label(low, x, y + 11, SMALL, text_anchor="start")
    x += width(low) + 6
    for k in range(STEPS):
        strength = f"{strongest(heat) * k / (STEPS - 1):.2f}"
        body += rectangle(x + 14 * k, y, 14, 13, fill=SKY, fill_opacity=strength)
    body += rectangle(x, y, 14 * STEPS, 13, stroke=INK, stroke_opacity="0.5")
    return body + label(high, x + 14 * STEPS + 6, y + 11, SMALL, text_anchor="start")
