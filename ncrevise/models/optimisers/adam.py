"""Adam: momentum and RMSProp at once (lecture notes 003 §7; Kingma and Ba 2015).

======  ======  ======================================================
symbol  shape   meaning
======  ======  ======================================================
w       any     parameters
g       as w    gradient at w
m       as w    moving average of g, 0 at the start
s       as w    moving average of g², 0 at the start
β₁, β₂  ()      how much of each is kept
ε       ()      what keeps the division from 0
t       ()      steps, counted from 1
======  ======  ======================================================

Both averages start at 0 and so are too small at first: ``m̂ = m/(1 − β₁ᵗ)`` and
``ŝ = s/(1 − β₂ᵗ)`` put that right, and ``w ← w − α m̂/(√ŝ + ε)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import mapped
from ncrevise.models.optimisers.rmsprop import scaled
from ncrevise.models.optimisers.rule import P, Rate, at

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


def moment(m: Tensor, g: Tensor, beta: Tensor) -> Tensor:
    """Update a moving average: ``β m + (1 − β) g``."""
    return beta * m + (1 - beta) * g


def unbiased(m: Tensor, beta: Tensor, t: int) -> Tensor:
    """Correct an average of t steps that started at 0: ``m/(1 − βᵗ)``."""
    return m / (1 - beta**t)


@dataclass(frozen=True, slots=True)
class Adam:
    """Adam.

    Args:
        rate: α.
        betas: β₁ and β₂.
        epsilon: ε; the notes' program has 10e-8.
        inside: whether ε stands under the root, as in the notes' RMSProp.
    """

    rate: Rate = 0.001
    betas: tuple[float, float] = (0.9, 0.999)
    epsilon: float = 1e-8
    inside: bool = False

    def start(self, w: Any) -> tuple[int, Any, Any]:
        """Start with averages of 0."""
        return 0, mapped(np.zeros_like, w), mapped(np.zeros_like, w)

    def step(self, w: P, g: P, memory: tuple[int, P, P]) -> tuple[P, tuple[int, P, P]]:
        """Move along the first moment, scaled by the second."""
        t, m, s = memory
        eta = at(self.rate, t)
        m = mapped(lambda old, slope: moment(old, slope, self.betas[0]), m, g)
        s = mapped(lambda old, slope: moment(old, slope * slope, self.betas[1]), s, g)

        # The corrections are numbers, so they go into η and ε, and not over the whole vectors.
        second = 1 - self.betas[1] ** (t + 1)
        eta = unbiased(eta * second**0.5, self.betas[0], t + 1)
        epsilon = self.epsilon * (second if self.inside else second**0.5)

        def along(x: Any, m: Any, s: Any) -> Any:
            return x - eta * scaled(m, s, epsilon, inside=self.inside)

        return mapped(along, w, m, s), (t + 1, m, s)
