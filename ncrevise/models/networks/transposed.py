"""Transposed convolution: a convolution's derivative by its input, used as a layer.

======  ==================  ======================================================
symbol  shape               meaning
======  ==================  ======================================================
x       (N, F, Ĥ, Ŵ)        maps to be enlarged
K       (F, C, K_h, K_w)    kernels, as of the convolution from C to F channels
b       (C,)                biases, or None
y       (N, C, H, W)        H = (Ĥ − 1)S + D(K_h − 1) + 1 − P + E
======  ==================  ======================================================

Every number stamps its kernel, weighted, on the output, S pixels from the last; where stamps
overlap they add (lecture notes 000, *Pooling stage*). S, D and P are those of the convolution
that it turns round; E rows and columns more choose among the sizes that it makes alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.errors import ShapeError
from ncrevise.kernels.images import filtered, overlay
from ncrevise.models.networks.conv import Border, pair, sliding
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import reshape, transpose
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor
    from ncrevise.tape.windows import Pair, Windows


@dataclass(frozen=True, slots=True)
class Transposed:
    """A layer that enlarges maps.

    Args:
        K: kernels, shape (F, C, K_h, K_w).
        b: biases, shape (C,), or None.
        stride: S, one or (down, across).
        padding: pixels cut off every side, or as ``conv.Conv`` has it.
        dilation: D.
        extra: E, one or (down, across), each below the stride.
    """

    K: Tensor
    b: Tensor | None
    stride: int | Pair = 1
    padding: Border = 0
    dilation: int | Pair = 1
    extra: int | Pair = 0


def windows_of(p: Transposed) -> Windows:
    """Give the windows of the convolution turned round."""
    return sliding(shape(p.K)[2:], p.stride, p.padding, p.dilation)


def size(p: Transposed, maps: tuple[int, ...]) -> Pair:
    """Give (H, W) of what is made of maps.

    Raises:
        ShapeError: where nothing is left, or more is added than sizes are alike.
    """
    how, extra = windows_of(p), pair(p.extra)
    top, bottom, left, right = how.padding
    spans = zip(maps[-2:], how.stride, how.reach(), (top + bottom, left + right), strict=True)
    down, across = ((n - 1) * step + reach - cut for n, step, reach, cut in spans)
    found = down + extra[0], across + extra[1]
    if min(found) < 1 or any(e >= step for e, step in zip(extra, how.stride, strict=True)):
        raise ShapeError(f"x has shape {maps}; with these settings {found} can't be made of it.")
    return found


def forward(p: Transposed, x: Tensor) -> Tensor:
    """Enlarge a batch of maps.

    Args:
        p: the layer.
        x: maps, shape (N, F, Ĥ, Ŵ).

    Returns:
        Maps, shape (N, C, H, W).

    Raises:
        ShapeError: where kernels, biases and maps do not go together.
    """
    bias = {} if p.b is None else {"b": (p.b, "C")}
    sizes = agree(K=(p.K, "F C Kh Kw"), x=(x, "N F H W"), **bias)
    n, f, h, w = shape(x)
    cells = sizes["C"] * sizes["Kh"] * sizes["Kw"]
    stamps = filtered(transpose(reshape(p.K, shape=(f, cells))), reshape(x, shape=(n, f, h * w)))
    image = (sizes["C"], *size(p, shape(x)))
    y = overlay(stamps, windows=windows_of(p), image=image)
    return y if p.b is None else y + reshape(p.b, shape=(1, sizes["C"], 1, 1))
