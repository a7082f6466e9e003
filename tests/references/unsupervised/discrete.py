"""The exact bound against loops over every value of the latent variable, in plain probabilities."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.unsupervised import discrete
from ncrevise.models.unsupervised.discrete import Mixture

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "enumeration"
BAD = [("c", 0), ("a", 1), ("a", 0), ("x", 1), ("q", 0), ("q", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d, K = r.size(1, 4), r.size(1, 4), r.size(1, 5)
    arrays = {"c": r.array(K), "a": r.array(K, d), "q": r.array(n, K)}
    return {}, arrays | {"x": r.noise.chance((n, d), 0.5).astype(float)}


def ours(_s: dict[str, Any], a: dict[str, Any]) -> Any:
    p, x, q = Mixture(a["c"], a["a"]), a["x"], a["q"]
    return (
        discrete.log_likelihood(p, x),
        discrete.posterior(p, x),
        discrete.bound(p, x, q),
        discrete.gap(p, x, q),
    )


def theirs(_s: dict[str, Any], a: dict[str, Any]) -> Any:
    prior = [math.exp(c) / sum(map(math.exp, a["c"])) for c in a["c"]]
    ink = [[1 / (1 + math.exp(-logit)) for logit in row] for row in a["a"]]
    logs, posteriors, bounds, gaps = [], [], [], []
    for x, scores in zip(a["x"], a["q"], strict=True):
        q = [math.exp(t) / sum(map(math.exp, scores)) for t in scores]
        joint = [
            pi * math.prod(p if on else 1 - p for p, on in zip(row, x, strict=True))
            for pi, row in zip(prior, ink, strict=True)
        ]
        whole = sum(joint)
        logs.append(math.log(whole))
        posteriors.append([each / whole for each in joint])
        bounds.append(sum(w * math.log(j / w) for w, j in zip(q, joint, strict=True)))
        gaps.append(sum(w * math.log(w * whole / j) for w, j in zip(q, joint, strict=True)))
    return np.array(logs), np.array(posteriors), np.array(bounds), np.array(gaps)
