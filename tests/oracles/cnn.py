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


def parameters(g: Any) -> dict[str, Any]:
    """Lay every weight and bias out and count them, the sizes found by sliding."""
    reached = np.zeros(g.input)
    biased = g.bias == "yes"
    counts = []
    for layer in g.layers:
        learned: list[np.ndarray] = []
        if layer.kind == "conv":
            learned = [np.zeros((layer.count, reached.shape[2], *layer.kernel))]
            learned += [np.zeros(layer.count)] * (biased and layer.bias)
        elif layer.kind == "dense":
            learned = [np.zeros((layer.count, reached.size))]
            learned += [np.zeros(layer.count)] * (biased and layer.bias)
        elif layer.kind == "bn":
            learned = [np.zeros(reached.shape[-1])] * (4 if g.statistics == "yes" else 2)
        counts.append(sum(w.size for w in learned))
        if layer.kind in {"conv", "maxpool", "avgpool"}:
            sides = []
            for n, k, s in zip(reached.shape[:2], layer.kernel, layer.stride, strict=True):
                zeros = k - 1 if layer.same else 2 * layer.padding
                sides.append(len([i for i in range(0, n + zeros, s) if i + k <= n + zeros]))
            reached = np.zeros((*sides, layer.count or reached.shape[2]))
        elif layer.kind == "dense":
            reached = np.zeros(layer.count)
        elif layer.kind == "flatten":
            reached = reached.ravel()
        elif layer.kind == "gap":
            reached = reached.mean(axis=(0, 1), keepdims=True)
    return {"layers": counts, "total": sum(counts)}


def pool(g: Any) -> dict[str, Any]:
    """Look at every group by itself."""
    groups = np.lib.stride_tricks.sliding_window_view(np.array(g.X), (g.size, g.size))
    groups = groups[:: g.stride, :: g.stride]
    out = groups.max(axis=(2, 3)) if g.kind == "max" else groups.mean(axis=(2, 3))
    return {"map": out, "size": np.array(out.shape)}
