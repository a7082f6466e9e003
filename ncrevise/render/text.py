"""Documents as plain text for pipes, logs and data files: no colour, no drawings.

Formulas are written on one line as ``maths.text`` writes them and are never broken, so
that a program can read every link of a derivation back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.document.figure import GridFigure
from ncrevise.document.tree import (
    Aside,
    Block,
    CodeBlock,
    Document,
    Equation,
    Heading,
    Inlines,
    Keep,
    Listing,
    PageBreak,
    Paragraph,
    Part,
    Step,
    Table,
)
from ncrevise.maths.glyphs import Glyphs
from ncrevise.maths.inline import Inline
from ncrevise.maths.runs import measure, plain
from ncrevise.maths.text import write
from ncrevise.maths.tree import Chain
from ncrevise.render.console import tables
from ncrevise.render.console.grids import NAMED
from ncrevise.render.console.prose import NO_BREAK, runs, wrap
from ncrevise.render.telling import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.document.figure import Cell, Grid
    from ncrevise.maths.runs import Line
    from ncrevise.maths.tree import Node

ENDLESS = 1_000_000
LONG = 72  # a derivation longer than this goes one link a line
STEP = 2


class OneLine(Inline):
    """Writes formulas in the form that can be typed again."""

    def line(self, node: Node) -> Line:
        """Write a formula."""
        return ((write(node), ""),)


INLINE = OneLine(Glyphs())


def render(document: Document, *, width: int | None = None) -> str:
    """Write a document as plain text.

    Args:
        document: what to write.
        width: where prose and tables are wrapped; None leaves a paragraph on one line.
            Formulas are never broken.
    """
    lines = blocks(document.blocks, width or ENDLESS)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def blocks(body: Sequence[Block], room: int) -> list[str]:
    """Write blocks with a blank line between."""
    lines: list[str] = []
    for node in body:
        made = block(node, room)
        if made:
            lines += ["", *made] if lines else made
    return lines


def block(node: Block, room: int) -> list[str]:
    """Write one block."""
    match node:
        case Paragraph(items):
            return prose(items, room)
        case Heading(level, items, note):
            return heading(level, items, note, room)
        case Equation(formula):
            return equation(formula)
        case Table():
            return unstyled(tables.lines(node, room, INLINE))
        case Listing(items, ordered):
            return listing(items, room, ordered=ordered)
        case CodeBlock(text):
            return [f"    {INLINE.glyphs.text(line.expandtabs(4))}" for line in text.splitlines()]
        case Step(number, title, body):
            heads = prose(title, room - len(f"Step {number}. "))
            return [*hung(f"Step {number}. ", heads), *moved(blocks(body, room - STEP), STEP)]
        case Part(letter, marks, body):
            return part(letter, marks, body, room)
        case Aside(kind, body):
            label = f"{kind.capitalize()}: "
            return hung(label, blocks(body, room - len(label)))
        case Keep(body):
            return blocks(body, room)
        case PageBreak():
            return []
        case GridFigure(grids, _, alt):
            rows = [row for grid in grids for row in grid_lines(grid)]
            return [*unstyled(wrap(((INLINE.glyphs.text(alt), ""),), room)), *rows]
        case _:
            return blocks(whole(node), room)


def unstyled(lines: list[Line]) -> list[str]:
    """Forget styles and the joints that no longer matter."""
    return [plain(line).replace(NO_BREAK, " ") for line in lines]


def prose(items: Inlines, room: int) -> list[str]:
    """Write running text."""
    return unstyled(wrap(runs(items, INLINE), room))


def heading(level: int, items: Inlines, note: str, room: int) -> list[str]:
    """Write a heading, the higher ones underlined."""
    lines = prose(items, room)
    rule = {1: "=", 2: "-"}.get(level)
    ruled = [rule * max(map(measure, lines))] if rule else []
    return [*lines, *ruled, *([INLINE.glyphs.text(note)] if note else [])]


def equation(node: Node) -> list[str]:
    """Write a formula; a long derivation one link a line, relations under each other."""
    text = write(node)
    if not isinstance(node, Chain) or len(node.links) < 2 or measure(text) <= LONG:
        return [text]
    left = write(node.left)
    lines = [left]
    for k, (relation, side) in enumerate(node.links):
        if k == 0 or not relation:
            lines[-1] += f" {relation} {write(side)}" if relation else f" {write(side)}"
        else:
            lines.append(f"{' ' * measure(left)} {relation} {write(side)}")
    return lines


def listing(items: tuple[tuple[Block, ...], ...], room: int, *, ordered: bool) -> list[str]:
    """Write a list."""
    lines: list[str] = []
    for k, body in enumerate(items, 1):
        label = f"{k}. " if ordered else "- "
        lines += hung(label, blocks(body, room - len(label)))
    return lines


def part(letter: str, marks: int, body: Sequence[Block], room: int) -> list[str]:
    """Write a part of a question, its marks before the wording."""
    worth = f"[{marks} mark{'s' * (marks != 1)}] " if marks else ""
    label = f"({letter}) " if letter else ""
    lines = blocks(body, room - len(label) - len(worth))
    return hung(label + worth, lines, len(label))


def hung(label: str, lines: list[str], indent: int | None = None) -> list[str]:
    """Put a label before the first line and move the others in."""
    by = len(label) if indent is None else indent
    first, *others = lines or [""]
    return [label + first, *moved(others, by)]


def moved(lines: list[str], by: int) -> list[str]:
    """Move lines to the right."""
    return [" " * by + line if line else line for line in lines]


def grid_lines(grid: Grid) -> list[str]:
    """Write a grid as a matrix, a dot for what is not known."""
    rows = "; ".join(", ".join(map(square, row)) for row in grid.rows)
    name = f"{write(grid.label)}: " if grid.label is not None else ""
    return [f"{name}[{rows}]"]


def square(cell: Cell) -> str:
    """Write one cell: its value, its arrow, and what it is on a board."""
    if cell.role == "wall":
        return "wall"
    value = "·" if cell.node is None else write(cell.node)
    return " ".join(filter(None, (value, cell.arrow, cell.role if cell.role in NAMED else "")))
