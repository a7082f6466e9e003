"""Grids in a row: an image under a window, the kernel, the map; or a board with arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.render.drawing.label import label, width, words
from ncrevise.render.drawing.pen import (
    COLOURS,
    INK,
    SIZE,
    Drawing,
    clean,
    length,
    line,
    rectangle,
    tag,
)

if TYPE_CHECKING:
    from ncrevise.document.figure import Cell, Grid, GridFigure

SIDE = 32.0  # of a cell, at least
PADDING = 14.0
ROOMY = 54.0  # side of a cell with an arrow under its number
MARGIN = 9.0  # between the cells and the frame
LIP = 6.0  # of a bracket
BETWEEN = 34.0
CAPTION = 26.0
BASELINE = 0.35 * SIZE  # from the middle of a cell
BOLD = {"font_weight": "bold"}
LOOKS = {"result": BOLD, "goal": BOLD, "trap": BOLD, "muted": {"fill_opacity": "0.5"}}
TURNS = {"→": 0, "↓": 90, "←": 180, "↑": 270}


def draw(figure: GridFigure) -> Drawing:
    """Draw the grids side by side, their middles level."""
    tallest = max(height(grid) for grid in figure.grids)
    middle = MARGIN + tallest / 2
    body, x = "", 0.0
    for grid, operator in zip(figure.grids, (*figure.operators, ""), strict=True):
        top = middle - height(grid) / 2
        body += tag("g", one(grid), transform=f"translate({length(x + MARGIN)} {length(top)})")
        x += len(grid.rows[0]) * column(grid) + 2 * MARGIN
        if operator:
            body += words(clean(operator), x + BETWEEN / 2, middle + BASELINE, font_size=SIZE * 1.3)
            x += BETWEEN
    below = CAPTION if any(grid.label for grid in figure.grids) else 0.0
    return Drawing(body, x, tallest + 2 * MARGIN + below)


def one(grid: Grid) -> str:
    """Draw a grid with its top left cell at the origin."""
    wide, high = column(grid), row(grid)
    cells = "".join(
        cell(each, k * wide, i * high, wide, high, ruled=grid.frame == "ruled")
        for i, line_ in enumerate(grid.rows)
        for k, each in enumerate(line_)
    )
    across = len(grid.rows[0]) * wide
    whole = cells + frame(grid, across, height(grid)) + box(grid, wide, high)
    if grid.label:
        whole += label(grid.label, across / 2, height(grid) + MARGIN + SIZE)
    return whole


def column(grid: Grid) -> float:
    """Say how wide a cell is: all columns alike, after the widest entry."""
    widest = max((width(c.node) for line_ in grid.rows for c in line_ if c.node), default=0.0)
    return max(row(grid), widest + PADDING)


def row(grid: Grid) -> float:
    """Say how high a cell is."""
    return ROOMY if any(c.arrow for line_ in grid.rows for c in line_) else SIDE


def height(grid: Grid) -> float:
    """Say how high a grid's cells are together."""
    return len(grid.rows) * row(grid)


def cell(each: Cell, x: float, y: float, wide: float, high: float, *, ruled: bool) -> str:
    """Draw a cell: its ground, its line, what stands in it."""
    body = ground(each, x, y, wide, high)
    if ruled:
        body += rectangle(x, y, wide, high, stroke=INK)
    lifted = 0.18 * high if each.arrow and each.node else 0.0
    middle, level = x + wide / 2, y + high / 2
    if each.node:
        look = LOOKS.get(each.role, {})
        body += label(each.node, middle, level + BASELINE - lifted, **look)
    elif not each.arrow and each.role != "wall":
        body += tag("circle", cx=middle, cy=level, r=1.5, fill=INK, fill_opacity="0.45")
    if each.arrow:
        body += arrow(each.arrow, middle, level + 1.25 * lifted)
    return body


def ground(each: Cell, x: float, y: float, wide: float, high: float) -> str:
    """Tint a cell for its role; a line inside tells goal, trap and result without colour."""
    colour = COLOURS.get(each.role)
    if colour is None:
        return ""
    strength = "0.55" if each.role == "wall" else "0.2"
    body = rectangle(x, y, wide, high, fill=colour, fill_opacity=strength)
    if each.role in {"result", "goal", "trap"}:
        dashes = {"stroke_dasharray": "4 4"} if each.role == "trap" else {}
        inner = (x + 3, y + 3, wide - 6, high - 6)
        body += rectangle(*inner, stroke=colour, stroke_width=1.6, rx=2.0, **dashes)
    return body


def arrow(direction: str, x: float, y: float) -> str:
    """Draw an arrow round a point."""
    turn = f"translate({length(x)} {length(y)}) rotate({TURNS[direction]})"
    return tag("path", d="M-9 0H8M3 -4.5L8 0L3 4.5", stroke=INK, stroke_width=1.5, transform=turn)


def frame(grid: Grid, wide: float, high: float) -> str:
    """Draw what holds a grid together."""
    if grid.frame == "none":
        return ""
    if grid.frame == "ruled":
        return rectangle(0, 0, wide, high, stroke=INK, stroke_width=1.8)
    left, right, top, bottom = -MARGIN + 2, wide + MARGIN - 2, -3.0, high + 3
    return line(
        (left + LIP, top), (left, top), (left, bottom), (left + LIP, bottom), stroke_width=1.4
    ) + line(
        (right - LIP, top), (right, top), (right, bottom), (right - LIP, bottom), stroke_width=1.4
    )


def box(grid: Grid, wide: float, high: float) -> str:
    """Draw the frame round a window."""
    if grid.boxed is None:
        return ""
    top, left, rows, columns = grid.boxed
    place = (left * wide, top * high, columns * wide, rows * high)
    return rectangle(*place, stroke=COLOURS["window"], stroke_width=2.4, rx=3.0)
