"""What every optimiser is: where its memory starts, and one step of it.

======  ======  ==========================================
symbol  shape   meaning
======  ======  ==========================================
w       a tree  parameters (``derivatives.trees``)
g       as w    gradient of the loss at w
η       ()      learning rate, or a schedule of it
======  ======  ==========================================

A rule treats all numbers alike, in whichever array they stand: training gives it the
parameters joined to one long vector, so that a step is a few operations however many arrays
there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = TypeVar("P")
Rate: TypeAlias = "float | Callable[[int], float]"


class Rule(Protocol):
    """An optimiser."""

    def start(self, w: Any) -> Any:
        """Give the memory before the first step."""

    def step(self, w: P, g: P, memory: Any) -> tuple[P, Any]:
        """Give the parameters and the memory after a step along a gradient."""


def at(rate: Rate, t: int) -> float:
    """Give the learning rate of step t, counted from 0."""
    return rate(t) if callable(rate) else rate
