"""Shared products against torch on one machine; what is sent against counting by hand."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ncrevise.models.scale import parallel
from ncrevise.models.scale.cluster import Cluster

if TYPE_CHECKING:
    from tests.references.case import Case

COVERS = ("scale/cluster",)
GRADIENTS = False
BAD = [("X", 1), ("W0", 0), ("Y_bar", 0), ("Y_bar", 1)]
BY_NAME = {"W0": "W 1"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    how = r.choice(["data", "sharded", "columns", "rows"])
    layers = r.size(1, 3) if how in {"data", "sharded"} else 1
    sizes = [r.size(1, 7) for _ in range(layers + 1)]
    B = r.size(1, 9)
    arrays = {"X": r.array(B, sizes[0]), "Y_bar": r.array(B, sizes[-1])}
    arrays |= {f"W{l}": r.array(*pair) for l, pair in enumerate(pairwise(sizes))}
    return {"how": how, "P": r.size(1, 5), "layers": layers}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    cluster = Cluster(s["P"])
    Ws = [a[f"W{l}"] for l in range(s["layers"])]
    if s["how"] in {"data", "sharded"}:
        found = parallel.by_data(Ws, a["X"], a["Y_bar"], cluster, sharded=s["how"] == "sharded")
    else:
        run = {"columns": parallel.by_columns, "rows": parallel.by_rows}[s["how"]]
        found = run(Ws[0], a["X"], a["Y_bar"], cluster)
    return found.Y, found.X_bar, *found.W_bars, sum(cluster.sent), sum(cluster.work)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    X = a["X"].detach().requires_grad_()
    Ws = [a[f"W{l}"].detach().requires_grad_() for l in range(s["layers"])]
    Y = X
    for W in Ws:
        Y = Y @ W
    slopes = torch.autograd.grad(Y, [X, *Ws], a["Y_bar"].detach())
    weights = sum(W.numel() for W in Ws)
    each = {
        "data": 2 * weights,
        "sharded": 3 * weights,
        "columns": Y.numel() + 2 * X.numel(),
        "rows": 2 * Y.numel(),
    }
    sent = torch.tensor(float((s["P"] - 1) * each[s["how"]]))
    return Y, *slopes, sent, torch.tensor(float(3 * len(X) * weights))
