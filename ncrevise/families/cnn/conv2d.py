"""The two-dimensional convolution of an image with a kernel, by flip and filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ncrevise.exhibits.window import drawn
from ncrevise.family import Array, Count, Family, Recorder, Word, given, givens, result, results
from ncrevise.models import convolution as model
from ncrevise.tape import raw
from ncrevise.tape.ops import stack

if TYPE_CHECKING:
    from collections.abc import Callable


conv = Family["Givens", "Results"](
    "Two-dimensional convolution",
    source="Wei, CSC413, §9",
    sizes={"H": 3, "W": 3, "K": 2, "L": 2},
)


@givens
class Givens:
    """An image, a kernel, and how one slides over the other."""

    A: Array = given("the image", "H,W", draw="-3..3")
    B: Array = given("the kernel", "K,L", draw="-2..2")
    mode: Word = given("how far the kernel slides", one_of=model.MODES, default="valid")
    stride: Count = given("pixels from window to window", low=1, default=1)
    padding: Count = given("zeros around the image, for valid", low=0, default=0)
    dilation: Count = given("pixels between kernel cells", low=1, default=1)
    flip: Word = given(
        "whether the kernel is flipped (convolution) or not (cross-correlation)",
        one_of=("yes", "no"),
        convention=True,
        default="yes",
    )


@results
class Results:
    """The size of the output, and its entries."""

    size: Array = result("the output's rows and columns", "2")
    map: Array = result("the output", "h,w")


def slide_of(g: Givens) -> model.Slide:
    """Gather how the kernel moves."""
    return model.Slide(g.mode, g.stride, g.padding, g.dilation)


@conv.solve
def solve(g: Givens, tape: Recorder) -> Results:
    """Find the output's size, then slide the kernel, flipped both ways, multiply and add."""
    (height, width), kernel, slide = raw(g.A).shape, raw(g.B).shape, slide_of(g)
    alike = height == width and kernel[0] == kernel[1]
    tape.begin("Size of the output" if alike else "Height of the output")
    model.explain(slide, kernel, tape)
    rows = columns = model.side(tape, "height", "H", height, kernel[0], slide)
    if alike:
        tape.remark("Image and kernel are square, so the output is as wide as it is high.")
    else:
        tape.begin("Width of the output")
        columns = model.side(tape, "width", "W", width, kernel[1], slide)
    flip = g.flip == "yes"
    tape.begin(f"Slide the {'flipped ' if flip else ''}kernel over the image, multiply and add")
    tape.draw(lambda: drawn(raw(g.A), raw(g.B), out, slide, flip=flip))
    out = model.convolve(g.A, g.B, slide, flip=flip, tape=tape)
    return Results(stack([rows, columns]), out)


def misfit(g: Givens) -> str:
    """Say how far the kernel is too large."""
    (height, rows), (width, columns) = slide_of(g).spans(g.A.shape, g.B.shape)
    return (
        f"B spans {rows}×{columns} pixels and A, with its zeros, has only "
        f"{height}×{width}: the kernel does not fit."
    )


conv.needs(lambda g: slide_of(g).fits(g.A.shape, g.B.shape), misfit)
conv.dull(lambda _g, found: raw(found.map).size == 1 or bool(np.mean(raw(found.map) == 0) > 0.4))

no_flip = conv.edit(
    "You did not flip the kernel: that is cross-correlation. Turn it both ways first.", flip="no"
)
flipped = conv.edit(
    "You flipped the kernel, but a cross-correlation uses it as it stands.", flip="yes"
)
upside_down_only = conv.edit(
    "You turned the kernel upside down only; it is turned left to right as well.",
    lambda g: {"B": g.B[:, ::-1]},
    when=lambda g: g.flip == "yes",
)
left_to_right_only = conv.edit(
    "You turned the kernel left to right only; it is turned upside down as well.",
    lambda g: {"B": g.B[::-1]},
    when=lambda g: g.flip == "yes",
)
padding_dropped = conv.edit(
    "You slid the kernel inside the image only; the zeros around it count too.",
    mode="valid",
    padding=0,
)
stride_ignored = conv.edit(
    "You moved the kernel one pixel at a time; the stride skips some windows.", stride=1
)
dilation_ignored = conv.edit(
    "You laid the kernel's cells side by side; dilation leaves pixels out between them.", dilation=1
)


def sized(g: Givens, side: Callable[[int, int], int]) -> dict[str, Array]:
    """Count windows in another way, from the pixels left over and the stride."""
    spans = slide_of(g).spans(g.A.shape, g.B.shape)
    return {"size": stack([side(there - needed, g.stride) for there, needed in spans])}


@conv.mistake(
    "Your map is one short each way: zeros stand at both ends, and the first window counts."
)
def one_short(g: Givens, _tape: Recorder) -> dict[str, Array]:
    """Forget the first window."""
    return sized(g, lambda left, stride: left // stride)


@conv.mistake("You rounded up; a kernel that hangs over the edge makes no window.", moot=True)
def rounded_up(g: Givens, _tape: Recorder) -> dict[str, Array]:
    """Count a window that hangs over the edge."""
    return sized(g, lambda left, stride: -(-left // stride) + 1)
