"""Inputs that fool a network: the fast gradient sign method (lecture notes 003 §10).

======  ========  ==============================================================
symbol  shape     meaning
======  ========  ==============================================================
x       (N, …)    inputs, such as images with ink from 0 to 1
L       (N,)      the loss of each input, or one number for all
ε       number    by how much an entry may change
======  ========  ==============================================================

Raising the loss of the right class makes the network miss it; lowering that of another class
(``towards``) makes the network see that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.interpret.saliency import input_gradient

if TYPE_CHECKING:
    from ncrevise.models.interpret.saliency import Score


def fgsm(
    loss: Score,
    x: Any,
    epsilon: float,
    *,
    towards: bool = False,
    low: float = 0.0,
    high: float = 1.0,
) -> Any:
    """Move every entry by ε the way the loss rises, ``x + ε sign(∂L/∂x)``.

    Args:
        loss: L from inputs.
        x: inputs, shape (N, …).
        epsilon: ε.
        towards: whether the loss is to fall, that of a class to be seen.
        low: the least an entry may be.
        high: the most.

    Returns:
        The adversarial inputs, of the shape of x.
    """
    return bounded(x + epsilon * direction(loss, x, towards=towards), low, high)


def direction(loss: Score, x: Any, *, towards: bool = False) -> Any:
    """Give the signs of a loss's gradient: +1, 0 or −1 an entry."""
    signs = np.sign(input_gradient(loss, x))
    return -signs if towards else signs


def bounded(x: Any, low: float, high: float) -> Any:
    """Keep entries from ``low`` to ``high``."""
    return x.clip(low, high)


def gradient_method(
    loss: Score, x: Any, epsilon: float, *, low: float = 0.0, high: float = 1.0
) -> Any:
    """Move along the gradient itself, so far that the entry that changes most moves by ε.

    Args:
        loss: L from inputs.
        x: inputs, shape (N, …).
        epsilon: ε.
        low: the least an entry may be.
        high: the most.

    Returns:
        The moved inputs; one whose gradient is 0 stays.
    """
    slope = input_gradient(loss, x)
    most = abs(slope).max(axis=tuple(range(1, x.ndim)), keepdims=True)
    return bounded(x + epsilon * slope / np.where(most > 0, most, 1), low, high)


def several_steps(
    loss: Score,
    x: Any,
    epsilon: float,
    steps: int,
    *,
    rate: float | None = None,
    towards: bool = False,
    low: float = 0.0,
    high: float = 1.0,
) -> Any:
    """Take small signed steps, none leading further than ε from x (Kurakin et al. 2016).

    Args:
        loss: L from inputs.
        x: inputs, shape (N, …).
        epsilon: ε.
        steps: how many.
        rate: the length of each; ε shared by the steps, and a quarter more, unless given.
        towards: whether the loss is to fall.
        low: the least an entry may be.
        high: the most.

    Returns:
        The adversarial inputs, of the shape of x.
    """
    length = 1.25 * epsilon / steps if rate is None else rate
    moved = x
    for _ in range(steps):
        moved = moved + length * direction(loss, moved, towards=towards)
        moved = bounded(moved.clip(x - epsilon, x + epsilon), low, high)
    return moved
