"""Principal component analysis by singular values (lecture notes 002 *Autoencoders and PCA*).

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
x       (n, d)  examples, a row each (the notes' Y has them as columns)
m       (d,)    their mean, or 0
U       (H, d)  the H directions of most variance, orthonormal rows
h       (…, H)  codes, U (x − m)
======  ======  ============================================================

The singular values S of the centred examples are cut off after the largest H: no other
reconstruction of rank H is nearer. The notes cut those of the examples as they are, which
``centred=False`` does; a bias at an autoencoder's output learns the mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.errors import ShapeError
from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Pca:
    """Mean, directions, and the variance along each, largest first (the total is of all d)."""

    m: Tensor
    U: Tensor
    variances: Any
    total: float


def fit(x: Any, H: int, *, centred: bool = True) -> Pca:
    """Find the H directions of most variance.

    Args:
        x: examples, shape (n, d).
        H: how many, at most n and at most d.
        centred: whether the mean is taken off first.

    Raises:
        ShapeError: where x is no matrix, or has no H directions.
    """
    sizes = agree(x=(x, "n d"))
    if not 0 < H <= min(sizes.values()):
        raise ShapeError(f"x has shape {x.shape}: H must be 1 to {min(x.shape)} and is {H}.")
    m = x.mean(axis=0) if centred else np.zeros_like(x[0])
    _, S, directions = np.linalg.svd(x - m, full_matrices=False)
    variances = S * S / len(x)
    return Pca(m, upright(directions[:H]), variances[:H], float(variances.sum()))


def upright(U: Any) -> Any:
    """Turn directions so that the largest entry of each is positive: a sign is free."""
    largest = np.abs(U).argmax(axis=1, keepdims=True)
    return U * np.where(np.take_along_axis(U, largest, 1) < 0, -1, 1).astype(U.dtype)


def encode(p: Pca, x: Tensor) -> Tensor:
    """Compute codes, shape (…, H), of examples, shape (…, d).

    Raises:
        ShapeError: where they do not fit the directions.
    """
    agree(U=(p.U, "H d"), x=(x, "* d"))
    return (x - p.m) @ p.U.T


def decode(p: Pca, h: Tensor) -> Tensor:
    """Compute reconstructions, shape (…, d), from codes, shape (…, H).

    Raises:
        ShapeError: where they do not fit the directions.
    """
    agree(U=(p.U, "H d"), h=(h, "* H"))
    return h @ p.U + p.m


def forward(p: Pca, x: Tensor) -> Tensor:
    """Reconstruct examples, shape (…, d), from their codes."""
    return decode(p, encode(p, x))


def shortened(p: Pca, H: int) -> Pca:
    """Keep the first H directions: those that H alone would have found."""
    return Pca(p.m, p.U[:H], p.variances[:H], p.total)


def explained(p: Pca) -> Any:
    """Give the share of the variance that each direction explains, shape (H,)."""
    return p.variances / p.total


def agreement(A: Any, B: Any) -> float:
    """Say how nearly two sets of H directions span the same space.

    Args:
        A: rows, shape (H, d), independent but not necessarily orthonormal.
        B: the same, shape (H, d).

    Returns:
        The cosine of the largest angle between the spaces: 1 where they are the same.

    Raises:
        ShapeError: where their shapes differ.
    """
    agree(A=(A, "H d"), B=(B, "H d"))
    bases = [np.linalg.qr(rows.T)[0] for rows in (A, B)]
    return float(np.linalg.svd(bases[0].T @ bases[1], compute_uv=False)[-1])
