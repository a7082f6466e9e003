"""Taking arrays apart and putting them together: entries, sums, means, maxima, stacking."""

from __future__ import annotations

from itertools import product as every
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.maths import build
from ncrevise.maths.tree import Digits, Fence, Id, Node, Num, column
from ncrevise.tape.arithmetic import quotient, times
from ncrevise.tape.value import Index, Primitive, Tensor, Value, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    At = Callable[[int, Index], Node]


def spread(g: Tensor, x: Tensor, axis: Index | None, *, keepdims: bool = False) -> Tensor:
    """Repeat a reduced gradient along the axes that were reduced."""
    kept = shape(x)
    axes = reduced_axes(kept, axis)
    unsqueezed = tuple(1 if k in axes else n for k, n in enumerate(kept))
    grown = g if keepdims or (not shape(g) and not kept) else reshape(g, shape=unsqueezed)
    return times(grown, np.ones(kept, dtype=int)) if kept else grown


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
    lambda x, *, axis=None, keepdims=False: np.sum(x, axis=axis, keepdims=keepdims),
    (lambda g, _y, x, *, axis=None, keepdims=False: spread(g, x, axis, keepdims=keepdims),),
    lambda x, **_: build.multiply(Id("∑"), x),
    folded(build.add),
    error="selected",
)


def average(x: Any, *, axis: Index | None = None, keepdims: bool = False) -> Any:  # noqa: ANN401
    """Average; whole numbers in one heap stay exact."""
    summed = np.sum(x, axis=axis, keepdims=keepdims)
    count = np.size(x) // max(np.size(summed), 1)
    return quotient(summed.item(), count) if np.ndim(summed) == 0 else summed / count


def mean_spelled(*terms: Node) -> Node:
    """Spell a mean of terms."""
    return build.divide(build.add(*terms), Num(len(terms)))


def mean_gradient(
    g: Tensor, y: Tensor, x: Tensor, *, axis: Index | None = None, keepdims: bool = False
) -> Tensor:
    """Share a gradient equally."""
    count = int(np.prod(shape(x))) // max(int(np.prod(shape(y))), 1)
    return times(1 / count, spread(g, x, axis, keepdims=keepdims))


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
    from ncrevise.tape.value import raw

    best = spread(raw(y), raw(x), axis, keepdims=keepdims)
    hit = (raw(x) == best).astype(int)
    axes = reduced_axes(shape(x), axis)
    flat = np.moveaxis(hit, axes, range(-len(axes), 0))
    first = flat.reshape(*flat.shape[: flat.ndim - len(axes)], -1)
    first = first * (np.cumsum(first, axis=-1) == 1)
    mask = np.moveaxis(first.reshape(flat.shape), range(-len(axes), 0), axes)
    return times(spread(g, x, axis, keepdims=keepdims), mask)


maximum: Primitive = Primitive(
    "maximum",
    lambda x, *, axis=None, keepdims=False: np.max(x, axis=axis, keepdims=keepdims),
    (maximum_gradient,),
    lambda x, **_: build.call("max", x),
    folded(lambda *terms: build.call("max", *terms)),
    error="selected",
)


def take_gradient(g: Tensor, _y: Tensor, x: Tensor, *, index: Any) -> Tensor:  # noqa: ANN401
    """Put a gradient back where its entry came from."""
    return place(g, index=index, size=shape(x))


def placed(g: Any, *, index: Any, size: Index) -> Any:  # noqa: ANN401
    """Set ``g`` into zeros of the given shape."""
    out = np.zeros(size, dtype=np.asarray(g).dtype)
    out[index] = g
    return out


place: Primitive = Primitive(
    "place",
    placed,
    (lambda g, _y, _a, *, index, **_: take(g, index=index),),
    lambda g, **_: g,
    error="selected",
)


def indexed(x: Node, *, index: Any) -> Node:  # noqa: ANN401
    """Spell an entry with indices counted from one."""
    whole = [Digits(str(k + 1)) for k in index if isinstance(k, int)]
    return build.subscript(x, *whole)


def take_entry(inner: Index, at: At, x: Value, *, index: Any) -> Node:  # noqa: ANN401
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
    (lambda g, _y, x: reshape(g, shape=shape(x)),),
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


def stack(items: list[Tensor]) -> Tensor:
    """Stack equal shapes along a new first axis; numbers make a vector."""
    return stacked(*items) if shape(items[0]) else vector(*items)


def stack_gradient(k: int) -> Callable[..., Tensor]:
    """Give argument k its slice."""
    return lambda g, _y, *_items: take(g, index=(k,))


MOST = 64

stacked: Primitive = Primitive(
    "stack",
    lambda *items: np.stack([np.asarray(item) for item in items]),
    tuple(stack_gradient(k) for k in range(MOST)),
    lambda *items: Fence("[", build.listed(items), "]"),
    lambda index, at, *_items: at(index[0], index[1:]),
    error="selected",
)


vector = Primitive(
    "vector",
    lambda *items: np.array(items),
    stacked.vjps,
    lambda *items: column(items),
    stacked.entry,
    error="selected",
)


def concat(items: list[Tensor]) -> Tensor:
    """Join vectors end to end, ``[h, x]``."""
    return joined(*items)


def concat_gradient(k: int) -> Callable[..., Tensor]:
    """Give argument k its stretch."""

    def pull(g: Tensor, _y: Tensor, *items: Tensor) -> Tensor:
        start = sum(shape(item)[0] for item in items[:k])
        return take(g, index=(slice(start, start + shape(items[k])[0]),))

    return pull


def concat_entry(index: Index, at: At, *items: Value) -> Node:
    """Spell an entry of whichever vector it falls in."""
    place_in, k = index[0], 0
    while place_in >= items[k].shape[0]:
        place_in -= items[k].shape[0]
        k += 1
    return at(k, (place_in, *index[1:]))


joined: Primitive = Primitive(
    "concat",
    lambda *items: np.concatenate(items),
    tuple(concat_gradient(k) for k in range(MOST)),
    lambda *items: Fence("[", build.listed(items), "]"),
    concat_entry,
    error="selected",
)


def largest_gradient(k: int) -> Callable[..., Tensor]:
    """Give argument k the gradient if it is the first largest."""
    from ncrevise.tape.value import raw

    def pull(g: Tensor, y: Tensor, *items: Tensor) -> Tensor:
        first = next(i for i, item in enumerate(items) if raw(item) == raw(y))
        return times(g, int(first == k))

    return pull


# The largest of some numbers, each worked out first: ``max(1 + 0.9 · 2, 4) = max(2.8, 4)``.
largest = Primitive(
    "largest",
    lambda *items: max(items),
    tuple(largest_gradient(k) for k in range(MOST)),
    lambda *items: build.call("max", *items),
    pauses=True,
    error="selected",
)
