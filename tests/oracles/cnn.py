"""Convolutional networks, by SciPy and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.signal import convolve2d, correlate2d


def conv2d(g: Any) -> dict[str, Any]:
    image, kernel = np.array(g.A), np.array(g.B)
    spread = np.zeros([g.dilation * (n - 1) + 1 for n in kernel.shape], dtype=int)
    spread[:: g.dilation, :: g.dilation] = kernel
    slide = convolve2d if g.flip == "yes" else correlate2d
    if g.mode == "valid":
        out = slide(np.pad(image, g.padding), spread, mode="valid")
    elif g.mode == "full":
        out = slide(image, spread, mode="full")
    else:
        full = slide(image, spread, mode="full")
        top, left = ((n - 1) // 2 for n in spread.shape)
        out = full[top : top + image.shape[0], left : left + image.shape[1]]
    out = out[:: g.stride, :: g.stride]
    return {"map": out, "size": np.array(out.shape)}
