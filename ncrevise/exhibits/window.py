"""The window of a convolution that is worked out in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.document.pictures import window
from ncrevise.tape import raw
from ncrevise.tape.convolution import turned
from ncrevise.tape.spelling import fullest

if TYPE_CHECKING:
    from ncrevise.document.figure import GridFigure
    from ncrevise.models.convolution import Slide
    from ncrevise.tape import Value
    from ncrevise.tape.value import Numpy


def drawn(image: Numpy, kernel: Numpy, out: Value, slide: Slide, *, flip: bool) -> GridFigure:
    """Draw the kernel on the window of the entry with the most to show.

    Args:
        image: A, shape (H, W).
        kernel: B as it is given, shape (K, L).
        out: the output as it stands on the tape.
        slide: how the kernel moves.
        flip: whether it is flipped before it does.
    """
    return window(
        image.tolist(),
        turned(kernel, flip=flip).tolist(),
        raw(out).tolist(),
        place=fullest(out),
        stride=slide.stride,
        padding=slide.zeros(kernel.shape),
        dilation=slide.dilation,
        flipped=flip,
    )
