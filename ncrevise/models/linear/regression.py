"""Linear model: a weighted sum of the inputs (lecture notes 003 §2; 000 *Least square regression*).

======  ========  ==================================================
symbol  shape     meaning
======  ========  ==================================================
x       (…, d)    inputs, a row an example
w       (d,)      weights
b       (1,)      bias, an array so that it is learnt; or a number
y       (…)       predictions ``wᵀx + b``; logits z, for a classifier
t       (…)       targets
======  ========  ==================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.linear.losses import squared
from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import only, product, step, total
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights and bias."""

    w: Tensor
    b: Tensor


def initial(d: int, noise: Noise | None = None, scale: float = 0.01) -> Linear:
    """Start at 0, as a convex cost lets one, or with ``noise`` near it."""
    w: Any = np.zeros(d) if noise is None else noise.normal((d,), scale)
    return Linear(w, np.zeros(1))


def forward(p: Linear, x: Tensor, tape: Recorder = NO_TAPE, symbol: str = "y") -> Tensor:
    """Compute ``wᵀx + b`` of one example or of many.

    Args:
        p: weights and bias.
        x: inputs, shape (…, d).
        tape: where to write the working.
        symbol: the result's letter, z where it is a logit.

    Returns:
        Predictions, shape (…).

    Raises:
        ShapeError: where the inputs are not as many as the weights.
    """
    agree(x=(x, "* d"), w=(p.w, "d"), b=(p.b, "1" if shape(p.b) else ""))
    single = len(shape(x)) == 1
    weighted = product(p.w, x) if single else x @ p.w
    b = only(p.b) if single and shape(p.b) else p.b
    said = "Prediction" if symbol == "y" else "Weighted input"
    return tape.name(symbol, weighted + b, said, symbol)


def classify(z: Tensor) -> Tensor:
    """Give class 1 where ``z ≥ 0``, else 0."""
    return step(z, at_zero=1)


def cost(p: Linear, x: Tensor, t: Tensor) -> Tensor:
    """Compute ``J = 1/(2N) Σ (y − t)²``."""
    return squared(forward(p, x), t)


def gradient(p: Linear, x: Tensor, t: Tensor) -> Linear:
    """Compute the gradient of the cost as the notes write it: ``Xᵀ(y − t)/N``, ``Σ(y − t)/N``."""
    residual = forward(p, x) - t
    count = shape(x)[0]
    return Linear((residual @ x) / count, total(residual, axis=(0,), keepdims=True) / count)
