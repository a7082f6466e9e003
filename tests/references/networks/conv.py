"""Convolution layers of every stride, padding and dilation against torch."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from ncrevise.models.networks import conv

if TYPE_CHECKING:
    from tests.references.case import Case

CASES = 160
BAD = [("x", 1), ("K", 1), ("b", 0)]
PADDINGS: list[Any] = [0, 1, (1, 2), (2, 0, 1, 3), "valid", "same", "full"]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, c, f = r.size(1, 3), r.size(1, 3), r.size(1, 4)
    kernel = r.size(1, 3), r.size(1, 4)
    dilation = r.size(1, 2), r.size(1, 2)
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilation, strict=True)]
    sides = [span + r.size(0, 5) for span in reach]
    arrays = {"x": r.array(n, c, *sides), "K": r.array(f, c, *kernel), "b": r.array(f)}
    stride = r.size(1, 3), r.size(1, 3)
    same = dilation[0] == dilation[1] and stride[0] == stride[1]
    settings = {
        "stride": stride[0] if same else stride,
        "dilation": dilation[0] if same else dilation,
        "padding": r.choice(PADDINGS),
        "flip": r.chance(),
        "bias": r.k == 2 or r.chance(),
    }
    return settings, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    b = a["b"] if s["bias"] else None
    layer = conv.Conv(a["K"], b, s["stride"], s["padding"], s["dilation"], s["flip"])
    return conv.forward(layer, a["x"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional

    dilation = s["dilation"] if isinstance(s["dilation"], tuple) else (s["dilation"],) * 2
    kernel, padding = a["K"].shape[2:], s["padding"]
    x, held = a["x"], padding
    if isinstance(padding, tuple) and len(padding) == 4:
        top, bottom, left, right = padding
        x, held = functional.pad(x, (left, right, top, bottom)), 0
    elif padding == "full":
        held = tuple((k - 1) * d for k, d in zip(kernel, dilation, strict=True))
    K = torch.flip(a["K"], (2, 3)) if s["flip"] else a["K"]
    b = a["b"] if s["bias"] else None
    if padding == "same":  # torch has it for stride 1 alone
        down, across = (s["stride"],) * 2 if isinstance(s["stride"], int) else s["stride"]
        with warnings.catch_warnings():  # of slowness, for even kernels
            warnings.simplefilter("ignore")
            y = functional.conv2d(x, K, b, 1, "same", dilation)
        return y[:, :, ::down, ::across]
    return functional.conv2d(x, K, b, s["stride"], held, dilation)
