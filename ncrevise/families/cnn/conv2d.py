"""The two-dimensional convolution of an image with a kernel, by flip and filter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ncrevise.document.pictures import window
from ncrevise.errors import GivensError
from ncrevise.family import Family, given, mistake
from ncrevise.models import convolution as model
from ncrevise.tape import NO_TAPE, Recorder, raw
from ncrevise.tape.convolution import turned
from ncrevise.tape.ops import stack
from ncrevise.tape.spelling import fullest

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.document.figure import GridFigure
    from ncrevise.draw import Draw
    from ncrevise.family import Results


@dataclass(frozen=True)
class Givens:
    """An image, a kernel, and how one slides over the other."""

    A: Any = given("the image", shape="H,W")
    B: Any = given("the kernel", shape="K,L")
    mode: str = given("how far the kernel slides", choices=model.MODES, default="valid")
    stride: int = given("pixels from window to window", kind="count", low=1, default=1)
    padding: int = given("zeros around the image, for valid", kind="count", low=0, default=0)
    dilation: int = given("pixels between kernel cells", kind="count", low=1, default=1)
    flip: str = given(
        "whether the kernel is flipped (convolution) or not (cross-correlation)",
        choices=("yes", "no"),
        convention=True,
        default="yes",
    )


@dataclass(frozen=True)
class Ranges:
    """Sides of image and kernel, entries, and the modes to choose from."""

    size: int = 3
    kernel: int = 2
    low: int = -3
    high: int = 3
    modes: tuple[str, ...] = ("valid",)
    strides: tuple[int, ...] = (1,)
    paddings: tuple[int, ...] = (0,)
    dilations: tuple[int, ...] = (1,)
    flip: str = "yes"


def draw(d: Draw, r: Ranges) -> Givens:
    """Draw small whole numbers."""
    mode = d.choice(r.modes)
    return Givens(
        A=d.matrix(r.size, r.size, lambda: d.integer(r.low, r.high)),
        B=d.matrix(r.kernel, r.kernel, lambda: d.integer(-2, 2)),
        mode=mode,
        stride=d.choice(r.strides),
        padding=d.choice(r.paddings) if mode == "valid" else 0,
        dilation=d.choice(r.dilations),
        flip=r.flip,
    )


def slide_of(g: Givens) -> model.Slide:
    """Gather how the kernel moves."""
    return model.Slide(g.mode, g.stride, g.padding, g.dilation)


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
    tape.draw(lambda: picture(g, out))
    out = model.convolve(g.A, g.B, slide, flip=flip, tape=tape)
    return {"size": stack([rows, columns]), "map": out}


def picture(g: Givens, out: Any) -> GridFigure:  # noqa: ANN401
    """Draw the window of the entry that is worked out in full."""
    flip = g.flip == "yes"
    return window(
        raw(g.A).tolist(),
        turned(raw(g.B), flip=flip).tolist(),
        raw(out).tolist(),
        place=fullest(out),
        stride=g.stride,
        padding=slide_of(g).zeros(raw(g.B).shape),
        dilation=g.dilation,
        flipped=flip,
    )


def slip(g: Givens, **changed: Any) -> Results | None:  # noqa: ANN401
    """Solve with something changed; None where the kernel then does not fit."""
    other = replace(g, **changed)
    fits = slide_of(other).fits(other.A.shape, other.B.shape)
    return solve(other, NO_TAPE) if fits else None


@mistake
def no_flip(g: Givens) -> Results | None:
    """You did not flip the kernel: that is cross-correlation. Turn it both ways first."""
    return slip(g, flip="no") if g.flip == "yes" else None


@mistake
def flipped(g: Givens) -> Results | None:
    """You flipped the kernel, but a cross-correlation uses it as it stands."""
    return slip(g, flip="yes") if g.flip == "no" else None


@mistake
def upside_down_only(g: Givens) -> Results | None:
    """You turned the kernel upside down only; it is turned left to right as well."""
    return slip(g, B=g.B[:, ::-1]) if g.flip == "yes" else None


@mistake
def left_to_right_only(g: Givens) -> Results | None:
    """You turned the kernel left to right only; it is turned upside down as well."""
    return slip(g, B=g.B[::-1]) if g.flip == "yes" else None


@mistake
def padding_dropped(g: Givens) -> Results | None:
    """You slid the kernel inside the image only; the zeros around it count too."""
    return slip(g, mode="valid", padding=0) if g.mode != "valid" or g.padding else None


@mistake
def stride_ignored(g: Givens) -> Results | None:
    """You moved the kernel one pixel at a time; the stride skips some windows."""
    return slip(g, stride=1) if g.stride > 1 else None


@mistake
def dilation_ignored(g: Givens) -> Results | None:
    """You laid the kernel's cells side by side; dilation leaves pixels out between them."""
    return slip(g, dilation=1) if g.dilation > 1 else None


def sized(g: Givens, side: Callable[[int, int], int]) -> Results | None:
    """Count windows in another way, from the pixels left over and the stride."""
    spans = slide_of(g).spans(g.A.shape, g.B.shape)
    wrong = [side(there - needed, g.stride) for there, needed in spans]
    right = [(there - needed) // g.stride + 1 for there, needed in spans]
    return {"size": stack(wrong)} if wrong != right else None


@mistake
def one_short(g: Givens) -> Results | None:
    """Your map is one short each way: zeros stand at both ends, and the first window counts."""
    return sized(g, lambda left, stride: left // stride)


@mistake
def rounded_up(g: Givens) -> Results | None:
    """You rounded up; a kernel that hangs over the edge makes no window."""
    return sized(g, lambda left, stride: -(-left // stride) + 1)


def dull(_g: Givens, results: Results) -> bool:
    """Refuse maps of one window, or with too many zeros."""
    return bool(results["map"].size == 1 or (results["map"] == 0).mean() > 0.4)


def check(g: Givens) -> None:
    """Refuse a kernel that does not fit."""
    image, kernel = (len(g.A), len(g.A[0])), (len(g.B), len(g.B[0]))
    if not slide_of(g).fits(image, kernel):
        (height, rows), (width, columns) = slide_of(g).spans(image, kernel)
        raise GivensError(
            f"B spans {rows}×{columns} pixels and A, with its zeros, has only "
            f"{height}×{width}: the kernel does not fit."
        )


FAMILY = Family(
    title="Two-dimensional convolution",
    source="Wei, CSC413, §9",
    givens=Givens,
    ranges=Ranges,
    draw=draw,
    solve=solve,
    results={"size": "the output's rows and columns", "map": "the output"},
    mistakes=(
        no_flip,
        flipped,
        upside_down_only,
        left_to_right_only,
        padding_dropped,
        stride_ignored,
        dilation_ignored,
        one_short,
        rounded_up,
    ),
    dull=dull,
    check=check,
)
