"""Upsampling without anything to learn (lecture notes 000, *Pooling stage*).

======  ==============  ==================================================
symbol  shape           meaning
======  ==============  ==================================================
x       (N, C, H, W)    maps
A       (H′, H)         what each new row takes of the old ones
B       (W′, W)         what each new column takes of the old ones
y       (N, C, H′, W′)  A x Bᵀ in every channel
======  ==============  ==================================================

Along each side upsampling is a matrix: a copy of the nearest pixel, a mixture of the two
nearest by distance (bilinear), or the pixel once and zeros after it (a bed of nails).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.networks.conv import pair
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import matmul
from ncrevise.tape.value import raw, shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.tape import Loose as Tensor
    from ncrevise.tape.windows import Pair


@lru_cache(maxsize=64)
def copies(old: int, new: int) -> Any:
    """Give each new pixel the old one that it lies in."""
    rows = np.zeros((new, old))
    rows[np.arange(new), np.arange(new) * old // new] = 1
    return rows


@lru_cache(maxsize=64)
def mixtures(old: int, new: int) -> Any:
    """Mix the two nearest, pixels taken as squares: their middles lie half a pixel inside."""
    return mixed((np.arange(new) + 0.5) * old / new - 0.5, old)


@lru_cache(maxsize=64)
def cornered(old: int, new: int) -> Any:
    """Mix the two nearest, pixels taken as points: first on first and last on last."""
    return mixed(np.arange(new) * ((old - 1) / max(new - 1, 1)), old)


@lru_cache(maxsize=64)
def nails(old: int, new: int) -> Any:
    """Set each old pixel down once, with zeros up to the next."""
    rows = np.zeros((new, old))
    rows[np.arange(old) * (new // old), np.arange(old)] = 1
    return rows


def mixed(at: Any, old: int) -> Any:
    """Write positions among old pixels as weights, shape (new, old); beyond the ends, the end's."""
    held = np.clip(at, 0, old - 1)
    return np.maximum(0, 1 - np.abs(held[:, None] - np.arange(old)))


def stretched(x: Tensor, side: Callable[[int, int], Any], size: Pair) -> Tensor:
    """Apply a matrix a side to every channel."""
    agree(x=(x, "N C H W"))
    (*_, h, w), dtype = shape(x), raw(x).dtype
    rows, columns = side(h, size[0]).astype(dtype), side(w, size[1]).astype(dtype)
    return matmul(matmul(rows, x), columns.T)


def nearest(x: Tensor, size: Pair) -> Tensor:
    """Enlarge maps by copies of the nearest pixel.

    Args:
        x: shape (N, C, H, W).
        size: (H′, W′).

    Returns:
        Shape (N, C, H′, W′).
    """
    return stretched(x, copies, size)


def bilinear(x: Tensor, size: Pair, *, align_corners: bool = False) -> Tensor:
    """Enlarge maps by mixtures of the four nearest pixels.

    Args:
        x: shape (N, C, H, W).
        size: (H′, W′).
        align_corners: whether corner pixels fall on corner pixels; else the corners of the
            images themselves do.

    Returns:
        Shape (N, C, H′, W′).
    """
    return stretched(x, cornered if align_corners else mixtures, size)


def bed_of_nails(x: Tensor, factor: int | Pair) -> Tensor:
    """Enlarge maps by zeros: each pixel in the top left corner of a square of them.

    Args:
        x: shape (N, C, H, W).
        factor: how many times as high and wide.

    Returns:
        Shape (N, C, factor·H, factor·W).
    """
    agree(x=(x, "N C H W"))
    (*_, h, w), (down, across) = shape(x), pair(factor)
    return stretched(x, nails, (h * down, w * across))
