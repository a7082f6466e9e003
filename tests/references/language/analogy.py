"""Cosines and nearest words against scipy's distances and a plain search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.language import analogy

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "scipy"
GRADIENTS = False
BAD = [("R", 1), ("v", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    V, K = r.size(4, 9), r.size(2, 5)
    asked = r.noise.order(V)[:3].tolist()
    return {"asked": asked}, {"R": r.array(V, K), "v": r.array(K)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    cosines = analogy.cosines(a["R"], a["v"])
    found = analogy.solve(a["R"].astype(float), *s["asked"])
    near = analogy.nearest(a["R"], a["v"], 3, s["asked"][:1])
    right = (*s["asked"], found)
    return (
        cosines,
        found,
        np.array(near).astype(a["R"].dtype),
        analogy.accuracy(a["R"].astype(float), [right, (*s["asked"], s["asked"][0])]),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from scipy.spatial.distance import cosine

    R, v, (first, second, third) = a["R"], a["v"], s["asked"]
    rows = [row / np.sqrt(np.dot(row, row)) for row in R]
    wanted = rows[second] - rows[first] + rows[third]
    gaps = {k: cosine(row, wanted) for k, row in enumerate(R) if k not in s["asked"]}
    found = min(gaps, key=gaps.__getitem__)
    cosines = [1 - cosine(row, v) for row in R]
    near = sorted((k for k in range(len(R)) if k != first), key=lambda k: -cosines[k])[:3]
    return np.array(cosines), found, np.array(near), 0.5
