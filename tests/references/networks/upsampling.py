"""Nearest, bilinear and bed-of-nails upsampling against torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.networks import upsampling

if TYPE_CHECKING:
    from tests.references.case import Case

KINDS = ["nearest", "bilinear", "corners", "nails"]
BAD: list[tuple[str, int]] = []  # any size of map can be enlarged; see tests/test_networks.py


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    x = r.array(r.size(1, 2), r.size(1, 3), r.size(1, 5), r.size(1, 5))
    factor = r.size(1, 3), r.size(1, 3)
    size = r.size(1, 12), r.size(1, 12)
    return {"kind": r.choice(KINDS), "size": size, "factor": factor}, {"x": x}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    x = a["x"]
    if s["kind"] == "nearest":
        return upsampling.nearest(x, s["size"])
    if s["kind"] == "nails":
        return upsampling.bed_of_nails(x, s["factor"])
    return upsampling.bilinear(x, s["size"], align_corners=s["kind"] == "corners")


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional

    x = a["x"]
    if s["kind"] == "nearest":
        return functional.interpolate(x, size=s["size"], mode="nearest")
    if s["kind"] == "nails":
        nail = torch.zeros(s["factor"], dtype=x.dtype)
        nail[0, 0] = 1
        return torch.kron(x, nail)
    corners = s["kind"] == "corners"
    return functional.interpolate(x, size=s["size"], mode="bilinear", align_corners=corners)
