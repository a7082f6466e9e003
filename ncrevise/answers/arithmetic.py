"""Checked arithmetic: exact while it can be, finite always, and never large."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.answers.limits import BITS, EXPONENT
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Callable

Real: TypeAlias = Fraction | float

_TOO_LARGE = "This becomes too large or too small to work with: check it."


def bits(value: Fraction) -> int:
    """Return the length of the numerator or denominator, whichever is longer."""
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def checked(value: Real) -> Real:
    """Return ``value`` when it is finite and small enough to go on with.

    Raises:
        AnswerError: otherwise.
    """
    if isinstance(value, Fraction):
        if bits(value) > BITS:
            raise AnswerError(_TOO_LARGE)
    elif not math.isfinite(value):
        raise AnswerError(_TOO_LARGE)
    return value


def root(value: Fraction) -> Fraction | None:
    """Return the exact square root of a number, or None when it is irrational."""
    top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
    exact = Fraction(top, bottom)
    return exact if exact * exact == value else None


def _divide(left: Real, right: Real) -> Real:
    if right == 0:
        raise AnswerError("This divides by zero.")
    try:
        return checked(left / right)
    except OverflowError:
        raise AnswerError(_TOO_LARGE) from None


def _power(base: Real, exponent: Real) -> Real:
    if not -EXPONENT <= exponent <= EXPONENT:
        message = (
            f"The exponent must be between -{EXPONENT} and {EXPONENT}; exp(x) reaches further."
        )
        raise AnswerError(message)
    if base == 0 and exponent < 0:
        raise AnswerError("Zero to a negative power divides by zero.")
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        return _whole_power(base, int(exponent))
    if base < 0:
        raise AnswerError("A negative number to a broken power is not a real number.")
    return _broken_power(base, exponent)


def _whole_power(base: Real, exponent: int) -> Real:
    # Checked before the work: |exponent| times the bits bounds the bits of the result.
    if isinstance(base, Fraction) and abs(exponent) * (bits(base) - 1) > BITS:
        raise AnswerError(_TOO_LARGE)
    try:
        return checked(base**exponent)
    except OverflowError:
        raise AnswerError(_TOO_LARGE) from None


def _broken_power(base: Real, exponent: Real) -> Real:
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 2:
        exact = root(base)
        if exact is not None:
            return _whole_power(exact, exponent.numerator)
    try:
        return checked(float(base) ** float(exponent))
    except OverflowError:
        raise AnswerError(_TOO_LARGE) from None


CHECKED: dict[str, Callable[..., Real]] = {
    "+": lambda left, right: checked(left + right),
    "-": lambda left, right: checked(left - right),
    "*": lambda left, right: checked(left * right),
    "/": _divide,
    "^": _power,
    "negative": lambda value: -value,
    "percent": lambda value: checked(value / 100),
}
