"""Words of two languages in one space (lecture notes 002, *Constrained Embeddings*).

======  ======  ==========================================================
symbol  shape   meaning
======  ======  ==========================================================
R, S    (V, K)  vectors of the words of either language
pairs   (M, 2)  words known to mean the same: a row of R and a row of S
Q       (K, K)  a rotation (or reflection), Qᵀ Q = I
======  ======  ==========================================================

The notes *constrain* both languages while they are learnt: known pairs shall lie close, so
their distance is added to the cost. The other way is to learn them apart and *rotate* one
onto the other afterwards, ``R Q ≈ S`` at the known pairs: turning a space changes no angle in
it. The best rotation is found at once from singular values (Schönemann 1966).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.kernels.batched import looked_up
from ncrevise.models.language.analogy import unit
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import square, total

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


def penalty(R: Tensor, S: Tensor, pairs: Any) -> Tensor:
    """Add up the squared distances of known pairs, ``Σ ‖r_i − s_j‖²``.

    Raises:
        ShapeError: where vectors differ in length.
    """
    agree(R=(R, "V K"), S=(S, "U K"), pairs=(pairs, "M 2"))
    return total(square(looked_up(R, pairs[:, 0]) - looked_up(S, pairs[:, 1])))


def rotation(R: Any, S: Any) -> Any:
    """Find the orthogonal Q that minimises ``‖R Q − S‖²``.

    Args:
        R: shape (M, K).
        S: what each row should become, shape (M, K).

    Returns:
        Q, shape (K, K).
    """
    agree(R=(R, "M K"), S=(S, "M K"))
    left, _, right = np.linalg.svd(R.T @ S)
    return left @ right


def translations(R: Any, S: Any) -> Any:
    """Translate every word of one language by the nearest of the other, by cosine; shape (V,)."""
    agree(R=(R, "V K"), S=(S, "U K"))
    return (unit(R) @ unit(S).T).argmax(axis=1)
