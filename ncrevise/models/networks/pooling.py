"""Pooling layers, and unpooling to remembered places (lecture notes 003 §9, *Pooling Layers*).

=======  ==============  ==================================================
symbol   shape           meaning
=======  ==============  ==================================================
x        (N, C, H, W)    feature maps
y        (N, C, Ĥ, Ŵ)    one number a pooling group
places   (N, C, Ĥ, Ŵ)    where in its map each largest number stood, row by row
K, S     whole numbers   side of a group, pixels from group to group
=======  ==============  ==================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ncrevise.errors import ShapeError
from ncrevise.kernels.images import columns, largest_of_windows, unpool_at, winners
from ncrevise.models.networks.conv import fits, pair
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import divide, mean, reshape, total
from ncrevise.tape.value import raw, shape
from ncrevise.tape.windows import Pair, Windows

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Pool:
    """How maps are pooled.

    Args:
        size: K, one or (down, across).
        stride: S; as the size unless given.
        padding: pixels on every side that no maximum sees, and an average sees as 0.
        kind: the largest of a group, or its average.
        whole: whether an average counts the border's pixels.
    """

    size: int | Pair = 2
    stride: int | Pair | None = None
    padding: int = 0
    kind: Literal["max", "average"] = "max"
    whole: bool = True

    def windows(self) -> Windows:
        """Say how the groups lie."""
        size = pair(self.size)
        return Windows(
            size, size if self.stride is None else pair(self.stride), (self.padding,) * 4
        )


def forward(p: Pool, x: Tensor) -> Tensor:
    """Pool every channel by itself.

    Args:
        p: how.
        x: maps, shape (N, C, H, W).

    Returns:
        Smaller maps, shape (N, C, Ĥ, Ŵ).

    Raises:
        ShapeError: where a group is larger than a map.
    """
    agree(x=(x, "N C H W"))
    fits(p.windows(), x)
    return largest(p, x) if p.kind == "max" else averages(p, x)


def largest(p: Pool, x: Tensor) -> Tensor:
    """Take the largest of every group; of equal ones the first gets the gradient."""
    if 2 * p.padding > min(pair(p.size)):
        raise ShapeError(f"A border of {p.padding} is more than half a group of {p.size}.")
    return largest_of_windows(x, windows=p.windows())


def averages(p: Pool, x: Tensor) -> Tensor:
    """Average every group."""
    n, c, h, w = shape(x)
    how = p.windows()
    windows = columns(reshape(x, shape=(n * c, 1, h, w)), windows=how)
    out = (n, c, *how.places((h, w)))
    if p.whole or not p.padding:
        return reshape(mean(windows, axis=(1,)), shape=out)
    inside = raw(columns(np.ones((1, 1, h, w), raw(x).dtype), windows=how)).sum(axis=1)
    return reshape(divide(total(windows, axis=(1,)), inside), shape=out)


def places(p: Pool, x: Tensor) -> tuple[Tensor, Any]:
    """Take the largest of every group, and remember where it stood.

    Returns:
        The numbers and their places, each of shape (N, C, Ĥ, Ŵ).
    """
    y = forward(p, x)
    return y, winners(raw(x), raw(y), p.windows())


def unpool(y: Tensor, at: Any, image: Pair) -> Tensor:
    """Put numbers where the largest stood, zeros elsewhere.

    Args:
        y: shape (N, C, Ĥ, Ŵ).
        at: places from ``places``, shape (N, C, Ĥ, Ŵ); numbers with one place add up.
        image: (H, W) of the maps to make.

    Returns:
        Maps, shape (N, C, H, W).

    Raises:
        ShapeError: where numbers and places differ in shape.
    """
    agree(y=(y, "N C H W"), at=(at, "N C H W"))
    return unpool_at(y, places=at, image=image)


def global_average(x: Tensor) -> Tensor:
    """Average each channel to one number: maps (N, C, H, W) to (N, C)."""
    agree(x=(x, "N C H W"))
    return mean(x, axis=(2, 3))
