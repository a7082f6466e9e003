"""The whole transformer against torch's encoder and decoder stacks, with padding."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ncrevise.models.attention import block, masks, transformer
from ncrevise.models.networks.layer_norm import LayerNorm
from ncrevise.models.networks.mlp import Layer, Mlp
from tests.references.attention import multihead as heads_of
from tests.references.attention.block import renamed

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("E", -1), ("F", -1), ("W", -1), ("b", 0), ("enc.gain", 0)]
BY_NAME = {"F": "E has", "enc.gain": "gamma"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    heads = r.size(1, 2)
    d, b, s, t, units = heads * r.size(1, 3), *(r.size(1, 4) for _ in range(4))
    read, write, depth = r.size(1, 5), r.size(1, 5), r.size(1, 2)
    settings = {
        "heads": heads,
        "units": units,
        "depth": depth,
        "before": r.k % 2 == 0,
        "positions": r.k % 4 != 3,
        "x": r.classes(b, s, of=read),
        "y": r.classes(b, t, of=write),
        "lengths": (1 + r.noise.integers((b,), s)).tolist(),
    }
    arrays = {"E": r.array(read, d), "F": r.array(write, d), "W": r.array(write, d)}
    arrays |= {"b": r.array(write)}
    for side in ("enc", "dec"):
        arrays |= {f"{side}.gain": r.array(d), f"{side}.shift": r.array(d)}
        for k in range(depth):
            arrays |= block_of(r, f"{side}{k}", d, units)
    return settings, arrays


def block_of(r: Case, at: str, d: int, units: int) -> dict[str, Any]:
    norms = {f"{at}{kind}{k}": r.array(d) for k in (1, 2, 3) for kind in ("gain", "shift")}
    first = {f"{at}W1": r.array(units, d), f"{at}b1": r.array(units)}
    second = {f"{at}W2": r.array(d, units), f"{at}b2": r.array(d)}
    own = heads_of.projections(r, d, f"{at}own")
    return norms | first | second | own | heads_of.projections(r, d, f"{at}across")


def built(s: dict[str, Any], a: dict[str, Any], at: str) -> Any:
    units = Mlp(tuple(Layer(a[f"{at}W{k}"], a[f"{at}b{k}"]) for k in (1, 2)), "relu")
    norms = [LayerNorm(a[f"{at}gain{k}"], a[f"{at}shift{k}"]) for k in (1, 2, 3)]
    own, across = (heads_of.built(a, s["heads"], at + part) for part in ("own", "across"))
    if at.startswith("enc"):
        return block.EncoderBlock(own, units, tuple(norms[:2]), s["before"])
    return block.DecoderBlock(own, across, units, tuple(norms), s["before"])


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    last = {side: LayerNorm(a[f"{side}.gain"], a[f"{side}.shift"]) for side in ("enc", "dec")}
    blocks = {
        side: tuple(built(s, a, f"{side}{k}") for k in range(s["depth"])) for side in ("enc", "dec")
    }
    p = transformer.Transformer(
        transformer.Encoder(a["E"], blocks["enc"], last["enc"], s["positions"]),
        transformer.Decoder(
            a["F"], blocks["dec"], Layer(a["W"], a["b"]), last["dec"], s["positions"]
        ),
    )
    return transformer.forward(p, s["x"], s["y"], masks.padding(s["lengths"], s["x"].shape[1]))


def named(s: dict[str, Any], a: dict[str, Any], side: str) -> dict[str, Any]:
    found = {"norm.weight": a[f"{side}.gain"], "norm.bias": a[f"{side}.shift"]}
    for k in range(s["depth"]):
        at = f"{side}{k}"
        layer = renamed("self_attn", heads_of.load(a, f"{at}own"))
        if side == "dec":
            layer |= renamed("multihead_attn", heads_of.load(a, f"{at}across"))
        for j in (1, 2):
            layer |= {f"linear{j}.weight": a[f"{at}W{j}"], f"linear{j}.bias": a[f"{at}b{j}"]}
        for j in (1, 2, 3)[: 3 if side == "dec" else 2]:
            layer |= {f"norm{j}.weight": a[f"{at}gain{j}"], f"norm{j}.bias": a[f"{at}shift{j}"]}
        found |= renamed(f"layers.{k}", layer)
    return found


def embedded(table: Any, at: Any, *, positions: bool) -> Any:
    import torch

    found = torch.nn.functional.embedding(torch.tensor(at), table)
    if not positions:
        return found
    *_, length, d = found.shape
    shift = [
        [(math.cos if k % 2 else math.sin)(t / 10000 ** (2 * (k // 2) / d)) for k in range(d)]
        for t in range(length)
    ]
    return found + torch.tensor(shift, dtype=torch.float64)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch import nn

    d = a["E"].shape[1]
    sizes = (d, s["heads"], s["units"], 0.0)
    kinds = {"batch_first": True, "norm_first": s["before"]}
    reader = nn.TransformerEncoder(
        nn.TransformerEncoderLayer(*sizes, **kinds),
        s["depth"],
        nn.LayerNorm(d),
        enable_nested_tensor=False,
    )
    writer = nn.TransformerDecoder(
        nn.TransformerDecoderLayer(*sizes, **kinds), s["depth"], nn.LayerNorm(d)
    )
    hidden = torch.tensor([[j >= n for j in range(s["x"].shape[1])] for n in s["lengths"]])
    x = embedded(a["E"], s["x"], positions=s["positions"])
    y = embedded(a["F"], s["y"], positions=s["positions"])
    call = torch.func.functional_call
    m = call(reader.double(), named(s, a, "enc"), (x,), {"src_key_padding_mask": hidden})
    t = y.shape[1]
    masks_of = {"tgt_mask": torch.ones(t, t).triu(1) > 0, "memory_key_padding_mask": hidden}
    h = call(writer.double(), named(s, a, "dec"), (y, m), masks_of)
    return nn.functional.linear(h, a["W"], a["b"])
