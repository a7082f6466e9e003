"""Losses: how bad a prediction is (lecture notes 003 §2; 002 *Loss functions*).

======  =======  ====================================================================
symbol  shape    meaning
======  =======  ====================================================================
y       (…)      predictions; probabilities where a name says so
z       (…)      logits, scores before a sigmoid or softmax
t       (…)      targets: numbers, 0 or 1, or −1 or 1
======  =======  ====================================================================

Every loss is averaged over its entries, the cost of the notes; ``over="sum"`` adds them up.
From logits nothing overflows, however sure a model is.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, TypeAlias

from ncrevise.kernels.batched import squared_error
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import absolute, half_square, log, mean, relu, softplus, square, step, total
from ncrevise.tape.value import precision, raw, shape

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor

Over: TypeAlias = Literal["mean", "sum"]


def folded(losses: Tensor, over: Over) -> Tensor:
    """Average losses, or add them up; a single one is itself."""
    if not shape(losses):
        return losses
    return mean(losses) if over == "mean" else total(losses)


def alike(**arrays: Tensor) -> None:
    """Check that arrays have one shape.

    Raises:
        ShapeError: naming two that have not.
    """
    if len(set(map(shape, arrays.values()))) == 1:
        return
    axes = max(len(shape(array)) for array in arrays.values())
    letters = " ".join("nmklijabcd"[:axes])
    agree(**{name: (array, letters) for name, array in arrays.items()})


def labels(t: Tensor, z: Tensor) -> Tensor:
    """Write whole labels in the precision of the logits they are multiplied with."""
    kind = precision(z)
    return raw(t).astype(kind) if kind and shape(t) and raw(t).dtype.kind in "bui" else t


def squared(y: Tensor, t: Tensor, *, half: bool = True, over: Over = "mean") -> Tensor:
    """Compute ``½ (y − t)²``, or without the half as in lecture notes 002.

    Raises:
        ShapeError: where y and t differ in shape.
    """
    alike(y=y, t=t)
    if not shape(y):
        return half_square(y - t) if half else square(y - t)
    count = math.prod(shape(y)) if over == "sum" else 1
    return squared_error(y, t, factor=count / 2 if half else float(count))


def absolute_error(y: Tensor, t: Tensor, over: Over = "mean") -> Tensor:
    """Compute ``|y − t|``, which a far-off target moves no more than a near one."""
    alike(y=y, t=t)
    return folded(absolute(y - t), over)


def zero_one(z: Tensor, t: Tensor, over: Over = "mean") -> Tensor:
    """Count mistakes: 1 where ``z ≥ 0`` and t is 0, or the other way round.

    It is flat, so it says nothing about which way to go; the others stand in for it.
    """
    alike(z=z, t=t)
    return folded(absolute(step(z, at_zero=1) - labels(t, z)), over)


def logistic(z: Tensor, t: Tensor, over: Over = "mean") -> Tensor:
    """Compute the cross-entropy of ``σ(z)`` with t, 0 or 1: ``ln(1 + e^z) − t z``."""
    alike(z=z, t=t)
    return folded(softplus(z) - labels(t, z) * z, over)


def logistic_signed(z: Tensor, t: Tensor, over: Over = "mean") -> Tensor:
    """Compute the same for t of −1 or 1: ``ln(1 + e^{−t z})``."""
    alike(z=z, t=t)
    return folded(softplus(-(labels(t, z) * z)), over)


def binary_cross_entropy(y: Tensor, t: Tensor, over: Over = "mean") -> Tensor:
    """Compute ``−t ln y − (1 − t) ln(1 − y)`` from probabilities."""
    alike(y=y, t=t)
    t = labels(t, y)
    return folded(-(t * log(y)) - (1 - t) * log(1 - y), over)


def cross_entropy(y: Tensor, t: Tensor, over: Over = "mean") -> Tensor:
    """Compute ``−tᵀ ln y`` from probabilities and one-hot targets, shapes (…, K).

    From logits it is ``batched.cross_entropy``.
    """
    alike(y=y, t=t)
    return folded(-total(labels(t, y) * log(y), axis=(-1,)), over)


def hinge(z: Tensor, t: Tensor, over: Over = "mean") -> Tensor:
    """Compute ``max(0, 1 − t z)`` for t of −1 or 1."""
    alike(z=z, t=t)
    return folded(relu(1 - labels(t, z) * z), over)


def perceptron(z: Tensor, t: Tensor, over: Over = "mean") -> Tensor:
    """Compute ``max(0, −t z)`` for t of −1 or 1: stochastic gradient descent on it is the rule."""
    alike(z=z, t=t)
    return folded(relu(-(labels(t, z) * z)), over)
