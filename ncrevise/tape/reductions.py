"""One number for many: means and largest entries."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.maths import build
from ncrevise.maths.tree import Node, Num
from ncrevise.tape.arithmetic import quotient, times
from ncrevise.tape.arrays import folded, reduced_axes, spread, summed
from ncrevise.tape.primitive import Each, Primitive, Slip
from ncrevise.tape.value import Index, Tensor, mask, raw, shape

if TYPE_CHECKING:
    from ncrevise.tape.value import Array, Data, Numpy


def average(x: Numpy, *, axis: Index | None = None, keepdims: bool = False) -> Data:
    """Average; whole numbers in one heap stay exact."""
    whole = summed(x, axis=axis, keepdims=keepdims)
    count = np.size(x) // max(np.size(whole), 1)
    found: Data = quotient(whole.item(), count) if np.ndim(whole) == 0 else whole / count
    return found


def mean_spelled(*terms: Node) -> Node:
    """Spell a mean of terms."""
    return build.divide(build.add(*terms), Num(len(terms)))


def mean_gradient(
    g: Tensor, y: Tensor, x: Tensor, *, axis: Index | None = None, keepdims: bool = False
) -> Tensor:
    """Share a gradient equally."""
    count = math.prod(shape(x)) // max(math.prod(shape(y)), 1)
    return spread(times(1 / count, g), x, axis, keepdims=keepdims)


mean: Primitive = Primitive(
    "mean",
    average,
    (mean_gradient,),
    lambda x, **_: build.call("mean", x),
    folded(mean_spelled),
    error="selected",
    slips=(Slip("sum-for-mean", "You did not divide by the number of terms in {line}.", summed),),
)


def largest_in_size(x: Numpy, *, axis: Index | None = None, keepdims: bool = False) -> Numpy:
    """Give the entry of the largest size, with its sign."""
    high = np.max(x, axis=axis, keepdims=keepdims)
    low = np.min(x, axis=axis, keepdims=keepdims)
    found: Numpy = np.where(-low > high, low, high)[()]
    return found


def maximum_gradient(
    g: Tensor, y: Tensor, x: Array, *, axis: Index | None = None, keepdims: bool = False
) -> Tensor:
    """Send a gradient to the first largest entry."""
    data: Numpy = raw(x)
    best: Numpy = raw(spread(raw(y), data, axis, keepdims=keepdims))
    hit = mask(data == best, data)
    axes = reduced_axes(shape(x), axis)
    flat = np.moveaxis(hit, axes, range(-len(axes), 0))
    first = flat.reshape(*flat.shape[: flat.ndim - len(axes)], -1)
    first = first * (np.cumsum(first, axis=-1) == 1)
    chosen = np.moveaxis(first.reshape(flat.shape), range(-len(axes), 0), axes)
    return times(spread(g, x, axis, keepdims=keepdims), chosen)


maximum: Primitive = Primitive(
    "maximum",
    lambda x, *, axis=None, keepdims=False: np.max(x, axis=axis, keepdims=keepdims),
    (maximum_gradient,),
    lambda x, **_: build.call("max", x),
    folded(lambda *terms: build.call("max", *terms)),
    error="selected",
    slips=(
        Slip("smallest", "You took the smallest; {line} is the largest.", np.min),
        Slip("mean-for-max", "You took the mean; {line} is the largest.", np.mean),
        Slip(
            "largest-in-size",
            "You took the largest in size; {line} is the largest with its sign.",
            largest_in_size,
        ),
    ),
)


def largest_gradient(k: int, g: Tensor, y: Tensor, *items: Tensor) -> Tensor:
    """Send a gradient to argument k where it is the first largest."""
    first = next(i for i, item in enumerate(items) if raw(item) == raw(y))
    return times(g, int(first == k))


# The largest of some numbers, each worked out first: ``max(1 + 0.9 · 2, 4) = max(2.8, 4)``.
largest = Primitive(
    "largest",
    lambda *items: max(items),
    Each(largest_gradient),
    lambda *items: build.call("max", *items),
    pauses=True,
    error="selected",
)
