"""Two-dimensional convolution and pooling (lecture notes 003 §9).

With ``flip`` the kernel is turned both ways
first, which is convolution; without, it is the cross-correlation that CNN libraries compute.
"""

from __future__ import annotations

from itertools import product as every
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np

from ncrevise.maths import build
from ncrevise.maths.tree import Digits, Fence, Id, Node, Num, Op, Row, Script
from ncrevise.tape.arithmetic import times
from ncrevise.tape.arrays import take
from ncrevise.tape.primitive import Primitive, Slip
from ncrevise.tape.reductions import largest_in_size
from ncrevise.tape.value import Index, Tensor, Value, shape
from ncrevise.tape.windows import NONE, Padding, Windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.tape.primitive import At
    from ncrevise.tape.value import Numpy


def windows_of(
    kernel: Index, stride: int = 1, padding: Padding = NONE, dilation: int = 1
) -> Windows:
    """Give the windows of a kernel that moves alike in both directions."""
    down, across = kernel
    return Windows((down, across), (stride, stride), padding, (dilation, dilation))


def turned(kernel: Numpy, *, flip: bool) -> Numpy:
    """Flip a kernel both ways, or leave it."""
    return kernel[::-1, ::-1] if flip else kernel


def convolve(
    a: Numpy,
    b: Numpy,
    *,
    stride: int = 1,
    padding: Padding = NONE,
    dilation: int = 1,
    flip: bool = True,
) -> Numpy:
    """Slide the kernel ``b`` over the image ``a``."""
    windows = windows_of(b.shape, stride, padding, dilation)
    under = windows.cells(windows.bounded(a), windows.places(a.shape))
    cells = turned(b, flip=flip).flat
    found: Numpy = sum(pixels * cell for pixels, cell in zip(under, cells, strict=True))
    return found


def spread_back(
    g: Numpy,
    b: Numpy,
    *,
    image: Index,
    stride: int = 1,
    padding: Padding = NONE,
    dilation: int = 1,
    flip: bool = True,
) -> Numpy:
    """Send each output's gradient back to the window it came from."""
    windows = windows_of(b.shape, stride, padding, dilation)
    full = np.zeros(windows.bordered(image), np.result_type(g, b))
    for there, cell in zip(windows.cells(full, g.shape), turned(b, flip=flip).flat, strict=True):
        np.add(there, g * cell, out=there)
    return windows.inside(full, image)


def kernel_back(
    g: Numpy,
    a: Numpy,
    *,
    kernel: Index,
    stride: int = 1,
    padding: Padding = NONE,
    dilation: int = 1,
    flip: bool = True,
) -> Numpy:
    """Gather the gradient of each kernel cell over all windows."""
    windows = windows_of(kernel, stride, padding, dilation)
    cells = [np.sum(g * pixels) for pixels in windows.cells(windows.bounded(a), g.shape)]
    return turned(np.array(cells).reshape(kernel), flip=flip)


class Sliding(TypedDict, total=False):
    """How a kernel slides."""

    stride: int
    padding: Padding
    dilation: int
    flip: bool


def touched(
    index: Index,
    a: Value,
    b: Value,
    *,
    stride: int = 1,
    padding: Padding = NONE,
    dilation: int = 1,
    flip: bool = True,
) -> Iterator[tuple[Index, Index]]:
    """List the (image, kernel) entries that meet in one output entry, padding left out."""
    windows, (rows, columns) = windows_of(b.shape, stride, padding, dilation), b.shape
    for s, t in every(range(rows), range(columns)):
        i, j = windows.met(index, (s, t))
        if 0 <= i < a.shape[0] and 0 <= j < a.shape[1]:
            yield (i, j), ((rows - 1 - s, columns - 1 - t) if flip else (s, t))


def conv_entry(index: Index, at: At, a: Value, b: Value, **params: Unpack[Sliding]) -> Node:
    """Spell one output entry: each window entry times the kernel entry on it."""
    pairs = list(touched(index, a, b, **params))
    return build.add(*(build.multiply(at(0, p), at(1, q)) for p, q in pairs)) if pairs else Num(0)


def slid(
    a: Node,
    b: Node,
    *,
    flip: bool = True,
    stride: int = 1,
    padding: Padding = NONE,
    dilation: int = 1,
) -> Node:
    """Spell ``A ∗ B``, or ``A ⋆ B`` without a flip; settings of its own stand below."""
    zeros = padding[0] if len(set(padding)) == 1 else padding
    settings = (("P", zeros, 0), ("S", stride, 1), ("D", dilation, 1))
    said = [(letter, value) for letter, value, usual in settings if value != usual]
    plain = build.multiply(a, b, sign="∗" if flip else "⋆")
    below = tuple(Row((Id(letter), Op("="), written(value))) for letter, value in said)
    return Script(build.fence(plain), sub=build.listed(below)) if below else plain


def written(value: int | Padding) -> Node:
    """Write a setting; zeros that differ from side to side as a list."""
    if isinstance(value, int):
        return Digits(str(value))
    return Fence("(", build.listed(tuple(Digits(str(n)) for n in value)), ")")


conv2d: Primitive = Primitive(
    "conv2d",
    convolve,
    (
        lambda g, _y, a, b, **params: input_gradient(g, b, image=shape(a), **params),
        lambda g, _y, a, b, **params: kernel_gradient(g, a, kernel=shape(b), **params),
    ),
    slid,
    conv_entry,
    error="linear",
    slips=(
        Slip(
            "transposed",
            "You turned rows of the kernel into columns before sliding it.",
            lambda a, b, **params: convolve(a, b.T, **params),
            many=1,
        ),
    ),
)

input_gradient: Primitive = Primitive(
    "input_gradient",
    spread_back,
    (
        lambda g, _y, _g, b, *, image, **params: conv2d(g, b, **params),  # noqa: ARG005
        lambda g, _y, up, b, *, image, **params: kernel_gradient(up, g, kernel=shape(b), **params),  # noqa: ARG005
    ),
    lambda g, b, **_: build.call("spread", g, b),
    error="linear",
)

kernel_gradient: Primitive = Primitive(
    "kernel_gradient",
    kernel_back,
    (
        lambda g, _y, _g, a, *, kernel, **params: conv2d(a, g, **params),  # noqa: ARG005
        lambda g, _y, up, a, *, kernel, **params: input_gradient(up, g, image=shape(a), **params),  # noqa: ARG005
    ),
    lambda g, a, **_: build.call("gather", g, a),
    error="linear",
)


def groups_of(size: int, stride: int) -> Windows:
    """Give the groups of pooling as windows."""
    return windows_of((size, size), stride)


def pooled(x: Numpy, size: int, stride: int) -> Numpy:
    """Give every pooling group as the last axis."""
    groups = groups_of(size, stride)
    return np.stack(list(groups.cells(x, groups.places(x.shape))), axis=-1)


def pool_places(index: Index, size: int, stride: int) -> list[Index]:
    """List the input entries of one pooling group."""
    groups = groups_of(size, stride)
    return [groups.met(index, cell) for cell in every(range(size), range(size))]


def scatter_pool(g: Tensor, share: Numpy, image: Index, size: int, stride: int) -> Tensor:
    """Send pooled gradients back, each in the shares given per group."""
    groups = groups_of(size, stride)
    out = None
    for k, cell in enumerate(every(range(size), range(size))):
        part = times(g, share[..., k])
        put = unpool(part, cell=cell, image=image, groups=groups)
        out = put if out is None else out + put
    return out if out is not None else take(g, index=())


def put_back(g: Numpy, *, cell: Index, image: Index, groups: Windows) -> Numpy:
    """Set gradients at one place of every pooling group."""
    full = np.zeros(image, dtype=np.asarray(g).dtype)
    full[groups.pixels(cell, g.shape)] = g
    return full


def unpool_gradient(
    g: Tensor, _y: Tensor, a: Tensor, *, cell: Index, groups: Windows, **_image: Index
) -> Tensor:
    """Read the gradient where it was set."""
    return take(g, index=groups.pixels(cell, shape(a)))


unpool: Primitive = Primitive(
    "unpool", put_back, (unpool_gradient,), lambda g, **_: build.call("unpool", g), error="selected"
)


def max_gradient(g: Tensor, _y: Tensor, x: Tensor, *, size: int, stride: int) -> Tensor:
    """Send each gradient to the first largest entry of its group."""
    groups = pooled(np.asarray(getattr(x, "data", x)), size, stride)
    hit = np.arange(size * size) == np.argmax(groups, axis=-1)[..., None]
    return scatter_pool(g, hit.astype(int), shape(x), size, stride)


pool_max: Primitive = Primitive(
    "pool_max",
    lambda x, *, size, stride: pooled(x, size, stride).max(axis=-1),
    (max_gradient,),
    lambda x, **_: build.call("maxpool", x),
    lambda index, at, _x, *, size, stride: build.call(
        "max", *(at(0, p) for p in pool_places(index, size, stride))
    ),
    error="selected",
    slips=(
        Slip(
            "smallest",
            "You took the smallest entry of each group; max pooling takes the largest.",
            lambda x, *, size, stride: pooled(x, size, stride).min(axis=-1),
        ),
        Slip(
            "largest-in-size",
            "You took the entry largest in size; max pooling takes the largest with its sign.",
            lambda x, *, size, stride: largest_in_size(pooled(x, size, stride), axis=(-1,)),
        ),
        Slip(
            "sum-for-max",
            "You added the entries of each group up; max pooling takes the largest.",
            lambda x, *, size, stride: pooled(x, size, stride).sum(axis=-1),
        ),
    ),
)


def average_gradient(g: Tensor, _y: Tensor, x: Tensor, *, size: int, stride: int) -> Tensor:
    """Share each gradient among its group."""
    share = np.full((*shape(g), size * size), 1 / size**2)
    return scatter_pool(g, share, shape(x), size, stride)


pool_average: Primitive = Primitive(
    "pool_average",
    lambda x, *, size, stride: pooled(x, size, stride).sum(axis=-1) / size**2,
    (average_gradient,),
    lambda x, **_: build.call("avgpool", x),
    lambda index, at, _x, *, size, stride: build.divide(
        build.add(*(at(0, p) for p in pool_places(index, size, stride))), Digits(str(size**2))
    ),
    error="selected",
    slips=(
        Slip(
            "sum-for-mean",
            "You added the entries of each group up; average pooling divides by their number.",
            lambda x, *, size, stride: pooled(x, size, stride).sum(axis=-1),
        ),
    ),
)
