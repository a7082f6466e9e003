"""Deep linear networks: however many layers, they compute one matrix (lecture notes 003 §3).

======  ==========  ==================================================
symbol  shape       meaning
======  ==========  ==================================================
W_l     (n, d)      weights of layer l
b_l     (n,)        its biases
W       (k, d)      W_L … W_2 W_1
b       (k,)        what the biases come to
======  ==========  ==================================================

So they are no more expressive than linear regression; but their gradients, and the size of
their signals, are those of a product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ncrevise.errors import UsageError
from ncrevise.models.networks.mlp import Layer, Mlp
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import matmul
from ncrevise.tape.value import raw

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


def product(p: Mlp) -> Layer:
    """Multiply the layers of a linear network out to one.

    Args:
        p: a network whose activations are all ``identity``.

    Returns:
        The layer that gives every input the same outputs.

    Raises:
        UsageError: where an activation is not the identity.
        ShapeError: where layers do not fit each other.
    """
    if {p.activation, p.output} != {"identity"}:
        raise UsageError(f"{p.activation} and {p.output}: only identities multiply out.")
    W, b = p.layers[0].W, p.layers[0].b
    agree(W1=(W, "n d"), b1=(b, "n"))
    for l, layer in enumerate(p.layers[1:], 2):
        agree(**{f"W{l}": (layer.W, "m n"), f"b{l}": (layer.b, "m"), f"b{l - 1}": (b, "n")})
        W, b = matmul(layer.W, W), matmul(layer.W, b) + layer.b
    return Layer(W, b)


def singular_values(p: Mlp) -> Tensor:
    """Give how far the network stretches inputs, the most first, shape (min(k, d),)."""
    return np.linalg.svd(raw(product(p).W), compute_uv=False)
