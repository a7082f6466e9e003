"""Dropout of either form, training and after, against torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.networks import dropout
from ncrevise.noise import Noise

if TYPE_CHECKING:
    from tests.references.case import Case

KINDS = ["inverted", "notes", "inverted after", "notes after"]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    shape = tuple(r.size(1, 5) for _ in range(r.size(1, 4)))
    rho = r.choice([0.0, 0.1, 0.5, 0.9])
    kept = dropout.drawn(Noise(f"mask {r.k}"), shape, rho)
    return {"kind": KINDS[r.k // 4 % 4], "rho": rho, "kept": kept}, {"h": r.array(*shape)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    inverted = "inverted" in s["kind"]
    if "after" in s["kind"]:
        return dropout.evaluate(a["h"], s["rho"], inverted=inverted) * 1.0
    return dropout.forward(a["h"], s["kept"], s["rho"], inverted=inverted)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    layer = torch.nn.Dropout(s["rho"])
    if s["kind"] == "inverted after":
        return layer.eval()(a["h"]) * 1.0
    if s["kind"] == "notes after":
        return torch.lerp(a["h"], torch.zeros_like(a["h"]), s["rho"])
    scale = 1 / (1 - s["rho"]) if s["kind"] == "inverted" else 1.0
    kept = torch.masked_fill(a["h"], torch.tensor(s["kept"]) == 0, 0.0)
    return torch.mul(kept, scale)
