"""Activation functions (lecture notes 003 §2–§3, 000)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.maths import build
from ncrevise.maths.tree import Digits, Fence, Id, Node
from ncrevise.tape.arithmetic import exp, real, times
from ncrevise.tape.arrays import total
from ncrevise.tape.primitive import Primitive
from ncrevise.tape.slopes import relu_slope, sigmoid_slope, slope, tanh_slope
from ncrevise.tape.value import Index, Tensor, Value, mask, raw

if TYPE_CHECKING:
    from ncrevise.tape.primitive import At, Error
    from ncrevise.tape.value import Data, Numpy


def logistic(x: Data) -> float | Numpy:
    """Compute ``1/(1 + e^−x)`` without overflow on either side."""
    if isinstance(x, np.ndarray):
        small = np.exp(-np.abs(real(x)))
        return np.where(x >= 0, 1 / (1 + small), small / (1 + small))
    tail = math.exp(-abs(float(x)))
    return 1 / (1 + tail) if x >= 0 else tail / (1 + tail)


sigmoid: Primitive = Primitive(
    "sigmoid",
    logistic,
    (lambda g, y, z: times(g, slope(sigmoid_slope, z, y)),),
    lambda z: build.call("σ", z),
    rational=False,
    pauses=True,
)

tanh: Primitive = Primitive(
    "tanh",
    lambda z: math.tanh(z) if not isinstance(z, np.ndarray) else np.tanh(real(z)),
    (lambda g, y, z: times(g, slope(tanh_slope, z, y)),),
    lambda z: build.call("tanh", z),
    rational=False,
    pauses=True,
)

relu: Primitive = Primitive(
    "relu",
    lambda z: np.maximum(z, 0) if isinstance(z, np.ndarray) else z * (z > 0),
    (lambda g, _y, z: g * relu_slope(z),),
    lambda z: build.call("ReLU", z),
    pauses=True,
)

# Strictly above zero, as a derivative of ReLU is taken; the notes' threshold unit fires at
# zero too (003 §2) and says so with ``at_zero=1``.
step: Primitive = Primitive(
    "step",
    lambda z, *, at_zero=0: mask(z > 0, z) + mask(z == 0, z) * at_zero,
    (lambda g, _y, _z, **_: times(g, 0),),
    lambda z, **_: build.call("H", z),
    pauses=True,
)

leaky_relu: Primitive = Primitive(
    "leaky_relu",
    lambda z, *, slope: z * (z > 0) + slope * z * (z <= 0),
    (lambda g, _y, z, *, slope: times(g, step(z) + times(slope, 1 - step(z))),),
    lambda z, **_: build.call("LReLU", z),
    pauses=True,
)

softplus: Primitive = Primitive(
    "softplus",
    lambda z: np.logaddexp(0, real(z)),
    (lambda g, _y, z: times(g, sigmoid(z)),),
    lambda z: build.call("ln", build.add(Digits("1"), build.power(Id("e"), z))),
    rational=False,
)


absolute: Primitive = Primitive(
    "absolute",
    abs,
    (lambda g, _y, x: times(g, np.sign(raw(x))),),
    lambda x: Fence("|", x, "|"),
)


def normalised(z: Numpy) -> Numpy:
    """Compute the softmax along the last axis."""
    shifted = np.exp(real(z) - np.max(real(z), axis=-1, keepdims=True))
    found: Numpy = shifted / shifted.sum(axis=-1, keepdims=True)
    return found


def softmax_gradient(g: Tensor, y: Tensor, _z: Tensor) -> Tensor:
    """Pull a gradient back through a softmax: ``y ⊙ (g − Σ g y)``."""
    weighted = times(g, y)
    return weighted - times(y, total(weighted, axis=(-1,), keepdims=True))


def softmax_entry(index: Index, at: At, z: Value) -> Node:
    """Spell one probability: its exponential over the sum of all."""
    along = [(*index[:-1], k) for k in range(z.shape[-1])]
    raised = [exp.spell(at(0, place)) for place in along]
    return build.divide(exp.spell(at(0, index)), build.add(*raised))


def softmax_error(value: Value, errors: list[Error]) -> Error:
    """Bound the error of probabilities: ``y (e + Σ y e)``."""
    error = np.broadcast_to(errors[0], value.shape)
    bound: Numpy = value.data * (error + (value.data * error).sum(axis=-1, keepdims=True))
    return bound


softmax: Primitive = Primitive(
    "softmax",
    normalised,
    (softmax_gradient,),
    lambda z: build.call("softmax", z),
    softmax_entry,
    rational=False,
    pauses=True,
    error=softmax_error,
)
