"""A typed formula worked out over values, so that it spells and differentiates itself."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any

from ncrevise.answers.algebra import standard
from ncrevise.answers.fold import fold
from ncrevise.tape import NO_TAPE, Recorder, ops
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from ncrevise.answers import Tree

CONSTANTS = {"pi": (math.pi, r"\pi"), "e": (math.e, "e")}
FUNCTIONS: dict[str, Callable[..., Any]] = {
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


class Constants(dict[str, Tensor]):
    """π and e, put on a tape when they are met."""

    def __init__(self, tape: Recorder) -> None:
        super().__init__()
        self.tape = tape

    def __missing__(self, name: str) -> Tensor:
        """Take a constant as given, under its symbol."""
        self[name] = self.tape.given(name, *CONSTANTS[name])
        return self[name]


def work_out(tree: Tree, names: Mapping[str, Tensor], tape: Recorder = NO_TAPE) -> Tensor:
    """Work a formula out.

    Args:
        tree: a formula in standard form (see ``answers.algebra``), its functions smooth.
        names: the value of each variable.
        tape: where constants such as π get their symbols.
    """
    return fold(
        tree,
        number=number,
        names=names,
        functions=FUNCTIONS,
        operators=OPERATORS,
        constants=Constants(tape),
    )


def entries(w: Tensor) -> list[Tensor]:
    """List a point's coordinates; a point of one variable is a number."""
    return [ops.take(w, index=(k,)) for k in range(shape(w)[0])] if shape(w) else [w]


def value_at(f: Tree, names: Sequence[str], w: Tensor) -> Tensor:
    """Work a function out at a point, to be shown as ``f(w)``."""
    value = work_out(standard(f), dict(zip(names, entries(w), strict=True)))
    return ops.evaluated(value, w, function="f")


def gradient_at(trees: Sequence[Tree], names: Sequence[str], w: Tensor) -> Tensor:
    """Work a gradient out at a point, to be shown as ``∇f(w)``.

    Args:
        trees: the partial derivatives, in standard form.
        names: the variables, in the same order.
        w: the point, (n,), or a number.
    """
    where = dict(zip(names, entries(w), strict=True))
    slopes = [work_out(tree, where) for tree in trees]
    if not shape(w):
        return ops.evaluated(slopes[0], w, function="f'")
    return ops.evaluated(ops.stack(slopes), w, function=r"\nabla f")
