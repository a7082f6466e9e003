"""Counts of pairs against looking at every pair of places; low rank against scipy's SVD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.language import cooccurrence

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "scipy"
GRADIENTS = False
SINGLE = False
BAD = [("X", 0), ("X", 1), ("counts", 1)]
BY_NAME = {"counts": "X"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    size = r.size(1, 6)
    texts = [r.classes(r.size(1, 12), of=size) for _ in range(r.size(1, 3))]
    settings = {"texts": texts, "size": size, "window": r.size(1, 5), "K": r.size(1, size)}
    return settings, {"X": r.array(size, size), "counts": r.positive(size, size)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    R, other = cooccurrence.low_rank(a["X"], s["K"])
    return (
        cooccurrence.count(s["texts"], s["window"], s["size"]),
        R @ other.T,
        ((a["X"] - R @ other.T) ** 2).sum(),
        cooccurrence.information(a["counts"]),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import scipy.linalg

    X = np.zeros((s["size"], s["size"]))
    for w in s["texts"]:
        for i in range(len(w)):
            for j in range(len(w)):
                X[w[i], w[j]] += 0 < abs(i - j) < s["window"]
    left, strength, right = scipy.linalg.svd(a["X"])
    K = s["K"]
    fitted = left[:, :K] @ np.diag(strength[:K]) @ right[:K]
    counts = a["counts"]
    rates, every = counts.sum(1), counts.sum()
    gain = [
        [max(0.0, np.log(x * every / (rates[i] * rates[j]))) for j, x in enumerate(row)]
        for i, row in enumerate(counts)
    ]
    return X, fitted, (strength[K:] ** 2).sum(), np.array(gain)
