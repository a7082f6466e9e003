"""Logistic regression with both kinds of labels against torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.linear import logistic
from ncrevise.models.linear.regression import Linear

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1), ("w", 0), ("b", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d = r.size(1, 6), r.size(1, 5)
    far = 40.0 if r.k % 10 == 3 else 1.0
    return {"over": r.choice(["mean", "sum"]), "t": r.classes(n, of=2)}, {
        "x": r.array(n, d, scale=far),
        "w": r.array(d),
        "b": r.array(1),
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p, t = Linear(a["w"], a["b"]), s["t"]
    return (
        logistic.probability(p, a["x"]),
        logistic.cost(p, a["x"], t, s["over"]),
        logistic.cost(p, a["x"], 2 * t - 1, s["over"], signed=True),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional as f

    z = f.linear(a["x"], a["w"][None], a["b"])[:, 0]
    t = torch.tensor(s["t"]).double()
    return (
        torch.sigmoid(z),
        f.binary_cross_entropy_with_logits(z, t, reduction=s["over"]),
        f.soft_margin_loss(z, 2 * t - 1, reduction=s["over"]),
    )
