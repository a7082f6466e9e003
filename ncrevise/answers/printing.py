"""Trees and numbers as text that reads back as the same tree or number."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ncrevise.answers.limits import DECIMAL_EXPONENT, DIGITS
from ncrevise.answers.tree import Binary, Call, Constant, Name, Negative, Number, Percent, Tree

if TYPE_CHECKING:
    from ncrevise.answers.arithmetic import Real

_SUM, _PRODUCT, _UNARY, _POWER, _PERCENT, _ATOM = 10, 15, 20, 30, 40, 50
_STRENGTH = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "^": _POWER}
_SPACED = {"+": " + ", "-": " - "}


def to_text(tree: Tree) -> str:
    """Print a tree so that ``read_expression`` gives it back."""
    match tree:
        case Number(value):
            return decimal_text(value)
        case Constant(name) | Name(name):
            return name
        case Call(name, args):
            return f"{name}({', '.join(map(to_text, args))})"
        case Negative(body):
            return "-" + _within(body, _UNARY)
        case Percent(body):
            return _within(body, _PERCENT) + "%"
        case Binary("^", left, right):
            return _within(left, _PERCENT) + "^" + _within(right, _UNARY)
        case Binary(op, left, right):
            strength = _STRENGTH[op]
            sign = _SPACED.get(op, op)
            return _within(left, strength) + sign + _within(right, strength + 1)


def _strength(tree: Tree) -> int:
    match tree:
        case Binary(op):
            return _STRENGTH[op]
        case Negative():
            return _UNARY
        case Percent():
            return _PERCENT
        case Number(value) if value < 0 or not _terminates(value):
            return _SUM
        case _:
            return _ATOM


def _within(tree: Tree, least: int) -> str:
    text = to_text(tree)
    return text if _strength(tree) >= least else f"({text})"


def _terminates(value: Fraction) -> bool:
    """Whether the number has a finite decimal form."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def decimal_text(value: Fraction) -> str:
    """Write a number exactly: as a decimal when it has one, else as a fraction."""
    if not _terminates(value):
        return f"{value.numerator}/{value.denominator}"
    power = _last_place(value) if value else 0
    whole = abs(value.numerator) // value.denominator
    if len(str(whole).lstrip("0")) + max(0, -power) <= DIGITS:
        return _plain(value, max(0, -power))
    exponent = max(-DECIMAL_EXPONENT, min(DECIMAL_EXPONENT, power))
    shifted = value / Fraction(10) ** exponent
    return f"{_plain(shifted, max(0, exponent - power))}e{exponent}"


def _last_place(value: Fraction) -> int:
    """Return the power of ten of the last digit that is not zero."""
    power, top, bottom = 0, value.numerator, value.denominator
    while bottom != 1:
        scaled = Fraction(top * 10, bottom)
        top, bottom, power = scaled.numerator, scaled.denominator, power - 1
    while top % 10 == 0:
        top, power = top // 10, power + 1
    return power


def _plain(value: Fraction, places: int) -> str:
    digits = str(abs(value.numerator * 10**places // value.denominator))
    sign = "-" if value < 0 else ""
    if not places:
        return sign + digits
    digits = digits.rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def show_value(value: Real) -> str:
    """Write a number briefly for a "reads as" line, with ``~`` when it is rounded."""
    if isinstance(value, Fraction):
        exact = f"{value.numerator}/{value.denominator}"
        if value.denominator == 1:
            exact = str(value.numerator)
        elif value.denominator > 100 and _terminates(value):
            exact = decimal_text(value)
        if len(exact) <= DIGITS:
            return exact.replace("-", "−")
        value = float(value)
    return f"~{value:.6g}".replace("-", "−")
