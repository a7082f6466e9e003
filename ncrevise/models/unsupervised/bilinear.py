"""The game of x against y over x y: min over x, max over y (lecture notes 001, 003 §17).

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
x, y    ()      one number a player; the equilibrium is (0, 0)
v       ()      x y, what x minimises and y maximises
η       ()      both learning rates
======  ======  ============================================================

Written w = x + i y, the gradients point along i w, a quarter turn from the equilibrium, so
that one step multiplies w by a number known beforehand:

- *simultaneous*: 1 + i η, of size √(1 + η²): out, whatever η;
- *extragradient*: 1 − η² + i η, of size √(1 − η² + η⁴): in, for η below 1;
- *optimistic*: λ² = (1 + 2 i η) λ − i η, of size √(½ + √(¼ − η²)) for η up to ½: in;
- *alternating*: no one number, but with y first x² + η x y + y² never changes: round and round,
  for η below 2.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from ncrevise.errors import UsageError
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import total

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.tape import Loose as Tensor

Method: TypeAlias = Literal["simultaneous", "alternating", "extragradient", "optimistic"]

TURN = np.array([[0.0, -1.0], [1.0, 0.0]])


def value(x: Tensor, y: Tensor) -> Tensor:
    """Compute x y, summed where the players have several numbers each.

    Raises:
        ShapeError: where x and y differ in shape.
    """
    agree(x=(x, "n"), y=(y, "n"))
    return total(x * y)


def losses() -> tuple[Callable[[Any, Any], Tensor], Callable[[Any, Any], Tensor]]:
    """Give x's loss, x y, and y's, −x y, for ``games``."""
    return (
        lambda players, _batch: value(*players),
        lambda players, _batch: -value(*players),
    )


def transition(method: Method, rate: float) -> Any:
    """Give the matrix of one step on (x, y); the optimistic one on (x, y) now and before.

    ``alternating`` lets y step first, as ``games.alternating`` lets the last player.

    Returns:
        Shape (2, 2), or (4, 4) for the optimistic method.

    Raises:
        UsageError: with the methods there are.
    """
    unit, turn = np.eye(2), rate * TURN
    steps: dict[str, Callable[[], Any]] = {
        "simultaneous": lambda: unit + turn,
        "alternating": lambda: np.array([[1 - rate**2, -rate], [rate, 1]]),
        "extragradient": lambda: unit + turn + turn @ turn,
        "optimistic": lambda: np.block([[unit + 2 * turn, -turn], [unit, 0 * unit]]),
    }
    if method not in steps:
        raise UsageError(f"There is no method {method!r}. Known: {', '.join(steps)}.")
    return steps[method]()


def after(method: Method, start: Any, rate: float, steps: int) -> Any:
    """Give where the players are after so many steps, without taking them.

    Args:
        method: how they step.
        start: (x, y), shape (2,).
        rate: η.
        steps: how many.

    Returns:
        Shape (2,).

    Raises:
        ShapeError: where start is no pair.
    """
    agree(start=(start, "2"))
    matrix = transition(method, rate)
    if method != "optimistic":
        return (np.linalg.matrix_power(matrix, steps) @ start).astype(start.dtype)
    if not steps:
        return start
    first = np.concatenate([transition("simultaneous", rate) @ start, start])
    return (np.linalg.matrix_power(matrix, steps - 1) @ first)[:2].astype(start.dtype)


def growth(method: Method, rate: float) -> float:
    """Give by what factor a step changes the distance from the equilibrium in the long run."""
    if method == "simultaneous":
        return math.sqrt(1 + rate**2)
    if method == "extragradient":
        return math.sqrt(1 - rate**2 + rate**4)
    if method == "optimistic" and rate <= 0.5:
        return math.sqrt(0.5 + math.sqrt(0.25 - rate**2))
    return float(np.abs(np.linalg.eigvals(transition(method, rate))).max())
