"""Conjugate gradients: directions that do not undo each other (lecture notes 002, *Regression*).

======  ======  ==================================================
symbol  shape   meaning
======  ======  ==================================================
x       (n,)    parameters
A       (n, n)  curvature of a quadratic, positive definite
b       (n,)    its slope at 0, negated
r       (n,)    residual ``b − A x``, the gradient negated
d       (n,)    direction, ``dᵀ A d′ = 0`` between any two
β       ()      how much of the last direction is kept
======  ======  ==================================================

A quadratic of n variables is solved in n steps, and in as many as it has different
curvatures. Elsewhere β is that of Polak and Ribière, never below 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.optimisers.line_search import Loss, Point, level, point, wolfe
from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from collections.abc import Iterator


EXACT = 1e-3  # conjugate directions need each line searched to its bottom


def solve(A: Any, b: Any, x: Any) -> Iterator[Any]:
    """Lower ``½ xᵀ A x − bᵀ x``, that is, solve ``A x = b``.

    Args:
        A: curvature, shape (n, n), symmetric and positive definite.
        b: shape (n,).
        x: the start, shape (n,).

    Yields:
        The start and the point after each step, until the residual is 0 or after n steps.

    Raises:
        ShapeError: where they do not go together.
    """
    agree(A=(A, "n n"), b=(b, "n"), x=(x, "n"))
    yield x
    r = b - A @ x
    d, size = r, r @ r
    for _ in range(len(b)):
        if size == 0:
            return
        along = A @ d
        eta = size / (d @ along)
        x, r = x + eta * d, r - eta * along
        yield x
        before, size = size, r @ r
        d = r + (size / before) * d


def kept(g: Any, before: Any) -> float:
    """Compute β of Polak and Ribière, ``gᵀ(g − g₀)/g₀ᵀg₀``, at least 0: then it starts anew."""
    return max(0.0, float(g @ (g - before)) / float(before @ before))


def conjugate(loss: Loss, x: Any) -> Iterator[Point]:
    """Lower any smooth loss, a line search along each direction.

    Args:
        loss: a number from a vector.
        x: the start, shape (n,).

    Yields:
        The start and each place after it, until the gradient is 0 or no step lowers the loss.
    """
    here = point(loss, x)
    d, eta = -here.g, 1.0
    while True:
        yield here
        if level(here):
            return
        if here.g @ d >= 0:
            d = -here.g
        there = wolfe(loss, here, d, eta, flat=EXACT)
        if there is here:
            return
        eta = float((there.x - here.x) @ d / (d @ d))
        d = kept(there.g, here.g) * d - there.g
        here = there
