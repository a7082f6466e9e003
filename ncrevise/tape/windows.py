"""The arithmetic of windows: how a kernel slides over an image, for one image and for many.

``padding`` is (top, bottom, left, right) zeros.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product as every
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, overload

import numpy as np

from ncrevise.errors import UsageError
from ncrevise.tape.arithmetic import floor_divide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.tape.value import Computed, Index, Number, Numpy

Pair: TypeAlias = tuple[int, int]
Padding: TypeAlias = tuple[int, int, int, int]
End: TypeAlias = Literal["start", "end"]
NONE: Padding = (0, 0, 0, 0)


def reach(cells: int, dilation: int) -> int:
    """Count the pixels that a dilated kernel spans along a side, ``D(K − 1) + 1``."""
    return dilation * (cells - 1) + 1


def ends(mode: str, span: int, larger: End) -> Pair:
    """Count the zeros that a mode puts at the start and the end of a side.

    Args:
        mode: ``valid`` for none, ``full`` for every window that touches the image, ``same`` for
            as many as keep the size at stride 1.
        span: pixels under the kernel.
        larger: where the larger half of an odd number stands: SciPy has it at the start, the
            top and left; CNN libraries at the end.

    Raises:
        UsageError: with the modes there are.
    """
    more = span - 1
    halves = (more - more // 2, more // 2)
    found = {"valid": (0, 0), "full": (more, more), "same": halves}
    if mode not in found:
        raise UsageError(f"There is no padding {mode!r}. Known: {', '.join(found)}.")
    start, end = found[mode]
    return (start, end) if larger == "start" else (end, start)


@overload
def along(n: int, k: int, zeros: int | None, stride: int | None) -> int: ...
@overload
def along(n: Number, k: Number, zeros: Number | None, stride: Number | None) -> Computed: ...
def along(n: Number, k: Number, zeros: Number | None, stride: Number | None) -> Computed:
    """Count the places of a kernel along a side, ``⌊(n − K + 2P)/S⌋ + 1``.

    Args:
        n: pixels along the side.
        k: pixels under the kernel.
        zeros: at both ends together; None where there are none.
        stride: None where the kernel moves pixel by pixel.
    """
    across = n - k if zeros is None else n - k + zeros
    return (across if stride is None else floor_divide(across, stride)) + 1


class Windows(NamedTuple):
    """The windows of one kernel on images, rows before columns.

    Args:
        kernel: cells down and across.
        stride: pixels from window to window.
        padding: zeros at the top, bottom, left and right.
        dilation: pixels from cell to cell of the kernel.
    """

    kernel: Pair
    stride: Pair = (1, 1)
    padding: Padding = NONE
    dilation: Pair = (1, 1)

    def bordered(self, image: Index) -> Pair:
        """Give the sides of an image with its border."""
        top, bottom, left, right = self.padding
        return image[-2] + top + bottom, image[-1] + left + right

    def reach(self) -> Pair:
        """Give the pixels that the kernel spans, ``D(K − 1) + 1`` a side."""
        down, across = map(reach, self.kernel, self.dilation)
        return down, across

    def places(self, image: Index) -> Pair:
        """Count the windows down and across, ``⌊(n + P − reach)/S⌋ + 1``; none below one."""
        return counted(self, image[-2:])

    def inside(self, full: Numpy, image: Index) -> Numpy:
        """Cut the border off."""
        top, left = self.padding[0], self.padding[2]
        return full[..., top : top + image[-2], left : left + image[-1]]

    def bounded(self, x: Numpy, fill: float = 0) -> Numpy:
        """Put the border on."""
        if not any(self.padding):
            return x
        full = np.full((*x.shape[:-2], *self.bordered(x.shape)), fill, x.dtype)
        self.inside(full, x.shape)[...] = x
        return full

    def under(self, cell: int, out: Index, axis: int) -> slice:
        """Give the pixels that one row or column of the kernel meets, in all windows."""
        start, step = cell * self.dilation[axis], self.stride[axis]
        return slice(start, start + (out[axis] - 1) * step + 1, step)

    def pixels(self, cell: Index, out: Index) -> tuple[slice, slice]:
        """Give the pixels that one cell of the kernel meets, in all windows."""
        down, across = (self.under(k, out, axis) for axis, k in enumerate(cell))
        return down, across

    def met(self, window: Index, cell: Index) -> Pair:
        """Give the pixel of an image, its border not counted, on which a cell of a window lies."""
        starts = (self.padding[0], self.padding[2])
        terms = zip(window, self.stride, cell, self.dilation, starts, strict=True)
        down, across = (w * step + c * apart - start for w, step, c, apart, start in terms)
        return down, across

    def cells(self, full: Numpy, out: Index) -> Iterator[Numpy]:
        """Give, for each kernel cell, row by row, the pixels under it in all windows."""
        for cell in every(*map(range, self.kernel)):
            yield full[(..., *self.pixels(cell, out))]


@lru_cache(maxsize=1024)
def counted(windows: Windows, image: Index) -> Pair:
    """Count windows; remembered, for a step of training asks again and again."""
    sides = zip(windows.bordered(image), windows.reach(), windows.stride, strict=True)
    down, across = (max(0, along(n, span, None, step)) for n, span, step in sides)
    return down, across
