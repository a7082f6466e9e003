"""Soft margin: a hinge loss with short weights (lecture notes 003 §2, surrogate losses; §8).

======  ========  ================================================
symbol  shape     meaning
======  ========  ================================================
x       (N, d)    inputs, a row an example
t       (N,)      labels, −1 or 1
λ       ()        how much short weights, a wide margin, are worth
======  ========  ================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.generalisation.penalties import squares
from ncrevise.models.linear.losses import hinge
from ncrevise.models.linear.regression import Linear, forward
from ncrevise.tape.value import raw

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


def cost(p: Linear, x: Tensor, t: Tensor, strength: float = 0.01) -> Tensor:
    """Compute ``mean max(0, 1 − t z) + λ/2 ‖w‖²``; the bias is not penalised.

    Raises:
        ShapeError: where they do not go together.
    """
    return hinge(forward(p, x), t) + squares(p.w, strength)


def supports(p: Linear, x: Any, t: Any) -> Any:
    """Say which examples are inside the margin or on its edge, and so hold the boundary."""
    return raw(t * forward(p, x)) <= 1
