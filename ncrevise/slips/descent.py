"""Gradient descent gone wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ncrevise.models.optimisers.descent import descend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.models.optimisers.descent import Gradient
    from ncrevise.tape import Tensor
    from ncrevise.tape.value import Array, Number


def along_the_first(
    gradient: Gradient, w: Tensor, eta: Number, steps: int, **_: object
) -> list[Tensor]:
    """Take every step along the first gradient."""
    return descend(lambda _point: gradient(w), w, eta, steps)


def one_after_another(
    gradient: Gradient, w: Array, eta: Number, steps: int, **_: object
) -> Sequence[Array]:
    """Move one coordinate at a time, each by a gradient that has seen others move."""
    points: list[Array] = [w]
    for _step in range(steps):
        point = points[-1]
        for k in range(len(w)):
            only = (np.arange(len(w)) == k).astype(int)
            point = point - eta * gradient(point) * only
        points.append(point)
    return points
