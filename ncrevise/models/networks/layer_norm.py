"""Layer normalisation: each example by its own units (Ba, Kiros and Hinton 2016).

======  ==========  ==================================================
symbol  shape       meaning
======  ==========  ==================================================
x       (…, d)      units of a layer, a row an example or a word
γ, β    (d,)        scale and shift that are learnt
ε       ()          keeps the root from 0, and stands under it
======  ==========  ==================================================

γ and β of more axes, such as (C, H, W), normalise over as many last axes of x.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.models.shapes import agree
from ncrevise.tape.ops import divide, mean, sqrt, square, times
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor

EPSILON = 1e-5


@dataclass(frozen=True, slots=True)
class LayerNorm:
    """Scale and shift of each unit."""

    gamma: Tensor
    beta: Tensor
    epsilon: float = EPSILON


def initial(*units: int, epsilon: float = EPSILON) -> LayerNorm:
    """Start with γ = 1 and β = 0."""
    return LayerNorm(np.ones(units), np.zeros(units), epsilon)


def forward(p: LayerNorm, x: Tensor) -> Tensor:
    """Bring every example to mean 0 and variance 1 (divisor d), then scale and shift.

    Args:
        p: scale and shift, shape (d,).
        x: shape (…, d).

    Returns:
        The same shape.

    Raises:
        ShapeError: where the units do not agree.
    """
    axes = " ".join("defghij"[: len(shape(p.gamma))])
    agree(gamma=(p.gamma, axes), beta=(p.beta, axes), x=(x, f"* {axes}"))
    last = tuple(range(-len(shape(p.gamma)), 0))
    centred = x - mean(x, axis=last, keepdims=True)
    variance = mean(square(centred), axis=last, keepdims=True)
    return times(p.gamma, divide(centred, sqrt(variance + p.epsilon))) + p.beta
