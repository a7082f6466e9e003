"""Fifty-digit arithmetic over a tree, to tell two irrational values apart."""

from __future__ import annotations

from decimal import Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from typing import TYPE_CHECKING

from ncrevise.answers.fold import fold
from ncrevise.answers.limits import ARGUMENT, EXPONENT
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from ncrevise.answers.tree import Tree

_C = Context(prec=50, Emax=10**6, Emin=-(10**6), traps=[InvalidOperation, DivisionByZero, Overflow])
_ONE, _TWO, _ZERO = Decimal(1), Decimal(2), Decimal(0)
_PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")
_E = _C.exp(_ONE)
_LN2 = _C.ln(_TWO)
_WIDEST = 3 * ARGUMENT  # tanh and cos ask for a little more
_SMALLEST = Decimal("1e-52")
_NOISE = Decimal("1e-40")  # a difference this small beside its terms is rounding


class Precise:
    """A walk over trees that remembers the largest term it met, to judge rounding by."""

    def __init__(self) -> None:
        self.largest = _ZERO

    def evaluate(self, tree: Tree, env: Mapping[str, Fraction]) -> Decimal:
        """Work a tree out to about fifty digits.

        Raises:
            AnswerError: outside its domain, or where it becomes too large.
        """
        names = {name: _decimal(value) for name, value in env.items()}
        constants = {"pi": _PI, "e": _E}
        try:
            value = fold(
                tree,
                number=_decimal,
                names=names,
                functions=_FUNCTIONS,
                operators=self.operators(),
                constants=constants,
            )
        except DecimalException:
            raise AnswerError("This is no finite number.") from None
        if not value.is_finite():  # 0^-1 raises no flag
            raise AnswerError("This is no finite number.")
        return value

    def operators(self) -> dict[str, Callable[..., Decimal]]:
        """Return fifty-digit operators that note the size of every term of a sum."""
        return {
            "+": self.sum,
            "-": lambda left, right: self.sum(left, _C.minus(right)),
            "*": _C.multiply,
            "/": _C.divide,
            "^": _power,
            "negative": _C.minus,
            "percent": lambda value: _C.divide(value, 100),
        }

    def sum(self, left: Decimal, right: Decimal) -> Decimal:
        """Add, calling what only rounding leaves over zero."""
        self.largest = max(self.largest, _C.abs(left), _C.abs(right))
        return _sum(left, right)


def _decimal(value: Fraction) -> Decimal:
    return _C.divide(Decimal(value.numerator), Decimal(value.denominator))


def _sum(left: Decimal, right: Decimal) -> Decimal:
    total = _C.add(left, right)
    terms = max(_C.abs(left), _C.abs(right))
    return _ZERO if _C.abs(total) <= _C.multiply(_NOISE, terms) else total


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    whole = exponent.to_integral_value()
    if abs(_C.subtract(exponent, whole)) < _NOISE:
        exponent = whole
    if abs(exponent) > EXPONENT or (base < 0 and exponent != whole):
        raise AnswerError("This power is too large or not real.")
    return _ONE if exponent == 0 else _C.power(base, exponent)


def _exp(value: Decimal) -> Decimal:
    if abs(value) > _WIDEST:
        raise AnswerError("This argument is too large.")
    return _C.exp(value)


def _sin(value: Decimal) -> Decimal:
    """Take whole turns away, sum the series of a ninth of the angle, and triple it twice."""
    if abs(value) > _WIDEST:
        raise AnswerError("This argument is too large.")
    angle = _C.remainder_near(value, _C.multiply(_TWO, _PI))
    term = total = _C.divide(angle, 9)
    square, k = _C.minus(_C.multiply(total, total)), 1
    while term.copy_abs() > _SMALLEST:
        k += 2
        term = _C.divide(_C.multiply(term, square), k * (k - 1))
        total = _C.add(total, term)
    for _ in range(2):
        cube = _C.multiply(_C.multiply(total, total), total)
        total = _C.subtract(_C.multiply(total, 3), _C.multiply(cube, 4))
    return _ZERO if total.copy_abs() < _NOISE else total


def _cos(value: Decimal) -> Decimal:
    return _sin(_C.add(value, _C.divide(_PI, _TWO)))


def _logarithm(function: Callable[[Decimal], Decimal]) -> Callable[[Decimal], Decimal]:
    def apply(value: Decimal) -> Decimal:
        if value <= 0:
            raise AnswerError("A logarithm needs a number greater than zero.")
        return function(value)

    return apply


def _sigmoid(value: Decimal) -> Decimal:
    return _C.divide(_ONE, _C.add(_ONE, _exp(_C.minus(value))))


def _tanh(value: Decimal) -> Decimal:
    return _sum(_C.multiply(_TWO, _sigmoid(_C.multiply(_TWO, value))), -_ONE)


_FUNCTIONS: dict[str, Callable[..., Decimal]] = {
    "sqrt": _C.sqrt,
    "exp": _exp,
    "ln": _logarithm(_C.ln),
    "log2": _logarithm(lambda value: _C.divide(_C.ln(value), _LN2)),
    "log10": _logarithm(_C.log10),
    "sin": _sin,
    "cos": _cos,
    "tan": lambda value: _C.divide(_sin(value), _cos(value)),
    "tanh": _tanh,
    "sigmoid": _sigmoid,
    "abs": _C.abs,
    "relu": lambda value: max(value, _ZERO),
    "max": lambda *values: max(values),
    "min": lambda *values: min(values),
}
