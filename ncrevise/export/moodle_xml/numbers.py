"""Numbers and tolerances as Moodle reads them: plain decimals, absolute tolerances.

An answer is written as the question asks for it, rounded where it asks for rounding, since
Moodle shows it to students. The number in full comes after it, so that what is accepted is
what ncrevise accepts.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ncrevise.maths.tree import Scalar
    from ncrevise.question import Accept

EXACT_PLACES = 9  # of a number that is its own decimal
MOST_PLACES = 15  # of a number written without an exponent
HALF = 0.51  # of the last place: what never ends is accepted rounded
FIGURES = 3  # of a tolerance
SMALLEST_PLAIN = 1e-6  # of a tolerance written without an exponent
NEGLIGIBLE = 0.005  # of a tolerance: as good as nothing
WIDTH = 12  # characters of a box
FLOAT_NOISE = 1e-11  # of a number
UNIT_NOISE = 1e-7  # of the last figure of a tolerance
SMALLEST = 1e-300  # whose logarithm is taken


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
def accepted(value: Scalar, tolerance: float, accept: Accept, places: int) -> tuple[Written, ...]:
    """Write a number to be matched: as it is shown, and in full where that is not all of it.

    Args:
        value: the number.
        tolerance: how far an answer may be from it.
        accept: the part's rule, which says how it is asked for.
        places: decimals for what never ends and is asked for exactly.

    Returns:
        Numbers that accept together what is within the tolerance; the last does so alone.
    """
    exact = accept.rule == "exact"
    shown = EXACT_PLACES if exact else decimals(float(value), tolerance, accept)
    if isinstance(value, int) or is_all(float(value), max(0, shown)):
        return (made(shortest(value), 0.0 if exact else tolerance),)
    if exact:
        tolerance, shown = max(tolerance, HALF * 10.0**-places), places
    text = rounded(float(value), shown)
    whole = rounded(float(value), FIGURES - 1 - floor(log10(tolerance)))
    off, noise = (abs(float(each) - float(value)) for each in (text, whole))
    if off < NEGLIGIBLE * tolerance:
        return (made(text, tolerance + off),)
    return made(text, max(0.0, tolerance - off)), made(whole, tolerance + noise)


def is_all(value: float, places: int) -> bool:
    """Say whether so many decimals are all there are, but for float noise."""
    return abs(value - round(value, places)) <= FLOAT_NOISE * abs(value)


def brief(number: Written) -> Written:
    """Write a number that is too long for a box with an exponent, and accept as much more."""
    if len(number.text) <= WIDTH:
        return number
    text = f"{number.value:.4e}"
    return made(text, number.reach + abs(float(text) - number.value))


def made(text: str, tolerance: float) -> Written:
    """Join a number and its tolerance, rounded up."""
    above = upwards(tolerance)
    return Written(float(text), float(above), text, above)


def decimals(value: float, tolerance: float, accept: Accept) -> int:
    """Choose how many decimals are shown; fewer than none are zeros before the point."""
    if accept.rule == "places":
        return int(accept.amount)
    if accept.rule == "figures":
        return int(accept.amount) - 1 - floor(log10(max(abs(value), SMALLEST)))
    return 1 - floor(log10(max(tolerance, SMALLEST)))


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
    """Write a tolerance to a few figures, never less than it is but for float noise."""
    if tolerance <= 0:
        return "0"
    unit = 10.0 ** (floor(log10(tolerance)) + 1 - FIGURES)
    above = ceil(tolerance / unit - UNIT_NOISE) * unit
    if above < SMALLEST_PLAIN:
        mantissa, exponent = f"{above:.{FIGURES - 1}e}".split("e")
        return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"
    text = f"{above:.{max(0, FIGURES - 1 - floor(log10(tolerance)))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
