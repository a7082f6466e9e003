"""Both blocks, both places of the norm, against torch's Transformer(En|De)coderLayer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.attention import block, masks
from ncrevise.models.networks.layer_norm import LayerNorm
from ncrevise.models.networks.mlp import Layer, Mlp
from tests.references.attention import multihead as heads_of

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", -1), ("m", -1), ("W1", 1), ("gain1", 0)]
BY_NAME = {"W1": "W of layer 1", "gain1": "gamma", "m": "m"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    heads = r.size(1, 3)
    d, b, t, length, units = heads * r.size(1, 4), *(r.size(1, 4) for _ in range(4))
    settings = {
        "heads": heads,
        "decoder": r.k % 4 != 3,
        "before": r.k % 2 == 0,
        "causal": r.chance(),
        "lengths": (1 + r.noise.integers((b,), length)).tolist(),
    }
    norms = {f"{kind}{k}": r.array(d) for k in (1, 2, 3) for kind in ("gain", "shift")}
    layers = {"W1": r.array(units, d), "b1": r.array(units), "W2": r.array(d, units)}
    arrays = {"x": r.array(b, t, d), "m": r.array(b, length, d)} | layers | {"b2": r.array(d)}
    own, across = heads_of.projections(r, d, "own"), heads_of.projections(r, d, "across")
    return settings, arrays | norms | own | across


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    units = Mlp((Layer(a["W1"], a["b1"]), Layer(a["W2"], a["b2"])), "relu")
    norms = [LayerNorm(a[f"gain{k}"], a[f"shift{k}"]) for k in (1, 2, 3)]
    own, across = (heads_of.built(a, s["heads"], prefix) for prefix in ("own", "across"))
    where = masks.causal(a["x"].shape[1]) if s["causal"] else None
    if not s["decoder"]:
        return block.encode(
            block.EncoderBlock(own, units, tuple(norms[:2]), s["before"]), a["x"], where
        )
    p = block.DecoderBlock(own, across, units, tuple(norms), s["before"])
    return block.decode(p, a["x"], a["m"], where, masks.padding(s["lengths"], a["m"].shape[1]))[0]


def renamed(prefix: str, found: dict[str, Any]) -> dict[str, Any]:
    return {f"{prefix}.{name}": value for name, value in found.items()}


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    d, units = a["x"].shape[-1], a["W1"].shape[0]
    kind = torch.nn.TransformerDecoderLayer if s["decoder"] else torch.nn.TransformerEncoderLayer
    module = kind(d, s["heads"], units, 0.0, batch_first=True, norm_first=s["before"]).double()
    named = renamed("self_attn", heads_of.load(a, "own"))
    if s["decoder"]:
        named |= renamed("multihead_attn", heads_of.load(a, "across"))
    for k in (1, 2):
        named |= {f"linear{k}.weight": a[f"W{k}"], f"linear{k}.bias": a[f"b{k}"]}
    for k in (1, 2, 3)[: 3 if s["decoder"] else 2]:
        named |= {f"norm{k}.weight": a[f"gain{k}"], f"norm{k}.bias": a[f"shift{k}"]}
    t = a["x"].shape[1]
    mask = torch.ones(t, t).triu(1) > 0 if s["causal"] else None
    if not s["decoder"]:
        return torch.func.functional_call(module, named, (a["x"],), {"src_mask": mask})
    hidden = torch.tensor([[j >= n for j in range(a["m"].shape[1])] for n in s["lengths"]])
    masks_of = {"tgt_mask": mask, "memory_key_padding_mask": hidden}
    return torch.func.functional_call(module, named, (a["x"], a["m"]), masks_of)
