"""Graphs as matrices, and who is near whom (lecture notes 003 §19).

======  ======  ==========================================================
symbol  shape   meaning
======  ======  ==========================================================
A       (N, N)  adjacency: 1 where u (column) is a neighbour of v (row)
Â       (N, N)  D^−½ (A + I) D^−½, D the row sums of A + I
L       (N, N)  Laplacian D − A, here D the row sums of A
======  ======  ==========================================================

A may hold weights. An undirected graph has a symmetric A.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ncrevise.noise import Noise


def adjacency(edges: Iterable[tuple[int, int]], nodes: int) -> Any:
    """Write undirected edges as a symmetric matrix, shape (N, N)."""
    A = np.zeros((nodes, nodes))
    for u, v in edges:
        A[u, v] = A[v, u] = 1
    return A


def with_self(A: Any) -> Any:
    """Let every node be its own neighbour: A + I."""
    agree(A=(A, "N N"))
    return A + np.eye(len(A), dtype=A.dtype)


def normalised(A: Any) -> Any:
    """Compute Â, by which every message counts less the more neighbours either end has."""
    A = with_self(A)
    root = A.sum(axis=1) ** -0.5
    return A * root[:, None] * root


def laplacian(A: Any) -> Any:
    """Compute L = D − A."""
    agree(A=(A, "N N"))
    return np.diag(A.sum(axis=1)) - A


def around(A: Any, v: int, hops: int) -> frozenset[int]:
    """Find all nodes at most so many steps from v, v with them: what can reach its embedding.

    Args:
        A: shape (N, N).
        v: a node.
        hops: layers of a graph network.
    """
    agree(A=(A, "N N"))
    found = np.zeros(len(A), bool)
    found[v] = True
    for _ in range(hops):
        found |= (A[found] != 0).any(axis=0)
    return frozenset(np.flatnonzero(found).tolist())


def sampled(A: Any, most: int, noise: Noise) -> Any:
    """Keep at most so many neighbours of every node, drawn without repetition.

    Args:
        A: shape (N, N).
        most: neighbours to keep; a node with no more keeps all.
        noise: where they are drawn.

    Returns:
        Shape (N, N), rows with ``most`` entries of A at most; as a rule not symmetric.
    """
    agree(A=(A, "N N"))
    drawn = np.where(A != 0, noise.uniform(A.shape), 2)
    rank = drawn.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    return A * (rank < most)


def relabelled(A: Any, order: Any) -> Any:
    """Write the same graph with its nodes in another order: node k becomes ``order[k]``'s place.

    Args:
        A: shape (N, N).
        order: shape (N,), the old number of each new node.
    """
    return A[np.ix_(order, order)]
