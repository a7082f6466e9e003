"""What Python's signs stand for: ``a + b`` adds two values as ``add(a, b)`` does.

The operations are written over values, and ``ncrevise.tape`` tells values of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.tape.arithmetic import add, divide, negate, power, product, subtract, times
from ncrevise.tape.arrays import take, transpose

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.tape.value import Value

SIGNS: dict[str, Callable[..., Value]] = {
    "add": add,
    "divide": divide,
    "negate": negate,
    "power": power,
    "product": product,
    "subtract": subtract,
    "take": take,
    "times": times,
    "transpose": transpose,
}
