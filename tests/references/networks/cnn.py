"""Convolutional networks against torch.nn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.networks import cnn
from ncrevise.models.networks.cnn import Cnn, Stage
from ncrevise.models.networks.conv import Conv
from ncrevise.models.networks.mlp import Layer, Mlp
from ncrevise.models.networks.pooling import Pool

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1), ("K0", 1), ("W0", 1), ("b0", 0)]
BY_NAME = {"K0": "K", "W0": "W of layer 1", "b0": "b", "x": ""}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    stages, pool = r.size(1, 2), r.size(1, 2)
    side = pool**stages * r.size(1, 2)
    channels = [r.size(1, 2), *(r.size(1, 3) for _ in range(stages))]
    kernel = 2 * r.size(0, 1) + 1
    arrays = {"x": r.array(r.size(1, 3), channels[0], side, side)}
    for k in range(stages):
        arrays[f"K{k}"] = r.array(channels[k + 1], channels[k], kernel, kernel)
        arrays[f"b{k}"] = r.array(channels[k + 1])
    average = r.k % 3 == 0
    cells = 1 if average else (side // pool**stages) ** 2
    units = [channels[-1] * cells, r.size(1, 4), r.size(1, 3)]
    for k in range(2):
        arrays |= {f"W{k}": r.array(units[k + 1], units[k]), f"c{k}": r.array(units[k + 1])}
    activation = r.choice(["relu", "tanh"])
    return {"stages": stages, "pool": pool, "activation": activation, "average": average}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    pool = Pool(s["pool"]) if s["pool"] > 1 else None
    convs = (Conv(a[f"K{k}"], a[f"b{k}"], padding="same") for k in range(s["stages"]))
    head = Mlp(tuple(Layer(a[f"W{k}"], a[f"c{k}"]) for k in range(2)), s["activation"])
    stages = tuple(Stage(c, pool) for c in convs)
    return cnn.forward(Cnn(stages, head, s["activation"], s["average"]), a["x"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch import nn

    phi = {"relu": nn.ReLU, "tanh": nn.Tanh}[s["activation"]]
    layers: list[Any] = []
    for k in range(s["stages"]):
        f, c, side, _ = a[f"K{k}"].shape
        layers += [nn.Conv2d(c, f, side, padding="same"), phi(), nn.MaxPool2d(s["pool"])]
    layers += [nn.AdaptiveAvgPool2d(1)] if s["average"] else []
    layers.append(nn.Flatten())
    for k in range(2):
        n, d = a[f"W{k}"].shape
        layers += [nn.Linear(d, n), phi()]
    net = nn.Sequential(*layers[:-1]).double()
    named = [a[f"{letter}{k}"] for k in range(s["stages"]) for letter in "Kb"]
    named += [a[f"{letter}{k}"] for k in range(2) for letter in "Wc"]
    given = dict(zip(dict(net.named_parameters()), named, strict=True))
    return torch.func.functional_call(net, given, (a["x"],))
