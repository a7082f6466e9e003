"""Domains: from where a number or word is drawn, written as a lecturer would say it.

===================  ==============================================================
``-4..9``            a whole number, zero among them
``-1..1 by 0.1``     a multiple of a tenth, but not zero
``… or 0``           zero as well
``1..S``             up to the length of an axis
``… except s``       but not what another given is
``0.1|0.25|1/3``     one of these; of words likewise, ``valid|full``
``0.5``              this one
===================  ==============================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.draw import Draw

NUMBER = r"-?\d+(?:\.\d+)?"
RANGE = re.compile(
    rf"({NUMBER}|[A-Za-z]\w*)\s*\.\.\s*({NUMBER}|[A-Za-z]\w*)"
    rf"(?:\s+by\s+(\d+(?:\.\d+)?))?(\s+or\s+0)?(?:\s+except\s+(\w+))?"
)
EXACT = re.compile(rf"({NUMBER})(?:/(\d+))?")
FINEST = 1e-6
LARGEST = 10**9


@dataclass(frozen=True, slots=True)
class Span:
    """Multiples of a step between two ends.

    Args:
        low: the least, a number or the name of an axis.
        high: the greatest, likewise.
        step: the step; None for whole numbers, among them zero.
        zero: whether zero may come.
        skip: the given whose value may not come.
    """

    low: float | str
    high: float | str
    step: float | None
    zero: bool
    skip: str = ""

    @property
    def bounds(self) -> tuple[float, ...]:
        """The ends that are numbers."""
        return tuple(end for end in (self.low, self.high) if not isinstance(end, str))

    def draw(self, d: Draw, known: Mapping[str, Any]) -> float:
        """Draw a number, knowing the lengths of axes and the givens drawn before."""
        low, high = (known[end] if isinstance(end, str) else end for end in (self.low, self.high))
        if self.step is None:
            skip = (known[self.skip],) if self.skip else ()
            if low > high or (low == high and low in skip):
                raise ValueError(f"between {low:g} and {high:g} no number is left to draw.")
            return d.integer(int(low), int(high), skip=skip)
        return d.number(low, high, self.step, zero=self.zero)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few numbers or words; of one, nothing is drawn."""

    items: tuple[Any, ...]

    @property
    def bounds(self) -> tuple[Any, ...]:
        """The numbers themselves."""
        return self.items

    def draw(self, d: Draw, known: Mapping[str, Any]) -> object:  # noqa: ARG002
        """Draw one of them."""
        return self.items[0] if len(self.items) == 1 else d.choice(self.items)


def numbers(text: str) -> Span | Choice:
    """Read a domain of numbers.

    Raises:
        ValueError: saying what is wrong with it.

    Example:
        ``numbers("-1..1 by 0.1 or 0")``
    """
    found = RANGE.fullmatch(text.strip())
    if not found:
        return Choice(tuple(exact(word.strip()) for word in text.split("|")))
    low, high = (end if end[0].isalpha() else number(end) for end in found.groups()[:2])
    step = None if found[3] is None else float(found[3])
    if step is not None and not FINEST <= step <= LARGEST:
        raise ValueError(f"{text!r}: a step lies between {FINEST:g} and {LARGEST:g}.")
    if step is None and found[4]:
        raise ValueError(f"{text!r}: zero is among whole numbers; “or 0” goes with “by”.")
    ends = [end for end in (low, high) if not isinstance(end, str)]
    if len(ends) == 2:
        refuse_empty(text, ends[0], ends[1], step or 1, zero=step is None or bool(found[4]))
    return Span(low, high, step, bool(found[4]), found[5] or "")


def refuse_empty(text: str, low: float, high: float, step: float, *, zero: bool) -> None:
    """Refuse a range without numbers in it, or with ends that no step meets."""
    if max(abs(low), abs(high)) > LARGEST:
        raise ValueError(f"{text!r} reaches beyond {LARGEST:g}.")
    ends = [end / step for end in (low, high)]
    if any(abs(end - round(end)) > FINEST for end in ends):
        raise ValueError(f"{text!r}: its ends are no multiples of {step:g}.")
    if low > high or (low == high == 0 and not zero):
        raise ValueError(f"{text!r} has no number in it.")


def number(text: str) -> float:
    """Read a number, whole ones as such."""
    return int(text) if "." not in text else float(text)


def exact(text: str) -> int | float | Fraction:
    """Read a number or fraction."""
    found = EXACT.fullmatch(text)
    if not found or found[2] == "0":
        raise ValueError(
            f"{text!r} is no number; a domain is like -4..9, -1..1 by 0.1 or 0, or 0.1|0.5."
        )
    return Fraction(int(found[1]), int(found[2])) if found[2] else number(found[1])
