"""The one layer that a deep linear network is, against torch running all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.kernels.batched import affine
from ncrevise.models.networks import deep_linear
from ncrevise.models.networks.mlp import Layer, Mlp

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("W1", 1), ("b0", 0), ("b1", 0)]
BY_NAME = {"W1": "W2", "b0": "b1", "b1": "b2"}  # counted from one


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    depth = max(2, r.size(1, 6)) if r.k == 2 else r.size(1, 6)
    sizes = [r.size(1, 5) for _ in range(depth + 1)]
    arrays = {"x": r.array(r.size(1, 4), sizes[0])}
    for l in range(depth):
        arrays |= {f"W{l}": r.array(sizes[l + 1], sizes[l]), f"b{l}": r.array(sizes[l + 1])}
    return {"depth": depth}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    layers = tuple(Layer(a[f"W{l}"], a[f"b{l}"]) for l in range(s["depth"]))
    net = Mlp(layers, "identity", "identity")
    one = deep_linear.product(net)
    return affine(a["x"], one.W, one.b), deep_linear.singular_values(net)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    h = a["x"]
    for l in range(s["depth"]):
        h = torch.nn.functional.linear(h, a[f"W{l}"], a[f"b{l}"])
    run = torch.eye(a["W0"].shape[1], dtype=torch.float64)
    for l in range(s["depth"]):
        run = a[f"W{l}"] @ run
    return h, torch.linalg.svdvals(run).detach()
