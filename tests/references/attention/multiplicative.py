"""Multiplicative attention, with weights and without, against torch.nn.functional.bilinear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.attention import multiplicative

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("s", -1), ("H", -1), ("W", 0), ("W", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    front = tuple(r.size(1, 3) for _ in range(r.k % 3))
    d, length = r.size(1, 5), r.size(1, 5)
    e = d if (bare := r.k % 4 == 3) else r.size(1, 5)
    return {"bare": bare}, {
        "s": r.array(*front, d),
        "H": r.array(*front, length, e),
        "W": r.array(d, e),
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = multiplicative.Multiplicative(None if s["bare"] else a["W"])
    return multiplicative.forward(p, a["s"], a["H"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    states = a["s"].unsqueeze(-2).expand(*a["H"].shape[:-1], -1).contiguous()
    if s["bare"]:
        scores = (states * a["H"]).sum(-1)
    else:
        scores = torch.nn.functional.bilinear(states, a["H"], a["W"][None])[..., 0]
    alpha = torch.softmax(scores, -1)
    return torch.einsum("...s,...se->...e", alpha, a["H"]), alpha
