"""Masks: which positions may be looked at (lecture notes 003 §14 *Masked multi-head attention*).

======  =============  ====================================================
symbol  shape          meaning
======  =============  ====================================================
where   (…, T, S)      true where query t may look at key s
T, S    whole numbers  queries and keys
======  =============  ====================================================

A query that may look nowhere gets weights and a context of 0, not a division by zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.errors import ShapeError
from ncrevise.kernels.batched import masked
from ncrevise.tape import Loose as Tensor
from ncrevise.tape import raw
from ncrevise.tape.ops import softmax, times
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from collections.abc import Sequence

FAR_BELOW = -1e30  # its exponential is 0 beside any score, in float32 too


def causal(size: int) -> Any:
    """Let every position look at itself and at what came before, shape (size, size)."""
    return np.tri(size, dtype=bool)


def padding(lengths: Sequence[int], size: int) -> Any:
    """Hide what was added to fill a batch up.

    Args:
        lengths: real symbols of each sequence, B of them.
        size: symbols of each with its filling.

    Returns:
        Shape (B, 1, size), the same for every query.
    """
    return (np.arange(size) < np.asarray(lengths)[:, None])[:, None]


def check(where: Any, scores: Tensor) -> None:
    """Refuse a mask that does not stretch to the scores.

    Raises:
        ShapeError: with both shapes.
    """
    wanted = shape(scores)
    try:
        fits = np.broadcast_shapes(where.shape, wanted) == wanted
    except ValueError:
        fits = False
    if not fits:
        raise ShapeError(f"mask has shape {where.shape}, which does not fit scores of {wanted}.")


def weights(scores: Tensor, where: Any = None) -> Tensor:
    """Turn scores (…, T, S) into attention weights: a softmax over what may be looked at.

    Raises:
        ShapeError: where the mask does not fit.
    """
    if where is None:
        return softmax(scores)
    check(where, scores)
    alpha = softmax(masked(scores, where=where, fill=FAR_BELOW))
    anywhere = where.any(axis=-1, keepdims=True)
    return alpha if anywhere.all() else times(alpha, anywhere.astype(raw(scores).dtype))
