"""Batch normalisation (lecture notes 003 §7; Ioffe and Szegedy 2015).

======  ======================  ==================================================
symbol  shape                   meaning
======  ======================  ==================================================
x       (N, C) or (N, C, H, W)  a batch of units, or of maps
μ, σ²   (C,)                    mean and variance of a unit, or of a whole channel
γ, β    (C,)                    scale and shift that are learnt
ε       ()                      keeps the root from 0, and stands under it
======  ======================  ==================================================

``y = γ (x − μ)/√(σ² + ε) + β``: in training with the batch's own μ and σ² (divisor N), later
with running averages of those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.shapes import agree
from ncrevise.tape.ops import divide, mean, reshape, sqrt, square, times
from ncrevise.tape.value import raw, shape

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor

EPSILON = 1e-5


@dataclass(frozen=True, slots=True)
class BatchNorm:
    """Scale and shift of each channel.

    Args:
        gamma: γ, shape (C,).
        beta: β, shape (C,).
        epsilon: ε.
    """

    gamma: Tensor
    beta: Tensor
    epsilon: float = EPSILON


@dataclass(frozen=True, slots=True)
class Running:
    """Averages over the batches seen in training; not parameters, for nothing descends on them.

    Args:
        mean: shape (C,).
        variance: shape (C,).
        momentum: the weight of the newest batch.
        unbiased: whether variances are averaged with divisor N − 1, as libraries do.
    """

    mean: Any
    variance: Any
    momentum: float = 0.1
    unbiased: bool = True


def initial(channels: int, epsilon: float = EPSILON) -> BatchNorm:
    """Start with γ = 1 and β = 0."""
    return BatchNorm(np.ones(channels), np.zeros(channels), epsilon)


def at_start(channels: int, momentum: float = 0.1, *, unbiased: bool = True) -> Running:
    """Start with mean 0 and variance 1."""
    return Running(np.zeros(channels), np.ones(channels), momentum, unbiased)


def along(x: Tensor) -> tuple[int, ...]:
    """Give all axes but the channels'."""
    return tuple(k for k in range(len(shape(x))) if k != 1)


def upright(v: Tensor, x: Tensor) -> Tensor:
    """Bring a number a channel into the shape in which it broadcasts to x."""
    return reshape(v, shape=tuple(n if k == 1 else 1 for k, n in enumerate(shape(x))))


def check(p: BatchNorm, x: Tensor) -> None:
    """Refuse what has no channel for each scale and shift."""
    rest = " ".join("HWD"[: max(0, len(shape(x)) - 2)])
    agree(gamma=(p.gamma, "C"), beta=(p.beta, "C"), x=(x, f"N C {rest}"))


def forward(p: BatchNorm, x: Tensor) -> Tensor:
    """Normalise a batch by its own mean and variance, as in training.

    Args:
        p: scale and shift.
        x: the batch, shape (N, C) or (N, C, H, W).

    Returns:
        The same shape.

    Raises:
        ShapeError: where channels do not agree.
    """
    check(p, x)
    centred = x - mean(x, axis=along(x), keepdims=True)
    variance = mean(square(centred), axis=along(x), keepdims=True)
    scaled = divide(centred, sqrt(variance + p.epsilon))
    return times(upright(p.gamma, x), scaled) + upright(p.beta, x)


def evaluate(p: BatchNorm, x: Tensor, running: Running) -> Tensor:
    """Normalise by the averages kept from training: each example by itself.

    Args:
        p: scale and shift.
        x: shape (N, C) or (N, C, H, W).
        running: averages of training.

    Returns:
        The same shape.

    Raises:
        ShapeError: where channels do not agree.
    """
    check(p, x)
    agree(gamma=(p.gamma, "C"), mean=(running.mean, "C"), variance=(running.variance, "C"))
    slope = divide(p.gamma, np.sqrt(running.variance + p.epsilon))
    shift = p.beta - times(slope, running.mean)
    return times(upright(slope, x), x) + upright(shift, x)


def updated(running: Running, x: Tensor) -> Running:
    """Average a batch's mean and variance into the running ones.

    Args:
        running: the averages before.
        x: the batch, shape (N, C) or (N, C, H, W).
    """
    data, m = raw(x), running.momentum
    count = data.size // data.shape[1]
    divisor = max(count - 1, 1) if running.unbiased else count
    spread = data.var(axis=along(x)) * (count / divisor)
    return Running(
        (1 - m) * running.mean + m * data.mean(axis=along(x)),
        (1 - m) * running.variance + m * spread,
        m,
        running.unbiased,
    )
