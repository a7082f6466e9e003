"""A whole number that counts or sizes something: a stride, a number of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError
from ncrevise.givens.kinds import number
from ncrevise.maths.tree import Node, Num

if TYPE_CHECKING:
    from ncrevise.givens.declare import Given
    from ncrevise.tape.value import Scalar

LIFTED = False


def read(text: str, given: Given) -> int:
    """Read a whole number."""
    return whole(number.read(text, given), text)


def coerce(value: object, given: Given) -> int:
    """Take a native whole number, or read a string."""
    return whole(number.coerce(value, given), value)


def whole(value: Scalar, typed: object) -> int:
    """Refuse what is not whole."""
    if value != int(value):
        raise AnswerError(f"A whole number is needed here, not {typed}.")
    return int(value)


def write(value: int) -> str:
    """Write it to be typed again."""
    return str(value)


def show(value: int) -> Node:
    """Show the number."""
    return Num(value)
