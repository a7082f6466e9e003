"""Clusters by k-means (lecture notes 000 *Clustering*, *AEs for learning clusters of data*).

======  ======  ============================================================
symbol  shape   meaning
======  ======  ============================================================
x       (n, d)  examples: pixels, or codes of an autoencoder
m       (k, d)  centres
c       (n,)    which centre is nearest to each example, from 0
J       ()      inertia, Σ ‖x − m_c‖²
======  ======  ============================================================

Lloyd's two steps each lower J or leave it: examples go to the nearest centre, the first of
equally near ones, and centres to the mean of theirs. A centre without examples stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.errors import ShapeError
from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Clusters:
    """Centres, the centre of each example, and the inertia."""

    m: Any
    c: Any
    J: float


def distances(x: Any, m: Any) -> Any:
    """Compute ‖x − m‖² = ‖x‖² − 2 xᵀm + ‖m‖² of every example and centre, shape (n, k).

    Raises:
        ShapeError: where they differ in d.
    """
    agree(x=(x, "n d"), m=(m, "k d"))
    found = -2 * (x @ m.T)
    found += (x * x).sum(axis=1)[:, None]
    found += (m * m).sum(axis=1)
    return np.maximum(found, 0)  # rounding may leave less of an example that is a centre


def assigned(x: Any, m: Any) -> Clusters:
    """Send every example to its nearest centre."""
    apart = distances(x, m)
    c = apart.argmin(axis=1)
    return Clusters(m, c, float(apart[np.arange(len(x)), c].sum()))


def moved(x: Any, m: Any, c: Any) -> Any:
    """Move every centre to the mean of its examples.

    Raises:
        ShapeError: where x, m and c do not fit.
    """
    agree(x=(x, "n d"), m=(m, "k d"), c=(c, "n"))
    members = [x[c == k] for k in range(len(m))]
    return np.stack([mine.mean(axis=0) if len(mine) else m[k] for k, mine in enumerate(members)])


def spread_out(x: Any, k: int, noise: Noise) -> Any:
    """Choose k examples as centres, far apart by chance: k-means++ (Arthur, Vassilvitskii 2007).

    Each next centre is an example drawn in proportion to its squared distance from the
    nearest so far.

    Raises:
        ShapeError: where there are fewer than k examples.
    """
    agree(x=(x, "n d"))
    if not 0 < k <= len(x):
        raise ShapeError(f"x has shape {x.shape}: k must be 1 to {len(x)} and is {k}.")
    chosen = [x[noise.integers((), len(x))]]
    while len(chosen) < k:
        nearest = distances(x, np.stack(chosen)).min(axis=1)
        weights = nearest if nearest.any() else np.ones(len(x))
        chosen.append(x[noise.picks(weights)])
    return np.stack(chosen)


def rounds(x: Any, m: Any, most: int = 100) -> Iterator[Clusters]:
    """Take Lloyd's steps from given centres until none changes.

    Yields:
        What the examples were sent to, at the start and after each move of the centres.
    """
    now = assigned(x, m)
    yield now
    for _ in range(most):
        after = assigned(x, moved(x, now.m, now.c))
        if after.J >= now.J:
            return
        now = after
        yield now


def fit(x: Any, k: int, noise: Noise, starts: int = 10) -> Clusters:
    """Find k clusters: the best of several starts.

    Args:
        x: examples, shape (n, d).
        k: how many clusters.
        noise: where the starts are drawn.
        starts: how many.
    """
    found = [list(rounds(x, spread_out(x, k, noise)))[-1] for _ in range(starts)]
    return min(found, key=lambda clusters: clusters.J)


def purity(c: Any, labels: Any) -> float:
    """Give the share of examples whose label is the most frequent in their cluster.

    Args:
        c: clusters, shape (n,).
        labels: whole numbers from 0, shape (n,).

    Raises:
        ShapeError: where they differ in n.
    """
    agree(c=(c, "n"), labels=(labels, "n"))
    return sum(int(np.bincount(labels[c == k]).max()) for k in np.unique(c)) / len(c)
