"""Convolution layer for batches of images with channels (lecture notes 003 §9).

======  ==================  ==================================================
symbol  shape               meaning
======  ==================  ==================================================
x       (N, C, H, W)        images: examples, channels, rows, columns
K       (F, C, K_h, K_w)    kernels: a filter has one for each channel it reads
b       (F,)                biases, or None
y       (N, F, Ĥ, Ŵ)        feature maps, Ĥ = ⌊(H − D(K_h − 1) − 1 + P)/S⌋ + 1
S, D    whole numbers       stride and dilation, one or (down, across)
P       whole number        zeros at both ends of a side together
======  ==================  ==================================================

As libraries do, a layer cross-correlates: what it learns is the kernel already flipped. With
``flip`` it is the notes' convolution.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from ncrevise.errors import ShapeError
from ncrevise.kernels.images import columns, filtered
from ncrevise.models.networks.initialise import filters
from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import concat, reshape, take
from ncrevise.tape.value import shape
from ncrevise.tape.windows import Pair, Windows, ends, reach

if TYPE_CHECKING:
    from ncrevise.noise import Noise
    from ncrevise.tape.windows import Padding

Border: TypeAlias = "int | tuple[int, ...] | str"
ALL = slice(None)
BACKWARDS = slice(None, None, -1)


@dataclass(frozen=True, slots=True)
class Conv:
    """A layer of filters.

    Args:
        K: kernels, shape (F, C, K_h, K_w).
        b: biases, shape (F,), or None.
        stride: S.
        padding: zeros on every side, or (down, across), or (top, bottom, left, right); or
            ``valid`` for none, ``full`` for every window that touches the image, ``same`` for
            as many as keep the size at stride 1, of an odd number the larger half at the
            bottom and right, as in CNN libraries.
        dilation: D.
        flip: whether kernels are turned both ways first.
    """

    K: Tensor
    b: Tensor | None
    stride: int | Pair = 1
    padding: Border = 0
    dilation: int | Pair = 1
    flip: bool = False


def initial(
    noise: Noise,
    channels: int,
    filters_made: int,
    kernel: int | Pair = 3,
    scheme: str = "he",
    *,
    bias: bool = True,
    stride: int | Pair = 1,
    padding: Border = "same",
) -> Conv:
    """Draw kernels by a scheme of ``initialise``; biases are 0."""
    K = filters(noise, (filters_made, channels, *pair(kernel)), scheme)
    return Conv(K, np.zeros(filters_made) if bias else None, stride, padding)


def pair(sizes: int | Pair) -> Pair:
    """Write one number as (down, across)."""
    return (sizes, sizes) if isinstance(sizes, int) else sizes


def border(padding: Border, kernel: Pair, dilation: Pair = (1, 1)) -> Padding:
    """Give the zeros at the top, bottom, left and right.

    Raises:
        UsageError: with the words there are.
    """
    if isinstance(padding, int):
        return (padding,) * 4
    if isinstance(padding, tuple):
        rows, columns = padding[: len(padding) // 2], padding[len(padding) // 2 :]
        return rows[0], rows[-1], columns[0], columns[-1]
    down, across = map(reach, kernel, dilation)
    return *ends(padding, down, "end"), *ends(padding, across, "end")


def windows_of(p: Conv) -> Windows:
    """Give the windows of a layer's kernels."""
    return sliding(shape(p.K)[2:], p.stride, p.padding, p.dilation)


@lru_cache(maxsize=256)
def sliding(kernel: Pair, stride: int | Pair, padding: Border, dilation: int | Pair) -> Windows:
    """Write settings out in full; remembered, as a layer has the same in every step."""
    apart = pair(dilation)
    return Windows(kernel, pair(stride), border(padding, kernel, apart), apart)


def flat(p: Conv) -> Tensor:
    """Write every filter as a row, shape (F, C·K_h·K_w)."""
    f, c, *kernel = shape(p.K)
    K = take(p.K, index=(ALL, ALL, BACKWARDS, BACKWARDS)) if p.flip else p.K
    return reshape(K, shape=(f, c * kernel[0] * kernel[1]))


def fits(how: Windows, x: Tensor) -> None:
    """Refuse a kernel larger than what it slides over.

    Raises:
        ShapeError: with both sizes.
    """
    if min(how.places(shape(x))) < 1:
        raise ShapeError(
            f"x has shape {shape(x)}, with its border {how.bordered(shape(x))}; the kernel "
            f"spans {how.reach()} and does not fit into it."
        )


def forward(p: Conv, x: Tensor, tape: Recorder = NO_TAPE) -> Tensor:
    """Slide all filters over a batch of images.

    Args:
        p: the layer.
        x: images, shape (N, C, H, W).
        tape: where to write the working.

    Returns:
        Feature maps, shape (N, F, Ĥ, Ŵ).

    Raises:
        ShapeError: where kernels, biases and images do not go together.
    """
    sizes = agree(K=(p.K, "F C Kh Kw"), x=(x, "N C H W"), **biases(p))
    how = windows_of(p)
    fits(how, x)
    W = flat(p)
    if p.b is not None:  # one more weight, on a row of ones
        W = concat([W, reshape(p.b, shape=(sizes["F"], 1))], axis=1)
    y = filtered(W, columns(x, windows=how, one=p.b is not None))
    maps = reshape(y, shape=(sizes["N"], sizes["F"], *how.places(shape(x))))
    return tape.name("maps", maps, "Feature maps", "Y")


def biases(p: Conv) -> dict[str, tuple[Tensor, str]]:
    """Say what shape biases must have, where there are any."""
    return {} if p.b is None else {"b": (p.b, "F")}
