"""Message passing: each node hears its neighbours, then makes something of it.

Source: lecture notes 003 §19, *Forward Propagation*.

======  ==========  ==========================================================
symbol  shape       meaning
======  ==========  ==========================================================
A       (N, N)      adjacency: which nodes u are neighbours of v (a row a node)
h       (N, d)      embeddings of the nodes, at first their features
m       (N, d or    messages, ``m_v = f(h_v, {h_u : u ∈ N(v)})``
        2d)
W, b    (n, …) (n)  transformation ``h′_v = φ(W m_v + b)``, one for all nodes
======  ==========  ==========================================================

f is the sum, mean or maximum over a set, so the order of neighbours cannot matter. A node's
own embedding is *among* them, stands *beside* what they say (GraphSAGE, Hamilton et al. 2017),
or is left *out*.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from ncrevise.errors import UsageError
from ncrevise.kernels.batched import affine, masked
from ncrevise.models.graphs.adjacency import with_self
from ncrevise.models.networks.activations import activation
from ncrevise.models.networks.initialise import weights
from ncrevise.models.networks.mlp import Layer
from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import broadcast, concat, matmul, maximum, reshape
from ncrevise.tape.value import raw, shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.noise import Noise

Own: TypeAlias = Literal["among", "beside", "out"]
FAR = -1e30


def summed(A: Any, h: Tensor) -> Tensor:
    """Add up the neighbours' embeddings; 0 without neighbours."""
    return matmul(A.astype(raw(h).dtype), h)


def averaged(A: Any, h: Tensor) -> Tensor:
    """Average the neighbours' embeddings; 0 without neighbours."""
    degrees = A.sum(axis=1, keepdims=True)
    return summed(A / np.where(degrees == 0, 1, degrees), h)


def highest(A: Any, h: Tensor) -> Tensor:
    """Take the largest of the neighbours' numbers, each on its own; 0 without neighbours."""
    N, d = shape(h)
    every = broadcast(reshape(h, shape=(1, N, d)), shape=(N, N, d))
    found = maximum(masked(every, where=(A != 0)[..., None], fill=FAR), axis=(1,))
    return masked(found, where=(A != 0).any(axis=1, keepdims=True), fill=0.0)


AGGREGATES: dict[str, Callable[[Any, Tensor], Tensor]] = {
    "sum": summed,
    "mean": averaged,
    "max": highest,
}


@dataclass(frozen=True, slots=True)
class Gnn:
    """Rounds in order, and how they hear and answer.

    Args:
        layers: a round each.
        aggregate: ``sum``, ``mean`` or ``max``.
        own: whether a node's own embedding is ``among`` those it hears, ``beside``, or ``out``.
        activation: φ of all rounds but the last.
    """

    layers: tuple[Layer, ...]
    aggregate: str = "mean"
    own: Own = "among"
    activation: str = "relu"


def initial(
    sizes: tuple[int, ...],
    noise: Noise,
    aggregate: str = "mean",
    own: Own = "among",
    activation: str = "relu",
) -> Gnn:
    """Draw a network: features of a node, numbers of each embedding after it."""
    wide = 2 if own == "beside" else 1
    layers = tuple(Layer(weights(noise, n, wide * d), np.zeros(n)) for d, n in pairwise(sizes))
    return Gnn(layers, aggregate, own, activation)


def messages(A: Any, h: Tensor, aggregate: str = "mean", own: Own = "among") -> Tensor:
    """Compute what every node hears.

    Args:
        A: adjacency, shape (N, N), plain numbers.
        h: embeddings, shape (N, d).
        aggregate: ``sum``, ``mean`` or ``max``.
        own: what becomes of the node's own embedding.

    Returns:
        m, shape (N, d), or (N, 2d) with ``beside``.

    Raises:
        UsageError: there is no such aggregate.
        ShapeError: where there are not as many nodes in one as in the other.
    """
    agree(A=(A, "N N"), h=(h, "N d"))
    if aggregate not in AGGREGATES:
        raise UsageError(f"There is no aggregate {aggregate!r}. Known: {', '.join(AGGREGATES)}.")
    heard = AGGREGATES[aggregate](with_self(A) if own == "among" else A, h)
    return concat([h, heard], axis=1) if own == "beside" else heard


def forward(p: Gnn, A: Any, x: Tensor, tape: Recorder = NO_TAPE) -> Tensor:
    """Run all rounds.

    Args:
        p: the network.
        A: adjacency, shape (N, N), plain numbers.
        x: features, shape (N, d).
        tape: where to write the working.

    Returns:
        Embeddings after the last round, shape (N, n).

    Raises:
        ShapeError: where a round does not fit what comes to it.
    """
    agree(A=(A, "N N"), x=(x, "N d"))
    h = x
    for l, layer in enumerate(p.layers, 1):
        heard = messages(A, h, p.aggregate, p.own)
        m = tape.name(f"m{l}", heard, f"Messages of round {l}", f"m^{{({l})}}")
        below = "x" if l == 1 else f"messages of round {l}"
        agree(
            **{
                f"W of round {l}": (layer.W, "n D"),
                below: (m, "* D"),
                f"b of round {l}": (layer.b, "n"),
            }
        )
        z = affine(m, layer.W, layer.b)
        last = l == len(p.layers)
        z = z if last else activation(p.activation)(z)
        h = tape.name(f"h{l}", z, f"Embeddings after round {l}", f"h^{{({l})}}")
    return h
