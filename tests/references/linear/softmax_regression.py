"""Softmax regression against torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.linear import softmax_regression
from ncrevise.models.networks.mlp import Layer

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1), ("W", 1), ("b", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d, k = r.size(1, 6), r.size(1, 5), r.size(1, 5)
    far = 40.0 if r.k % 10 == 3 else 1.0
    return {"t": r.classes(n, of=k)}, {
        "x": r.array(n, d, scale=far),
        "W": r.array(k, d),
        "b": r.array(k),
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = Layer(a["W"], a["b"])
    return (
        softmax_regression.logits(p, a["x"]),
        softmax_regression.probabilities(p, a["x"]),
        softmax_regression.cost(p, a["x"], s["t"]),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional as f

    z = f.linear(a["x"], a["W"], a["b"])
    return z, torch.softmax(z, -1), f.cross_entropy(z, torch.tensor(s["t"]))
