"""Two-dimensional convolution and pooling (lecture notes 003 §9).

``padding`` is (top, bottom, left, right) zeros. With ``flip`` the kernel is turned both ways
first, which is convolution; without, it is the cross-correlation that CNN libraries compute.
"""

from __future__ import annotations

from itertools import product as every
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ncrevise.maths import build
from ncrevise.maths.tree import Digits, Fence, Id, Node, Num, Op, Row, Script
from ncrevise.tape.arithmetic import times
from ncrevise.tape.arrays import take
from ncrevise.tape.primitive import Primitive
from ncrevise.tape.value import Index, Tensor, Value, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    At = Callable[[int, Index], Node]

Padding: TypeAlias = tuple[int, int, int, int]
NONE: Padding = (0, 0, 0, 0)


def padded(x: Any, padding: Padding) -> Any:
    """Put a border of zeros around a map."""
    top, bottom, left, right = padding
    return np.pad(x, ((top, bottom), (left, right))) if any(padding) else x


def output_shape(
    image: Index, kernel: Index, stride: int = 1, padding: Padding = NONE, dilation: int = 1
) -> Index:
    """Give the size of a convolution's output, ⌊(n + P − reach)/S⌋ + 1 a side."""
    top, bottom, left, right = padding
    return tuple(
        (n + more - dilation * (k - 1) - 1) // stride + 1
        for n, k, more in zip(image, kernel, (top + bottom, left + right), strict=True)
    )


def window(x: Any, out: Index, corner: Index, stride: int) -> Any:
    """Give, for every output entry, the input under one kernel cell."""
    (i, j), (h, w) = corner, out
    return x[i : i + (h - 1) * stride + 1 : stride, j : j + (w - 1) * stride + 1 : stride]


def turned(kernel: Any, *, flip: bool) -> Any:
    """Flip a kernel both ways, or leave it."""
    return kernel[::-1, ::-1] if flip else kernel


def convolve(
    a: Any,
    b: Any,
    *,
    stride: int = 1,
    padding: Padding = NONE,
    dilation: int = 1,
    flip: bool = True,
) -> Any:
    """Slide the kernel ``b`` over the image ``a``."""
    out = output_shape(a.shape, b.shape, stride, padding, dilation)
    x, kernel = padded(a, padding), turned(b, flip=flip)
    parts = (
        window(x, out, (s * dilation, t * dilation), stride) * kernel[s, t]
        for s, t in every(*map(range, b.shape))
    )
    return sum(parts)


def spread_back(
    g: Any,
    b: Any,
    *,
    image: Index,
    stride: int = 1,
    padding: Padding = NONE,
    dilation: int = 1,
    flip: bool = True,
) -> Any:
    """Send each output's gradient back to the window it came from."""
    top, bottom, left, right = padding
    full = np.zeros((image[0] + top + bottom, image[1] + left + right), np.result_type(g, b))
    kernel = turned(b, flip=flip)
    for s, t in every(*map(range, b.shape)):
        window(full, g.shape, (s * dilation, t * dilation), stride)[...] += g * kernel[s, t]
    return full[top : top + image[0], left : left + image[1]]


def kernel_back(
    g: Any,
    a: Any,
    *,
    kernel: Index,
    stride: int = 1,
    padding: Padding = NONE,
    dilation: int = 1,
    flip: bool = True,
) -> Any:
    """Gather the gradient of each kernel cell over all windows."""
    x = padded(a, padding)
    cells = [
        np.sum(g * window(x, g.shape, (s * dilation, t * dilation), stride))
        for s, t in every(*map(range, kernel))
    ]
    return turned(np.array(cells).reshape(kernel), flip=flip)


def touched(index: Index, a: Value, b: Value, **params: Any) -> Iterator[tuple[Index, Index]]:
    """List the (image, kernel) entries that meet in one output entry, padding left out."""
    stride, dilation = params.get("stride", 1), params.get("dilation", 1)
    top, _, left, _ = params.get("padding", NONE)
    flip = params.get("flip", True)
    rows, columns = b.shape
    for s, t in every(range(rows), range(columns)):
        i = index[0] * stride + s * dilation - top
        j = index[1] * stride + t * dilation - left
        if 0 <= i < a.shape[0] and 0 <= j < a.shape[1]:
            yield (i, j), ((rows - 1 - s, columns - 1 - t) if flip else (s, t))


def conv_entry(index: Index, at: At, a: Value, b: Value, **params: Any) -> Node:
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


def pooled(x: Any, size: int, stride: int) -> Any:
    """Give every pooling group as the last axis."""
    out = output_shape(x.shape, (size, size), stride)
    parts = [window(x, out, corner, stride) for corner in every(range(size), range(size))]
    return np.stack(parts, axis=-1)


def pool_places(index: Index, size: int, stride: int) -> list[Index]:
    """List the input entries of one pooling group."""
    corner = (index[0] * stride, index[1] * stride)
    return [(corner[0] + s, corner[1] + t) for s, t in every(range(size), range(size))]


def scatter_pool(g: Tensor, share: Any, image: Index, size: int, stride: int) -> Tensor:
    """Send pooled gradients back, each in the shares given per group."""
    out = None
    for k, (s, t) in enumerate(every(range(size), range(size))):
        part = times(g, share[..., k])
        put = unpool(part, corner=(s, t), image=image, stride=stride)
        out = put if out is None else out + put
    return out if out is not None else take(g, index=())


def put_back(g: Any, *, corner: Index, image: Index, stride: int) -> Any:
    """Set gradients at one place of every pooling group."""
    full = np.zeros(image, dtype=np.asarray(g).dtype)
    window(full, g.shape, corner, stride)[...] = g
    return full


def unpool_gradient(
    g: Tensor, _y: Tensor, a: Tensor, *, corner: Index, stride: int, **_image: Index
) -> Tensor:
    """Read the gradient where it was set."""
    (i, j), (h, w) = corner, shape(a)
    rows, columns = (
        slice(i, i + (h - 1) * stride + 1, stride),
        slice(j, j + (w - 1) * stride + 1, stride),
    )
    return take(g, index=(rows, columns))


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
)
