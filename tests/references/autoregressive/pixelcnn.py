"""PixelCNN against torch's conv2d with each kernel's weights clamped one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.autoregressive import pixelcnn
from ncrevise.models.autoregressive.pixelcnn import Masked
from ncrevise.models.networks.mlp import Layer, Mlp

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("K0", 1), ("b0", 0), ("K1", 0), ("o1", 1)]
BY_NAME = {"K0": "K", "b0": "b", "K1": "K", "o1": "W of layer 1"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    b, h, w, n, depth = (r.size(1, 4) for _ in range(5))
    levels = r.size(2, 4)
    arrays = {"K0": r.array(n, 1, *[2 * r.size(0, 2) + 1] * 2), "b0": r.array(n)}
    for l in range(1, depth + 1):
        arrays |= {f"K{l}": r.array(n, n, *[2 * r.size(0, 2) + 1] * 2), f"b{l}": r.array(n)}
    arrays |= {"o1": r.array(n, n), "ob1": r.array(n), "o2": r.array(levels, n)}
    settings = {"depth": depth, "levels": r.classes(b, h, w, of=levels), "Q": levels}
    return settings, arrays | {"ob2": r.array(levels)}


def network(s: dict[str, Any], a: dict[str, Any]) -> pixelcnn.PixelCnn:
    others = tuple(Masked(a[f"K{l}"], a[f"b{l}"]) for l in range(1, s["depth"] + 1))
    output = Mlp((Layer(a["o1"], a["ob1"]), Layer(a["o2"], a["ob2"])))
    return pixelcnn.PixelCnn(Masked(a["K0"], a["b0"], "A"), others, output)


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = network(s, a)
    return pixelcnn.forward(p, pixelcnn.pictured(p, s["levels"]))


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional

    def clamped(K: Any, *, first: bool) -> Any:
        size = K.shape[-1]
        keep = torch.zeros(size, size, dtype=torch.float64)
        for i in range(size):
            for j in range(size):
                above, left = i < size // 2, i == size // 2 and j < size // 2
                centre = i == j == size // 2 and not first
                keep[i, j] = float(above or left or centre)
        return K * keep

    def conv(l: int, x: Any) -> Any:
        K = clamped(a[f"K{l}"], first=l == 0)
        return functional.conv2d(x, K, a[f"b{l}"], padding=K.shape[-1] // 2)

    x = torch.tensor(s["levels"], dtype=torch.float64)[:, None] / (s["Q"] - 1)
    h = torch.relu(conv(0, x))
    for l in range(1, s["depth"] + 1):
        h = h + torch.relu(conv(l, h))
    h = torch.relu(functional.conv2d(h, a["o1"][..., None, None], a["ob1"]))
    return functional.conv2d(h, a["o2"][..., None, None], a["ob2"]).permute(0, 2, 3, 1)
