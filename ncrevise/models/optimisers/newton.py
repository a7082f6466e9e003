"""Newton's method: steps that know the curvature (lecture notes 003 §7, *second-order*).

======  ======  ======================================================
symbol  shape   meaning
======  ======  ======================================================
x       (n,)    parameters
g       (n,)    gradient at x
H       (n, n)  second derivatives at x
μ       ()      damping: ``H + μI`` leads between Newton and gradient
======  ======  ======================================================

On a quadratic with positive curvature one step ``x − H⁻¹ g`` is at the bottom, however narrow
the ravine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.differentiate import hessian
from ncrevise.models.optimisers.line_search import Loss, Point, backtracked, level, point
from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from collections.abc import Iterator


def direction(g: Any, H: Any, damping: float = 0.0) -> Any:
    """Solve ``(H + μI) d = −g``.

    Raises:
        ShapeError: where they do not go together.
    """
    agree(g=(g, "n"), H=(H, "n n"))
    return -np.linalg.solve(H + damping * np.eye(len(g), dtype=H.dtype), g)


def downhill(g: Any, H: Any, damping: float = 0.0) -> Any:
    """Give Newton's direction with every curvature made positive, so that it goes downhill.

    Near a saddle point plain Newton is drawn to it; here negative curvatures count by their
    size (Dauphin et al. 2014).
    """
    agree(g=(g, "n"), H=(H, "n n"))
    eigenvalues, Q = np.linalg.eigh(H)
    least = np.finfo(H.dtype).eps * max(1.0, float(np.abs(eigenvalues).max()))
    return -Q @ ((Q.T @ g) / (np.maximum(np.abs(eigenvalues), least) + damping))


def newton(loss: Loss, x: Any, damping: float = 0.0, *, searched: bool = True) -> Iterator[Point]:
    """Take Newton steps.

    Args:
        loss: a number from a vector.
        x: the start, shape (n,).
        damping: μ.
        searched: whether a step is made downhill and shortened until the loss falls; if not,
            it is taken whole, as in the textbook.

    Yields:
        The start and each place after it, until the gradient is 0.
    """
    here = point(loss, x)
    while True:
        yield here
        if level(here):
            return
        H = hessian(loss, here.x)
        if searched:
            here = backtracked(loss, here, downhill(here.g, H, damping))
        else:
            here = point(loss, here.x + direction(here.g, H, damping))
