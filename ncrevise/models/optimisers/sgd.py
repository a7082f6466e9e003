"""Gradient descent, of all examples or of a batch (lecture notes 000; 003 §2, §6).

======  ======  ==============================================
symbol  shape   meaning
======  ======  ==============================================
w       any     parameters
g       as w    gradient at w, of the cost or of a batch
η       ()      learning rate
======  ======  ==============================================

What makes it stochastic is the batch the gradient is of (``batches``), not the rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ncrevise.derivatives.trees import mapped
from ncrevise.models.optimisers.rule import P, Rate, at

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


def moved(w: Tensor, g: Tensor, eta: Tensor) -> Tensor:
    """Take a step: ``w − η g``."""
    return w - eta * g


@dataclass(frozen=True, slots=True)
class Sgd:
    """Steps against the gradient.

    Args:
        rate: η.
    """

    rate: Rate = 0.01

    def start(self, _w: Any) -> int:
        """Count steps from 0."""
        return 0

    def step(self, w: P, g: P, memory: int) -> tuple[P, int]:
        """Move against the gradient."""
        eta = at(self.rate, memory)
        return mapped(lambda x, slope: moved(x, slope, eta), w, g), memory + 1
