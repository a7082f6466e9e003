"""Numbers inside something larger: a weight at an edge, a point of a curve."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError
from ncrevise.givens.kinds import number
from ncrevise.maths.text import write
from ncrevise.maths.tree import Num

if TYPE_CHECKING:
    from ncrevise.givens.declare import Given
    from ncrevise.maths.tree import Scalar

MOST = 10**9
LONGEST = 24
DIGITS = 18  # the most that are read of one number


def coerce(value: object, given: Given, where: str) -> Scalar:
    """Take a number, native or as text, that stands somewhere: ``"In a-b:x"``.

    Raises:
        AnswerError: with the place before the reason.
    """
    if isinstance(value, str) and len(value) > LONGEST:
        raise AnswerError(f"{where}: {value[:LONGEST]!r}… is too long for a number.")
    try:
        found = number.coerce(value, given)
    except AnswerError as error:
        raise AnswerError(f"{where}: {error}") from error
    if not -MOST <= found <= MOST:
        raise AnswerError(f"{where}: a number may be up to a thousand million in size.")
    return found


def unbounded(given: Given) -> Given:
    """Take away the limits, for numbers that are not the ones limited.

    >>> from ncrevise.givens.declare import Given
    >>> unbounded(Given("the loss", "curve", low=0)).low is None
    True
    """
    return replace(given, low=None, high=None)


def written(value: Scalar) -> str:
    """Write a number to be typed again, in powers of ten where it has many leading zeros.

    >>> written(0.25), written(0.00013669560267158743)
    ('0.25', '1.3669560267158743e-4')
    """
    text = number.write(value + 0)  # −0.0 is read as 0.0
    long = sum(map(str.isdecimal, text)) > DIGITS
    return f"{Decimal(text):e}" if long and isinstance(value, float) else text


def said(value: Scalar) -> str:
    """Write a number in a sentence.

    >>> said(-0.5)
    '−0.5'
    """
    return write(Num(value))
