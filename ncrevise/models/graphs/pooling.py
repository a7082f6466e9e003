"""Pooling: one vector for a whole graph, whatever the order of its nodes (003 §19).

======  ======  ==================================================
symbol  shape   meaning
======  ======  ==================================================
h       (N, d)  embeddings of the nodes
g       (d,)    embedding of the graph
======  ======  ==================================================

The sum sees how many nodes there are, the mean in what proportions, the maximum only which
kinds occur.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.errors import UsageError
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import maximum, mean, total

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor

POOLS = {"sum": total, "mean": mean, "max": maximum}


def pooled(h: Tensor, how: str = "mean") -> Tensor:
    """Pool the nodes of a graph.

    Args:
        h: shape (N, d).
        how: ``sum``, ``mean`` or ``max``.

    Returns:
        g, shape (d,).

    Raises:
        UsageError: with the ways there are.
        ShapeError: where h is no matrix.
    """
    agree(h=(h, "N d"))
    if how not in POOLS:
        raise UsageError(f"There is no pooling {how!r}. Known: {', '.join(POOLS)}.")
    return POOLS[how](h, axis=(0,))
