"""Graph convolutional network: messages averaged symmetrically, itself among them.

Source: lecture notes 003 §19; Kipf and Welling (2017).

======  ==========  ==========================================================
symbol  shape       meaning
======  ==========  ==========================================================
A       (N, N)      adjacency
Â       (N, N)      D^−½ (A + I) D^−½ (``adjacency.normalised``)
x, h    (N, d)      features, embeddings of the nodes
W, b    (n, d) (n)  weights and biases of a layer, ``h′ = φ(Â h Wᵀ + b)``
======  ==========  ==========================================================

One Â for all layers: each widens by a step what a node has heard of. φ follows all layers but
the last, whose outputs are scores.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ncrevise.kernels.batched import affine, cross_entropy
from ncrevise.models.graphs.adjacency import normalised
from ncrevise.models.networks.activations import activation
from ncrevise.models.networks.mlp import Mlp, initial
from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import matmul, take
from ncrevise.tape.value import raw

__all__ = ["Mlp", "forward", "hidden", "initial", "loss"]


def hidden(p: Mlp, A: Any, x: Tensor, tape: Recorder = NO_TAPE) -> list[Tensor]:
    """Run all layers and keep the embeddings after each.

    Args:
        p: weights and biases, as a multilayer perceptron has them: with no edges it is one.
        A: adjacency, shape (N, N), plain numbers.
        x: features, shape (N, d).
        tape: where to write the working.

    Raises:
        ShapeError: where a layer does not fit what comes to it, or A the nodes.
    """
    agree(A=(A, "N N"), x=(x, "N d"))
    hat = normalised(A).astype(raw(x).dtype)
    h, outputs = x, list[Tensor]()
    for l, layer in enumerate(p.layers, 1):
        below = "x" if l == 1 else f"h of layer {l - 1}"
        agree(
            **{
                f"W of layer {l}": (layer.W, "n d"),
                below: (h, "N d"),
                f"b of layer {l}": (layer.b, "n"),
            }
        )
        m = tape.name(f"m{l}", matmul(hat, h), f"Messages of layer {l}", f"m^{{({l})}}")
        phi = activation(p.output if l == len(p.layers) else p.activation)
        z = phi(affine(m, layer.W, layer.b))
        h = tape.name(f"h{l}", z, f"Embeddings after layer {l}", f"h^{{({l})}}")
        outputs.append(h)
    return outputs


def forward(p: Mlp, A: Any, x: Tensor, tape: Recorder = NO_TAPE) -> Tensor:
    """Run all layers; scores or embeddings, shape (N, n)."""
    return hidden(p, A, x, tape)[-1]


def loss(p: Mlp, A: Any, x: Tensor, labelled: Any, classes: Any) -> Tensor:
    """Compute the cross-entropy of the labelled nodes; the others help by their edges alone.

    Args:
        p: the network.
        A: adjacency, shape (N, N).
        x: features, shape (N, d).
        labelled: the nodes whose class is known, shape (M,).
        classes: those classes, shape (M,).
    """
    scores = take(forward(p, A, x), index=(np.asarray(labelled),))
    return cross_entropy(scores, classes=np.asarray(classes))
