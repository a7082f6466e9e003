"""Perceptron rule (lecture notes 003 §2, linear classification; 000, SGD for linear classifiers).

======  ========  ==========================================
symbol  shape     meaning
======  ========  ==========================================
x       (N, d)    inputs, a row an example
t       (N,)      labels, −1 or 1
η       ()        learning rate
R       ()        length of the longest input
γ       ()        margin: least distance to the boundary
======  ========  ==========================================

An example on the wrong side, ``t (wᵀx + b) ≤ 0``, is added: ``w ← w + η t x``, ``b ← b + η t``.
Where a boundary with margin γ exists, at most ``(R/γ)²`` such updates are made in all
(Novikoff 1962).
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.linear.regression import Linear, forward
from ncrevise.models.shapes import agree
from ncrevise.tape.value import raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.tape import Loose as Tensor


def update(p: Linear, x: Tensor, t: Tensor, eta: Tensor = 1) -> Linear:
    """Look at one example, x of shape (d,): add it where it is on the wrong side."""
    if raw(t * forward(p, x)) > 0:
        return p
    return Linear(p.w + eta * t * x, p.b + eta * t)


def epochs(p: Linear, x: Any, t: Any, eta: float = 1) -> Iterator[tuple[int, Linear]]:
    """Go through the examples in turn, again and again, until none is on the wrong side.

    Args:
        p: where to start.
        x: inputs, shape (N, d).
        t: labels, shape (N,).
        eta: the learning rate.

    Yields:
        The updates of each epoch, and the weights after it; without end where no line parts
        the classes.

    Raises:
        ShapeError: where they do not go together.
    """
    agree(x=(x, "N d"), t=(t, "N"), w=(p.w, "d"))
    for _ in count():
        made = 0
        for example, label in zip(x, t, strict=True):
            after = update(p, example, label, eta)
            made += after is not p
            p = after
        yield made, p
        if not made:
            return


def most_updates(p: Linear, x: Any, t: Any) -> float:
    """Bound the updates from 0 by ``(R/γ)²``, given weights that part the classes.

    The bias counts as one more weight, on an input of 1.
    """
    agree(x=(x, "N d"), t=(t, "N"), w=(p.w, "d"))
    length = np.sqrt((x * x).sum(axis=1).max() + 1)
    margin = (t * forward(p, x)).min() / np.sqrt((p.w * p.w).sum() + (p.b * p.b).sum())
    return float((length / margin) ** 2)
