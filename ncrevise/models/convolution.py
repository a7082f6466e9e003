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

from ncrevise.tape import NO_TAPE, Recorder, Tensor
from ncrevise.tape.ops import conv2d, divide, floor_divide

if TYPE_CHECKING:
    from ncrevise.tape.convolution import Padding

MODES = ("valid", "full", "same")


@dataclass(frozen=True, slots=True)
class Slide:
    """How a kernel moves over an image.

    Args:
        mode: ``valid`` puts ``padding`` zeros on every side, ``full`` one less than the
            kernel's reach, ``same`` as many as keep the size at stride 1; of an odd number
            the larger half goes to the top and left, as in SciPy.
        stride: pixels from one window to the next.
        padding: zeros on every side, for ``valid``.
        dilation: pixels from one kernel cell to the next.
    """

    mode: str = "valid"
    stride: int = 1
    padding: int = 0
    dilation: int = 1

    def reach(self, cells: int) -> int:
        """Count the pixels that a dilated kernel spans, ``D(K − 1) + 1``."""
        return self.dilation * (cells - 1) + 1

    def ends(self, cells: int) -> tuple[int, int]:
        """Count the zeros at the start and the end of a side."""
        if self.mode == "valid":
            return self.padding, self.padding
        more = self.reach(cells) - 1
        return (more, more) if self.mode == "full" else (more - more // 2, more // 2)

    def spans(self, image: tuple[int, ...], kernel: tuple[int, ...]) -> list[tuple[int, int]]:
        """Give the pixels there are, zeros counted, and those a kernel needs, side by side."""
        return [(n + sum(self.ends(k)), self.reach(k)) for n, k in zip(image, kernel, strict=True)]

    def fits(self, image: tuple[int, ...], kernel: tuple[int, ...]) -> bool:
        """Say whether there is at least one window."""
        return all(there >= needed for there, needed in self.spans(image, kernel))

    def zeros(self, kernel: tuple[int, ...]) -> Padding:
        """Count the zeros at the top, bottom, left and right."""
        return *self.ends(kernel[0]), *self.ends(kernel[1])


def windows(n: Tensor, k: Tensor, zeros: Tensor | None, stride: Tensor | None) -> Tensor:
    """Count the places of a kernel along a side, ``⌊(n − K + 2P)/S⌋ + 1``.

    Args:
        n: pixels along the side.
        k: pixels under the kernel.
        zeros: at both ends together; None where there are none.
        stride: None where the kernel moves pixel by pixel.
    """
    across = n - k if zeros is None else n - k + zeros
    return (across if stride is None else floor_divide(across, stride)) + 1


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
    return tape.name(key, windows(n, k, zeros, stride), symbol=rf"\hat{{{symbol}}}")


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
        uneven = " Of an odd number the larger half stands at the top and on the left."
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
    from ncrevise.tape.value import shape

    zeros = slide.zeros(shape(b))
    out = conv2d(a, b, stride=slide.stride, padding=zeros, dilation=slide.dilation, flip=flip)
    return tape.name("map", out, symbol="Y")
