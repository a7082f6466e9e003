"""Windows of whole batches of images: what convolution and pooling layers are made of.

Images are (N, C, H, W): examples, channels, rows, columns. A convolution is one product of
matrices once every window stands as a column (lecture notes 003 §9; Chellapilla, Puri and
Simard 2006), and its derivative by the image lays those columns back.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.maths import build
from ncrevise.tape.arithmetic import matmul
from ncrevise.tape.arrays import place, total, transpose, turned
from ncrevise.tape.primitive import Fused, Primitive
from ncrevise.tape.value import Index, raw, shape
from ncrevise.tape.value import Loose as Tensor

if TYPE_CHECKING:
    from ncrevise.tape.windows import Pair, Windows


def stood_up(x: Any, *, windows: Windows, one: bool = False) -> Any:
    """Write every window as a column."""
    (n, channels), out = x.shape[:2], windows.places(x.shape)
    height = channels * math.prod(windows.kernel)
    found = np.empty((n, height + one, math.prod(out)), x.dtype)
    found[:, height:] = 1
    cells = found[:, :height].reshape(n, channels, *windows.kernel, *out)  # a view
    full = windows.bounded(x)
    for t in range(windows.kernel[1]):  # rows of a strip lie end to end: they are copied in one go
        strip = np.ascontiguousarray(full[..., windows.under(t, out, 1)])
        for s in range(windows.kernel[0]):
            cells[:, :, s, t] = strip[..., windows.under(s, out, 0), :]
    return found


def laid_back(columns: Any, *, windows: Windows, image: Index, one: bool = False) -> Any:
    """Add every column up where its window was."""
    n, out = len(columns), windows.places(image)
    cells = columns[:, :-1] if one else columns
    cells = cells.reshape(n, image[0], *windows.kernel, *out)
    sides = windows.bordered(image)
    full = np.zeros((n, image[0], *sides), columns.dtype)
    for t in range(windows.kernel[1]):
        strip = np.zeros((n, image[0], sides[0], out[1]), columns.dtype)
        for s in range(windows.kernel[0]):
            strip[..., windows.under(s, out, 0), :] += cells[:, :, s, t]
        full[..., windows.under(t, out, 1)] += strip
    return windows.inside(full, image)


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
    (lambda g, _y, _c, *, windows, one=False, **_: widened(g, windows=windows, one=one),),
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


def widened(g: Tensor, *, windows: Windows, one: bool) -> Tensor:
    """Pull a gradient of images back to columns, whose row of ones had no part in them."""
    if not one:
        return columns(g, windows=windows)
    found = columns(g, windows=windows)
    n, height, places = shape(found)
    index = (slice(None), slice(height))
    return place(found, index=index, size=(n, height + 1, places))


def largest_in(x: Any, *, windows: Windows) -> Any:
    """Take the largest of every window of every channel."""
    parts = windows.cells(windows.bounded(x, -np.inf), windows.places(x.shape))
    best = next(parts).copy()
    for pixels in parts:
        np.maximum(best, pixels, out=best)
    return best


def winners(x: Any, y: Any, windows: Windows) -> Any:
    """Find where the largest of each window stood, counting pixels row by row.

    Args:
        x: images, shape (N, C, H, W).
        y: the largest of each window, shape (N, C, Ĥ, Ŵ).
        windows: where they are.

    Returns:
        Whole numbers, shape (N, C, Ĥ, Ŵ): of equal pixels the first.
    """
    where = np.arange(math.prod(x.shape[-2:])).reshape(x.shape[-2:])
    out = windows.places(x.shape)
    found = np.zeros(y.shape, np.int64)
    pixels = windows.cells(windows.bounded(x, -np.inf), out)
    numbers = windows.cells(windows.bounded(where), out)
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


def sent_back(g: Any, y: Any, x: Any, *, windows: Windows) -> list[Any]:
    """Send each gradient to the first largest pixel of its window."""
    out = windows.places(x.shape)
    full = np.zeros((*x.shape[:2], *windows.bordered(x.shape)), x.dtype)
    open_still = np.ones(y.shape, bool)
    pixels = windows.cells(windows.bounded(x, -np.inf), out)
    for seen, there in zip(pixels, windows.cells(full, out), strict=True):
        first = open_still & (seen == y)
        np.logical_xor(open_still, first, out=open_still)
        np.add(there, g * first, out=there)
    return [windows.inside(full, x.shape)]


def largest_picked(x: Tensor, *, windows: Windows) -> Tensor:
    """Take the largest of every window from where it stood."""
    places = winners(raw(x), largest_in(raw(x), windows=windows), windows)
    return picked(x, places=places)


largest_of_windows = Fused(
    "largest_of_windows", largest_in, sent_back, largest_picked, rational=True
)
