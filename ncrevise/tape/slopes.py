"""Derivatives of activations: named ``σ′(z)``, worked out from the output, ``y (1 − y)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ncrevise.maths import build
from ncrevise.maths.tree import Digits, Id, Node, Op, Row
from ncrevise.tape.arithmetic import TWO, times
from ncrevise.tape.primitive import Primitive, Slip
from ncrevise.tape.value import Index, Tensor, Value, mask, shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.tape.value import Data

UNIT = Digits("1")  # stays in a sum, where build.ONE would too, and is never a factor


def slope(op: Primitive, z: Tensor, y: Tensor) -> Tensor:
    """Apply a derivative to an input ``z`` and its output ``y``."""
    return op(z, y, sign="⊙" if shape(z) else "")


def derivative(name: str, z: Node) -> Node:
    """Spell a derivative of an activation, ``σ′(z)``."""
    return build.call(Row((Id(name), Op("′", "postfix"))), z)


def named(name: str) -> Callable[..., Node]:
    """Spell a derivative by its name."""
    return lambda z, *_y, **_: derivative(name, z)


def entry_of(means: Callable[..., Node]) -> Callable[..., Node]:
    """Spell an entry of a derivative by its formula in the output."""

    def entry(index: Index, at: Callable[[int, Index], Node], *_: Value, sign: str) -> Node:  # noqa: ARG001
        return means(UNIT, at(1, index))

    return entry


def logistic_slope(_z: Node, y: Node, *, sign: str = "") -> Node:
    """Spell ``y (1 − y)``."""
    return build.multiply(y, build.subtract(UNIT, y), sign=sign)


def hyperbolic_slope(_z: Node, y: Node, *, sign: str = "") -> Node:
    """Spell ``1 − y²``."""
    squared = build.multiply(y, y, sign=sign) if sign else build.power(y, TWO)
    return build.subtract(UNIT, squared)


def undifferentiated(name: str) -> tuple[Slip, ...]:
    """Forget the derivative of an activation, or take the activation for it."""
    return (
        Slip("slope-left-out", f"You left out the derivative of {name} in {{line}}.", ones_like),
        Slip(
            "slope-at-output",
            f"You took {name} itself where {{line}} has its derivative.",
            lambda _z, y, **_: y,
        ),
    )


def ones_like(z: Data, *_: Data, **__: str) -> Data:
    """Give ones: a derivative left out."""
    return np.ones_like(z) if isinstance(z, np.ndarray) else 1


sigmoid_slope: Primitive = Primitive(
    "sigmoid_slope",
    lambda _z, y, *, sign: y * (1 - y),  # noqa: ARG005
    (None, lambda g, _s, _z, y, **_: times(g, 1 - times(2, y))),
    named("σ"),
    entry_of(logistic_slope),
    means=logistic_slope,
    slips=(
        *undifferentiated(r"$\sigma$"),
        Slip(
            "slope-of-input",
            r"You used the weighted input in $y(1 - y)$, where the activation belongs, in {line}.",
            lambda z, _y, **_: z * (1 - z),
        ),
        Slip(
            "half-a-slope",
            "You took $1 - y$ for $y(1 - y)$ in {line}.",
            lambda _z, y, **_: 1 - y,
        ),
        Slip(
            "tanh-slope",
            r"You used the derivative of $\tanh$, where {line} has that of $\sigma$.",
            lambda _z, y, **_: 1 - y * y,
        ),
    ),
)

tanh_slope: Primitive = Primitive(
    "tanh_slope",
    lambda _z, y, *, sign: 1 - y * y,  # noqa: ARG005
    (None, lambda g, _s, _z, y, **_: times(g, times(-2, y))),
    named("tanh"),
    entry_of(hyperbolic_slope),
    means=hyperbolic_slope,
    slips=(
        *undifferentiated(r"$\tanh$"),
        Slip(
            "slope-of-input",
            r"You used the weighted input in $1 - y^2$, where the activation belongs, in {line}.",
            lambda z, _y, **_: 1 - z * z,
        ),
        Slip(
            "sigmoid-slope",
            r"You used the derivative of $\sigma$, where {line} has that of $\tanh$.",
            lambda _z, y, **_: y * (1 - y),
        ),
    ),
)

# Strictly above zero: at zero the derivative of ReLU is taken as 0.
relu_slope: Primitive = Primitive(
    "relu_slope",
    lambda z: mask(z > 0, z),
    (lambda g, _s, _z: times(g, 0),),
    named("ReLU"),
    at_once=True,
    slips=(Slip("slope-left-out", "You left out the derivative of ReLU in {line}.", ones_like),),
)
