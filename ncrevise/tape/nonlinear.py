"""Activation functions (lecture notes 003 §2–§3, 000)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.maths import build
from ncrevise.maths.tree import Digits, Fence, Id, Node
from ncrevise.tape.arithmetic import exp, real, times
from ncrevise.tape.arrays import total
from ncrevise.tape.primitive import Primitive, Slip, skipped, taken_for
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


def hyperbolic(z: Data) -> float | Numpy:
    """Compute ``tanh z``."""
    return math.tanh(z) if not isinstance(z, np.ndarray) else np.tanh(real(z))


def rectified(z: Data) -> Data:
    """Compute ``max(0, z)``."""
    return np.maximum(z, 0) if isinstance(z, np.ndarray) else z * (z > 0)


SIGMA, TANH, RELU = r"$\sigma$", r"$\tanh$", "ReLU"

sigmoid: Primitive = Primitive(
    "sigmoid",
    logistic,
    (lambda g, y, z: times(g, slope(sigmoid_slope, z, y)),),
    lambda z: build.call("σ", z),
    rational=False,
    pauses=True,
    slips=(skipped(SIGMA), taken_for(SIGMA, TANH, hyperbolic), taken_for(SIGMA, RELU, rectified)),
)

tanh: Primitive = Primitive(
    "tanh",
    hyperbolic,
    (lambda g, y, z: times(g, slope(tanh_slope, z, y)),),
    lambda z: build.call("tanh", z),
    rational=False,
    pauses=True,
    slips=(skipped(TANH), taken_for(TANH, SIGMA, logistic), taken_for(TANH, RELU, rectified)),
)

relu: Primitive = Primitive(
    "relu",
    rectified,
    (lambda g, _y, z: g * relu_slope(z),),
    lambda z: build.call("ReLU", z),
    pauses=True,
    slips=(skipped(RELU), taken_for(RELU, TANH, hyperbolic), taken_for(RELU, SIGMA, logistic)),
)

# Strictly above zero, as a derivative of ReLU is taken; the notes' threshold unit fires at
# zero too (003 §2) and says so with ``at_zero=1``.
step: Primitive = Primitive(
    "step",
    lambda z, *, at_zero=0: mask(z > 0, z) + mask(z == 0, z) * at_zero,
    (lambda g, _y, _z, **_: times(g, 0),),
    lambda z, **_: build.call("H", z),
    pauses=True,
    slips=(
        skipped("the threshold"),
        Slip(
            "other-side",
            "You took the other side of the threshold in {line}.",
            lambda z, *, at_zero=0: 1 - (mask(z > 0, z) + mask(z == 0, z) * at_zero),
        ),
    ),
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
    slips=(skipped("the absolute value"),),
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
    slips=(
        skipped("the softmax"),
        taken_for("the softmax", SIGMA, logistic),
        Slip(
            "unnormalised",
            "You did not divide by the sum of the exponentials in {line}.",
            lambda z: np.exp(real(z)),
        ),
        Slip(
            "no-exponentials",
            "You divided by the sum without taking exponentials first, in {line}.",
            lambda z: z / np.sum(z, axis=-1, keepdims=True),
        ),
    ),
)
