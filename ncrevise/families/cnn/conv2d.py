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


def solve(g: Givens, tape: Recorder) -> Results:
    """Find the output's size, flip the kernel both ways, then slide, multiply and add."""
    reach = model.reach_of(raw(g.B).shape, g.dilation)
    padding = model.padding_of(g.mode, reach, g.padding)
    top, bottom, left, right = padding
    rows = model.side(tape, "height", len(g.A), reach[0], top + bottom, g.stride)
    columns = model.side(tape, "width", len(raw(g.A)[0]), reach[1], left + right, g.stride)
    flip = g.flip == "yes"
    tape.begin("Slide the kernel over the image")
    tape.draw(lambda: picture(g, padding, out))
    out = model.convolve(
        g.A, g.B, stride=g.stride, padding=padding, dilation=g.dilation, flip=flip, tape=tape
    )
    return {"size": stack([rows, columns]), "map": out}


def picture(g: Givens, padding: tuple[int, int, int, int], out: Any) -> GridFigure:  # noqa: ANN401
    """Draw the first window."""
    flip = g.flip == "yes"
    return window(
        raw(g.A).tolist(),
        turned(raw(g.B), flip=flip).tolist(),
        raw(out).tolist(),
        place=fullest(out),
        stride=g.stride,
        padding=padding,
        dilation=g.dilation,
        flipped=flip,
    )


@mistake
def no_flip(g: Givens) -> Results | None:
    """You did not flip the kernel: that is cross-correlation. Turn it both ways first."""
    return solve(replace(g, flip="no"), NO_TAPE) if g.flip == "yes" else None


@mistake
def flipped(g: Givens) -> Results | None:
    """You flipped the kernel, but a cross-correlation uses it as it stands."""
    return solve(replace(g, flip="yes"), NO_TAPE) if g.flip == "no" else None


@mistake
def padding_dropped(g: Givens) -> Results | None:
    """You slid the kernel inside the image only; the zeros around it count too."""
    if g.mode == "valid" and not g.padding:
        return None
    return solve(replace(g, mode="valid", padding=0), NO_TAPE)


@mistake
def stride_ignored(g: Givens) -> Results | None:
    """You moved the kernel one pixel at a time; the stride skips some windows."""
    return solve(replace(g, stride=1), NO_TAPE) if g.stride > 1 else None


@mistake
def flipped_one_way(g: Givens) -> Results | None:
    """You flipped the kernel upside down only; it is turned left to right as well."""
    return solve(replace(g, B=g.B[:, ::-1]), NO_TAPE) if g.flip == "yes" else None


def dull(_g: Givens, results: Results) -> bool:
    """Refuse maps with too many zeros."""
    return bool((results["map"] == 0).mean() > 0.4)


def check(g: Givens) -> None:
    """Refuse a kernel that does not fit."""
    reach = model.reach_of((len(g.B), len(g.B[0])), g.dilation)
    top, bottom, left, right = model.padding_of(g.mode, reach, g.padding)
    height, width = len(g.A) + top + bottom, len(g.A[0]) + left + right
    if reach[0] > height or reach[1] > width:
        raise GivensError(
            f"B spans {reach[0]}×{reach[1]} pixels and A, with its zeros, has only "
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
    mistakes=(no_flip, flipped, padding_dropped, stride_ignored, flipped_one_way),
    dull=dull,
    check=check,
)
