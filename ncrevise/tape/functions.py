"""Sine and cosine, and functions that a question defines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.maths import build, tex
from ncrevise.tape.arithmetic import real, times
from ncrevise.tape.primitive import Primitive

if TYPE_CHECKING:
    from ncrevise.maths.tree import Node
    from ncrevise.tape.primitive import At, Error
    from ncrevise.tape.value import Index, Tensor, Value


def sine_gradient(g: Tensor, _y: Tensor, x: Tensor) -> Tensor:
    """Pull a gradient back through a sine."""
    return times(g, cos(x))


def cosine_gradient(g: Tensor, _y: Tensor, x: Tensor) -> Tensor:
    """Pull a gradient back through a cosine."""
    return -times(g, sin(x))


sin = Primitive(
    "sin",
    lambda x: math.sin(x) if not isinstance(x, np.ndarray) else np.sin(real(x)),
    (sine_gradient,),
    lambda x: build.call("sin", x),
    rational=False,
)

cos = Primitive(
    "cos",
    lambda x: math.cos(x) if not isinstance(x, np.ndarray) else np.cos(real(x)),
    (cosine_gradient,),
    lambda x: build.call("cos", x),
    rational=False,
)


def named_call(_value: Node, *arguments: Node, function: str) -> Node:
    """Spell a value by the name of its function."""
    return build.call(tex.read(function), *arguments)


def formula_entry(index: Index, at: At, *_args: Value, function: str) -> Node:  # noqa: ARG001
    """Spell an entry by its formula."""
    return at(0, index)


def kept_error(_value: Value, errors: list[Error]) -> Error:
    """Keep the error of the formula, which counts those of the arguments."""
    return errors[0]


# ``evaluated(formula, *points, function="f")`` is ``f(w)`` in symbols and its formula in numbers.
evaluated = Primitive(
    "evaluated",
    lambda value, *_points, function: value,  # noqa: ARG005
    (lambda g, *_, **__: g,),
    named_call,
    formula_entry,
    error=kept_error,
)
