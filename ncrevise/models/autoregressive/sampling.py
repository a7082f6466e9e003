"""Drawing from autoregressive models, one entry after the other (lecture notes 003 §15).

======  =============  ==================================================
symbol  shape          meaning
======  =============  ==================================================
y       (…, Q)         scores of Q levels
levels  (N, T)         signals, or (N, H, W) images, of levels 0 … Q − 1
======  =============  ==================================================

Each entry is drawn given all before it, so that a sample's probability is the product of its
entries' (chain rule). Training sees all entries at once; drawing needs a run for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.autoregressive import pixelcnn, wavenet
from ncrevise.tape import raw
from ncrevise.tape.ops import softmax

if TYPE_CHECKING:
    from ncrevise.models.autoregressive.pixelcnn import PixelCnn
    from ncrevise.models.autoregressive.wavenet import WaveNet
    from ncrevise.noise import Noise


def drawn(y: Any, noise: Noise) -> Any:
    """Draw a level for every row of scores, shape (…)."""
    ends = np.cumsum(raw(softmax(y)), axis=-1)
    at = noise.uniform(ends.shape[:-1]) * ends[..., -1]
    return np.minimum((ends <= at[..., None]).sum(axis=-1), ends.shape[-1] - 1)


def one_hot(levels: Any, of: int, dtype: Any = float) -> Any:
    """Write levels as rows of zeros with a one, shape (…, of)."""
    return np.eye(of, dtype=dtype)[levels]


def signals(p: WaveNet, start: Any, steps: int, noise: Noise) -> Any:
    """Go on with signals of levels, which the network reads one-hot.

    Args:
        p: the network, with Q channels of input.
        start: levels heard so far, shape (N, T), T at least 1.
        steps: how many more.
        noise: where they are drawn.

    Returns:
        Shape (N, T + steps).
    """
    b = raw(p.output.layers[-1].b)
    window, levels = wavenet.receptive_field(p), np.asarray(start)
    for _ in range(steps):
        heard = one_hot(levels[:, -window:], len(b), b.dtype)
        scores = raw(wavenet.forward(p, heard))[:, -1]
        levels = np.concatenate([levels, drawn(scores, noise)[:, None]], axis=1)
    return levels


def images(p: PixelCnn, start: Any, noise: Noise, first_row: int = 0) -> Any:
    """Draw images pixel by pixel in raster order, or complete them.

    Args:
        p: the network.
        start: levels, shape (N, H, W); rows from ``first_row`` on are drawn anew.
        noise: where they are drawn.
        first_row: the first row to draw.

    Returns:
        Levels, shape (N, H, W).
    """
    levels = np.array(start)
    _, height, width = levels.shape
    levels[:, first_row:] = 0
    for i in range(first_row, height):
        for j in range(width):
            scores = raw(pixelcnn.forward(p, pixelcnn.pictured(p, levels)))
            levels[:, i, j] = drawn(scores[:, i, j], noise)
    return levels
