"""k-means against loops; at the best of all ways to part a few examples it stays."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.unsupervised import kmeans

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "enumeration"
GRADIENTS = False
BAD = [("x", 1), ("m", 1), ("labels", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    k = r.size(1, 3)
    n = max(k, r.size(1, 6))
    d = r.size(1, 3)
    arrays = {"x": r.array(n, d), "m": r.array(k, d), "labels": r.classes(n, of=3)}
    return {}, arrays | {"best": smallest(arrays["x"], k)[1]}


def ours(_s: dict[str, Any], a: dict[str, Any]) -> Any:
    now = kmeans.assigned(a["x"], a["m"])
    best = list(kmeans.rounds(a["x"], a["best"]))[-1]
    labels = a["labels"].astype(int)
    return (
        now.c.astype(a["x"].dtype),
        now.J,
        kmeans.moved(a["x"], a["m"], now.c),
        best.J,
        best.m,
        kmeans.purity(now.c, labels),
    )


def theirs(_s: dict[str, Any], a: dict[str, Any]) -> Any:
    x, m, k = a["x"], a["m"], len(a["m"])
    nearest = [min(range(k), key=lambda j: sum((row - m[j]) ** 2)) for row in x]
    inertia = sum(sum((row - m[j]) ** 2) for row, j in zip(x, nearest, strict=True))
    centres = [centre(x, nearest, j, m[j]) for j in range(k)]
    labels = [int(label) for label in a["labels"]]
    pairs = list(zip(nearest, labels, strict=True))
    most = sum(max(pairs.count((j, label)) for label in range(3)) for j in range(k))
    return np.array(nearest), inertia, np.array(centres), *smallest(x, k), most / len(x)


def centre(x: Any, parts: Any, j: int, otherwise: Any) -> Any:
    mine = [row for row, part in zip(x, parts, strict=True) if part == j]
    return sum(mine) / len(mine) if mine else otherwise


def smallest(x: Any, k: int) -> tuple[float, Any]:
    """The least inertia of all ways to part the examples, and its centres."""
    found = []
    for parts in product(range(k), repeat=len(x)):
        centres = [centre(x, parts, j, x[0]) for j in range(k)]
        apart = [sum((row - centres[j]) ** 2) for row, j in zip(x, parts, strict=True)]
        found.append((sum(apart), np.array(centres)))
    return min(found, key=lambda pair: pair[0])
