"""PCA against the eigenvectors of the covariance matrix, by SciPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.unsupervised import pca

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "scipy"
GRADIENTS = False
BAD = [("seen", 1), ("h", 1), ("B", 1), ("B", 0)]
BY_NAME = {"seen": "x"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d = r.size(1, 9), r.size(1, 6)
    H = 1 + r.k % min(n, d)
    arrays = {"x": r.array(n, d) + r.array(d), "seen": r.array(r.size(1, 4), d)}
    arrays |= {"h": r.array(r.size(1, 4), H), "A": r.array(H, d), "B": r.array(H, d)}
    return {"H": H, "centred": r.k % 3 > 0}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = pca.fit(a["x"], s["H"], centred=s["centred"])
    codes = pca.encode(p, a["seen"])
    return (
        p.U.T @ p.U if whole(s, a) else a["x"][:0, 0],
        p.variances,
        np.abs(pca.explained(p)) if p.total else a["x"][:0, 0],
        (codes**2).sum(-1) if whole(s, a) else a["x"][:0, 0],
        pca.forward(p, a["x"]),
        pca.decode(p, a["h"]) @ p.U.T - a["h"] - p.m @ p.U.T,
        pca.agreement(a["A"], a["B"]),
    )


def whole(s: dict[str, Any], a: dict[str, Any]) -> bool:
    """Say whether the examples have as many directions as asked for; else any will do."""
    return s["H"] <= min(a["x"].shape) - s["centred"]


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from scipy import linalg

    x, H = a["x"], s["H"]
    m = x.mean(0) if s["centred"] else 0 * x[0]
    variances, vectors = linalg.eigh((x - m).T @ (x - m) / len(x))
    U = vectors[:, ::-1][:, :H]
    top = np.maximum(variances[::-1][:H], 0)
    return (
        U @ U.T if whole(s, a) else a["x"][:0, 0],
        top,
        top / variances.sum() if np.ptp(x - m) or not s["centred"] else a["x"][:0, 0],
        (((a["seen"] - m) @ U) ** 2).sum(-1) if whole(s, a) else a["x"][:0, 0],
        m + (x - m) @ U @ U.T,
        0 * a["h"],
        np.cos(linalg.subspace_angles(a["A"].T, a["B"].T).max()),
    )
