"""Learning rates that change as training goes on (lecture notes 003 §7, *learning rate*).

======  ======  ==========================================
symbol  shape   meaning
======  ======  ==========================================
α₀      ()      the first learning rate
t       ()      steps taken, from 0
k       ()      how fast it falls
T       ()      steps in all
======  ======  ==========================================

Each gives a function of t, which any optimiser takes for its rate.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.models.optimisers.rule import Rate, at

if TYPE_CHECKING:
    from collections.abc import Callable

Schedule: TypeAlias = "Callable[[int], float]"


def inverse(first: float, k: float) -> Schedule:
    """Fall as 1/t: ``α₀/(1 + k t)``."""
    return lambda t: first / (1 + k * t)


def inverse_root(first: float, k: float = 1.0) -> Schedule:
    """Fall as 1/√t: ``α₀/√(1 + k t)``."""
    return lambda t: first / math.sqrt(1 + k * t)


def exponential(first: float, k: float) -> Schedule:
    """Fall by the same share each step: ``α₀ e^{−k t}``."""
    return lambda t: first * math.exp(-k * t)


def stepwise(first: float, every: int, factor: float = 0.5) -> Schedule:
    """Fall by a factor every so many steps."""
    return lambda t: first * factor ** (t // every)


def cosine(first: float, steps: int, last: float = 0.0) -> Schedule:
    """Fall along half a cosine: ``α_T + (α₀ − α_T)(1 + cos(π t/T))/2``, and stay there."""
    return lambda t: last + (first - last) * (1 + math.cos(math.pi * min(t / steps, 1))) / 2


def warmed(rate: Rate, steps: int) -> Schedule:
    """Rise in a straight line to a rate in so many steps, then go on with it, from its start."""
    return lambda t: at(rate, 0) * (t + 1) / steps if t < steps else at(rate, t - steps)
