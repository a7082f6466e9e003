r"""Grids drawn with ``array``: a window is framed by rules, a board has them everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ncrevise.document.figure import Cell, Grid, GridFigure
    from ncrevise.maths.latex import Writer

ROOM = 24  # columns that fit beside each other
ENTRIES = {
    "result": r"\boxed{%s}",
    "kernel": r"\boldsymbol{%s}",
    "goal": r"%s\;\text{(goal)}",
    "trap": r"%s\;\text{(trap)}",
}


def grids(figure: GridFigure, writer: Writer) -> str:
    """Write grids in a row, or under each other when they are wide."""
    drawn = [grid(one, writer) for one in figure.grids]
    count = sum(max(map(len, one.rows), default=0) + 1 for one in figure.grids)
    joint = " \\\\\n{} " if count > ROOM else "\n"
    text = drawn[0] if drawn else ""
    for operator, one in zip(figure.operators, drawn[1:], strict=True):
        text += f"{joint}{symbol(operator, writer)} {one}"
    if count > ROOM:
        text = f"\\begin{{gathered}}\n{text}\n\\end{{gathered}}"
    return f"\\[\n{text}\n\\]"


def symbol(operator: str, writer: Writer) -> str:
    """Write what stands between two grids."""
    from ncrevise.maths.tree import Op

    return writer.node(Op(operator)) if operator else r"\quad"


def grid(one: Grid, writer: Writer) -> str:
    """Write one grid, with its brackets and its label."""
    width = max(map(len, one.rows), default=1)
    side = "|c" * width + "|" if one.frame == "ruled" else "r" * width
    lines = [rule(one, place, width) + row(one, place, writer) for place in range(len(one.rows))]
    body = f"\\begin{{array}}{{{side}}}\n" + " \\\\\n".join(lines)
    last = rule(one, len(one.rows), width)
    body += (f" \\\\\n{last}" if last else "") + "\n\\end{array}"
    if one.frame == "brackets":
        body = rf"\left[{body}\right]"
    if one.label is None:
        return body
    return rf"\underset{{\textstyle {writer.node(one.label)}}}{{{body}}}"


def rule(one: Grid, place: int, width: int) -> str:
    """Write the rule above row ``place``, if there is one."""
    if one.frame == "ruled":
        return r"\hline "
    if one.boxed:
        top, left, height, wide = one.boxed
        if place in {top, top + height}:
            return rf"\cline{{{left + 1}-{min(left + wide, width)}}} "
    return ""


def row(one: Grid, place: int, writer: Writer) -> str:
    """Write a row of cells."""
    cells = [cell(entry, writer) for entry in one.rows[place]]
    if one.boxed:
        top, left, height, wide = one.boxed
        right = min(left + wide, len(cells)) - 1
        if top <= place < top + height:
            cells = [framed(text, k, left, right) for k, text in enumerate(cells)]
    return " & ".join(f"{{}}{text}" if text.startswith("[") else text for text in cells)


def framed(text: str, place: int, left: int, right: int) -> str:
    """Put the upright sides of a window beside its outer cells."""
    before, after = "|" * (place == left), "|" * (place == right)
    return rf"\multicolumn{{1}}{{{before}r{after}}}{{{text}}}" if before or after else text


def cell(entry: Cell, writer: Writer) -> str:
    """Write what stands in a cell."""
    if entry.role == "wall":
        return r"\blacksquare"
    text = writer.node(entry.node) if entry.node is not None else r"\cdot"
    arrow = rf"\;{symbol(entry.arrow, writer)}" if entry.arrow else ""
    return ENTRIES.get(entry.role, "%s").replace("%s", text) + arrow
