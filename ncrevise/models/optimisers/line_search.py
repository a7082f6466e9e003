"""How far to go along a direction (lecture notes 000, *determine how far to move along d*).

======  ======  ==================================================
symbol  shape   meaning
======  ======  ==================================================
x       (n,)    the point
d       (n,)    a direction downhill, ``gᵀd < 0``
η       ()      how far along it
φ(η)    ()      the loss at ``x + η d``; φ′ its slope along d
c₁, c₂  ()      how much it must fall, how flat it must become
======  ======  ==================================================

*Sufficient decrease*: ``φ(η) ≤ φ(0) + c₁ η φ′(0)``. With ``|φ′(η)| ≤ c₂ |φ′(0)|`` as well
these are the strong Wolfe conditions (Nocedal and Wright 2006, §3.1).
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ncrevise.derivatives.differentiate import value_and_gradient

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.tape import Loose as Tensor

Loss: TypeAlias = "Callable[[Any], Tensor]"

DECREASE = 1e-4
ROUNDED = 1e-15  # at the bottom a loss no longer tells what is lower; its slope still does
MOST_TRIALS = 40


@dataclass(frozen=True, slots=True)
class Point:
    """A place with its loss and its gradient."""

    x: Any
    loss: float
    g: Any


def point(loss: Loss, x: Any) -> Point:
    """Look at a place."""
    value, g = value_and_gradient(loss, x)
    return Point(x, float(value), g)


def level(here: Point) -> bool:
    """Say whether a gradient is 0, or so small that its square is no longer a float."""
    return float(here.g @ here.g) < sys.float_info.min


def backtracked(loss: Loss, here: Point, d: Any, eta: float = 1.0) -> Point:
    """Halve a step until the loss falls enough; where it never does, stay.

    Args:
        loss: a number from a vector.
        here: where to start.
        d: a direction downhill, shape (n,).
        eta: the first, longest step.
    """
    slope = float(here.g @ d)
    for _ in range(MOST_TRIALS):
        there = point(loss, here.x + eta * d)
        if there.loss <= here.loss + DECREASE * eta * slope + ROUNDED * abs(here.loss):
            return there
        eta /= 2
    return here


def wolfe(loss: Loss, here: Point, d: Any, eta: float = 1.0, flat: float = 0.1) -> Point:
    """Find a step after which the loss is lower and its slope along d is small.

    An interval is kept that holds one: a step too short has a slope still steep downhill, one
    too long a loss too high or a slope uphill. The next to try is where a cubic through both
    ends is lowest, or twice as far while nothing was too long.

    Args:
        loss: a number from a vector.
        here: where to start.
        d: a direction downhill, shape (n,).
        eta: the first step to try.
        flat: c₂.

    Returns:
        Where the step leads; the best of those tried where none meets both conditions.
    """
    start = float(here.g @ d)
    low, high = End(0.0, here.loss, start), None
    best, slack = here, ROUNDED * abs(here.loss)
    for _ in range(MOST_TRIALS):
        there = point(loss, here.x + eta * d)
        end = End(eta, there.loss, float(there.g @ d))
        if math.isfinite(there.loss) and there.loss < best.loss:
            best = there
        most = min(here.loss + DECREASE * eta * start, low.loss) + slack
        falls = end.loss <= most
        if falls and abs(end.slope) <= flat * abs(start):
            return there
        if falls and end.slope < 0:
            low = end
        else:
            high = end
        eta = lowest(low, high) if high else 2 * eta
    return best


@dataclass(frozen=True, slots=True)
class End:
    """An end of an interval of steps: how far, the loss there and its slope."""

    eta: float
    loss: float
    slope: float


def lowest(a: End, b: End) -> float:
    """Find where the cubic through two ends is lowest, well inside them; else the middle."""
    middle, width = (a.eta + b.eta) / 2, b.eta - a.eta
    if not (math.isfinite(b.loss) and math.isfinite(b.slope)):
        return middle
    theta = a.slope + b.slope - 3 * (b.loss - a.loss) / width
    under = theta * theta - a.slope * b.slope
    if under < 0:
        return middle
    root = math.copysign(math.sqrt(under), width)
    share = b.slope - a.slope + 2 * root
    found = b.eta - width * (b.slope + root - theta) / share if share else middle
    inside = a.eta + 0.05 * width < found < b.eta - 0.05 * width
    return found if inside else middle
