"""Shapes of answers: whether one fits, and a sentence when it doesn't."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.answers.lexer import Token


def refuse_ragged(rows: Sequence[Sequence[Sequence[Token]]]) -> None:
    """Refuse rows of different lengths.

    Raises:
        AnswerError: naming the first row that differs from row 1.
    """
    first = len(rows[0])
    for index, row in enumerate(rows[1:], 2):
        if len(row) != first:
            message = f"Rows have different lengths: row 1 has {first}, row {index} has {len(row)}."
            raise AnswerError(message, "", row[0][0].start)


def fit(found: tuple[int, int], wanted: tuple[int, ...], text: str) -> tuple[int, ...]:
    """Return ``wanted`` when an answer of ``found`` rows and columns can have that shape.

    Raises:
        AnswerError: when it can't.
    """
    sides = wanted if len(wanted) == 2 else (1, *wanted, 1)[:2]
    vector = 1 in sides and 1 in found and max(sides) == max(found)
    if found == sides or vector:
        return wanted
    message = f"This needs {_wanted(wanted)}; you gave {_given(found)}{_hint(found, sides, text)}."
    raise AnswerError(message)


def _hint(found: tuple[int, int], sides: Sequence[int], text: str) -> str:
    rows, columns = sides
    if 1 in found and rows > 1 and max(found) == rows * columns:
        return ". Put ; between rows"
    if max(found) > max(sides) and re.search(r"\d,\d", text):
        return ". Write decimals with a point, like 3.14"
    return ""


def _numbers(count: int) -> str:
    return "one number" if count == 1 else f"{count} numbers"


def _wanted(shape: tuple[int, ...]) -> str:
    if len(shape) < 2 or 1 in shape:
        return _numbers(max(shape, default=1))
    return f"{shape[0]} rows of {shape[1]} numbers"


def _given(found: tuple[int, int]) -> str:
    rows, columns = found
    if rows == 1:
        return _numbers(columns)
    return f"{rows} rows of {_numbers(columns)}"
