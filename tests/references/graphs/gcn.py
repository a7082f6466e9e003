"""Graph convolutional networks against torch, every edge weighed by both its ends' degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.graphs import gcn
from ncrevise.models.networks.mlp import Layer
from tests.references.graphs.adjacency import graph

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 0), ("x", 1), ("W0", 1), ("b0", 0)]
BY_NAME = {"W0": "W of layer 1", "b0": "b of layer 1"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    nodes, layers, d = r.size(1, 7), r.size(1, 3), r.size(1, 4)
    arrays = {"x": r.array(nodes, d)}
    for l in range(layers):
        n = r.size(1, 4)
        arrays |= {f"W{l}": r.array(n, d), f"b{l}": r.array(n)}
        d = n
    labelled = r.noise.order(nodes)[: r.size(1, nodes)]
    classes = r.classes(len(labelled), of=d)
    return {
        "A": graph(r, nodes),
        "layers": layers,
        "labelled": labelled,
        "classes": classes,
    }, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    layers = tuple(Layer(a[f"W{l}"], a[f"b{l}"]) for l in range(s["layers"]))
    p = gcn.Mlp(layers, "tanh")
    return gcn.forward(p, s["A"], a["x"]), gcn.loss(p, s["A"], a["x"], s["labelled"], s["classes"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    nodes = len(s["A"])
    near = [[v, *(u for u in range(nodes) if s["A"][v, u])] for v in range(nodes)]
    h = a["x"]
    for l in range(s["layers"]):
        sent = torch.nn.functional.linear(h, a[f"W{l}"])
        heard = [
            sum(sent[u] / (len(near[u]) * len(near[v])) ** 0.5 for u in near[v])
            for v in range(nodes)
        ]
        h = torch.stack(heard) + a[f"b{l}"]
        h = h if l == s["layers"] - 1 else h.tanh()
    seen = h[torch.tensor(s["labelled"])]
    return h, torch.nn.functional.cross_entropy(seen, torch.tensor(s["classes"]))
