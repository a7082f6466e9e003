"""BFGS: a curvature learnt from the gradients met on the way (lecture notes 002, *Regression*).

======  ======  ==================================================
symbol  shape   meaning
======  ======  ==================================================
x       (n,)    parameters
g       (n,)    gradient at x
s       (n,)    the last step
y       (n,)    how the gradient changed along it
K       (n, n)  estimate of the inverse curvature, ``K y = s``
======  ======  ==================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.optimisers.line_search import Loss, Point, level, point, wolfe
from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from collections.abc import Iterator


def learnt(K: Any, s: Any, y: Any) -> Any:
    """Update the estimate: ``(I − ρ s yᵀ) K (I − ρ y sᵀ) + ρ s sᵀ`` with ``ρ = 1/(yᵀ s)``.

    It stays positive definite where ``yᵀ s > 0``, and so is left alone where that fails.

    Raises:
        ShapeError: where they do not go together.
    """
    agree(K=(K, "n n"), s=(s, "n"), y=(y, "n"))
    curved = y @ s
    if curved <= 0:
        return K
    A = np.eye(len(s), dtype=K.dtype) - np.outer(s, y) / curved
    return A @ K @ A.T + np.outer(s, s) / curved


def bfgs(loss: Loss, x: Any) -> Iterator[Point]:
    """Lower a smooth loss.

    Args:
        loss: a number from a vector.
        x: the start, shape (n,).

    Yields:
        The start and each place after it, until the gradient is 0 or no step lowers the loss.
    """
    here = point(loss, x)
    K, first = np.eye(len(x), dtype=x.dtype), True
    while True:
        yield here
        if level(here):
            return
        there = wolfe(loss, here, -K @ here.g, flat=0.9)
        if there is here:
            return
        s, y = there.x - here.x, there.g - here.g
        if first and y @ s > 0:  # the first estimate gets the size of the curvature met
            K, first = K * ((y @ s) / (y @ y)), False
        K, here = learnt(K, s, y), there
