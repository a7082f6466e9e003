"""Taking arrays apart and putting them together: entries, sums, means, maxima, stacking."""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise
from itertools import product as every
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.maths import build
from ncrevise.maths.tree import Digits, Fence, Id, Node, Num, column
from ncrevise.tape.arithmetic import aligned, quotient, times, unbroadcast
from ncrevise.tape.value import Index, Primitive, Tensor, Value, mask, precision, raw, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    At = Callable[[int, Index], Node]

summed: Callable[..., Any] = np.add.reduce  # what np.sum comes to, without its detours


def spread(g: Tensor, x: Tensor, axis: Index | None, *, keepdims: bool = False) -> Tensor:
    """Repeat a reduced gradient along the axes that were reduced."""
    kept = shape(x)
    if not kept:
        return g
    if not keepdims and shape(g):
        axes = reduced_axes(kept, axis)
        g = reshape(g, shape=tuple([1 if k in axes else n for k, n in enumerate(kept)]))
    return broadcast(g, shape=kept, dtype=precision(x))


def repeated(x: Any, *, shape: Index, dtype: Any = None) -> Any:
    """Repeat a number or an array; a number has no precision of its own."""
    return np.broadcast_to(x, shape) if type(x) is np.ndarray else np.full(shape, x, dtype)


broadcast: Primitive = Primitive(
    "broadcast",
    repeated,
    (lambda g, _y, x, **_: unbroadcast(g, x),),
    lambda x, **_: x,
    lambda index, at, x, **_: at(0, aligned(index, shape(x))),
    error="selected",
)


def reduced_axes(full: Index, axis: Index | None) -> Index:
    """Give the axes of a reduction as non-negative numbers."""
    return tuple(range(len(full))) if axis is None else tuple(k % len(full) for k in axis)


def reduced_places(
    full: Index, index: Index, axis: Index | None, *, keepdims: bool
) -> Iterator[Index]:
    """List the entries that a reduction folds into entry ``index``."""
    axes = reduced_axes(full, axis)
    kept = iter(index)
    if keepdims:
        ranges = [range(n) if k in axes else [index[k]] for k, n in enumerate(full)]
    else:
        ranges = [range(n) if k in axes else [next(kept)] for k, n in enumerate(full)]
    return iter(every(*ranges))


def folded(join: Callable[..., Node]) -> Callable[..., Node]:
    """Spell an entry of a reduction by joining the entries it folds."""

    def entry(
        index: Index, at: At, x: Value, *, axis: Index | None = None, keepdims: bool = False
    ) -> Node:
        return join(*(at(0, p) for p in reduced_places(x.shape, index, axis, keepdims=keepdims)))

    return entry


total: Primitive = Primitive(
    "total",
    partial(summed, axis=None),
    (lambda g, _y, x, *, axis=None, keepdims=False: spread(g, x, axis, keepdims=keepdims),),
    lambda x, **_: build.multiply(Id("∑"), x),
    folded(build.add),
    error="selected",
)


def average(x: Any, *, axis: Index | None = None, keepdims: bool = False) -> Any:
    """Average; whole numbers in one heap stay exact."""
    whole = summed(x, axis=axis, keepdims=keepdims)
    count = np.size(x) // max(np.size(whole), 1)
    return quotient(whole.item(), count) if np.ndim(whole) == 0 else whole / count


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
)


def maximum_gradient(
    g: Tensor, y: Tensor, x: Tensor, *, axis: Index | None = None, keepdims: bool = False
) -> Tensor:
    """Send a gradient to the first largest entry."""
    best = spread(raw(y), raw(x), axis, keepdims=keepdims)
    hit = mask(raw(x) == best, raw(x))
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
)


def take_gradient(g: Tensor, _y: Tensor, x: Tensor, *, index: Any) -> Tensor:
    """Put a gradient back where its entry came from."""
    return place(g, index=index, size=shape(x), dtype=precision(x))


def placed(g: Any, *, index: Any, size: Index, dtype: Any = None) -> Any:
    """Set ``g`` into zeros of the given shape."""
    out = np.zeros(size, dtype or np.asarray(g).dtype)
    if any(isinstance(k, np.ndarray) for k in index):  # an entry may have been taken twice
        np.add.at(out, index, g)
    else:
        out[index] = g
    return out


place: Primitive = Primitive(
    "place",
    placed,
    (lambda g, _y, _a, *, index, **_: take(g, index=index),),
    lambda g, **_: g,
    error="selected",
)


def indexed(x: Node, *, index: Any) -> Node:
    """Spell an entry with indices counted from one."""
    whole = [Digits(str(k + 1)) for k in index if isinstance(k, int)]
    return build.subscript(x, *whole)


def take_entry(inner: Index, at: At, x: Value, *, index: Any) -> Node:
    """Spell an entry of a part as the entry of the whole."""
    source = np.arange(int(np.prod(x.shape))).reshape(x.shape)[index]
    flat = int(np.asarray(source)[inner])
    return at(0, tuple(int(k) for k in np.unravel_index(flat, x.shape)))


take: Primitive = Primitive(
    "take", lambda x, *, index: x[index], (take_gradient,), indexed, take_entry, error="selected"
)

reshape: Primitive = Primitive(
    "reshape",
    lambda x, *, shape: np.reshape(x, shape),
    (lambda g, _y, x, **_: reshape(g, shape=shape(x)),),
    lambda x, **_: build.call("reshape", x),
    lambda index, at, x, *, shape: at(
        0, tuple(int(k) for k in np.unravel_index(int(np.ravel_multi_index(index, shape)), x.shape))
    ),
    error="selected",
)

# The entry of an array of one: a matrix with a single row gives a number.
only: Primitive = Primitive(
    "only",
    lambda x: x.item(),
    (lambda g, _y, x: broadcast(g, shape=shape(x), dtype=precision(x)),),
    lambda x: x,
    lambda _index, at, x: at(0, (0,) * x.ndim),
    error=lambda _value, errors: float(np.asarray(errors[0]).reshape(-1)[0]),
)

transpose: Primitive = Primitive(
    "transpose",
    lambda x: x.T,
    (lambda g, _y, _x: transpose(g),),
    build.transpose,
    lambda index, at, _x: at(0, index[::-1]),
    error="selected",
)


def turned(x: Tensor) -> Tensor:
    """Transpose the matrices of a stack; a vector stays as it is."""
    axes = tuple(range(len(shape(x))))
    return transpose(x) if len(axes) < 3 else permute(x, axes=(*axes[:-2], axes[-1], axes[-2]))


def rows_of(x: Tensor) -> Tensor:
    """Write a stack of matrices as one matrix with all their rows."""
    return x if x.ndim == 2 else reshape(x, shape=(math.prod(x.shape[:-1]), x.shape[-1]))


permute: Primitive = Primitive(
    "permute",
    lambda x, *, axes: x.transpose(axes),
    (lambda g, _y, _x, *, axes: permute(g, axes=tuple(int(k) for k in np.argsort(axes))),),
    lambda x, **_: build.call("permute", x),
    lambda index, at, _x, *, axes: at(0, tuple(index[axes.index(k)] for k in range(len(axes)))),
    error="selected",
)


def stack(items: list[Tensor]) -> Tensor:
    """Stack equal shapes along a new first axis; numbers make a vector."""
    return stacked(*items) if shape(items[0]) else vector(*items)


def stack_gradient(g: Tensor, _y: Tensor, *items: Tensor) -> list[Tensor]:
    """Give every argument its slice."""
    return [take(g, index=(k,)) for k in range(len(items))]


stacked: Primitive = Primitive(
    "stack",
    lambda *items: np.stack([np.asarray(item) for item in items]),
    (),
    lambda *items: Fence("[", build.listed(items), "]"),
    lambda index, at, *_items: at(index[0], index[1:]),
    error="selected",
    pull=stack_gradient,
)


vector = Primitive(
    "vector",
    lambda *items: np.array(items),
    (),
    lambda *items: column(items),
    stacked.entry,
    error="selected",
    pull=stack_gradient,
)


def concat(items: list[Tensor], axis: int = 0) -> Tensor:
    """Join vectors end to end, ``[h, x]``, or arrays along one axis."""
    return joined(*items, axis=axis % len(shape(items[0]))) if axis else joined(*items)


def concat_gradient(g: Tensor, _y: Tensor, *items: Tensor, axis: int = 0) -> list[Tensor]:
    """Give every argument its stretch."""
    ends = np.cumsum([0, *(shape(item)[axis] for item in items)]).tolist()
    before = (slice(None),) * axis
    return [take(g, index=(*before, slice(*two))) for two in pairwise(ends)]


def concat_entry(index: Index, at: At, *items: Value, axis: int = 0) -> Node:
    """Spell an entry of whichever array it falls in."""
    place_in, k = index[axis], 0
    while place_in >= items[k].shape[axis]:
        place_in -= items[k].shape[axis]
        k += 1
    return at(k, (*index[:axis], place_in, *index[axis + 1 :]))


joined: Primitive = Primitive(
    "concat",
    lambda *items, axis=0: np.concatenate(items, axis=axis),
    (),
    lambda *items, **_: Fence("[", build.listed(items), "]"),
    concat_entry,
    error="selected",
    pull=concat_gradient,
)


def largest_gradient(g: Tensor, y: Tensor, *items: Tensor) -> list[Tensor]:
    """Give the first largest argument the gradient."""
    first = next(i for i, item in enumerate(items) if raw(item) == raw(y))
    return [times(g, int(first == k)) for k in range(len(items))]


# The largest of some numbers, each worked out first: ``max(1 + 0.9 · 2, 4) = max(2.8, 4)``.
largest = Primitive(
    "largest",
    lambda *items: max(items),
    (),
    lambda *items: build.call("max", *items),
    pauses=True,
    error="selected",
    pull=largest_gradient,
)
