"""Convolutional networks, by SciPy and torch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.signal import convolve2d, correlate2d

if TYPE_CHECKING:
    from collections.abc import Callable

    Learned = list[np.ndarray]


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


def windows(g: Any) -> list[tuple[int, int]]:
    """How many windows fit along each side, and whether another hangs over the edge."""
    found = []
    for n, k in zip(np.shape(g.A), np.shape(g.B), strict=True):
        span = g.dilation * (k - 1) + 1
        zeros = {"valid": 2 * g.padding, "same": span - 1, "full": 2 * (span - 1)}[g.mode]
        starts = range(0, n + zeros, g.stride)
        whole = [i for i in starts if i + span <= n + zeros]
        found.append((len(whole), int(whole[-1] + span < n + zeros)))
    return found


conv2d_mistakes = {
    "one-short": lambda g: {"size": [whole - 1 for whole, _ in windows(g)]},
    "rounded-up": lambda g: {"size": [whole + more for whole, more in windows(g)]},
    "upside-down-only": lambda g: conv2d(replace(g, B=tuple(row[::-1] for row in g.B))),
    "left-to-right-only": lambda g: conv2d(replace(g, B=g.B[::-1])),
}


def parameters(
    g: Any,
    miscount: Callable[[Any, np.ndarray, Learned], Learned] | None = None,
    *,
    flattened: bool = True,
) -> dict[str, Any]:
    """Lay every weight and bias out and count them, the sizes found by sliding.

    ``miscount`` makes others of what a layer learns, from the layer and the map it reads.
    """
    reached = np.zeros(g.input)
    biased = g.bias == "yes"
    counts = []
    for layer in g.layers:
        learned: list[np.ndarray] = []
        inputs = reached.size if flattened else reached.shape[-1]
        if layer.kind == "conv":
            learned = [np.zeros((layer.count, reached.shape[2], *layer.kernel))]
            learned += [np.zeros(layer.count)] * (biased and layer.bias)
        elif layer.kind == "dense":
            learned = [np.zeros((layer.count, inputs))]
            learned += [np.zeros(layer.count)] * (biased and layer.bias)
        elif layer.kind == "bn":
            learned = [np.zeros(reached.shape[-1])] * (4 if g.statistics == "yes" else 2)
        if miscount:
            learned = miscount(layer, reached, learned)
        counts.append(sum(w.size for w in learned))
        if layer.kind in {"conv", "maxpool", "avgpool"}:
            sides = []
            for n, k, s in zip(reached.shape[:2], layer.kernel, layer.stride, strict=True):
                zeros = k - 1 if layer.same else 2 * layer.padding
                sides.append(len([i for i in range(0, n + zeros, s) if i + k <= n + zeros]))
            reached = np.zeros((*sides, layer.count or reached.shape[2]))
        elif layer.kind == "dense":
            reached = np.zeros(layer.count)
        elif layer.kind == "flatten" and flattened:
            reached = reached.ravel()
        elif layer.kind == "gap":
            reached = reached.mean(axis=(0, 1), keepdims=True)
    return {"layers": counts, "total": sum(counts)}


def one_channel(layer: Any, _reached: np.ndarray, learned: Learned) -> Learned:
    return [learned[0][:, :1], *learned[1:]] if layer.kind == "conv" else learned


def bias_per_kernel(layer: Any, reached: np.ndarray, learned: Learned) -> Learned:
    if layer.kind != "conv":
        return learned
    return [learned[0], *(np.zeros((layer.count, reached.shape[2])) for _ in learned[1:])]


def one_bias(layer: Any, _reached: np.ndarray, learned: Learned) -> Learned:
    if layer.kind not in {"conv", "dense"}:
        return learned
    return [learned[0], *(bias[:1] for bias in learned[1:])]


def pooling_learns(layer: Any, reached: np.ndarray, learned: Learned) -> Learned:
    pools = layer.kind in {"maxpool", "avgpool"}
    return [np.zeros((*layer.kernel, reached.shape[2]))] if pools else learned


parameters_mistakes = {
    "channels-forgotten": lambda g: parameters(g, one_channel),
    "bias-per-kernel": lambda g: parameters(g, bias_per_kernel),
    "one-bias-a-layer": lambda g: parameters(g, one_bias),
    "pooling-learns": lambda g: parameters(g, pooling_learns),
    "map-not-flattened": lambda g: parameters(g, flattened=False),
    "batch-norm-skipped": lambda g: parameters(
        g, lambda layer, _, learned: [] if layer.kind == "bn" else learned
    ),
}


def pool(g: Any) -> dict[str, Any]:
    """Look at every group by itself."""
    groups = np.lib.stride_tricks.sliding_window_view(np.array(g.X), (g.size, g.size))
    groups = groups[:: g.stride, :: g.stride]
    out = groups.max(axis=(2, 3)) if g.kind == "max" else groups.mean(axis=(2, 3))
    return {"map": out, "size": np.array(out.shape)}


def sums(g: Any) -> dict[str, Any]:
    """Add up every group, entry by entry."""
    rows, columns = np.shape(g.X)
    corners = (range(0, n - g.size + 1, g.stride) for n in (rows, columns))
    down, across = corners
    cells = range(g.size)
    return {
        "size": [len(down), len(across)],
        "map": [
            [sum(g.X[i + a][j + b] for a in cells for b in cells) for j in across] for i in down
        ],
    }


pool_mistakes = {
    "sum-for-mean": sums,
    "other-kind": lambda g: pool(replace(g, kind={"max": "average", "average": "max"}[g.kind])),
    "no-overlap": lambda g: pool(replace(g, stride=g.size)),
}
