"""Co-occurrence: how often two words stand near each other (lecture notes 003 §6).

======  ======  ==========================================================
symbol  shape   meaning
======  ======  ==========================================================
X       (V, V)  how often words i and j stand less than p positions apart
p       ()      the window
R       (V, K)  vectors of words, one a row
======  ======  ==========================================================

*Distributional hypothesis*: words that keep the same company mean similar things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from collections.abc import Sequence


def count(texts: Sequence[Any], window: int, size: int) -> Any:
    """Count every pair of places less than ``window`` apart, in both orders.

    Args:
        texts: each a text in numbers, shape (T,); no pair stands in two of them.
        window: p; with 2, neighbours only.
        size: V.

    Returns:
        X, shape (V, V), symmetric whole numbers.
    """
    X = np.zeros((size, size), dtype=np.int64)
    for w in texts:
        for apart in range(1, window):
            np.add.at(X, (w[:-apart], w[apart:]), 1)
    return X + X.T


def information(X: Any) -> Any:
    """Compare counts with what chance would give: ``max(0, ln p(i, j)/(p(i) p(j)))``.

    Positive pointwise mutual information (Church and Hanks 1990; Levy and Goldberg 2014): how
    much more often two words keep company than words as frequent do; 0 where they never do.

    Args:
        X: counts, shape (V, V); every word occurs.
    """
    agree(X=(X, "V V"))
    rates = X.sum(axis=1) / X.sum()
    ratio = X / X.sum() / np.outer(rates, rates)
    return np.log(np.maximum(ratio, 1))


def low_rank(X: Any, K: int) -> tuple[Any, Any]:
    """Find ``R`` and ``R̃`` that minimise ``‖X − R R̃ᵀ‖²``, by the singular values.

    Args:
        X: shape (V, V).
        K: the rank.

    Returns:
        R and R̃, shape (V, K) each; both get the square root of each singular value.
    """
    agree(X=(X, "V V"))
    left, strength, right = np.linalg.svd(X)
    root = np.sqrt(strength[:K])
    return left[:, :K] * root, right[:K].T * root
