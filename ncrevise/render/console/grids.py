"""Grids in characters: windows are boxed as well as coloured, walls are solid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.maths.box import fraction_width
from ncrevise.maths.canvas import Box, beside, enclose, fill, from_line, from_text, place, stack
from ncrevise.maths.runs import measure, plain, width
from ncrevise.render.console.paint import Canvas

if TYPE_CHECKING:
    from ncrevise.document.figure import Cell, Grid, GridFigure
    from ncrevise.maths.inline import Inline
    from ncrevise.maths.runs import Line

NAMED = frozenset({"goal", "trap"})


def draw(figure: GridFigure, room: int, inline: Inline) -> Box | None:
    """Draw grids across with the operators between, or under each other when narrow.

    None when a single grid is too wide.
    """
    grids = [one(grid, inline) for grid in figure.grids]
    signs = [from_text(f"  {inline.glyphs.text(sign)}  ") for sign in figure.operators]
    parts = [grids[0]]
    for sign, grid in zip(signs, grids[1:], strict=True):
        parts += [sign, grid]
    across = beside(parts)
    box = across if across.width <= room else stack(parts, 0, baseline=0)
    return box if box.width <= room else None


def one(grid: Grid, inline: Inline) -> Box:
    """Draw one grid and its label."""
    body = ruled(grid, inline) if grid.frame == "ruled" else open_grid(grid, inline)
    if grid.label is None:
        return body
    label = from_line(inline.line(grid.label))
    x = (body.width - label.width) // 2
    return place([(body, max(0, -x), 0), (label, max(0, x), body.below + 1)], tall=True)


def values(grid: Grid, inline: Inline) -> tuple[list[list[Line]], int]:
    """Write the cells, numbers level at the point, and say how wide they are."""
    lines = [[value(cell, inline) for cell in row] for row in grid.rows]
    columns = list(zip(*lines, strict=True))
    points = [max(fraction_width(plain(line)) for line in column) for column in columns]
    padded = [
        [level(line, point) for line, point in zip(row, points, strict=True)] for row in lines
    ]
    return padded, max((width(line) for row in padded for line in row), default=0)


def value(cell: Cell, inline: Inline) -> Line:
    """Write what stands in a cell."""
    if cell.node is None:
        return ((inline.glyphs.pick("·", "."), "muted"),) if cell.role != "wall" else ()
    return tuple((text, f"{cell.role} {style}".strip()) for text, style in inline.line(cell.node))


def level(line: Line, point: int) -> Line:
    """Pad a number after its digits so that points are level."""
    text = plain(line)
    short = point - fraction_width(text)
    return (*line, (" " * short, "")) if short and any(map(str.isdigit, text)) else line


def open_grid(grid: Grid, inline: Inline) -> Box:
    """Draw numbers in rows, a frame round the window, brackets round all."""
    cells, wide = values(grid, inline)
    canvas = Canvas(inline.glyphs)
    top, left, high, across = grid.boxed or (-1, -1, 0, 0)
    step = wide + 2
    for i, row in enumerate(cells):
        y = i + (bool(grid.boxed) and (i >= top) + (i >= top + high))
        for j, line in enumerate(row):
            filled = [("█" * wide, "wall")] if grid.rows[i][j].role == "wall" else line
            shown = tuple((inline.glyphs.text(text), style) for text, style in filled)
            canvas.put_line(1 + j * step + wide - width(shown), y, shown)
    if grid.boxed:
        canvas.frame(left * step, top, across * step, high + 2, "window", heavy=True)
    body = fill(canvas.box(), max(map(len, cells), default=0) * step, "left")
    return enclose("[", body, "]", inline.glyphs) if grid.frame == "brackets" else body


def ruled(grid: Grid, inline: Inline) -> Box:
    """Draw a board: a square a cell, its value above its arrow or its name."""
    cells, wide = values(grid, inline)
    marked = any(cell.arrow or cell.role in NAMED for row in grid.rows for cell in row)
    names = [len(cell.role) for row in grid.rows for cell in row if cell.role in NAMED]
    inner = max([wide, 3, *names]) + 2
    high = 2 if marked else 1
    canvas = Canvas(inline.glyphs)
    lattice(canvas, len(cells), len(cells[0]), inner + 1, high + 1)
    for i, row in enumerate(cells):
        for j, line in enumerate(row):
            x, y = j * (inner + 1) + 1, i * (high + 1) + 1
            square(canvas, (x, y, inner, high), grid.rows[i][j], line)
    if grid.boxed:
        top, left, rows, columns = grid.boxed
        size = columns * (inner + 1) + 1, rows * (high + 1) + 1
        canvas.frame(left * (inner + 1), top * (high + 1), *size, "window", heavy=True)
    return canvas.box()


def square(canvas: Canvas, area: tuple[int, int, int, int], cell: Cell, line: Line) -> None:
    """Fill one square of a board."""
    x, y, wide, high = area
    if cell.role == "wall":
        for k in range(high):
            canvas.put(x, y + k, canvas.glyphs.text("█") * wide, "wall")
        return
    canvas.put_line(x + (wide - width(line)) // 2, y, line)
    mark = canvas.glyphs.text(cell.arrow) or (cell.role if cell.role in NAMED else "")
    canvas.put(x + (wide - measure(mark)) // 2, y + high - 1, mark, cell.role or "arrow")


def lattice(canvas: Canvas, rows: int, columns: int, wide: int, high: int) -> None:
    """Rule the lines of a board."""
    for i in range(rows + 1):
        canvas.wire("board", 0, i * high, columns * wide, i * high)
    for j in range(columns + 1):
        canvas.wire("board", j * wide, 0, j * wide, rows * high)
