"""The functions an answer may use, exact where they can be. ``log`` is natural, as in the notes."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from ncrevise.answers.arithmetic import Real, checked, root
from ncrevise.answers.limits import ARGUMENT
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Callable

# What an irrational function gives exactly, by argument.
_EXACT = {
    "exp": (0, Fraction(1)),
    "sin": (0, Fraction(0)),
    "cos": (0, Fraction(1)),
    "tan": (0, Fraction(0)),
    "tanh": (0, Fraction(0)),
    "sigmoid": (0, Fraction(1, 2)),
}


def _bounded(name: str, function: Callable[[float], float]) -> Callable[[Real], Real]:
    point, there = _EXACT[name]

    def apply(value: Real) -> Real:
        if value == point and isinstance(value, Fraction):
            return there
        if not -ARGUMENT <= value <= ARGUMENT:
            raise AnswerError(f"The argument of {name} must be between -10^6 and 10^6.")
        try:
            return checked(function(float(value)))
        except OverflowError:
            raise AnswerError(f"This {name} is too large a number: check it.") from None

    return apply


def _sigmoid(value: float) -> float:
    small = math.exp(-abs(value))
    return 1 / (1 + small) if value >= 0 else small / (1 + small)


def _sqrt(value: Real) -> Real:
    if value < 0:
        raise AnswerError("The square root of a negative number is not a real number.")
    exact = root(value) if isinstance(value, Fraction) else None
    return math.sqrt(value) if exact is None else exact


def _logarithm(name: str, base: int, function: Callable[[float], float]) -> Callable[[Real], Real]:
    def apply(value: Real) -> Real:
        if value <= 0:
            raise AnswerError(f"{name} needs a number greater than zero.")
        rounded = round(function(float(value))) if float(value) > 0 else 0
        if isinstance(value, Fraction) and Fraction(base) ** rounded == value:
            return Fraction(rounded)
        return function(float(value))

    return apply


def _ln(value: Real) -> Real:
    if value <= 0:
        raise AnswerError("ln needs a number greater than zero.")
    if isinstance(value, Fraction) and value == 1:
        return Fraction(0)
    return math.log(value)


FUNCTIONS: dict[str, Callable[..., Real]] = {
    "sqrt": _sqrt,
    "ln": _ln,
    "log2": _logarithm("log2", 2, math.log2),
    "log10": _logarithm("log10", 10, math.log10),
    "exp": _bounded("exp", math.exp),
    "sin": _bounded("sin", math.sin),
    "cos": _bounded("cos", math.cos),
    "tan": _bounded("tan", math.tan),
    "tanh": _bounded("tanh", math.tanh),
    "sigmoid": _bounded("sigmoid", _sigmoid),
    "abs": abs,
    "relu": lambda value: max(value, Fraction(0)),
    "max": lambda *values: max(values),
    "min": lambda *values: min(values),
}
