"""Numbers, vectors and matrices as an answer, with how they were typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.answers.layout import lay_out, strip_transpose
from ncrevise.answers.lexer import lex
from ncrevise.answers.limits import CELLS, CHARACTERS, check_length, pointing_into
from ncrevise.answers.parser import parse
from ncrevise.answers.printing import show_value
from ncrevise.answers.shape import fit, refuse_ragged
from ncrevise.answers.tree import decimals_of
from ncrevise.answers.values import evaluate
from ncrevise.answers.vocabulary import Vocabulary
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.answers.arithmetic import Real
    from ncrevise.answers.lexer import Token

Cell = tuple["Real", str, "int | None"]
_NOTHING = Vocabulary()


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer was read as.

    Attributes:
        shape: ``()``, ``(n,)`` or ``(rows, columns)``; the wanted one when there was one.
        entries: the values, row by row.
        orientation: ``row`` or ``column`` for a vector as typed, else None.
        typed: the text of each entry.
        decimals: how many decimals each entry was typed with, or None (``3/4``).
    """

    shape: tuple[int, ...]
    entries: tuple[Real, ...]
    orientation: str | None
    typed: tuple[str, ...]
    decimals: tuple[int | None, ...]

    @property
    def echo(self) -> str:
        """Return the "reads as" line, such as ``2×2:  1  2 ; 3  4``."""
        shown = [show_value(entry) for entry in self.entries]
        if self.orientation:
            between = "  " if self.orientation == "row" else " ; "
            return f"{self.orientation} of {len(shown)}:  {between.join(shown)}"
        if len(shown) == 1:
            return shown[0]
        rows, columns = self.shape
        lines = ["  ".join(shown[row * columns :][:columns]) for row in range(rows)]
        return f"{rows}×{columns}:  {' ; '.join(lines)}"


def read_number(text: str, *, max_characters: int = CHARACTERS) -> Real:
    """Read one number: exact, unless it is irrational.

    Raises:
        AnswerError: when ``text`` is anything else.
    """
    return read_array(text, (), max_characters=max_characters).entries[0]


def read_array(
    text: str,
    shape: Sequence[int] | None = None,
    max_cells: int = CELLS,
    *,
    max_characters: int = CHARACTERS,
) -> Reading:
    """Read a number, vector or matrix in any of the usual notations.

    Args:
        text: what was typed or pasted.
        shape: the shape it must have; a vector may then be a row or a column.
        max_cells: how many entries it may have.
        max_characters: how long it may be.

    Raises:
        AnswerError: when it can't be read or has another shape.
    """
    check_length(text, max_characters)
    wanted = None if shape is None else tuple(shape)
    with pointing_into(text):
        tokens, transposed = strip_transpose(lex(text, max_characters // 2))
        grid = lay_out(_NOTHING.resolve(tokens), spaces=wanted != ())
        count = sum(map(len, grid.rows))
        if count > max_cells:
            raise AnswerError(f"That is {count} numbers: type at most {max_cells}.")
        if wanted == ():
            _refuse_commas(text, tokens, count)
        refuse_ragged(grid.rows)
        rows = [[_cell(text, cell) for cell in row] for row in grid.rows]
        rows = [list(column) for column in zip(*rows, strict=True)] if transposed else rows
        found = (len(rows), len(rows[0]))
        final = fit(found, wanted, text) if wanted is not None else _shape(found, grid.listed)
    entries, typed, decimals = zip(*(cell for row in rows for cell in row), strict=True)
    return Reading(final, entries, _orientation(found), typed, decimals)


def _cell(text: str, tokens: Sequence[Token]) -> Cell:
    tree = parse(tokens)
    typed = text[tokens[0].start : tokens[-1].end]
    return evaluate(tree), typed, decimals_of(tree)


def _shape(found: tuple[int, int], listed: bool) -> tuple[int, ...]:
    if found == (1, 1):
        return (1,) if listed else ()
    return (max(found),) if 1 in found else found


def _orientation(found: tuple[int, int]) -> str | None:
    rows, columns = found
    if (rows == 1) == (columns == 1):
        return None
    return "row" if rows == 1 else "column"


def _refuse_commas(text: str, tokens: Sequence[Token], count: int) -> None:
    """Explain ``3,14`` and ``81,930`` where one number is wanted."""
    if count == 1:
        return
    numbers, commas = tokens[::2], tokens[1::2]
    plain = all(token.kind == "number" and token.text.isdigit() for token in numbers[:-1])
    last = numbers[-1]
    tight = not any(token.spaced for token in tokens[1:])
    if not (plain and tight and last.kind == "number" and {c.text for c in commas} == {","}):
        return
    whole, *groups = (token.text for token in numbers)
    here = tokens[1].start
    digits = "".join((whole, *groups))[:24]
    if all(len(group.split(".")[0]) == 3 for group in groups) and 0 < len(whole) <= 3:
        decimal = f" (or {whole}.{groups[0]} if the comma is a decimal one)"
        message = f"Write {digits} without the comma{decimal if len(groups) == 1 else ''}."
        raise AnswerError(message, text, here)
    if len(groups) == 1 and groups[0].isdigit():
        raise AnswerError(f"Write {whole}.{groups[0]} with a point, not a comma.", text, here)
