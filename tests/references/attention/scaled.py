"""Contexts and weights against torch's scaled dot-product attention, with and without masks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.attention import scaled

if TYPE_CHECKING:
    from tests.references.case import Case


BAD = [("Q", -1), ("K", -1), ("K", -2), ("V", -2)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    front = tuple(r.size(1, 3) for _ in range(r.k % 3))
    t, s, k, v = (r.size(1, 5) for _ in range(4))
    where = r.noise.chance((t, s), 0.7) if r.chance() else None
    arrays = {"Q": r.array(*front, t, k), "K": r.array(*front, s, k), "V": r.array(*front, s, v)}
    return {"where": where}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return scaled.forward(a["Q"], a["K"], a["V"], s["where"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn.functional import scaled_dot_product_attention

    mask = None if s["where"] is None else torch.tensor(s["where"])
    return scaled_dot_product_attention(a["Q"], a["K"], a["V"], attn_mask=mask)
