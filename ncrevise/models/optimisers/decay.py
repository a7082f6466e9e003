"""Weight decay around any optimiser (lecture notes 003 §8, *weight decay*).

======  ======  ==============================
symbol  shape   meaning
======  ======  ==============================
w       any     parameters
g       as w    gradient of the cost at w
λ       ()      strength
α       ()      learning rate
======  ======  ==============================

For plain gradient descent a penalty ``λ/2 Σ w²`` and a decay ``w ← (1 − αλ) w`` are the same.
An optimiser that scales gradients scales the penalty's as well, the decay's not: Adam with
decay is AdamW (Loshchilov and Hutter 2019).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ncrevise.derivatives.trees import mapped
from ncrevise.models.optimisers.rule import P, Rate, Rule, at

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


def penalised(g: Tensor, w: Tensor, strength: Tensor) -> Tensor:
    """Add the penalty's gradient: ``g + λ w``."""
    return g + strength * w


def decayed(w: Tensor, strength: Tensor, alpha: Tensor) -> Tensor:
    """Shrink weights: ``(1 − αλ) w``."""
    return (1 - alpha * strength) * w


@dataclass(frozen=True, slots=True)
class Penalised:
    """A rule whose gradient has the penalty's in it.

    Args:
        rule: the optimiser.
        strength: λ.
    """

    rule: Rule
    strength: float = 0.01

    def start(self, w: Any) -> Any:
        """Start as the rule does."""
        return self.rule.start(w)

    def step(self, w: P, g: P, memory: Any) -> tuple[P, Any]:
        """Step along both gradients."""
        both = mapped(lambda slope, x: penalised(slope, x, self.strength), g, w)
        return self.rule.step(w, both, memory)


@dataclass(frozen=True, slots=True)
class Decayed:
    """A rule before each of whose steps the weights shrink.

    Args:
        rule: the optimiser.
        strength: λ.
        rate: α, that of the rule.
    """

    rule: Rule
    strength: float = 0.01
    rate: Rate = 0.001

    def start(self, w: Any) -> tuple[int, Any]:
        """Start as the rule does."""
        return 0, self.rule.start(w)

    def step(self, w: P, g: P, memory: tuple[int, Any]) -> tuple[P, tuple[int, Any]]:
        """Shrink, then step."""
        t, inner = memory
        alpha = at(self.rate, t)
        less = mapped(lambda x: decayed(x, self.strength, alpha), w)
        after, inner = self.rule.step(less, g, inner)
        return after, (t + 1, inner)
