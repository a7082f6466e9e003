"""Where to draw the nodes of a graph: as far apart as the steps between them.

======  ======  ==========================================================
symbol  shape   meaning
======  ======  ==========================================================
A       (N, N)  adjacency, symmetric
D       (N, N)  steps from node to node
x       (N, 2)  where each is drawn
======  ======  ==========================================================

The *stress* ``Σ (‖x_u − x_v‖ − D_uv)²/D_uv²`` is lowered by majorisation (Gansner, Koren and
North 2005): each round solves a quadratic that lies above it, so that it never rises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ncrevise.models.graphs.adjacency import laplacian
from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from ncrevise.tape.value import Numpy

ROUNDS = 100


def steps(A: Numpy) -> Numpy:
    """Count the steps of the shortest way between every two nodes.

    Args:
        A: adjacency, shape (N, N).

    Returns:
        Shape (N, N); one more than the longest way where there is none.
    """
    agree(A=(A, "N N"))
    N = len(A)
    reached, D = np.eye(N, dtype=bool), np.full((N, N), -1)
    for count in range(N):
        D[reached & (D < 0)] = count
        reached = reached | (reached @ (A != 0))
    return np.where(D < 0, D.max() + 1, D)


def placed(A: Numpy, rounds: int = ROUNDS) -> Numpy:
    """Place the nodes of a graph of at least two, a step about 1 long; shape (N, 2)."""
    D = steps(A).astype(float)
    x = start(D)
    apart = ~np.eye(len(D), dtype=bool)
    weights = np.divide(1, D**2, where=apart, out=np.zeros_like(D))
    inverse = np.linalg.pinv(laplacian(weights))
    for _ in range(rounds):
        x = inverse @ laplacian(weights * D / np.where(apart, np.maximum(far(x), 1e-9), 1)) @ x
    return x


def framed(x: Numpy) -> Numpy:
    """Stretch a drawing so that both coordinates go from 0 to 1."""
    spread = x - x.min(axis=0)
    stretched: Numpy = spread / np.maximum(spread.max(axis=0), 1e-9)
    return stretched


def far(x: Numpy) -> Numpy:
    """Measure the distance between every two places, shape (N, N)."""
    found: Numpy = np.linalg.norm(x[:, None] - x, axis=-1)
    return found


def stress(x: Numpy, D: Numpy) -> float:
    """Compute what is wrong with a drawing."""
    above = np.triu_indices(len(D), 1)
    return float(((far(x)[above] / D[above] - 1) ** 2).sum())


def start(D: Numpy) -> Numpy:
    """Place nodes by the two strongest directions of their distances, each towards node 0."""
    centre = np.eye(len(D)) - 1 / len(D)
    strength, axes = np.linalg.eigh(-centre @ D**2 @ centre / 2)
    x = axes[:, :-3:-1] * np.sqrt(np.maximum(strength[:-3:-1], 1e-9))
    turned: Numpy = x * np.where(x[0] > 0, -1, 1)
    return turned
