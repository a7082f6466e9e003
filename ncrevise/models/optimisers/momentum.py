"""Gradient descent with momentum (lecture notes 003 §6–§7; 000 *Momentum*).

======  ======  ====================================================
symbol  shape   meaning
======  ======  ====================================================
w       any     parameters
g       as w    gradient at w
v       as w    velocity, 0 at the start
p       as w    the step to come, the velocity times −η
η       ()      learning rate, α in 003
β       ()      how much of the velocity is kept, from 0 to below 1,
                μ in 003
======  ======  ====================================================

Three forms are taught. The *heavy ball* adds up gradients, ``v ← β v + g``; the *average*
weighs them, ``v ← β v + (1 − β) g``, and so takes steps 1 − β times as long at the same η; a
*moving body* keeps its step, ``p ← β p − η g``, ``w ← w + p``, the heavy ball unless η changes.
Nesterov's form takes the gradient where the velocity is about to lead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import mapped
from ncrevise.models.optimisers.rule import P, Rate, at

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


def velocity(v: Tensor, g: Tensor, beta: Tensor, *, average: bool = False) -> Tensor:
    """Update a velocity: ``β v + g``, or with ``average`` ``β v + (1 − β) g``."""
    return beta * v + ((1 - beta) * g if average else g)


def pushed(p: Tensor, g: Tensor, mu: Tensor, alpha: Tensor) -> Tensor:
    """Update the step of a moving body: ``μ p − α g``."""
    return mu * p - alpha * g


def terminal(g: Tensor, mu: Tensor, alpha: Tensor) -> Tensor:
    """Give the step that a constant gradient leads to: ``−α/(1 − μ) g``."""
    return -(alpha / (1 - mu)) * g


@dataclass(frozen=True, slots=True)
class Momentum:
    """Momentum as a velocity.

    Args:
        rate: η.
        beta: β.
        average: whether the velocity is an average of gradients.
        nesterov: whether a step looks ahead, ``w ← w − η (g + β v)``: Nesterov's method
            written at the point looked ahead to, as libraries have it.
    """

    rate: Rate = 0.01
    beta: float = 0.9
    average: bool = False
    nesterov: bool = False

    def start(self, w: Any) -> tuple[int, Any]:
        """Start at rest."""
        return 0, mapped(np.zeros_like, w)

    def step(self, w: P, g: P, memory: tuple[int, P]) -> tuple[P, tuple[int, P]]:
        """Move along the velocity."""
        t, before = memory
        eta = at(self.rate, t)

        def along(v: Any, slope: Any) -> Any:
            return velocity(v, slope, self.beta, average=self.average)

        v = mapped(along, before, g)
        ahead = mapped(along, v, g) if self.nesterov else v
        return mapped(lambda x, d: x - eta * d, w, ahead), (t + 1, v)


@dataclass(frozen=True, slots=True)
class MovingBody:
    """Momentum as a step that is kept.

    Args:
        rate: α.
        keep: μ.
    """

    rate: Rate = 0.01
    keep: float = 0.9

    def start(self, w: Any) -> tuple[int, Any]:
        """Start at rest."""
        return 0, mapped(np.zeros_like, w)

    def step(self, w: P, g: P, memory: tuple[int, P]) -> tuple[P, tuple[int, P]]:
        """Move on."""
        t, before = memory
        alpha = at(self.rate, t)
        p = mapped(lambda q, slope: pushed(q, slope, self.keep, alpha), before, g)
        return mapped(lambda x, q: x + q, w, p), (t + 1, p)
