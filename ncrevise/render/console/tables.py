"""Tables in characters: rules above and below the head, numbers to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.maths.runs import styled, width
from ncrevise.render.console.prose import runs, words, wrap

if TYPE_CHECKING:
    from ncrevise.document.tree import Table
    from ncrevise.maths.inline import Inline
    from ncrevise.maths.runs import Line

GAP = 3
NARROWEST = 6


def lines(table: Table, room: int, inline: Inline) -> list[Line]:
    """Lay a table out, its widest columns wrapped; one cell a line when that is not enough."""
    head = [styled(runs(cell, inline), "strong") for cell in table.head]
    rows = [[runs(cell, inline) for cell in row] for row in table.rows]
    if table.total and rows:
        rows[-1] = [styled(cell, "strong") for cell in rows[-1]]
    columns = [list(column) for column in zip(head, *rows, strict=True)]
    caption = inline.glyphs.text(table.caption)
    above = wrap(((caption, "caption"),), room) if caption else []
    widths = fitted(columns, room)
    if widths is None:
        return [*above, *by_cell(head, rows, room)]
    rule: Line = ((inline.glyphs.text("─") * (sum(widths) + GAP * (len(widths) - 1)), "rule"),)
    body = [laid(row, widths, table.align) for row in rows]
    if table.total and body:
        body.insert(-1, [rule])
    return [*above, *laid(head, widths, table.align), rule, *(line for row in body for line in row)]


def fitted(columns: list[list[Line]], room: int) -> list[int] | None:
    """Find a width for each column, taking from the widest first, if there is one."""
    widths = [max(map(width, column)) for column in columns]
    least = [
        min(max(map(longest, column)), wide) for column, wide in zip(columns, widths, strict=True)
    ]
    spare = room - GAP * (len(columns) - 1)
    while sum(widths) > spare:
        loose = [k for k, wide in enumerate(widths) if wide > max(least[k], NARROWEST)]
        if not loose:
            return None
        widths[max(loose, key=widths.__getitem__)] -= 1
    return widths


def longest(cell: Line) -> int:
    """Count the cells of the longest word."""
    return max(map(width, words(cell)), default=0)


def laid(row: list[Line], widths: list[int], align: str) -> list[Line]:
    """Lay one row over as many lines as its fullest cell needs."""
    filled = [wrap(cell, wide) for cell, wide in zip(row, widths, strict=True)]
    made: list[Line] = []
    for k in range(max(map(len, filled), default=0)):
        line: list[tuple[str, str]] = []
        for j, (cell, wide) in enumerate(zip(filled, widths, strict=True)):
            part = cell[k] if k < len(cell) else ()
            left = before(wide - width(part), align[j])
            line += [(" " * ((GAP if j else 0) + left), ""), *part]
            line.append((" " * (wide - width(part) - left), ""))
        made.append(tuple(line))
    return made


def before(missing: int, side: str) -> int:
    """Count the blanks to the left of a cell."""
    return {"r": missing, "c": missing // 2}.get(side, 0)


def by_cell(head: list[Line], rows: list[list[Line]], room: int) -> list[Line]:
    """Write a table that is too wide as one line a cell, each after its head."""
    made: list[Line] = []
    for row in rows:
        made.extend([()] if made else [])
        for name, cell in zip(head, row, strict=True):
            if width(cell):
                made.extend(wrap((*name, (": ", ""), *cell), room))
    return made
