"""Gradient descent (lecture notes 000, *Gradient descent*): ``w ← w − η ∇f(w)``.

======  ======  ==========================================
symbol  shape   meaning
======  ======  ==========================================
w       (n,)    the point; a number for one variable
η       ()      learning rate
g       (n,)    gradient at the current point
======  ======  ==========================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor

if TYPE_CHECKING:
    from collections.abc import Callable

Gradient: TypeAlias = "Callable[[Tensor], Tensor]"


def descend(
    gradient: Gradient,
    w: Tensor,
    eta: Tensor,
    steps: int,
    tape: Recorder = NO_TAPE,
    symbol: str = "w",
) -> list[Tensor]:
    """Take steps against the gradient, worked out anew at every point.

    Args:
        gradient: the gradient at a point, of the point's shape.
        w: the start.
        eta: the learning rate.
        steps: how many.
        tape: where to write the working.
        symbol: the point's letter.

    Returns:
        The start and the point after each step.
    """
    points = [w]
    for t in range(steps):
        tape.begin(f"From ${symbol}^{{({t})}}$ to ${symbol}^{{({t + 1})}}$")
        g = tape.name(f"g{t}", gradient(points[t]), symbol=f"g^{{({t})}}")
        moved = points[t] - eta * g
        points.append(tape.name(f"w{t + 1}", moved, symbol=f"{symbol}^{{({t + 1})}}"))
    return points
