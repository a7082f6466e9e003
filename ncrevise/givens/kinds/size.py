"""The size of an input: ``32x32x3`` (height, width, channels), ``28x28`` in grey, or ``784``."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from ncrevise.errors import AnswerError
from ncrevise.maths.build import multiply
from ncrevise.maths.tree import Node, Num

if TYPE_CHECKING:
    from ncrevise.givens.declare import Given

LIFTED = False
Size: TypeAlias = tuple[int, ...]
BETWEEN = re.compile(r"\s*[x×X*,]\s*|\s+")
MOST = 10**9


def read(text: str, given: Given) -> tuple[int, ...]:
    """Read one number, or two or three with × between them."""
    numbers = BETWEEN.split(text.strip().strip("[]()").strip())
    if not all(re.fullmatch("[0-9]{1,10}", number) for number in numbers):
        raise AnswerError(f"{text.strip()!r} is not a size. A size looks like 32x32x3 or 784.")
    return coerce([int(number) for number in numbers], given)


def coerce(value: object, given: Given) -> tuple[int, ...]:
    """Take a list of whole numbers, or read a string; a map of two sides has one channel."""
    if isinstance(value, str):
        return read(value, given)
    sides: tuple[Any, ...] = tuple(value) if isinstance(value, list | tuple) else (value,)
    if not 1 <= len(sides) <= 3 or any(type(side) is not int for side in sides):
        raise AnswerError("A size is height × width × channels, as in 32x32x3, or one number.")
    if min(sides) < 1:
        raise AnswerError("The sides of a size are 1 or more.")
    if math.prod(sides) > MOST:
        raise AnswerError("An input may have up to 10⁹ numbers.")
    return (*sides, 1) if len(sides) == 2 else sides


def write(value: tuple[int, ...]) -> str:
    """Write it to be typed again."""
    return "x".join(map(str, value))


def show(value: tuple[int, ...]) -> Node:
    """Show ``32 × 32 × 3``."""
    return multiply(*map(Num, value), sign="×")
