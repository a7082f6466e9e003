"""How a number is written: digits, sign and brackets.

Everything about a printed numeral that depends on its value is decided here, so that the
tree around it is the same for every variant of a question.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from ncrevise.maths.tree import Bind, Context, Digits, Fence, Frac, Node, Num, Op, Row, Scalar, Slot

MINUS = "−"
GROUP = "\u202f"  # narrow no-break space between groups of three digits
LARGEST_PLAIN = 1e12
SMALLEST_PLAIN = 1e-6
BRACKETED = frozenset({Context.FACTOR, Context.BASE})
EXACT_PLACES = 9


@lru_cache(maxsize=65_536, typed=True)  # an int 7 shows no decimals, a float 7.0 does
def magnitude(value: Scalar, places: int | None = None) -> str:
    """Write ``|value|`` in digits: grouped by threes from five digits on.

    Args:
        value: the number; a ``Fraction`` only with ``places``.
        places: decimals to keep, zeros and all, or None for the shortest exact form.
    """
    size = -value if value < 0 else value
    if isinstance(size, int):
        return group(str(size))
    if places is not None:
        return group(f"{float(size):.{places}f}")
    text = f"{round(float(size), EXACT_PLACES):.{EXACT_PLACES}f}".rstrip("0").rstrip(".")
    return group(text)


def group(text: str) -> str:
    """Set thin spaces between groups of three digits before the point, from five on."""
    whole, point, rest = text.partition(".")
    if len(whole) < 5:
        return text
    head = len(whole) % 3 or 3
    parts = [whole[:head], *(whole[k : k + 3] for k in range(head, len(whole), 3))]
    return GROUP.join(parts) + point + rest


def is_negative(value: Scalar, places: int | None = None) -> bool:
    """Say whether a minus sign is printed: not for what rounds to zero."""
    if value >= 0:
        return False
    return places is None or isinstance(value, int) or round(float(value), places) != 0


def is_scientific(value: Scalar, places: int | None) -> bool:
    """Say whether powers of ten are needed to show the number at all."""
    if isinstance(value, int | Fraction) or value == 0:
        return False
    return abs(value) >= LARGEST_PLAIN or (places is None and abs(value) < SMALLEST_PLAIN)


def unsigned(value: Scalar, places: int | None) -> Node:
    """Spell ``|value|``."""
    if isinstance(value, Fraction) and places is None:
        size = abs(value)
        if size.denominator == 1:
            return Digits(magnitude(size.numerator))
        return Frac(Digits(magnitude(size.numerator)), Digits(magnitude(size.denominator)))
    if is_scientific(value, places):
        mantissa, exponent = f"{abs(float(value)):.3e}".split("e")
        return power_of_ten(mantissa, int(exponent))
    return Digits(magnitude(value, places))


def power_of_ten(mantissa: str, exponent: int) -> Node:
    """Spell ``2.5 · 10^−7``."""
    from ncrevise.maths.tree import Script

    digits = mantissa.rstrip("0").rstrip(".")
    sign: tuple[Node, ...] = (Op(MINUS, "prefix"),) if exponent < 0 else ()
    raised = Script(Digits("10"), sup=Row((*sign, Digits(str(abs(exponent)))), Bind.PREFIX))
    return Row((Digits(digits), Op("·"), raised), Bind.PRODUCT)


def spell(num: Num) -> Node:
    """Turn a number into digits, sign and brackets, as its context asks."""
    value, places, context = num.value, num.places, num.context
    if isinstance(value, Slot):
        raise TypeError("a slot has no digits until it is filled")
    size = unsigned(value, places)
    negative = is_negative(value, places)
    if context is Context.TERM:
        return Row((Op(MINUS if negative else "+"), size))
    if context is Context.BASE and not (isinstance(size, Digits) or negative):
        return Fence("(", size, ")")
    if not negative:
        return size
    signed = Row((Op(MINUS, "prefix"), size), Bind.PREFIX)
    return Fence("(", signed, ")") if context in BRACKETED else signed
