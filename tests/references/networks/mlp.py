"""Multilayer perceptrons of all activations against torch."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from ncrevise.models.networks import mlp
from ncrevise.models.networks.activations import ACTIVATIONS

if TYPE_CHECKING:
    from tests.references.case import Case

COVERS = ("networks/activations",)
DIFFERENTIABLE = [name for name in ACTIVATIONS if name != "step"]
BAD = [("W0", 1), ("b0", 0), ("x", 1)]
BY_NAME = {"W0": "W of layer 1", "b0": "b of layer 1"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    sizes = [r.size(1, 5) for _ in range(r.size(2, 4))]
    arrays = {"x": r.array(r.size(1, 4), sizes[0])}
    for l, (d, n) in enumerate(itertools.pairwise(sizes)):
        arrays |= {f"W{l}": r.array(n, d), f"b{l}": r.array(n)}
    names = {"activation": r.choice(DIFFERENTIABLE), "output": r.choice(DIFFERENTIABLE[::-1])}
    return {"layers": len(sizes) - 1, **names}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    layers = tuple(mlp.Layer(a[f"W{l}"], a[f"b{l}"]) for l in range(s["layers"]))
    return mlp.forward(mlp.Mlp(layers, s["activation"], s["output"]), a["x"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional

    functions = {
        "identity": lambda z: z,
        "softmax": lambda z: torch.softmax(z, -1),
        "leaky_relu": lambda z: functional.leaky_relu(z, 0.01),
        "swish": functional.silu,
        "softplus": functional.softplus,
        "elu": functional.elu,
        "relu": torch.relu,
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
    }
    h = a["x"]
    for l in range(s["layers"]):
        last = l == s["layers"] - 1
        z = functional.linear(h, a[f"W{l}"], a[f"b{l}"])
        h = functions[s["output" if last else "activation"]](z)
    return h
