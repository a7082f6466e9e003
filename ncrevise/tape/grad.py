"""The backward pass: error signals from an output back to everything it came from.

Written over the same operations, so it runs on plain arrays, fast, or on the tape, where
every error signal is a value that can be named, shown and differentiated again
(lecture notes 003 §4–§5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.tape.value import Tensor, Value, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


def ancestors(output: Value) -> list[Value]:
    """List what ``output`` was made from, children before parents."""
    seen: set[int] = set()
    pending = [output]
    while pending:
        value = pending.pop()
        if value.index not in seen:
            seen.add(value.index)
            pending.extend(value.args)
    return [output.tape.values[k] for k in sorted(seen, reverse=True)]


def messages(value: Value, g: Tensor, *, traced: bool) -> Iterator[tuple[Value, Tensor]]:
    """Give each argument its vector-Jacobian product with the error signal ``g``."""
    if value.op is None:
        return
    inputs: list[Any] = list(value.args) if traced else [arg.data for arg in value.args]
    answer = value if traced else value.data
    for arg, vjp in zip(value.args, value.op.vjps, strict=False):
        if vjp is not None and (arg.op is not None or arg.key is not None):
            yield arg, vjp(g, answer, *inputs, **value.params)


def backward(
    output: Value,
    seed: Tensor = None,
    *,
    traced: bool = False,
    arrived: Callable[[Value, Tensor], Tensor] = lambda _value, g: g,
) -> dict[int, Tensor]:
    """Compute the error signal of every ancestor of ``output``.

    Args:
        output: where to start; any shape.
        seed: its own error signal; ones by default.
        traced: whether the signals are themselves values on the tape.
        arrived: called with each value and its whole signal, fan-out added up, before the
            signal goes on to the value's arguments; what it returns goes on in its place.

    Returns:
        Error signals by ``Value.index``, each of its value's shape.
    """
    start = seed if seed is not None else np.ones(output.shape) if output.shape else 1
    signals: dict[int, Tensor] = {output.index: start}
    for value in ancestors(output):
        if value.index not in signals:
            continue
        g = signals[value.index] = arrived(value, signals[value.index])
        for arg, message in messages(value, g, traced=traced):
            before = signals.get(arg.index)
            signals[arg.index] = message if before is None else before + message
    return signals


def gradient(output: Value, wrt: Sequence[Value], seed: Tensor = None) -> list[Any]:
    """Compute plain gradients of ``output`` with respect to each of ``wrt``."""
    signals = backward(output, seed)
    zero = {value.index: np.zeros(shape(value)) if value.shape else 0 for value in wrt}
    return [signals.get(value.index, zero[value.index]) for value in wrt]
