"""Transposed convolutions against torch's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.networks import transposed

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1), ("K", 0), ("b", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, f, c = r.size(1, 3), r.size(1, 3), r.size(1, 3)
    kernel = r.size(1, 4), r.size(1, 3)
    stride = r.size(1, 3), r.size(1, 3)
    dilation = r.size(1, 2)
    maps = r.size(1, 4), r.size(1, 4)
    sizes = zip(maps, stride, kernel, strict=True)
    least = min((m - 1) * s + dilation * (k - 1) + 1 for m, s, k in sizes)
    settings = {
        "stride": stride,
        "dilation": dilation,
        "padding": min(r.size(0, 2), (least - 1) // 2),
        "extra": tuple(min(r.size(0, 2), step - 1) for step in stride),
        "bias": r.k == 2 or r.chance(),
    }
    return settings, {"x": r.array(n, f, *maps), "K": r.array(f, c, *kernel), "b": r.array(c)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    b = a["b"] if s["bias"] else None
    layer = transposed.Transposed(a["K"], b, s["stride"], s["padding"], s["dilation"], s["extra"])
    return transposed.forward(layer, a["x"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from torch.nn import functional

    b = a["b"] if s["bias"] else None
    return functional.conv_transpose2d(
        a["x"], a["K"], b, s["stride"], s["padding"], s["extra"], 1, s["dilation"]
    )
