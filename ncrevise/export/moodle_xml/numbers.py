"""Numbers and tolerances as Moodle reads them: plain decimals, absolute tolerances.

An answer is written as the question asks for it, rounded where it asks for rounding, since
Moodle shows it to students; its tolerance grows by what rounding took away.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor, log10
from typing import TYPE_CHECKING, NamedTuple

from ncrevise.tape.value import fits

if TYPE_CHECKING:
    from ncrevise.maths.tree import Scalar
    from ncrevise.question import Accept

EXACT_PLACES = 9  # of a number that is its own decimal
MOST_PLACES = 15  # of a number written without an exponent
FIGURES = 3  # of a tolerance
HALF = 0.51  # of the last place: what ends for ever is accepted rounded


class Written(NamedTuple):
    """A number that is accepted, and how far around it.

    Args:
        value: what Moodle reads.
        reach: its tolerance.
        text: the number as it is written.
        tolerance: the tolerance as it is written.
    """

    value: float
    reach: float
    text: str
    tolerance: str

    def holds(self, value: float) -> bool:
        """Say whether an answer is accepted."""
        return abs(value - self.value) <= self.reach

    def meets(self, other: Written) -> bool:
        """Say whether an answer may be accepted as either."""
        return abs(other.value - self.value) <= self.reach + other.reach


@lru_cache(maxsize=1 << 16, typed=True)
def written(value: Scalar, tolerance: float, accept: Accept, places: int) -> Written:
    """Write a number to be matched.

    Args:
        value: the number.
        tolerance: how far an answer may be from it.
        accept: the part's rule, which says how it is asked for.
        places: decimals for what no rule says, and no decimal is.
    """
    if isinstance(value, int) or is_decimal(value):
        text = shortest(value)
        return made(text, 0.0 if accept.rule == "exact" else tolerance)
    if accept.rule == "exact":
        tolerance = HALF * 10.0**-places
    text = rounded(float(value), decimals(float(value), tolerance, accept, places))
    return made(text, tolerance + abs(float(text) - float(value)))


def made(text: str, tolerance: float) -> Written:
    """Join a number and its tolerance, rounded up."""
    above = upwards(tolerance)
    return Written(float(text), float(above), text, above)


def is_decimal(value: float | Fraction) -> bool:
    """Say whether a few decimals are all there are."""
    return fits(float(value), EXACT_PLACES) and float(value) == round(float(value), EXACT_PLACES)


def decimals(value: float, tolerance: float, accept: Accept, places: int) -> int:
    """Choose how many decimals are written."""
    if accept.rule == "places":
        return int(accept.amount)
    if accept.rule == "figures":
        return int(accept.amount) - 1 - floor(log10(max(abs(value), 1e-300)))
    if accept.rule == "relative":
        return 1 - floor(log10(tolerance))
    return places


def rounded(value: float, places: int) -> str:
    """Write a number to so many decimals, zeros and all; a tiny one with an exponent."""
    if places > MOST_PLACES:
        return f"{value:.{max(0, places + floor(log10(abs(value))))}e}"
    return unsigned_zero(f"{round(value, places):.{max(0, places)}f}")


def shortest(value: Scalar) -> str:
    """Write a number as it is."""
    if isinstance(value, int):
        return str(value)
    text = f"{float(value):.{EXACT_PLACES}f}"
    return unsigned_zero(text.rstrip("0").rstrip("."))


def unsigned_zero(text: str) -> str:
    """Take the sign off a zero."""
    return text.lstrip("-") if not text.strip("-0.") else text


def upwards(tolerance: float) -> str:
    """Write a tolerance to a few figures, never less than it is."""
    if tolerance <= 0:
        return "0"
    unit = Decimal(1).scaleb(floor(log10(tolerance)) + 1 - FIGURES)
    above = Decimal(tolerance).quantize(unit, ROUND_CEILING)
    return f"{above:f}".rstrip("0").rstrip(".") if unit < 1 else f"{above:f}"
