"""Oversmoothing: after many rounds all nodes have heard the same (lecture notes 003 §19).

======  ======  ==========================================================
symbol  shape   meaning
======  ======  ==========================================================
P       (N, N)  what one round of messages does, such as Â
h       (N, d)  embeddings of the nodes
======  ======  ==========================================================

The powers of Â keep only its eigenvector of eigenvalue 1, √(degree + 1): in a connected graph
all embeddings end up parallel, whatever they started from.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ncrevise.models.language.analogy import unit
from ncrevise.models.shapes import agree


def similarity(h: Any) -> float:
    """Average the cosine between the embeddings of every two nodes; 1 when all are parallel.

    Raises:
        ShapeError: where h is no matrix.
    """
    agree(h=(h, "N d"))
    if len(h) < 2:
        return 1.0
    cosines = unit(h) @ unit(h).T
    above = np.triu_indices(len(h), 1)
    return float(cosines[above].mean())


def rounds(P: Any, h: Any, count: int) -> list[Any]:
    """Pass messages so many times, nothing learnt between: h, P h, P² h and so on."""
    agree(P=(P, "N N"), h=(h, "N d"))
    found = [h]
    for _ in range(count):
        found.append(P @ found[-1])
    return found


def rate(P: Any) -> float:
    """Give the second largest absolute eigenvalue: how much of what differs a round leaves."""
    agree(P=(P, "N N"))
    sizes = np.sort(np.abs(np.linalg.eigvals(P)))
    return float(sizes[-2]) if len(sizes) > 1 else 0.0
