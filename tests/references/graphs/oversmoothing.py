"""Similarity, rounds and their rate against scipy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.graphs import adjacency, oversmoothing
from tests.references.graphs.adjacency import graph

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "scipy"
GRADIENTS = False
BAD = [("A", 0), ("A", 1), ("h", 0)]
BY_NAME = {"A": "A", "h": "h"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    nodes = r.size(2, 7)
    return {"count": r.size(0, 4)}, {"A": graph(r, nodes), "h": r.array(nodes, r.size(1, 4))}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    P = adjacency.normalised(a["A"])
    return (
        oversmoothing.similarity(a["h"]),
        oversmoothing.rounds(P, a["h"], s["count"])[-1],
        oversmoothing.rate(P),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import scipy.linalg
    from scipy.spatial.distance import pdist

    A = a["A"] + np.eye(len(a["A"]))
    root = scipy.linalg.fractional_matrix_power(np.diag(A.sum(1)), -0.5)
    P = root @ A @ root
    moved = np.linalg.matrix_power(P, s["count"]) @ a["h"]
    sizes = sorted(abs(scipy.linalg.eigvalsh(P)))
    return (1 - pdist(a["h"], "cosine")).mean(), moved, sizes[-2]
