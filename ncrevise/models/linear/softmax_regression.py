"""Softmax regression: several classes, a row of weights each (lecture notes 003 §2).

======  ========  ==================================
symbol  shape     meaning
======  ========  ==================================
x       (…, d)    inputs, a row an example
W       (K, d)    weights of K classes
b       (K,)      biases
z       (…, K)    logits ``W x + b``
y       (…, K)    probabilities ``softmax(z)``
======  ========  ==================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.kernels.batched import affine, cross_entropy
from ncrevise.models.networks.mlp import Layer
from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import softmax

if TYPE_CHECKING:
    from ncrevise.noise import Noise


def initial(d: int, classes: int, noise: Noise | None = None, scale: float = 0.01) -> Layer:
    """Start at 0, as a convex cost lets one, or with ``noise`` near it."""
    W: Any = np.zeros((classes, d)) if noise is None else noise.normal((classes, d), scale)
    return Layer(W, np.zeros(classes))


def logits(p: Layer, x: Tensor, tape: Recorder = NO_TAPE) -> Tensor:
    """Compute ``W x + b``, shape (…, K).

    Raises:
        ShapeError: where the inputs are not as many as the weights of a class.
    """
    agree(x=(x, "* d"), W=(p.W, "K d"), b=(p.b, "K"))
    return tape.name("z", affine(x, p.W, p.b), "Logits", "z")


def probabilities(p: Layer, x: Tensor, tape: Recorder = NO_TAPE) -> Tensor:
    """Compute ``softmax(W x + b)``, shape (…, K)."""
    return tape.name("y", softmax(logits(p, x, tape)), "Probabilities", "y")


def cost(p: Layer, x: Tensor, classes: Any) -> Tensor:
    """Compute the mean cross-entropy; ``classes``, shape (…), from 0 to K − 1."""
    return cross_entropy(logits(p, x), classes=classes)
