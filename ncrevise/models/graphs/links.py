"""Link prediction: which nodes are joined, from their embeddings (lecture notes 003 §19).

======  ======  ==========================================================
symbol  shape   meaning
======  ======  ==========================================================
z       (N, d)  embeddings of the nodes
pairs   (M, 2)  nodes u and v
y       (M,)    1 where they are joined, else 0
s       (M,)    z_uᵀ z_v; the decoder says σ(s)
======  ======  ==========================================================

Nobody labels the nodes: the edges themselves are what is to be foretold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.kernels.batched import looked_up
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import mean, sigmoid, softplus, times, total
from ncrevise.tape.value import raw

if TYPE_CHECKING:
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


def scores(z: Tensor, pairs: Any) -> Tensor:
    """Compute the inner products z_uᵀ z_v, shape (M,)."""
    agree(z=(z, "N d"), pairs=(pairs, "M 2"))
    return total(looked_up(z, pairs[:, 0]) * looked_up(z, pairs[:, 1]), axis=(-1,))


def probabilities(z: Tensor, pairs: Any) -> Tensor:
    """Decode the probability σ(z_uᵀ z_v) that each pair is joined."""
    return sigmoid(scores(z, pairs))


def loss(z: Tensor, pairs: Any, joined: Any) -> Tensor:
    """Average the cross-entropy between what is and what the decoder says.

    Args:
        z: embeddings, shape (N, d).
        pairs: shape (M, 2).
        joined: y, shape (M,).

    Raises:
        ShapeError: naming the arrays that do not go together.
    """
    agree(z=(z, "N d"), pairs=(pairs, "M 2"), joined=(joined, "M"))
    s = scores(z, pairs)
    # −y ln σ(s) − (1 − y) ln (1 − σ(s)), which never takes the logarithm of 0
    return mean(softplus(s) - times(np.asarray(joined).astype(raw(s).dtype), s))


def strangers(A: Any, count: int, noise: Noise) -> Any:
    """Draw pairs of different nodes that are not joined, none twice; shape (count, 2).

    Args:
        A: adjacency, shape (N, N), symmetric.
        count: how many; all there are where there are fewer.
        noise: where they are drawn.
    """
    u, v = np.nonzero(np.triu(A == 0, 1))
    order = noise.order(len(u))[:count]
    return np.stack([u[order], v[order]], 1)


def area(said: Any, joined: Any) -> float:
    """Compute the AUC: how often a joined pair is said to be likelier than one that is not.

    Args:
        said: scores, shape (M,); equal ones count half.
        joined: y, shape (M,).
    """
    agree(said=(said, "M"), joined=(joined, "M"))
    yes, no = said[joined == 1], said[joined == 0]
    return float(((yes[:, None] > no) + (yes[:, None] == no) / 2).mean())
