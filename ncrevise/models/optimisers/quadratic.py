"""Gradient descent on a quadratic, whose every step is known (lecture notes 003 §7).

======  ======  ==========================================================
symbol  shape   meaning
======  ======  ==========================================================
w       (n,)    parameters
A       (n, n)  curvature: symmetric, eigenvalues λ ≥ 0
L       ()      ½ wᵀ A w, lowest at 0
α       ()      learning rate
======  ======  ==========================================================

Along an eigenvector each step multiplies w by 1 − αλ: between 0 and 1 it decays, between −1
and 0 it oscillates and still decays, below −1 it diverges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from ncrevise.models.shapes import agree
from ncrevise.tape.ops import dot

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor

Behaviour: TypeAlias = Literal["decays", "oscillates", "stays", "diverges"]


def loss(A: Tensor, w: Tensor) -> Tensor:
    """Compute ½ wᵀ A w.

    Args:
        A: curvature, shape (n, n).
        w: parameters, shape (n,).

    Raises:
        ShapeError: where they do not go together.
    """
    agree(A=(A, "n n"), w=(w, "n"))
    return dot(w, A @ w) / 2


def after(A: Any, w: Any, rate: float, steps: int) -> Any:
    """Give where gradient descent is after so many steps, without taking them.

    ``w_t = Q (I − αΛ)^t Qᵀ w_0``.

    Args:
        A: curvature, shape (n, n).
        w: the start, shape (n,).
        rate: α.
        steps: t.
    """
    agree(A=(A, "n n"), w=(w, "n"))
    eigenvalues, Q = np.linalg.eigh(A)
    return Q @ ((1 - rate * eigenvalues) ** steps * (Q.T @ w))


def behaviour(rate: float, eigenvalue: float) -> Behaviour:
    """Say what happens along an eigenvector, from αλ alone."""
    product = rate * eigenvalue
    if product in {0, 2}:
        return "stays"
    return "decays" if 0 < product <= 1 else "oscillates" if 0 < product < 2 else "diverges"


def largest_rate(A: Any) -> float:
    """Give 2/λ_max, the learning rate from which on gradient descent diverges."""
    return float(2 / np.linalg.eigvalsh(A)[-1])
