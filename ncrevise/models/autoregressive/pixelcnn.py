"""PixelCNN: an image as a long sequence of pixels (lecture notes 003 §15 *PixelCNN*).

======  =============  ==========================================================
symbol  shape          meaning
======  =============  ==========================================================
x       (N, 1, H, W)   images from 0 to 1; in raster order a pixel comes after all
                       above it and those to its left
K       (n, c, k, k)   kernels, k odd
M       (k, k)         1 for what comes before the centre, in type B the centre too
y       (N, H, W, Q)   scores of each pixel's level, from the pixels before it
======  =============  ==========================================================

The first layer's mask is of type A, which hides the pixel that is to be told; the others', of
type B, show what the first made there. A stack of such masks never sees some pixels above and
to the right, the *blind spot* of the model as first published (van den Oord et al. 2016).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from ncrevise.errors import ShapeError
from ncrevise.kernels.batched import log_softmax
from ncrevise.models.networks import conv, mlp
from ncrevise.models.networks.conv import Conv
from ncrevise.models.networks.initialise import filters
from ncrevise.models.shapes import agree
from ncrevise.tape import Loose as Tensor
from ncrevise.tape import raw
from ncrevise.tape.ops import permute, relu, times
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.models.networks.mlp import Mlp
    from ncrevise.noise import Noise

Kind: TypeAlias = Literal["A", "B"]
CHANNELS_LAST = (0, 2, 3, 1)


@dataclass(frozen=True, slots=True)
class Masked:
    """Kernels, biases and the type of their mask."""

    K: Tensor
    b: Tensor
    kind: Kind = "B"


@dataclass(frozen=True, slots=True)
class PixelCnn:
    """The first layer; those after it, which add to what they see; the layers of each pixel."""

    first: Masked
    others: tuple[Masked, ...]
    output: Mlp


def mask(size: int, kind: Kind) -> Any:
    """Mark what a kernel may see, (size, size) of true and false.

    Raises:
        ShapeError: where the kernel has no centre.
    """
    if size % 2 == 0:
        raise ShapeError(f"A kernel K of {size} × {size} has no centre: its side must be odd.")
    return (np.arange(size * size) < size * size // 2 + (kind == "B")).reshape(size, size)


def initial(levels: int, n: int, noise: Noise, *, size: int = 5, depth: int = 2) -> PixelCnn:
    """Draw a PixelCNN for images of one ink.

    Args:
        levels: Q.
        n: channels of every layer.
        noise: where the weights are drawn.
        size: k of the first layer; the others have 3.
        depth: layers after the first.
    """
    first = Masked(filters(noise, (n, 1, size, size)), np.zeros(n), "A")
    others = tuple(Masked(filters(noise, (n, n, 3, 3)), np.zeros(n)) for _ in range(depth))
    return PixelCnn(first, others, mlp.initial((n, n, levels), noise))


def convolve(p: Masked, x: Tensor) -> Tensor:
    """Convolve images with kernels clamped to 0 by their mask, shape (N, n, H, W).

    Raises:
        ShapeError: where the channels do not fit.
    """
    agree(x=(x, "N c H W"), K=(p.K, "n c k k"), b=(p.b, "n"))
    clamp = mask(shape(p.K)[-1], p.kind).astype(raw(p.K).dtype)
    return conv.forward(Conv(times(p.K, clamp), p.b, padding="same"), x)


def forward(p: PixelCnn, x: Tensor) -> Tensor:
    """Score the level of every pixel, shape (N, H, W, Q).

    Raises:
        ShapeError: where the shapes do not fit.
    """
    h = relu(convolve(p.first, x))
    for each in p.others:
        h = h + relu(convolve(each, h))
    return mlp.forward(p.output, permute(h, axes=CHANNELS_LAST))


def pictured(p: PixelCnn, levels: Any) -> Any:
    """Write levels 0 … Q − 1, (N, H, W), as images from 0 to 1, (N, 1, H, W)."""
    b = raw(p.output.layers[-1].b)
    return (levels[:, None] / (len(b) - 1)).astype(b.dtype)


def log_probabilities(p: PixelCnn, levels: Any) -> Any:
    """Give ln of the chance of every level of every pixel, shape (N, H, W, Q)."""
    return raw(log_softmax(forward(p, pictured(p, levels))))


def log_likelihood(p: PixelCnn, levels: Any) -> Any:
    """Give ln of the chance of every level as it is, shape (N, H, W); an image's is their sum."""
    return np.take_along_axis(log_probabilities(p, levels), levels[..., None], -1)[..., 0]
