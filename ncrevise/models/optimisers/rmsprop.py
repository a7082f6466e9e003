"""RMSProp: every coordinate's gradient scaled to size 1 (lecture notes 003 §7).

======  ======  ======================================================
symbol  shape   meaning
======  ======  ======================================================
w       any     parameters
g       as w    gradient at w
s       as w    moving average of g², 0 at the start
γ       ()      weight of the newest square; β₂ = 1 − γ of the others
ε       ()      what keeps the division from 0
======  ======  ======================================================

The notes have ε under the root, ``g/√(s + ε)``, and in their program, as libraries do, beside
it, ``g/(√s + ε)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import mapped
from ncrevise.models.optimisers.rule import P, Rate, at
from ncrevise.tape.ops import sqrt, square

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


def mean_square(s: Tensor, g: Tensor, gamma: Tensor) -> Tensor:
    """Update the average: ``(1 − γ) s + γ g²``."""
    return (1 - gamma) * s + gamma * square(g)


def scaled(g: Tensor, s: Tensor, epsilon: Tensor, *, inside: bool = True) -> Tensor:
    """Divide by the usual size: ``g/√(s + ε)``, or ``g/(√s + ε)`` with ε outside the root."""
    return g / (sqrt(s + epsilon) if inside else sqrt(s) + epsilon)


@dataclass(frozen=True, slots=True)
class RmsProp:
    """RMSProp.

    Args:
        rate: α.
        gamma: γ.
        epsilon: ε.
        inside: whether ε stands under the root.
    """

    rate: Rate = 0.001
    gamma: float = 0.1
    epsilon: float = 1e-8
    inside: bool = True

    def start(self, w: Any) -> tuple[int, Any]:
        """Start with averages of 0."""
        return 0, mapped(np.zeros_like, w)

    def step(self, w: P, g: P, memory: tuple[int, P]) -> tuple[P, tuple[int, P]]:
        """Move by the scaled gradient."""
        t, before = memory
        eta = at(self.rate, t)
        s = mapped(lambda old, slope: mean_square(old, slope, self.gamma), before, g)

        def along(x: Any, slope: Any, usual: Any) -> Any:
            return x - eta * scaled(slope, usual, self.epsilon, inside=self.inside)

        return mapped(along, w, g, s), (t + 1, s)
