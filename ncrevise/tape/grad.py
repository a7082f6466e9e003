"""The backward pass: error signals from an output back to everything it came from.

Written over the same operations, so it runs on plain arrays, fast, or on the tape, where
every error signal is a value that can be named, shown and differentiated again
(lecture notes 003 §4–§5).
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.tape.value import Tensor, Value, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence


def made(value: Value) -> Value:
    """Give what computed a value: a student's own one is differentiated as the one it replaces."""
    return value if value.replaces is None else value.replaces


def ancestors(output: Value) -> list[Value]:
    """List what ``output`` was made from, children before parents."""
    seen: set[int] = set()
    pending = [output]
    while pending:
        value = pending.pop()
        if value.index not in seen:
            seen.add(value.index)
            pending.extend(made(value).args)
    return [output.tape.values[k] for k in sorted(seen, reverse=True)]


def on_the_way(values: Sequence[Value], wrt: Iterable[Value] | None) -> Container[int]:
    """Find the values, children first, that lie between an output and any of ``wrt``."""
    if wrt is None:
        return {v.index for v in values if made(v).op is not None or v.key is not None}
    found = {value.index for value in wrt}
    for value in reversed(values):
        if any(arg.index in found for arg in made(value).args):
            found.add(value.index)
    return found


def messages(
    value: Value, g: Tensor, wanted: Container[int], *, traced: bool
) -> Iterator[tuple[Value, Tensor]]:
    """Give each wanted argument its vector-Jacobian product with the error signal ``g``."""
    source = made(value)
    if source.op is None:
        return
    inputs: list[Any] = list(source.args) if traced else [arg.data for arg in source.args]
    answer = value if traced else value.data
    for arg, vjp in zip(source.args, source.op.vjps, strict=False):
        if vjp is not None and arg.index in wanted:
            yield arg, vjp(g, answer, *inputs, **source.params)


def backward(
    output: Value,
    seed: Tensor = None,
    *,
    wrt: Iterable[Value] | None = None,
    traced: bool = False,
    arrived: Callable[[Value, Tensor], Tensor] = lambda _value, g: g,
    join: Callable[[Tensor, Tensor], Tensor] = operator.add,
) -> dict[int, Tensor]:
    """Compute the error signal of every ancestor of ``output``.

    Args:
        output: where to start; any shape.
        seed: its own error signal; ones by default.
        wrt: only these and what lies on the way to them; all ancestors by default.
        traced: whether the signals are themselves values on the tape.
        arrived: called with each value and its whole signal, fan-out added up, before the
            signal goes on to the value's arguments; what it returns goes on in its place.
        join: adds two signals that meet where a value fans out, the one from the earlier use
            first; a mistake may do something else.

    Returns:
        Error signals by ``Value.index``, each of its value's shape.
    """
    start = seed if seed is not None else np.ones(output.shape) if output.shape else 1
    signals: dict[int, Tensor] = {output.index: start}
    values = ancestors(output)
    wanted = on_the_way(values, wrt)
    for value in values:
        if value.index not in signals:
            continue
        g = signals[value.index] = arrived(value, signals[value.index])
        for arg, message in messages(value, g, wanted, traced=traced):
            after = signals.get(arg.index)
            signals[arg.index] = message if after is None else join(message, after)
    return signals


def gradient(output: Value, wrt: Sequence[Value], seed: Tensor = None) -> list[Any]:
    """Compute plain gradients of ``output`` with respect to each of ``wrt``."""
    signals = backward(output, seed, wrt=wrt)
    zero = {value.index: np.zeros(shape(value)) if value.shape else 0 for value in wrt}
    return [signals.get(value.index, zero[value.index]) for value in wrt]
