"""Multi-head attention (lecture notes 003 §14 *Multi-head attention*).

=============  =========  ====================================================
symbol         shape      meaning
=============  =========  ====================================================
x              (…, T, d)  what asks
m              (…, S, d)  what is looked at; x itself in self-attention
W_Q, W_K, W_V  (d, d)     projections; rows i d/h … (i + 1) d/h are head i's
b_Q, b_K, b_V  (d,)       their biases
W_O, b_O       (d, d)     weights (d,) on the heads' contexts, joined in order
h              whole      heads, each of width d/h
=============  =========  ====================================================

The weights stand as everywhere here, ``x Wᵀ + b``; the notes write ``x W``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.errors import ShapeError
from ncrevise.kernels.batched import affine
from ncrevise.models.attention import scaled
from ncrevise.models.networks.initialise import weights
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import permute, reshape
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class MultiHead:
    """Projections of queries, keys and values, that of the joined heads, and how many heads."""

    W_Q: Tensor
    W_K: Tensor
    W_V: Tensor
    W_O: Tensor
    b_Q: Tensor
    b_K: Tensor
    b_V: Tensor
    b_O: Tensor
    heads: int


def initial(d: int, heads: int, noise: Noise) -> MultiHead:
    """Draw projections of width d; biases 0.

    Raises:
        ShapeError: where the heads do not share d evenly.
    """
    if d % heads:
        raise ShapeError(f"{heads} heads can't share a width of {d} evenly.")
    W_Q, W_K, W_V, W_O = (weights(noise, d, d, "xavier") for _ in range(4))
    b_Q, b_K, b_V, b_O = np.zeros((4, d))
    return MultiHead(W_Q, W_K, W_V, W_O, b_Q, b_K, b_V, b_O, heads)


def forward(p: MultiHead, x: Tensor, m: Tensor = None, where: Any = None) -> Tensor:
    """Give every row of x its context from m, shape (…, T, d).

    Args:
        p: the projections.
        x: what asks.
        m: what is looked at; None for x itself.
        where: a mask (``masks``) for all heads, or None to look everywhere.

    Raises:
        ShapeError: where the shapes do not fit.
    """
    return attend(p, x, m, where)[0]


def attend(p: MultiHead, x: Tensor, m: Tensor = None, where: Any = None) -> tuple[Tensor, Tensor]:
    """Give contexts, shape (…, T, d), and every head's weights, shape (…, h, T, S)."""
    m = x if m is None else m
    check(p, x, m)
    Q, K, V = (
        parted(affine(z, W, b), p.heads)
        for z, W, b in ((x, p.W_Q, p.b_Q), (m, p.W_K, p.b_K), (m, p.W_V, p.b_V))
    )
    each = where if where is None or where.ndim < 3 else where[..., None, :, :]
    contexts, alpha = scaled.attend(Q, K, V, each)
    return affine(rejoined(contexts), p.W_O, p.b_O), alpha


def check(p: MultiHead, x: Tensor, m: Tensor) -> None:
    """Refuse shapes that do not fit."""
    agree(
        x=(x, "* t d"),
        m=(m, "* s d"),
        W_Q=(p.W_Q, "n d"),
        W_K=(p.W_K, "n d"),
        W_V=(p.W_V, "n d"),
        W_O=(p.W_O, "d n"),
        b_Q=(p.b_Q, "n"),
        b_K=(p.b_K, "n"),
        b_V=(p.b_V, "n"),
        b_O=(p.b_O, "d"),
    )
    if shape(p.W_Q)[0] % p.heads:
        raise ShapeError(f"W_Q has shape {shape(p.W_Q)}: {p.heads} heads can't share its rows.")


def swapped(z: Tensor) -> Tensor:
    """Exchange the third and the second axis from the end."""
    *front, a, b, c = range(len(shape(z)))
    return permute(z, axes=(*front, b, a, c))


def parted(z: Tensor, heads: int) -> Tensor:
    """Part rows among heads: (…, T, d) becomes (…, h, T, d/h)."""
    *front, d = shape(z)
    return swapped(reshape(z, shape=(*front, heads, d // heads)))


def rejoined(c: Tensor) -> Tensor:
    """Join what the heads give: (…, h, T, d/h) becomes (…, T, d)."""
    *front, h, t, k = shape(c)
    return reshape(swapped(c), shape=(*front, t, h * k))
