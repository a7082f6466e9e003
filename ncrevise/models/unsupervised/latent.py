"""Moving through codes: between two, and towards a feature (lecture notes 000 *VAEs*, 003 §18).

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
z       (…, K)  codes, the means μ that an encoder gives
α       ()      how far to go: 0 stays, 1 arrives
======  ======  ============================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.models.shapes import agree
from ncrevise.tape.ops import mean, stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.tape import Loose as Tensor


def towards(z: Tensor, target: Tensor, alpha: float) -> Tensor:
    """Compute z + α (target − z).

    Raises:
        ShapeError: where the two differ in K.
    """
    agree(z=(z, "* K"), target=(target, "* K"))
    return z + alpha * (target - z)


def path(z: Tensor, target: Tensor, alphas: Sequence[float]) -> Tensor:
    """Compute codes along the line from one to another, shape (steps, …, K)."""
    return stack([towards(z, target, alpha) for alpha in alphas])


def edited(z: Tensor, having: Tensor, alpha: float) -> Tensor:
    """Move codes towards the average code of examples that have a feature.

    Args:
        z: codes to change, shape (…, K).
        having: codes of examples that have the feature, shape (m, K).
        alpha: α.
    """
    return towards(z, mean(having, axis=(0,)), alpha)


def shifted(z: Tensor, having: Tensor, lacking: Tensor, alpha: float) -> Tensor:
    """Add the difference that a feature makes on average, and leave the rest as it is.

    Args:
        z: codes to change, shape (…, K).
        having: codes of examples with the feature, shape (m, K).
        lacking: codes of examples without, shape (l, K).
        alpha: α.

    Raises:
        ShapeError: where the three differ in K.
    """
    agree(z=(z, "* K"), having=(having, "m K"), lacking=(lacking, "l K"))
    return z + alpha * (mean(having, axis=(0,)) - mean(lacking, axis=(0,)))
