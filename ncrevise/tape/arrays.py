"""Taking arrays apart and putting them together: entries, shapes, copies, sums, stacking."""

from __future__ import annotations

import math
from functools import partial
from itertools import product as every
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.maths import build
from ncrevise.maths.tree import Digits, Fence, Id, Node, column
from ncrevise.tape.primitive import Each, Primitive, Slip
from ncrevise.tape.value import Index, Tensor, Value, precision, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ncrevise.tape.primitive import At
    from ncrevise.tape.value import Array, Computed, Data, Entry, Numpy, Precision

summed: Callable[..., Any] = np.add.reduce  # what np.sum comes to, without its detours


def aligned(index: Index, wanted: Index) -> Index:
    """Give the index that broadcasting reads in an array of shape ``wanted``."""
    tail = index[len(index) - len(wanted) :]
    return tuple(0 if n == 1 else i for i, n in zip(tail, wanted, strict=True))


def unbroadcast(g: Tensor, like: Tensor) -> Tensor:
    """Sum a gradient over the axes along which ``like`` was broadcast."""
    wanted = shape(like)
    if shape(g) == wanted:
        return g
    extra = len(shape(g)) - len(wanted)
    if shape(g)[extra:] == wanted:
        return total(g, axis=tuple(range(extra)))
    axes = tuple(range(extra)) + tuple(
        extra + k for k, n in enumerate(wanted) if n == 1 and shape(g)[extra + k] != 1
    )
    summed = total(g, axis=axes, keepdims=True)
    return reshape(summed, shape=wanted) if extra else summed


def spread(g: Tensor, x: Tensor, axis: Index | None, *, keepdims: bool = False) -> Computed:
    """Repeat a reduced gradient along the axes that were reduced."""
    kept = shape(x)
    if not kept:
        return g
    if not keepdims and shape(g):
        axes = reduced_axes(kept, axis)
        g = reshape(g, shape=tuple([1 if k in axes else n for k, n in enumerate(kept)]))
    return broadcast(g, shape=kept, dtype=precision(x))


def repeated(x: Data, *, shape: Index, dtype: Precision = None) -> Numpy:
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


MOST_TERMS = 12


def total_slips(x: Numpy, **_: object) -> Iterator[Slip]:
    """Leave one term of a sum out, or add it twice."""
    for k in range(len(x) if x.ndim == 1 and 1 < len(x) <= MOST_TERMS else 0):
        yield Slip(
            "term-left-out",
            f"You left out term {k + 1} of the sum.",
            lambda x, *, k=k, **params: summed(np.delete(x, k), **params),
        )
        yield Slip(
            "term-twice",
            f"You added term {k + 1} of the sum twice.",
            lambda x, *, k=k, **params: summed(np.append(x, x[k]), **params),
        )


total: Primitive = Primitive(
    "total",
    partial(summed, axis=None),
    (lambda g, _y, x, *, axis=None, keepdims=False: spread(g, x, axis, keepdims=keepdims),),
    lambda x, **_: build.multiply(Id("∑"), x),
    folded(build.add),
    error="selected",
    slips=total_slips,
)


def take_gradient(g: Tensor, _y: Tensor, x: Tensor, *, index: tuple[Entry, ...]) -> Tensor:
    """Put a gradient back where its entry came from."""
    return place(g, index=index, size=shape(x), dtype=precision(x))


def placed(
    g: float | Numpy, *, index: tuple[Entry, ...], size: Index, dtype: Precision = None
) -> Numpy:
    """Set ``g`` into zeros of the given shape."""
    out = np.zeros(size, dtype or np.asarray(g).dtype)
    if any(isinstance(k, np.ndarray) for k in index):  # an entry may have been taken twice
        where: Any = index
        np.add.at(out, where, g)
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


def indexed(x: Node, *, index: tuple[Entry, ...]) -> Node:
    """Spell an entry with indices counted from one."""
    whole = [Digits(str(k + 1)) for k in index if isinstance(k, int)]
    return build.subscript(x, *whole)


def take_entry(inner: Index, at: At, x: Value, *, index: tuple[Entry, ...]) -> Node:
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


def rows_of(x: Array) -> Array:
    """Write a stack of matrices as one matrix with all their rows."""
    return x if x.ndim == 2 else reshape(x, shape=(math.prod(x.shape[:-1]), x.shape[-1]))


def flat(x: Tensor) -> Tensor:
    """Write an array as one long vector."""
    return reshape(x, shape=(math.prod(shape(x)),))


permute: Primitive = Primitive(
    "permute",
    lambda x, *, axes: x.transpose(axes),
    (lambda g, _y, _x, *, axes: permute(g, axes=tuple(int(k) for k in np.argsort(axes))),),
    lambda x, **_: build.call("permute", x),
    lambda index, at, _x, *, axes: at(0, tuple(index[axes.index(k)] for k in range(len(axes)))),
    error="selected",
)


def stack(items: Sequence[Tensor]) -> Array:
    """Stack equal shapes along a new first axis; numbers make a vector."""
    return stacked(*items) if shape(items[0]) else vector(*items)


slices = Each(lambda k, g, *_: take(g, index=(k,)))  # every argument's own

stacked: Primitive = Primitive(
    "stack",
    lambda *items: np.stack([np.asarray(item) for item in items]),
    slices,
    lambda *items: Fence("[", build.listed(items), "]"),
    lambda index, at, *_items: at(index[0], index[1:]),
    error="selected",
)


vector = Primitive(
    "vector",
    lambda *items: np.array(items),
    slices,
    lambda *items: column(items),
    stacked.entry,
    error="selected",
)


def concat(items: Sequence[Tensor], axis: int = 0) -> Array:
    """Join vectors end to end, ``[h, x]``, or arrays along one axis."""
    return joined(*items, axis=axis % len(shape(items[0]))) if axis else joined(*items)


def stretch(k: int, g: Tensor, _y: Tensor, *items: Tensor, axis: int = 0) -> Tensor:
    """Give argument k its stretch of a gradient."""
    start = sum(shape(item)[axis] for item in items[:k])
    before = (slice(None),) * axis
    return take(g, index=(*before, slice(start, start + shape(items[k])[axis])))


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
    Each(stretch),
    lambda *items, **_: Fence("[", build.listed(items), "]"),
    concat_entry,
    error="selected",
)
