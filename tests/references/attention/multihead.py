"""Contexts and each head's weights against torch.nn.MultiheadAttention, masks included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.attention import masks, multihead

if TYPE_CHECKING:
    from tests.references.case import Case

WEIGHTS = ("W_Q", "W_K", "W_V", "W_O", "b_Q", "b_K", "b_V", "b_O")
BAD = [("x", 2), ("m", 2), *((name, 0) for name in WEIGHTS[3:])]


def projections(r: Case, d: int, prefix: str = "") -> dict[str, Any]:
    matrices = {f"{prefix}{name}": r.array(d, d) for name in WEIGHTS[:4]}
    return matrices | {f"{prefix}{name}": r.array(d) for name in WEIGHTS[4:]}


def built(a: dict[str, Any], heads: int, prefix: str = "") -> multihead.MultiHead:
    return multihead.MultiHead(*(a[f"{prefix}{name}"] for name in WEIGHTS), heads)


def load(a: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Name our arrays as torch.nn.MultiheadAttention does."""
    import torch

    stacked = {
        f"in_proj_{kind}": torch.cat([a[f"{prefix}{letter}_{name}"] for name in "QKV"])
        for kind, letter in (("weight", "W"), ("bias", "b"))
    }
    return {
        **stacked,
        "out_proj.weight": a[f"{prefix}W_O"],
        "out_proj.bias": a[f"{prefix}b_O"],
    }


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    heads = r.size(1, 3)
    d, b, t = heads * r.size(1, 4), r.size(1, 3), r.size(1, 5)
    s = t if (alone := r.k % 3 == 0) else r.size(1, 5)
    mask = ("none", "causal", "padding")[r.k // 3 % 3]
    lengths = (1 + r.noise.integers((b,), s)).tolist()
    settings = {"heads": heads, "alone": alone, "mask": mask, "lengths": lengths}
    return settings, {"x": r.array(b, t, d), "m": r.array(b, s, d), **projections(r, d)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    t, n = a["x"].shape[1], (a["x"] if s["alone"] else a["m"]).shape[1]
    where = {
        "none": None,
        "causal": np.tri(t, n, dtype=bool),
        "padding": masks.padding(s["lengths"], n),
    }[s["mask"]]
    return multihead.attend(built(a, s["heads"]), a["x"], None if s["alone"] else a["m"], where)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    x, m = a["x"], a["x"] if s["alone"] else a["m"]
    module = torch.nn.MultiheadAttention(x.shape[-1], s["heads"], batch_first=True).double()
    masks_of = {}
    if s["mask"] == "causal":
        masks_of["attn_mask"] = torch.ones(x.shape[1], m.shape[1]).triu(1) > 0
    if s["mask"] == "padding":
        masks_of["key_padding_mask"] = torch.tensor(
            [[j >= length for j in range(m.shape[1])] for length in s["lengths"]]
        )
    return torch.func.functional_call(
        module, load(a), (x, m, m), {**masks_of, "average_attn_weights": False}
    )
