"""Soft margin against torch's hinge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.linear import margin
from ncrevise.models.linear.regression import Linear
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1), ("w", 0), ("b", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d = r.size(1, 6), r.size(1, 5)
    return {"strength": r.number(0.01, 2), "t": 2 * r.classes(n, of=2) - 1}, {
        "x": r.array(n, d),
        "w": r.array(d),
        "b": r.array(1),
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = Linear(a["w"], a["b"])
    plain = Linear(raw(a["w"]), raw(a["b"]))
    held = margin.supports(plain, raw(a["x"]), s["t"])
    return margin.cost(p, a["x"], s["t"], s["strength"]), held.astype(raw(a["x"]).dtype)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional as f

    t = torch.tensor(s["t"]).double()
    reached = t * f.linear(a["x"], a["w"][None], a["b"])[:, 0]
    hinge = f.hinge_embedding_loss(reached, torch.full_like(reached, -1.0))
    inside = np.array([x <= 1 for x in reached.tolist()], float)
    return hinge + s["strength"] / 2 * a["w"].pow(2).sum(), torch.tensor(inside)
