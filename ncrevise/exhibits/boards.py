"""Worlds to plan in as they are shown: the board of a grid, the states of a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.document.figure import Cell, Grid, GridFigure
from ncrevise.maths.build import listed
from ncrevise.maths.tex import read
from ncrevise.maths.text import write
from ncrevise.maths.tree import Num
from ncrevise.models.rl.gridworld import ARROWS, places
from ncrevise.models.rl.mdp import symbol_of
from ncrevise.tape.spelling import Speller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.document.figure import Role
    from ncrevise.maths.tree import Node, Scalar
    from ncrevise.models.rl.gridworld import Cells
    from ncrevise.models.rl.worlds import World
    from ncrevise.tape import Value


def states(world: World) -> Node:
    """List the states that are not terminal, in order."""
    return listed(tuple(read(symbol_of(world.mdp.states[s])) for s in world.mdp.live))


def numbers(values: Sequence[Value]) -> list[Num]:
    """Give values as they are shown."""
    return [Speller(v.tape).number(v) for v in values]


def picture(world: World, values: Sequence[Num], policy: Sequence[int]) -> GridFigure:
    """Draw a grid with a value and the best action in every cell."""
    if world.cells is None:
        raise ValueError("a process without a grid has no picture")
    arrows = [
        ARROWS.get(actions[k].name, "") if actions else ""
        for actions, k in zip(world.mdp.choices, policy, strict=True)
    ]
    return board(world.cells, values, arrows)


def board(
    cells: Cells, values: Sequence[Num | None] | None = None, arrows: Sequence[str] | None = None
) -> GridFigure:
    """Draw a gridworld, with a value and an arrow in each cell where these are given.

    Args:
        cells: the grid.
        values: of the states, in their order.
        arrows: of the states; empty where there is none.
    """
    number = {place: k for k, place in enumerate(places(cells))}

    def drawn(i: int, j: int) -> Cell:
        k, cell = number.get((i, j)), cells[i][j]
        if k is None:
            return Cell(None, "wall")
        own = None if isinstance(cell, str) else Num(cell)
        node = values[k] if values else own
        return Cell(node, role_of(cell), arrows[k] if arrows else "")

    rows = tuple(tuple(drawn(i, j) for j in range(len(row))) for i, row in enumerate(cells))
    return GridFigure((Grid(rows, frame="ruled"),), (), described(rows))


def role_of(cell: str | Scalar) -> Role:
    """Give a cell's part in the picture."""
    if isinstance(cell, str):
        return ""
    return "goal" if cell >= 0 else "trap"


def described(rows: tuple[tuple[Cell, ...], ...]) -> str:
    """Say what stands in each cell, row by row."""
    names = {arrow: name for name, arrow in ARROWS.items()}

    def said(cell: Cell) -> str:
        words = (cell.role, write(cell.node) if cell.node else "", names.get(cell.arrow, ""))
        return " ".join(word for word in words if word) or "open"

    listed = (f"Row {k}: {', '.join(map(said, row))}." for k, row in enumerate(rows, 1))
    return f"A grid of {len(rows)} rows and {len(rows[0])} columns. {' '.join(listed)}"
