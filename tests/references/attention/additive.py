"""Additive attention against torch with the notes' one matrix on the joined [s; h]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.attention import additive

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("s", -1), ("H", -1), ("W", 0), ("W", 1), ("U", 0), ("U", 1), ("v", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    front = tuple(r.size(1, 3) for _ in range(r.k % 3))
    d, e, n, length = (r.size(1, 5) for _ in range(4))
    where = r.noise.chance((length,), 0.7) if r.chance() else None
    if where is not None:
        where[0] = True
    return {"where": where, "keys": r.chance()}, {
        "s": r.array(*front, d),
        "H": r.array(*front, length, e),
        "W": r.array(n, d),
        "U": r.array(n, e),
        "v": r.array(n),
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = additive.Additive(a["W"], a["U"], a["v"])
    fits = a["U"].shape[-1] == a["H"].shape[-1]
    keys = additive.keyed(p, a["H"]) if s["keys"] and fits else None
    return additive.forward(p, a["s"], a["H"], s["where"], keys=keys)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    states = a["s"].unsqueeze(-2).expand(*a["H"].shape[:-1], -1)
    joined = torch.cat([states, a["H"]], -1)
    units = torch.tanh(torch.nn.functional.linear(joined, torch.cat([a["W"], a["U"]], 1)))
    scores = torch.einsum("...n,n->...", units, a["v"])
    if s["where"] is not None:
        scores = scores.masked_fill(~torch.tensor(s["where"]), -torch.inf)
    alpha = torch.softmax(scores, -1)
    return torch.einsum("...s,...se->...e", alpha, a["H"]), alpha
