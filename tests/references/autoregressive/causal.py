"""Causal convolution against torch's conv1d on a signal padded on the left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.autoregressive import causal

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", -1), ("W", 1), ("b", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    front = tuple(r.size(1, 3) for _ in range(1 + r.k % 2))
    t, c, n, taps = r.size(1, 9), r.size(1, 3), r.size(1, 3), r.size(1, 4)
    arrays = {"x": r.array(*front, t, c), "W": r.array(n, c, taps), "b": r.array(n)}
    return {"dilation": r.size(1, 4)}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return causal.forward(causal.Causal(a["W"], a["b"], s["dilation"]), a["x"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from torch.nn import functional

    *front, t, c = a["x"].shape
    x = a["x"].reshape(-1, t, c).transpose(1, 2)
    x = functional.pad(x, ((a["W"].shape[-1] - 1) * s["dilation"], 0))
    y = functional.conv1d(x, a["W"], a["b"], dilation=s["dilation"])
    return y.transpose(1, 2).reshape(*front, t, -1)
