"""WaveNet against one of torch's conv1d throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.autoregressive import wavenet
from ncrevise.models.autoregressive.causal import Causal
from ncrevise.models.networks.mlp import Layer, Mlp

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", -1), ("r0", 0), ("s0", 1), ("rb0", 0), ("o1", 1)]
BY_NAME = {"r0": "W of residual", "s0": "W of skip", "rb0": "b of residual", "o1": "W of layer 1"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    b, t, c, n, k, m, levels, taps = (r.size(1, 4) for _ in range(8))
    dilations = [2 ** r.size(0, 2) for _ in range(r.size(1, 4))]
    arrays = {"x": r.array(b, 2 * t, c), "e": r.array(n, c, 1), "eb": r.array(n)}
    for l in range(len(dilations)):
        arrays |= {f"f{l}": r.array(k, n, taps), f"fb{l}": r.array(k)}
        arrays |= {f"g{l}": r.array(k, n, taps), f"gb{l}": r.array(k)}
        arrays |= {f"r{l}": r.array(n, k), f"rb{l}": r.array(n)}
        arrays |= {f"s{l}": r.array(m, k), f"sb{l}": r.array(m)}
    arrays |= {"o1": r.array(m, m), "ob1": r.array(m), "o2": r.array(levels, m)}
    return {"dilations": dilations}, arrays | {"ob2": r.array(levels)}


def network(s: dict[str, Any], a: dict[str, Any]) -> wavenet.WaveNet:
    blocks = tuple(
        wavenet.Block(
            Causal(a[f"f{l}"], a[f"fb{l}"], dilation),
            Causal(a[f"g{l}"], a[f"gb{l}"], dilation),
            Layer(a[f"r{l}"], a[f"rb{l}"]),
            Layer(a[f"s{l}"], a[f"sb{l}"]),
        )
        for l, dilation in enumerate(s["dilations"])
    )
    output = Mlp((Layer(a["o1"], a["ob1"]), Layer(a["o2"], a["ob2"])))
    return wavenet.WaveNet(Causal(a["e"], a["eb"]), blocks, output)


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return wavenet.forward(network(s, a), a["x"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional

    def conv(name: str, h: Any, dilation: int = 1) -> Any:
        letter, l = name[0], name[1:]
        W = a[name] if a[name].ndim == 3 else a[name][..., None]
        h = functional.pad(h, ((W.shape[-1] - 1) * dilation, 0))
        return functional.conv1d(h, W, a[f"{letter}b{l}"], dilation=dilation)

    h, skips = conv("e", a["x"].transpose(1, 2)), []
    for l, dilation in enumerate(s["dilations"]):
        z = torch.tanh(conv(f"f{l}", h, dilation)) * torch.sigmoid(conv(f"g{l}", h, dilation))
        skips.append(conv(f"s{l}", z))
        h = h + conv(f"r{l}", z)
    y = conv("o2", torch.relu(conv("o1", torch.relu(torch.stack(skips).sum(0)))))
    return y.transpose(1, 2)
