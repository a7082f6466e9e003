"""Convolution of a single image with a single kernel (lecture notes 003 §9).

======  ==============  ================================================
symbol  shape           meaning
======  ==============  ================================================
A       (H, W)          image
B       (K_h, K_w)      kernel
S, D    whole numbers   stride and dilation
P       whole number    zeros put around the image on every side
======  ==============  ================================================
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ncrevise.tape import NO_TAPE, Recorder, Tensor
from ncrevise.tape.ops import conv2d, floor_divide

if TYPE_CHECKING:
    from ncrevise.tape.convolution import Padding

MODES = ("valid", "full", "same")


def padding_of(mode: str, reach: tuple[int, int], zeros: int = 0) -> Padding:
    """Give the zeros (top, bottom, left, right) that a mode puts around the image.

    Args:
        mode: ``valid`` puts ``zeros`` on every side, ``full`` one less than the kernel's
            reach, ``same`` as many as keep the size at stride 1; of an odd number the larger
            half goes to the top and left, as in SciPy.
        reach: rows and columns under the kernel, dilation counted.
        zeros: for ``valid``.
    """
    if mode == "valid":
        return (zeros, zeros, zeros, zeros)
    rows, columns = reach[0] - 1, reach[1] - 1
    if mode == "full":
        return (rows, rows, columns, columns)
    return (rows - rows // 2, rows // 2, columns - columns // 2, columns // 2)


def reach_of(kernel: tuple[int, ...], dilation: int) -> tuple[int, int]:
    """Give the rows and columns that a dilated kernel spans, ``D(K − 1) + 1``."""
    return dilation * (kernel[0] - 1) + 1, dilation * (kernel[1] - 1) + 1


def side(tape: Recorder, key: str, length: int, reach: int, zeros: int, stride: int) -> Tensor:
    """Compute one side of the output, ``⌊(n − K + 2P)/S⌋ + 1``.

    Args:
        tape: where to write the working.
        key: ``height`` or ``width``.
        length: the image's side.
        reach: the kernel's, dilation counted.
        zeros: put on both ends together.
        stride: pixels from one window to the next.
    """
    letter = "H" if key == "height" else "W"
    n = tape.given(f"{key}_in", length, letter)
    k = tape.given(f"{key}_kernel", reach, "K")
    p = tape.given(f"{key}_padding", whole(Fraction(zeros, 2)), "P")
    across = n - k + 2 * p
    if stride > 1:
        across = floor_divide(across, tape.given(f"{key}_stride", stride, "S"))
    return tape.name(key, across + 1, f"Output {key}", rf"\hat{{{letter}}}")


def whole(x: Fraction) -> int | Fraction:
    """Give a whole number where it is one."""
    return x.numerator if x.denominator == 1 else x


def convolve(
    a: Tensor,
    b: Tensor,
    *,
    stride: int = 1,
    padding: Padding = (0, 0, 0, 0),
    dilation: int = 1,
    flip: bool = True,
    tape: Recorder = NO_TAPE,
) -> Tensor:
    """Convolve an image with a kernel; without ``flip``, cross-correlate.

    Args:
        a: the image, shape (H, W).
        b: the kernel, shape (K_h, K_w).
        stride: pixels from one window to the next.
        padding: zeros at the top, bottom, left and right.
        dilation: pixels from one kernel cell to the next.
        flip: whether the kernel is turned both ways first.
        tape: where to write the working.

    Returns:
        The feature map, shape (Ĥ, Ŵ).
    """
    out = conv2d(a, b, stride=stride, padding=padding, dilation=dilation, flip=flip)
    return tape.name("map", out, symbol="Y")
