"""Feature maps: a linear model of ψ(x) is not linear in x (lecture notes 003 §2, §7).

======  ==========  ======================================
symbol  shape       meaning
======  ==========  ======================================
x       (N,)        inputs
ψ       (N, D + 1)  their features ``1, x, …, x^D``
X       (N, d)      inputs of several columns
======  ==========  ======================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.shapes import agree
from ncrevise.tape.ops import stack, transpose
from ncrevise.tape.value import raw

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


def polynomial(x: Tensor, degree: int, *, constant: bool = True) -> Tensor:
    """Write numbers as powers, shape (N, D + 1), or (N, D) without the constant.

    Raises:
        ShapeError: where x is not a vector.
    """
    agree(x=(x, "N"))
    powers = [x] if degree else []
    for _ in range(degree - 1):
        powers.append(powers[-1] * x)
    return transpose(stack([np.ones_like(raw(x)), *powers] if constant else powers))


@dataclass(frozen=True, slots=True)
class Scaling:
    """Means and standard deviations of columns, shape (d,), found on the training inputs."""

    mean: Any
    deviation: Any

    def __call__(self, X: Tensor) -> Tensor:
        """Centre and scale inputs by them: ``(x − μ)/σ``."""
        agree(X=(X, "* d"), mean=(self.mean, "d"))
        return (X - self.mean) / self.deviation


def scaling(X: Any) -> Scaling:
    """Find what gives every column mean 0 and variance 1; a constant column stays as wide."""
    agree(X=(X, "N d"))
    spread = X.std(axis=0)
    return Scaling(X.mean(axis=0), np.where(spread > 0, spread, spread.dtype.type(1)))
