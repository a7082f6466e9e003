"""Data augmentation: more images from those there are (lecture notes 003 §8).

======  ==============  ==================================================
symbol  shape           meaning
======  ==============  ==================================================
x       (N, C, H, W)    images
at      (N, 2, H, W)    for each new pixel, the row and column it is taken from
======  ==============  ==================================================

Shifts and rotations read the old image at other places, between pixels a mixture of the four
around, beyond the border 0. What suits depends on the task: a mirrored 3 is no 3, a mirrored
cat is a cat. Only what is learnt from is augmented, never what judges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from ncrevise.noise import Noise


@dataclass(frozen=True, slots=True)
class Changes:
    """What may happen to an image.

    Args:
        shift: most pixels up, down, left or right.
        turn: largest angle either way, in radians.
        mirror: chance of left becoming right.
        noise: standard deviation of what is added to each pixel.
    """

    shift: int = 1
    turn: float = 0.0
    mirror: float = 0.0
    noise: float = 0.0


def places(x: Any) -> Any:
    """Give every pixel its own place, shape (N, 2, H, W)."""
    sizes = agree(x=(x, "N C H W"))
    grid = np.indices((sizes["H"], sizes["W"])).astype(x.dtype)
    return np.broadcast_to(grid, (sizes["N"], *grid.shape))


def read(x: Any, at: Any) -> Any:
    """Read images at other places.

    Args:
        x: shape (N, C, H, W).
        at: rows and columns, shape (N, 2, H, W), whole numbers or between.

    Returns:
        Shape (N, C, H, W).

    Raises:
        ShapeError: where there is no place for each pixel.
    """
    agree(x=(x, "N C H W"), at=(at, "N 2 H W"))
    low = np.floor(at).astype(np.int64)
    part = at - low
    found = np.zeros_like(x)
    for down in (0, 1):
        for across in (0, 1):
            share = np.abs(1 - down - part[:, 0]) * np.abs(1 - across - part[:, 1])
            found += share[:, None] * pixels(x, low[:, 0] + down, low[:, 1] + across)
    return found


def pixels(x: Any, rows: Any, columns: Any) -> Any:
    """Take the pixels at whole rows and columns (N, H, W) of every channel; 0 outside."""
    (h, w), examples = x.shape[-2:], np.arange(len(x))[:, None, None]
    inside = (rows >= 0) & (rows < h) & (columns >= 0) & (columns < w)
    taken = x.transpose(0, 2, 3, 1)[examples, rows.clip(0, h - 1), columns.clip(0, w - 1)]
    return (taken * inside[..., None]).transpose(0, 3, 1, 2)


def shifted(x: Any, by: Any) -> Any:
    """Move each image.

    Args:
        x: shape (N, C, H, W).
        by: pixels down and to the right, shape (N, 2), whole numbers or between.
    """
    agree(x=(x, "N C H W"), by=(by, "N 2"))
    return read(x, places(x) - np.asarray(by, x.dtype)[:, :, None, None])


def rotated(x: Any, angles: Any) -> Any:
    """Turn each image about its middle.

    Args:
        x: shape (N, C, H, W).
        angles: in radians, anticlockwise as seen, shape (N,).
    """
    agree(x=(x, "N C H W"), angles=(angles, "N"))
    middle = (np.array(x.shape[-2:], x.dtype) - 1)[:, None, None] / 2
    down, across = np.moveaxis(places(x) - middle, 1, 0)
    turn = np.asarray(angles, x.dtype)[:, None, None]
    cos, sin = np.cos(turn), np.sin(turn)
    back = np.stack([cos * down + sin * across, cos * across - sin * down], axis=1)
    return read(x, back + middle)


def mirrored(x: Any, which: Any) -> Any:
    """Turn left to right those images for which ``which``, shape (N,), says so."""
    agree(x=(x, "N C H W"), which=(which, "N"))
    return np.where(which[:, None, None, None], x[..., ::-1], x)


def augmented(x: Any, changes: Changes, noise: Noise) -> Any:
    """Change every image of a batch in its own way.

    Args:
        x: shape (N, C, H, W).
        changes: what may happen.
        noise: where it is drawn.

    Returns:
        As many images of the same size and precision.
    """
    count = len(x)
    if changes.mirror:
        x = mirrored(x, noise.chance((count,), changes.mirror))
    if changes.turn:
        x = rotated(x, noise.uniform((count,), -changes.turn, changes.turn))
    if changes.shift:
        x = shifted(x, noise.integers((count, 2), changes.shift + 1, -changes.shift))
    if changes.noise:
        x = x + noise.normal(x.shape, changes.noise).astype(x.dtype)
    return x
