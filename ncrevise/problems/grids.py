"""Gridworlds to plan in, drawn cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.models.rl.gridworld import OPEN, WALL, Cells, places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.draw import Draw
    from ncrevise.maths.tree import Scalar

MOST_DRAWS = 100


def drawn_grid(d: Draw, rows: int, columns: int, marks: Sequence[str | Scalar]) -> Cells:
    """Draw a grid with goals and walls in random cells, the rest open and not shut in."""
    cells = any_grid(d, rows, columns, marks)
    for _ in range(MOST_DRAWS):
        if not enclosed(cells):
            break
        cells = any_grid(d, rows, columns, marks)
    return cells


def any_grid(d: Draw, rows: int, columns: int, marks: Sequence[str | Scalar]) -> Cells:
    """Draw a grid."""
    cells: list[str | Scalar] = [OPEN] * (rows * columns)
    for place, mark in zip(d.sample(range(len(cells)), len(marks)), marks, strict=True):
        cells[place] = mark
    return tuple(tuple(cells[k * columns : (k + 1) * columns]) for k in range(rows))


def enclosed(cells: Cells) -> bool:
    """Say whether some open cell can't reach a goal."""
    free = {(i, j) for i, j in places(cells) if cells[i][j] == OPEN}
    reached = {(i, j) for i, j in places(cells) if cells[i][j] not in {OPEN, WALL}}
    grown: set[tuple[int, int]] = set()
    while grown != reached:
        grown = set(reached)
        near = {(i + a, j + b) for i, j in reached for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0))}
        reached |= near & free
    return not free <= reached
