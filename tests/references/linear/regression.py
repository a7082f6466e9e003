"""Linear model and its cost against torch; the notes' gradient against the tape's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.linear import regression
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1), ("w", 0), ("b", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d = r.size(1, 6), r.size(1, 5)
    return {}, {"x": r.array(n, d), "w": r.array(d), "b": r.array(1), "t": r.array(n)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = regression.Linear(a["w"], a["b"])
    x, t = a["x"], a["t"]
    plain = regression.Linear(raw(a["w"]), raw(a["b"]))
    slope = regression.gradient(plain, raw(x), raw(t))
    y = regression.forward(p, x)
    single = regression.forward(p, x[0])
    classes = raw(regression.classify(y))
    return y, single, regression.cost(p, x, t), slope.w, slope.b, classes


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn.functional import linear, mse_loss

    y = linear(a["x"], a["w"][None], a["b"])[:, 0]
    cost = mse_loss(y, a["t"]) / 2
    slopes = torch.autograd.grad(cost, [a["w"], a["b"]], retain_graph=True)
    return y, y[0], cost, *slopes, (y >= 0).double()
