"""Numbers by name: ``x = 1, w = 0.5``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.answers.spelling import name_tex
from ncrevise.errors import AnswerError
from ncrevise.givens.kinds import number
from ncrevise.givens.kinds.program import name_of
from ncrevise.maths import build, tex
from ncrevise.maths.tree import Node, Num, Op, Row, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ncrevise.givens.declare import Given

Numbers: TypeAlias = tuple[tuple[str, Scalar], ...]

LIFTED = False
MOST = 30


def read(text: str, given: Given) -> Numbers:
    """Read names with their numbers."""
    pieces = [piece for piece in re.split(r"[,;\n]", text.strip().strip("{}")) if piece.strip()]
    pairs = [piece.partition("=") for piece in pieces]
    for piece, (_, equals, _) in zip(pieces, pairs, strict=True):
        if not equals:
            raise AnswerError(f"{piece.strip()!r} is not of the form name = number.")
    return gathered(((name, number.read(typed, given)) for name, _, typed in pairs))


def gathered(pairs: Iterable[tuple[str, Scalar]]) -> Numbers:
    """Put names and numbers together, each name once."""
    found: dict[str, Scalar] = {}
    for typed, value in pairs:
        name = name_of(typed, "Among the numbers")
        if name in found:
            raise AnswerError(f"{name} is given twice.")
        found[name] = value
        if len(found) > MOST:
            raise AnswerError(f"At most {MOST} numbers by name.")
    return tuple(found.items())


def coerce(value: object, given: Given) -> Numbers:
    """Take a table of numbers, pairs, or a string."""
    if isinstance(value, str):
        return read(value, given)
    pairs = list(value.items()) if isinstance(value, dict) else value
    if not isinstance(pairs, list | tuple) or not all(map(is_pair, pairs)):
        raise AnswerError(f"Numbers by name are needed here, such as x = 1, not {value!r}.")
    return gathered((str(name), number.coerce(x, given)) for name, x in pairs)


def is_pair(item: object) -> bool:
    """Say whether something is a name and a number."""
    return isinstance(item, list | tuple) and len(item) == 2


def write(value: Numbers) -> str:
    """Write them to be typed again."""
    return ", ".join(f"{name} = {number.write(x)}" for name, x in value)


def show(value: Numbers) -> Node:
    """Show them in a row."""
    return build.listed(
        tuple(Row((tex.read(name_tex(name)), Op("="), Num(x))) for name, x in value)
    )
