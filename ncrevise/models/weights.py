"""Weights on inputs, biases and an activation: what every unit of these networks computes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.tape.ops import only
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.tape import Loose as Tensor
    from ncrevise.tape import Recorder

    Activation = Callable[[Tensor], Tensor]

NESTED = (list, tuple)


def identity(z: Tensor) -> Tensor:
    """Leave a weighted input as it is."""
    return z


def squeezed(x: Any) -> Any:
    """Write weights on one input as a vector, and arrays of one as a number.

    Args:
        x: rows (n, d) or a vector (n,), nested tuples or an array; None stays None.

    Returns:
        A number for one entry, shape (n,) for one column, else ``x``.
    """
    if isinstance(x, np.ndarray):
        if x.size == 1:
            return x.item()
        return x.reshape(len(x)) if x.shape[1:] == (1,) else x
    if not isinstance(x, NESTED):
        return x
    if isinstance(x[0], NESTED):
        return squeezed(tuple([row[0] for row in x])) if len(x[0]) == 1 else x
    return x[0] if len(x) == 1 else x


def weighted(w: Tensor, u: Tensor) -> Tensor:
    """Apply weights: ``w u`` to a vector, ``u wᵀ`` to rows of them, squeezed ones to a number."""
    axes = len(shape(u))
    if axes > 1:
        return u @ w.T
    if not axes:
        return w * u
    return only(w @ u) if shape(w)[0] == 1 else w @ u


def unit(
    pairs: tuple[tuple[Tensor, Tensor], ...],
    b: Tensor | None,
    activation: Activation,
    tape: Recorder,
    key: str,
    say: str,
    symbol: str,
    before: str,
    also: tuple[Tensor, ...] = (),
) -> Tensor:
    """Compute ``φ(W u + V v + … + b)``; the weighted input of several units gets its own line.

    Args:
        pairs: weights with what they act on: a batch of rows, or one example as ``squeezed``.
        b: biases, or none.
        activation: φ.
        tape: where to write the working.
        key: the result's name.
        say: what is done.
        symbol: how the result is written.
        before: how the weighted input is written.
        also: further terms of the weighted input.
    """
    terms = [*(weighted(w, u) for w, u in pairs), *also]
    z = terms[0]
    for term in (*terms[1:], *(() if b is None else (b,))):
        z = z + term
    if activation is not identity and shape(z):
        z, say = tape.name(f"{key}_weighted", z, say, before), ""
    return tape.name(key, activation(z), say, symbol)
