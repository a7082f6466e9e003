"""A typed formula worked out over values, so that it spells and differentiates itself."""

from __future__ import annotations

import math
import operator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ncrevise.answers.algebra import standard
from ncrevise.answers.fold import fold
from ncrevise.answers.tree import Constant, Tree, walk
from ncrevise.tape import NO_TAPE, Recorder, Tensor, ops

if TYPE_CHECKING:
    from collections.abc import Mapping

CONSTANTS = {"pi": (math.pi, r"\pi"), "e": (math.e, "e")}
FUNCTIONS = {
    "exp": ops.exp,
    "ln": ops.log,
    "sqrt": ops.sqrt,
    "sin": ops.sin,
    "cos": ops.cos,
    "tan": lambda x: ops.divide(ops.sin(x), ops.cos(x)),
    "tanh": ops.tanh,
    "sigmoid": ops.sigmoid,
}


def whole_power(base: Tensor, exponent: int) -> Tensor:
    """Raise to a whole power; a negative one goes below a line."""
    if exponent < 0:
        return ops.divide(1, whole_power(base, -exponent))
    return base if exponent == 1 else ops.power(base, exponent=exponent)


OPERATORS: dict[str, Any] = {
    "+": operator.add,
    "-": operator.sub,
    "*": ops.times,
    "/": ops.divide,
    "^": whole_power,
    "negative": operator.neg,
    "percent": lambda value: ops.divide(value, 100),
}


def number(value: Fraction) -> int | float:
    """Take a typed number: whole, or the decimal it was."""
    return value.numerator if value.denominator == 1 else float(value)


def work_out(tree: Tree, names: Mapping[str, Tensor], tape: Recorder = NO_TAPE) -> Tensor:
    """Work a formula out.

    Args:
        tree: a formula whose functions are smooth.
        names: the value of each variable.
        tape: where constants such as π get their symbols.
    """
    used = {node.name for node in walk(tree) if isinstance(node, Constant)}
    return fold(
        standard(tree),
        number=number,
        names=names,
        functions=FUNCTIONS,
        operators=OPERATORS,
        constants={name: tape.given(name, *CONSTANTS[name]) for name in sorted(used)},
    )
