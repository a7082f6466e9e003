"""A gridworld, row by row: ``. . +1; . # -1; . . .``.

``.`` is an open cell (so are ``_`` and ``S``, where an agent starts), ``#`` or ``x`` a wall,
and a number a goal. Rows end at semicolons or line ends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.errors import AnswerError
from ncrevise.exhibits.boards import board
from ncrevise.givens.kinds import number
from ncrevise.models.rl.gridworld import OPEN, WALL, Cells, is_goal

if TYPE_CHECKING:
    from ncrevise.document.figure import GridFigure
    from ncrevise.givens.declare import Given
    from ncrevise.maths.tree import Scalar

LIFTED = False
Grid: TypeAlias = Cells
HASHES = True  # a # between cells is a wall, no comment
WORDS = {".": OPEN, "_": OPEN, "s": OPEN, "#": WALL, "x": WALL}
MOST_SIDE = 12
LIKE = "A grid is written row by row, such as . . +1; . # -1; . . ."


def read(text: str, given: Given) -> Cells:
    """Read a grid."""
    rows = [line.split() for line in re.split(r"[;\n]", text) if line.strip()]
    return coerce(rows, given)


def coerce(value: object, given: Given) -> Cells:
    """Take rows of cells, or read a string."""
    if isinstance(value, str):
        return read(value, given)
    if not isinstance(value, list | tuple) or not all(isinstance(r, list | tuple) for r in value):
        raise AnswerError(LIKE)
    cells = tuple(tuple(cell(word, given) for word in row) for row in value)
    if not cells or max(len(cells), *map(len, cells)) > MOST_SIDE:
        raise AnswerError(f"From 1 to {MOST_SIDE} rows and columns are read. {LIKE}")
    for k, row in enumerate(cells):
        if len(row) != len(cells[0]):
            raise AnswerError(
                f"Rows have different lengths: row 1 has {len(cells[0])} cells, "
                f"row {k + 1} has {len(row)}."
            )
    flat = [word for row in cells for word in row]
    if OPEN not in flat or not any(map(is_goal, flat)):
        raise AnswerError(f"A grid needs an open cell and a goal. {LIKE}")
    return cells


def cell(word: object, given: Given) -> str | Scalar:
    """Read one cell."""
    if isinstance(word, str) and word.lower() in WORDS:
        return WORDS[word.lower()]
    try:
        return number.coerce(word, given)
    except AnswerError as error:
        raise AnswerError(
            f"{word!r} is no cell: a cell is . (open), # or x (wall) or the number of a goal."
        ) from error


def write(value: Cells) -> str:
    """Write it to be typed again; walls as ``x``, since ``#`` starts a comment in a file."""
    return "; ".join(" ".join("x" if word == WALL else str(word) for word in row) for row in value)


def show(value: Cells) -> GridFigure:
    """Show it as a board."""
    return board(value)
