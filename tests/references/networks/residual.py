"""Residual blocks, with and without a projection, against torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.networks import residual
from ncrevise.models.networks.conv import Conv
from ncrevise.models.networks.residual import Block

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1), ("K1", 1), ("K2", 0), ("K2", 1), ("b1", 0), ("b2", 0)]
BY_NAME = {"K1": "K", "K2": "", "b1": "b", "b2": "b"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    project = r.k != 2 and r.chance()
    c = r.size(1, 3)
    m, stride = (r.size(1, 3), r.size(1, 2)) if project else (c, 1)
    arrays = {
        "x": r.array(r.size(1, 2), c, r.size(1, 5), r.size(1, 5)),
        "K1": r.array(m, c, 3, 3),
        "b1": r.array(m),
        "K2": r.array(m, m, 3, 3),
        "b2": r.array(m),
        "V": r.array(m, c, 1, 1),
    }
    last = r.choice(["relu", "identity"])
    return {"project": project, "stride": stride, "last": last}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    first = Conv(a["K1"], a["b1"], s["stride"], 1)
    second = Conv(a["K2"], a["b2"], 1, 1)
    way = Conv(a["V"], None, s["stride"]) if s["project"] else None
    return residual.forward(Block(first, second, way, last=s["last"]), a["x"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn.functional import conv2d

    h = torch.relu(conv2d(a["x"], a["K1"], a["b1"], s["stride"], 1))
    added = conv2d(h, a["K2"], a["b2"], 1, 1)
    y = added + (conv2d(a["x"], a["V"], None, s["stride"]) if s["project"] else a["x"])
    return torch.relu(y) if s["last"] == "relu" else y
