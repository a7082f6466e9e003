"""Multilayer perceptron (lecture notes 003 §3; 000 *Feedforward networks*).

======  ==========  ==================================================
symbol  shape       meaning
======  ==========  ==================================================
x       (…, d)      inputs, a row an example; (d,) for one example
W       (n, d)      weights of a layer of n units on d inputs
b       (n,)        its biases
h       (…, n)      its outputs, φ(W x + b)
======  ==========  ==================================================

A linear network, deep or not, is one whose ``activation`` is ``identity``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.kernels.batched import affine
from ncrevise.models.networks.activations import activation
from ncrevise.models.networks.initialise import weights
from ncrevise.models.shapes import Shape, sizes
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Layer:
    """Weights and biases of one layer."""

    W: Tensor
    b: Tensor


@dataclass(frozen=True, slots=True)
class Mlp:
    """Layers in order, the activation of all but the last, and that of the last."""

    layers: tuple[Layer, ...]
    activation: str = "relu"
    output: str = "identity"


def initial(
    sizes: tuple[int, ...],
    noise: Noise,
    activation: str = "relu",
    output: str = "identity",
    scheme: str = "he",
) -> Mlp:
    """Draw a network: weights by a scheme of ``initialise``, biases 0.

    Args:
        sizes: inputs, units of each hidden layer, outputs.
        noise: where the weights are drawn.
        activation: of the hidden layers.
        output: of the last.
        scheme: ``he`` for ReLU, ``xavier`` for tanh and sigmoid.
    """
    layers = tuple(Layer(weights(noise, n, d, scheme), np.zeros(n)) for d, n in pairwise(sizes))
    return Mlp(layers, activation, output)


def forward(p: Mlp, x: Tensor, tape: Recorder = NO_TAPE) -> Tensor:
    """Run inputs through all layers.

    Args:
        p: the network.
        x: inputs, shape (…, d).
        tape: where to write the working.

    Returns:
        Outputs, shape (…, k).

    Raises:
        ShapeError: where a layer does not fit what comes to it.
    """
    return hidden(p, x, tape)[-1]


def hidden(p: Mlp, x: Tensor, tape: Recorder = NO_TAPE) -> list[Tensor]:
    """Run inputs through all layers and keep what each gives, the last the outputs."""
    chained(shape(x), tuple([(shape(layer.W), shape(layer.b)) for layer in p.layers]))
    outputs: list[Tensor] = []
    h = x
    for l, layer in enumerate(p.layers, 1):
        weighted, given = lines(l)
        last = l == len(p.layers)
        phi = activation(p.output if last else p.activation)
        key, say, symbol = weighted
        z = tape.name(key, affine(h, layer.W, layer.b), say, symbol)
        key, say, symbol = given
        h = tape.name(key, phi(z), say, symbol)
        outputs.append(h)
    return outputs


@lru_cache(maxsize=64)
def lines(l: int) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """Word the two lines of layer l: a key, what is done and a symbol each."""
    return (
        (f"z{l}", f"Weighted inputs of layer {l}", f"z^{{({l})}}"),
        (f"h{l}", f"Outputs of layer {l}", f"h^{{({l})}}"),
    )


@lru_cache(maxsize=1024)
def chained(below: Shape, layers: tuple[tuple[Shape, Shape], ...]) -> None:
    """Check that every layer fits what comes to it; remembered, as training asks every step.

    Args:
        below: the shape of the inputs.
        layers: the shapes of each layer's weights and biases.

    Raises:
        ShapeError: naming two that do not fit.
    """
    for l, (W, b) in enumerate(layers, 1):
        name = "x" if l == 1 else f"h of layer {l - 1}"
        sizes(((f"W of layer {l}", "n d", W), (name, "* d", below), (f"b of layer {l}", "n", b)))
        below = (*below[:-1], *b)
