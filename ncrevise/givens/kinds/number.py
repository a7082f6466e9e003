"""A number: ``0.1``, ``1/3``, ``25%``, ``sqrt(2)``."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError
from ncrevise.maths.tree import Node, Num, Scalar

if TYPE_CHECKING:
    from ncrevise.givens.declare import Given

LIFTED = True


def read(text: str, given: Given) -> Scalar:
    """Read a number; a decimal becomes a float, a whole number or fraction stays exact."""
    from ncrevise.answers import read_number

    return within(tidy(read_number(text), text), given)


def tidy(value: Fraction | float, text: str) -> Scalar:
    """Give whole numbers as int, decimals as float, and typed fractions as they are."""
    if isinstance(value, Fraction):
        if value.denominator == 1 and "." not in text:
            return value.numerator
        if "/" in text:
            return value
        return float(value)
    return value


def coerce(value: object, given: Given) -> Scalar:
    """Take a native number, or read a string."""
    if isinstance(value, str):
        return read(value, given)
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
        raise AnswerError(f"A number is needed here, not {value!r}.")
    return within(value, given)


def within(value: Scalar, given: Given) -> Scalar:
    """Refuse what lies outside the limits."""
    if given.low is not None and value < given.low:
        raise AnswerError(f"It must be at least {given.low:g}, not {float(value):g}.")
    if given.high is not None and value > given.high:
        raise AnswerError(f"It must be at most {given.high:g}, not {float(value):g}.")
    return value


def write(value: Scalar) -> str:
    """Write it to be typed again."""
    return str(value)


def show(value: Scalar) -> Node:
    """Show the number."""
    return Num(value)
