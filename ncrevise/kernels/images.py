"""Windows of whole batches of images: what convolution and pooling layers are made of.

Images are (N, C, H, W): examples, channels, rows, columns. A convolution is one product of
matrices once every window stands as a column (lecture notes 003 §9; Chellapilla, Puri and
Simard 2006), and its derivative by the image lays those columns back.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import product as every
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ncrevise.maths import build
from ncrevise.tape.arithmetic import matmul
from ncrevise.tape.arrays import place, total, transpose, turned
from ncrevise.tape.primitive import Fused, Primitive
from ncrevise.tape.value import Index, Tensor, raw, shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.tape.convolution import Padding

Pair = tuple[int, int]


class Slide(NamedTuple):
    """How a kernel moves over images, rows before columns.

    Args:
        kernel: cells down and across.
        stride: pixels from window to window.
        padding: zeros at the top, bottom, left and right.
        dilation: pixels from cell to cell of the kernel.
    """

    kernel: Pair
    stride: Pair = (1, 1)
    padding: Padding = (0, 0, 0, 0)
    dilation: Pair = (1, 1)

    def bordered(self, image: Index) -> Pair:
        """Give the sides of an image with its border."""
        top, bottom, left, right = self.padding
        return image[-2] + top + bottom, image[-1] + left + right

    def reach(self) -> Pair:
        """Give the pixels that the kernel spans, ``D(K − 1) + 1`` a side."""
        down, across = ((k - 1) * d + 1 for k, d in zip(self.kernel, self.dilation, strict=True))
        return down, across

    def places(self, image: Index) -> Pair:
        """Count the windows down and across, ``⌊(n + P − reach)/S⌋ + 1``; none below one."""
        return counted(self, image[-2:])

    def inside(self, full: Any, image: Index) -> Any:
        """Cut the border off."""
        top, left = self.padding[0], self.padding[2]
        return full[..., top : top + image[-2], left : left + image[-1]]

    def bounded(self, x: Any, fill: float = 0.0) -> Any:
        """Put the border on."""
        if not any(self.padding):
            return x
        full = np.full((*x.shape[:-2], *self.bordered(x.shape)), fill, x.dtype)
        self.inside(full, x.shape)[...] = x
        return full

    def under(self, cell: int, out: Pair, axis: int) -> slice:
        """Give the pixels that one row or column of the kernel meets, in all windows."""
        start, step = cell * self.dilation[axis], self.stride[axis]
        return slice(start, start + (out[axis] - 1) * step + 1, step)

    def cells(self, full: Any, out: Pair) -> Iterator[Any]:
        """Give, for each kernel cell, row by row, the pixels under it in all windows."""
        for s, t in every(*map(range, self.kernel)):
            yield full[..., self.under(s, out, 0), self.under(t, out, 1)]


@lru_cache(maxsize=1024)
def counted(slide: Slide, image: Index) -> Pair:
    """Count windows; remembered, for a step of training asks again and again."""
    sides = zip(slide.bordered(image), slide.reach(), slide.stride, strict=True)
    down, across = (max(0, (n - span) // step + 1) for n, span, step in sides)
    return down, across


def stood_up(x: Any, *, slide: Slide, one: bool = False) -> Any:
    """Write every window as a column."""
    (n, channels), out = x.shape[:2], slide.places(x.shape)
    height = channels * math.prod(slide.kernel)
    found = np.empty((n, height + one, math.prod(out)), x.dtype)
    found[:, height:] = 1
    windows = found[:, :height].reshape(n, channels, *slide.kernel, *out)  # a view
    full = slide.bounded(x)
    for t in range(slide.kernel[1]):  # rows of a strip lie end to end: they are copied in one go
        strip = np.ascontiguousarray(full[..., slide.under(t, out, 1)])
        for s in range(slide.kernel[0]):
            windows[:, :, s, t] = strip[..., slide.under(s, out, 0), :]
    return found


def laid_back(columns: Any, *, slide: Slide, image: Index, one: bool = False) -> Any:
    """Add every column up where its window was."""
    n, out = len(columns), slide.places(image)
    windows = columns[:, :-1] if one else columns
    windows = windows.reshape(n, image[0], *slide.kernel, *out)
    sides = slide.bordered(image)
    full = np.zeros((n, image[0], *sides), columns.dtype)
    for t in range(slide.kernel[1]):
        strip = np.zeros((n, image[0], sides[0], out[1]), columns.dtype)
        for s in range(slide.kernel[0]):
            strip[..., slide.under(s, out, 0), :] += windows[:, :, s, t]
        full[..., slide.under(t, out, 1)] += strip
    return slide.inside(full, image)


# Windows (N, C·K_h·K_w, places) of images (N, C, H, W). With ``one`` a row of ones stands below
# them, which a bias multiplies.
columns: Primitive = Primitive(
    "columns",
    stood_up,
    (lambda g, _y, x, **how: overlay(g, image=shape(x)[1:], **how),),
    lambda x, **_: build.call("columns", x),
    error="selected",
)

# The transpose of ``columns``: images (N, C, H, W) of which each pixel is the sum of its copies.
overlay: Primitive = Primitive(
    "overlay",
    laid_back,
    (lambda g, _y, _c, *, slide, one=False, **_: widened(g, slide=slide, one=one),),
    lambda x, **_: build.call("overlay", x),
    error="selected",
)


# Filters W (F, C·K_h·K_w) on columns: the gradient of W is summed over the batch at once.
filtered: Primitive = Primitive(
    "filtered",
    lambda W, c: W @ c,
    (
        lambda g, _y, _W, c: transpose(total(matmul(c, turned(g)), axis=(0,))),
        lambda g, _y, W, _c: matmul(transpose(W), g),
    ),
    build.multiply,
    error="linear",
)


def widened(g: Tensor, *, slide: Slide, one: bool) -> Tensor:
    """Pull a gradient of images back to columns, whose row of ones had no part in them."""
    if not one:
        return columns(g, slide=slide)
    found = columns(g, slide=slide)
    n, height, places = shape(found)
    index = (slice(None), slice(height))
    return place(found, index=index, size=(n, height + 1, places))


def largest_in(x: Any, *, slide: Slide) -> Any:
    """Take the largest of every window of every channel."""
    parts = slide.cells(slide.bounded(x, -np.inf), slide.places(x.shape))
    best = next(parts).copy()
    for pixels in parts:
        np.maximum(best, pixels, out=best)
    return best


def winners(x: Any, y: Any, slide: Slide) -> Any:
    """Find where the largest of each window stood, counting pixels row by row.

    Args:
        x: images, shape (N, C, H, W).
        y: the largest of each window, shape (N, C, Ĥ, Ŵ).
        slide: the windows.

    Returns:
        Whole numbers, shape (N, C, Ĥ, Ŵ): of equal pixels the first.
    """
    where = np.arange(math.prod(x.shape[-2:])).reshape(x.shape[-2:])
    out = slide.places(x.shape)
    found = np.zeros(y.shape, np.int64)
    pixels = slide.cells(slide.bounded(x, -np.inf), out)
    numbers = slide.cells(slide.bounded(where), out)
    for seen, number in reversed(list(zip(pixels, numbers, strict=True))):
        np.copyto(found, number, where=seen == y)
    return found


def set_down(y: Any, *, places: Any, image: Pair) -> Any:
    """Add numbers up at remembered places of empty images."""
    full = np.zeros((*y.shape[:2], math.prod(image)), y.dtype)
    planes = math.prod(image) * np.arange(math.prod(y.shape[:2])).reshape(*y.shape[:2], 1, 1)
    np.add.at(full.reshape(-1), planes + places, y)
    return full.reshape(*y.shape[:2], *image)


def read_off(x: Any, *, places: Any) -> Any:
    """Read images at places of their own."""
    flat = x.reshape(*x.shape[:2], -1)
    found = np.take_along_axis(flat, places.reshape(*places.shape[:2], -1), -1)
    return found.reshape(places.shape)


unpool_at: Primitive = Primitive(
    "unpool_at",
    set_down,
    (lambda g, _y, _a, *, places, **_: picked(g, places=places),),
    lambda y, **_: build.call("unpool", y),
    error="selected",
)

picked: Primitive = Primitive(
    "picked",
    read_off,
    (lambda g, _y, x, *, places: unpool_at(g, places=places, image=shape(x)[-2:]),),
    lambda x, **_: build.call("pick", x),
    error="selected",
)


def sent_back(g: Any, y: Any, x: Any, *, slide: Slide) -> list[Any]:
    """Send each gradient to the first largest pixel of its window."""
    out = slide.places(x.shape)
    full = np.zeros((*x.shape[:2], *slide.bordered(x.shape)), x.dtype)
    open_still = np.ones(y.shape, bool)
    pixels = slide.cells(slide.bounded(x, -np.inf), out)
    for seen, there in zip(pixels, slide.cells(full, out), strict=True):
        first = open_still & (seen == y)
        np.logical_xor(open_still, first, out=open_still)
        np.add(there, g * first, out=there)
    return [slide.inside(full, x.shape)]


largest_of_windows = Fused(
    "largest_of_windows",
    largest_in,
    sent_back,
    lambda x, *, slide: picked(x, places=winners(raw(x), largest_in(raw(x), slide=slide), slide)),
    rational=True,
)
