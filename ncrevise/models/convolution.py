"""Convolution of a single image with a single kernel (lecture notes 003 §9).

======  ==============  ================================================
symbol  shape           meaning
======  ==============  ================================================
A       (H, W)          image
B       (K_h, K_w)      kernel
Y       (Ĥ, Ŵ)          output
S, D    whole numbers   stride and dilation
P       whole number    zeros put around the image on every side
Z       whole number    zeros at both ends together, where the ends differ
======  ==============  ================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import conv2d, divide
from ncrevise.tape.value import shape
from ncrevise.tape.windows import Windows, along, ends, reach

if TYPE_CHECKING:
    from ncrevise.tape.windows import End, Padding

MODES = ("valid", "full", "same")


@dataclass(frozen=True, slots=True)
class Slide:
    """How a kernel, of whatever size, moves over an image.

    Args:
        mode: ``valid`` puts ``padding`` zeros on every side, ``full`` one less than the
            kernel's reach, ``same`` as many as keep the size at stride 1.
        stride: pixels from one window to the next.
        padding: zeros on every side, for ``valid``.
        dilation: pixels from one kernel cell to the next.
        larger: for ``same``, where the larger half of an odd number goes: to the start of
            each side, the top and left, as in SciPy, or to its end.
    """

    mode: str = "valid"
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    larger: End = "start"

    def over(self, kernel: tuple[int, ...]) -> Windows:
        """Give the windows of a kernel of some shape."""
        down, across = kernel
        apart, step = (self.dilation, self.dilation), (self.stride, self.stride)
        return Windows((down, across), step, (*self.ends(down), *self.ends(across)), apart)

    def ends(self, cells: int) -> tuple[int, int]:
        """Count the zeros at the start and the end of a side."""
        start, end = ends(self.mode, reach(cells, self.dilation), self.larger)
        own = self.padding if self.mode == "valid" else 0
        return start + own, end + own

    def spans(self, image: tuple[int, ...], kernel: tuple[int, ...]) -> list[tuple[int, int]]:
        """Give the pixels there are, zeros counted, and those a kernel needs, side by side."""
        windows = self.over(kernel)
        return list(zip(windows.bordered(image), windows.reach(), strict=True))

    def fits(self, image: tuple[int, ...], kernel: tuple[int, ...]) -> bool:
        """Say whether there is at least one window."""
        return min(self.over(kernel).places(image)) > 0

    def zeros(self, kernel: tuple[int, ...]) -> Padding:
        """Count the zeros at the top, bottom, left and right."""
        return self.over(kernel).padding


def side(tape: Recorder, key: str, symbol: str, pixels: int, cells: int, slide: Slide) -> Tensor:
    """Work out one side of the output: the kernel's reach, the zeros, the windows.

    Args:
        tape: where to write the working.
        key: ``height`` or ``width``.
        symbol: of the image's side; the output's wears a hat.
        pixels: along the image.
        cells: along the kernel.
        slide: how the kernel moves.
    """

    def number(letter: str, value: int) -> Tensor:
        return tape.given(f"{key}_{letter}", value, letter)

    n, k = number(symbol, pixels), number("K", cells)
    if slide.dilation > 1:
        spread = number("D", slide.dilation) * (k - 1) + 1
        tape.remark("With its cells $D$ pixels apart, the kernel spans")
        k = tape.name(f"{key}_reach", spread, symbol="K'")
    zeros = border(tape, key, k, slide, cells)
    stride = number("S", slide.stride) if slide.stride > 1 else None
    return tape.name(key, along(n, k, zeros, stride), symbol=rf"\hat{{{symbol}}}")


def border(tape: Recorder, key: str, k: Tensor, slide: Slide, cells: int) -> Tensor | None:
    """Work out the zeros at both ends of a side together, None where there are none.

    Args:
        tape: where to write the working.
        key: ``height`` or ``width``.
        k: pixels under the kernel.
        slide: how the kernel moves.
        cells: along the kernel.
    """
    start, end = slide.ends(cells)
    if not start:
        return None
    if slide.mode == "valid":
        return 2 * tape.given(f"{key}_padding", slide.padding, "P")
    if start != end:
        return tape.name(f"{key}_padding", k - 1, symbol="Z")
    half = k - 1 if slide.mode == "full" else divide(k - 1, 2)
    return 2 * tape.name(f"{key}_padding", half, symbol="P")


def explain(slide: Slide, kernel: tuple[int, ...], tape: Recorder) -> None:
    """Say what a mode asks for.

    Args:
        slide: how the kernel moves.
        kernel: its shape.
        tape: where to write the working.
    """
    top, bottom, left, right = slide.zeros(kernel)
    if slide.mode == "full":
        tape.remark("In full mode every window counts that touches the image.")
    elif slide.mode == "same":
        held = "keep its size" if slide.stride == 1 else "would keep its size at stride 1"
        where = "top and on the left" if slide.larger == "start" else "bottom and on the right"
        uneven = f" Of an odd number the larger half stands at the {where}."
        says_how = uneven if (top, left) != (bottom, right) else ""
        tape.remark(f"In same mode zeros around the image {held}.{says_how}")


def convolve(
    a: Tensor,
    b: Tensor,
    slide: Slide = Slide(),
    *,
    flip: bool = True,
    tape: Recorder = NO_TAPE,
) -> Tensor:
    """Convolve an image with a kernel; without ``flip``, cross-correlate.

    Args:
        a: the image, shape (H, W).
        b: the kernel, shape (K_h, K_w).
        slide: how the kernel moves.
        flip: whether the kernel is turned both ways first.
        tape: where to write the working.

    Returns:
        The feature map, shape (Ĥ, Ŵ).
    """
    zeros = slide.zeros(shape(b))
    out = conv2d(a, b, stride=slide.stride, padding=zeros, dilation=slide.dilation, flip=flip)
    return tape.name("map", out, symbol="Y")
