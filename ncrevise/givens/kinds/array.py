"""A vector or matrix: ``1 2; 3 4``, ``[[1, 2], [3, 4]]``, ``(1, 2)``."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ncrevise.errors import AnswerError
from ncrevise.givens.kinds import number
from ncrevise.maths.build import listed
from ncrevise.maths.tree import Matrix, Node, Num, column

if TYPE_CHECKING:
    from ncrevise.givens.declare import Given

LIFTED = True
MOST_CELLS = 2_500


def axes(given: Given) -> int:
    """Count the axes that are wanted."""
    return given.shape.count(",") + 1


def read(text: str, given: Given) -> tuple[Any, ...]:
    """Read an array with as many axes as the given has."""
    from ncrevise.answers import read_array
    from ncrevise.answers.stacks import slices

    if axes(given) == 3:
        matrix = replace(given, shape=given.shape.partition(",")[2])
        return alike(tuple(read(piece, matrix) for piece in slices(text)))
    reading = read_array(text, max_cells=MOST_CELLS)
    entries = [number.tidy(value, text) for value in reading.entries]
    if any(isinstance(entry, float) for entry in entries) and "/" not in text:
        entries = [float(entry) if isinstance(entry, Fraction) else entry for entry in entries]
    if axes(given) == 1:
        if len(reading.shape) == 2 and 1 not in reading.shape:
            rows, columns = reading.shape
            raise AnswerError(f"A vector is needed here, not a {rows}×{columns} matrix.")
        return tuple(entries)
    rows, columns = reading.shape if len(reading.shape) == 2 else (1, len(entries))
    if len(reading.shape) < 2 and reading.orientation == "column":
        rows, columns = columns, rows
    return tuple(tuple(entries[r * columns : (r + 1) * columns]) for r in range(rows))


def alike(matrices: tuple[Any, ...]) -> tuple[Any, ...]:
    """Refuse matrices of different shapes in one stack."""
    if not matrices:
        raise AnswerError("A stack of matrices is needed here, such as 1 2; 3 4 | 5 6; 7 8.")
    shapes = [(len(each), len(each[0])) for each in matrices]
    for k, shape in enumerate(shapes[1:], 2):
        if shape != shapes[0]:
            first, other = ("×".join(map(str, sides)) for sides in (shapes[0], shape))
            raise AnswerError(f"Matrix 1 is {first}, but matrix {k} is {other}.")
    return matrices


def coerce(value: object, given: Given) -> tuple[Any, ...]:
    """Take nested lists of numbers (or strings of fractions), or read a string."""
    if isinstance(value, str):
        return read(value, given)
    return rows_of(value, axes(given), given)


def rows_of(value: object, depth: int, given: Given) -> tuple[Any, ...]:
    """Take lists ``depth`` deep, every row as long as the first."""
    if not isinstance(value, list | tuple) or not value:
        raise AnswerError(f"{'A vector' if axes(given) == 1 else 'A matrix'} is needed here.")
    if depth == 1:
        return tuple(number.coerce(item, given) for item in value)
    rows = tuple(rows_of(item, depth - 1, given) for item in value)
    for k, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise AnswerError(
                f"Rows have different lengths: row 1 has {len(rows[0])}, "
                f"row {k + 1} has {len(row)}."
            )
    return rows


def write(value: tuple[Any, ...]) -> str:
    """Write rows with semicolons, matrices with bars between, to be typed again."""
    if isinstance(value[0], tuple) and isinstance(value[0][0], tuple):
        return " | ".join(map(write, value))
    if isinstance(value[0], tuple):
        return "[" + "; ".join(", ".join(map(str, row)) for row in value) + "]"
    return "[" + ", ".join(map(str, value)) + "]"


def show(value: tuple[Any, ...]) -> Node:
    """Show a matrix, a vector as a column, a stack as its matrices."""
    if isinstance(value[0], tuple) and isinstance(value[0][0], tuple):
        return listed(tuple(map(show, value)))
    if isinstance(value[0], tuple):
        return Matrix(tuple(tuple(Num(entry) for entry in row) for row in value))
    return column([Num(entry) for entry in value])
