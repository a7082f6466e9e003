"""Arithmetic with words: A is to B as C is to … B − A + C (lecture notes 003 §6; 002).

=======  ======  ==========================================================
symbol   shape   meaning
=======  ======  ==========================================================
R        (V, K)  vectors of words, one a row
v        (K,)    a vector to look around
=======  ======  ==========================================================

Closest is by the cosine of the angle, and never one of the three words asked with: B itself
is often nearer to B − A + C than any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def unit(R: Any) -> Any:
    """Scale every row to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(R, axis=-1, keepdims=True)
    return R / np.where(lengths > 0, lengths, 1)


def cosines(R: Any, v: Any) -> Any:
    """Compute the cosine between each row and a vector, shape (V,)."""
    agree(R=(R, "V K"), v=(v, "K"))
    return unit(R) @ unit(v)


def nearest(R: Any, v: Any, count: int = 1, without: Collection[int] = ()) -> list[int]:
    """List the rows nearest to a vector, by cosine.

    Args:
        R: shape (V, K).
        v: shape (K,).
        count: how many.
        without: rows that do not count.
    """
    order = np.argsort(-cosines(R, v), kind="stable").tolist()
    return [k for k in order if k not in set(without)][:count]


def solve(R: Any, a: int, b: int, c: int) -> int:
    """Complete *a is to b as c is to …*."""
    R = unit(R)
    return nearest(R, R[b] - R[a] + R[c], without=(a, b, c))[0]


def accuracy(R: Any, asked: Sequence[tuple[int, int, int, int]]) -> float:
    """Give the share of analogies completed by the word that was wanted."""
    return sum(solve(R, a, b, c) == d for a, b, c, d in asked) / len(asked)
