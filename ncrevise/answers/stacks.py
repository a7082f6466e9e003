"""A stack of matrices: ``1 2; 3 4 | 5 6; 7 8``, three brackets deep, or an empty line between."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ncrevise.answers.limits import CELLS, CHARACTERS
from ncrevise.answers.reading import Reading, read_array
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Sequence

DEEP = re.compile(r"\s*[\[({]\s*[\[({]\s*[\[({]")
PARTED = re.compile(r"\||\n[ \t]*\n")
OPEN, CLOSE = "[({", "])}"


def read_stack(
    text: str,
    shape: Sequence[int],
    max_cells: int = CELLS,
    *,
    max_characters: int = CHARACTERS,
) -> Reading:
    """Read an answer of a shape of up to three axes.

    Args:
        text: what was typed or pasted.
        shape: the shape it must have.
        max_cells: how many entries it may have.
        max_characters: how long it may be.

    Raises:
        AnswerError: when it can't be read or has another shape.

    Example:
        ``read_stack("1 2; 3 4 | 5 6; 7 8", (2, 2, 2)).entries``
    """
    if len(shape) < 3:
        return read_array(text, shape, max_cells, max_characters=max_characters)
    pieces = slices(text)
    count, *sides = shape
    if len(pieces) == 1 and count > 1:  # all rows below one another
        flat = (count * sides[0], sides[1])
        return read_array(text, flat, max_cells, max_characters=max_characters)
    if len(pieces) != count:
        given = "one matrix" if len(pieces) == 1 else f"{len(pieces)} matrices"
        raise AnswerError(
            f"This needs {count} matrices of {sides[0]} rows of {sides[1]} numbers, with | "
            f"between them; you gave {given}."
        )
    read = [read_array(p, sides, max_cells, max_characters=max_characters) for p in pieces]
    return Reading(
        (count * sides[0], sides[1]),
        tuple(entry for each in read for entry in each.entries),
        None,
        tuple(typed for each in read for typed in each.typed),
        tuple(places for each in read for places in each.decimals),
    )


def slices(text: str) -> list[str]:
    """Part the matrices of a stack."""
    if not DEEP.match(text):
        return [piece for piece in PARTED.split(text.strip()) if piece.strip()]
    inner = text.strip()[1:]
    found, depth, start = [], 0, 0
    for k, char in enumerate(inner):
        if char in OPEN:
            start = k if depth == 0 else start
            depth += 1
        elif char in CLOSE:
            depth -= 1
            if depth < 0:
                break
            if depth == 0:
                found.append(inner[start : k + 1])
    return found
