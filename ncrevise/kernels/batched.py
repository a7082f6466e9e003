"""Operations on whole batches: layers, losses over many examples, look-ups, masks.

A batch stands first: x has shape (…, d), a row an example. Working shown to people is written
for one example, where ``W x + b`` is as the notes have it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.maths import build
from ncrevise.tape.arithmetic import outer, real, times
from ncrevise.tape.arrays import rows_of, take, total
from ncrevise.tape.nonlinear import softmax
from ncrevise.tape.primitive import Primitive
from ncrevise.tape.value import Index, Value, mask, raw, shape
from ncrevise.tape.value import Loose as Tensor

if TYPE_CHECKING:
    from ncrevise.maths.tree import Node
    from ncrevise.tape.primitive import At


def affine_entry(index: Index, at: At, _x: Value, W: Value, _b: Value) -> Node:
    """Spell one unit's weighted input: its row of weights times the example, plus its bias."""
    *row, unit = index
    terms = [build.multiply(at(1, (unit, k)), at(0, (*row, k))) for k in range(W.shape[1])]
    return build.add(*terms, at(2, (unit,)))


def weights_gradient(g: Tensor, _y: Tensor, x: Tensor, _W: Tensor, _b: Tensor) -> Tensor:
    """Pull a gradient back to the weights: ``gᵀ x``, summed over the batch."""
    return outer(g, x) if x.ndim == 1 else rows_of(g).T @ rows_of(x)


def weighted(x: Any, W: Any, b: Any) -> Any:
    """Compute ``x Wᵀ + b``."""
    z = x @ W.T
    if z.dtype != b.dtype:
        return z + b
    z += b
    return z


# W x + b for one example, x Wᵀ + b for rows of examples.
affine: Primitive = Primitive(
    "affine",
    weighted,
    (
        lambda g, _y, _x, W, _b: g @ W,
        weights_gradient,
        lambda g, *_: g if g.ndim == 1 else total(rows_of(g), axis=(0,)),
    ),
    lambda x, W, b: build.add(build.multiply(W, x), b),
    affine_entry,
    error="linear",
)


def kept(x: Any, *, where: Any, fill: float) -> Any:
    """Keep entries where a mask is true."""
    return np.where(where, x, np.asarray(fill, x.dtype))


# Scores that may not be looked at become ``fill``, far below all others.
masked: Primitive = Primitive(
    "masked",
    kept,
    (lambda g, _y, x, *, where, fill: times(g, mask(np.broadcast_to(where, shape(x)), raw(x))),),  # noqa: ARG005
    lambda x, **_: build.call("mask", x),
    error="added",
)


def log_normalised(z: Any) -> Any:
    """Compute the logarithm of the softmax along the last axis without overflow."""
    shifted = real(z) - np.max(real(z), axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


log_softmax: Primitive = Primitive(
    "log_softmax",
    log_normalised,
    (lambda g, _y, z: g - times(softmax(z), total(g, axis=(-1,), keepdims=True)),),
    lambda z: build.call("ln", build.call("softmax", z)),
    rational=False,
)


def one_hot(classes: Any, like: Any) -> Any:
    """Write classes as rows of zeros with a one, in the shape and precision of ``like``."""
    out = np.zeros_like(like)
    np.put_along_axis(out, classes[..., None], 1, axis=-1)
    return out


def surprise(z: Any, *, classes: Any) -> Any:
    """Average ``−ln softmax(z)`` of the right classes, without overflow."""
    top = np.max(z, axis=-1)
    spread = np.log(np.exp(z - top[..., None]).sum(axis=-1)) + top
    return (spread - np.take_along_axis(z, classes[..., None], -1)[..., 0]).mean()


def cross_entropy_gradient(g: Tensor, _y: Tensor, z: Tensor, *, classes: Any) -> Tensor:
    """Pull a gradient back to the scores: ``(softmax(z) − t)/N``."""
    return times(times(1 / classes.size, g), softmax(z) - one_hot(classes, raw(z)))


# Softmax and cross-entropy in one, the mean over N examples: scores z (…, K), ``classes`` (…).
cross_entropy: Primitive = Primitive(
    "cross_entropy",
    surprise,
    (cross_entropy_gradient,),
    lambda z, **_: build.call("CE", z),
    rational=False,
)


def error_squared(y: Any, t: Any, *, factor: float = 1.0) -> Any:
    """Average ``(y − t)²`` and multiply by ``factor``."""
    d = y - t
    return factor / d.size * np.vdot(d, d)


def error_gradient(
    g: Tensor, _mean: Tensor, y: Tensor, t: Tensor, *, factor: float = 1.0
) -> Tensor:
    """Pull a gradient back to predictions: ``2 (y − t)/N`` times ``factor``."""
    return 2 * factor / math.prod(shape(y)) * g * (y - t)


# The mean squared error over all N entries, or a factor of it: predictions y and targets t.
squared_error: Primitive = Primitive(
    "squared_error",
    error_squared,
    (
        error_gradient,
        lambda g, mean, y, t, **params: -error_gradient(g, mean, y, t, **params),
    ),
    lambda y, t, **_: build.call("MSE", y, t),
)


def looked_up(table: Tensor, at: Any) -> Tensor:
    """Take rows of a table (V, d) by whole numbers of any shape: embeddings (…, d)."""
    return take(table, index=(np.asarray(at),))
