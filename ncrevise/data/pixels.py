"""Numbers from a reader's file, checked and made into images from 0 to 1."""

from __future__ import annotations

from math import isqrt, prod
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.data.digits import Digits
from ncrevise.errors import GivensError

if TYPE_CHECKING:
    from numpy.typing import NDArray

# One set may fill 512 MiB once its pixels are floats, which is 85,598 images of 28 × 28.
MOST_PIXELS = 2**26
# Full ink is the least of these that no pixel exceeds.
SCALES = (1, 16, 255)
CLASSES = 10


def check_size(shape: tuple[int, ...], where: str) -> None:
    """Refuse, from its announced shape alone, what would not fit in memory."""
    if prod(max(1, size) for size in shape) > MOST_PIXELS:
        raise GivensError(
            f"{where}: {' × '.join(map(str, shape))} numbers are announced, but at most "
            f"{MOST_PIXELS:,} are read. Give fewer or smaller images."
        )


def digits(images: NDArray[Any], labels: NDArray[Any], where: str) -> Digits:
    """Make a set of the numbers read.

    Args:
        images: (n, side, side), or (n, side², 1, …) in any such arrangement.
        labels: (n,) or (n, 1).
        where: the file, for messages.

    Raises:
        GivensError: they are no set of square images of digits.
    """
    if images.ndim < 2 or not images.size:
        raise GivensError(f"{where}: there are no images in it.")
    if labels.size != len(images):
        raise GivensError(
            f"{where}: there are {len(images)} images and {labels.size} labels, and each image "
            "needs one."
        )
    return Digits(scaled(squared(images, where), where), classes(labels, where))


def squared(images: NDArray[Any], where: str) -> NDArray[Any]:
    """Arrange the pixels as (n, side, side)."""
    sizes = tuple(size for size in images.shape[1:] if size != 1)
    side = isqrt(prod(sizes))
    if sizes not in {(side, side), (side * side,), ()}:
        found = " × ".join(map(str, images.shape[1:]))
        raise GivensError(
            f"{where}: its images are {found}, and only square ones of one ink are read. "
            "Pad or cut them, 28 × 28 say."
        )
    return images.reshape(-1, side, side)


def scaled(images: NDArray[Any], where: str) -> NDArray[np.float64]:
    """Bring ink to 0..1, whether it was counted to 1, 16 or 255."""
    low, high = images.min(), images.max()
    if not (low >= 0 and high <= SCALES[-1]):
        raise GivensError(
            f"{where}: its pixels go from {low:g} to {high:g}. Give them from 0 (paper) to "
            "1, 16 or 255 (full ink)."
        )
    full = next(scale for scale in SCALES if high <= scale)
    result = images.astype(np.float64)
    result /= full
    return result


def classes(labels: NDArray[Any], where: str) -> NDArray[np.int64]:
    """Check that each label is a digit."""
    flat = labels.reshape(-1)
    wrong = np.flatnonzero(~np.isin(flat, np.arange(CLASSES)))
    if wrong.size:
        raise GivensError(
            f"{where}: image {wrong[0] + 1} has the label {flat[wrong[0]]:g}, and labels are "
            "whole numbers from 0 to 9."
        )
    return flat.astype(np.int64)
