"""Message passing against torch, node by node over lists of neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.graphs import message
from tests.references.graphs.adjacency import graph

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 0), ("x", 1), ("W0", 1), ("b0", 0)]
BY_NAME = {"x": "x", "W0": "W of round 1", "b0": "b of round 1"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    nodes, rounds = r.size(1, 6), r.size(1, 2)
    own = r.choice(["among", "beside", "out"])
    how = ["sum", "mean", "max"][r.k // 3 % 3]
    d = r.size(1, 4)
    arrays = {"x": r.array(nodes, d)}
    for l in range(rounds):
        n = r.size(1, 4)
        arrays |= {f"W{l}": r.array(n, d * (2 if own == "beside" else 1)), f"b{l}": r.array(n)}
        d = n
    return {"A": graph(r, nodes), "own": own, "how": how, "rounds": rounds}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    layers = tuple(message.Layer(a[f"W{l}"], a[f"b{l}"]) for l in range(s["rounds"]))
    return message.forward(message.Gnn(layers, s["how"], s["own"], "tanh"), s["A"], a["x"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    pools = {
        "sum": lambda rows: rows.sum(0),
        "mean": lambda rows: rows.mean(0),
        "max": lambda rows: rows.max(0).values,
    }
    h = a["x"]
    for l in range(s["rounds"]):
        heard = []
        for v in range(len(h)):
            near = [u for u in range(len(h)) if s["A"][v, u]]
            near += [v] if s["own"] == "among" else []
            m = pools[s["how"]](torch.stack([h[u] for u in near])) if near else h[v] * 0
            heard.append(torch.cat([h[v], m]) if s["own"] == "beside" else m)
        h = torch.nn.functional.linear(torch.stack(heard), a[f"W{l}"], a[f"b{l}"])
        h = h if l == s["rounds"] - 1 else h.tanh()
    return h
