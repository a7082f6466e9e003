"""The backward pass: error signals from an output back to everything it came from.

Written over the same operations, so it runs on plain arrays, fast, or on the tape, where
every error signal is a value that can be named, shown and differentiated again
(lecture notes 003 §4–§5).
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ncrevise.tape.primitive import Fused
from ncrevise.tape.value import Tensor, Value, ones, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from ncrevise.tape.value import Data


def made(value: Value) -> Value:
    """Give what computed a value: a student's own one is differentiated as the one it replaces."""
    return value if value.replaces is None else value.replaces


def on_the_way(output: Value, wrt: Iterable[Value] | None) -> Container[int]:
    """Find what leads to an output from any of ``wrt``; by default from anything named."""
    values = output.tape.values[: output.index + 1]
    if wrt is None:
        return {v.index for v in values if made(v).op is not None or v.key is not None}
    found = {value.index for value in wrt}
    for value in values:
        for arg in (value if value.replaces is None else value.replaces).args:
            if arg.index in found:
                found.add(value.index)
                break
    return found


Messages: TypeAlias = "list[tuple[Value, Tensor]]"


def messages(value: Value, g: Tensor, wanted: Container[int], *, traced: bool) -> Messages:
    """Give each wanted argument its vector-Jacobian product with the error signal ``g``."""
    source = made(value)
    op, args, params = source.op, source.args, source.params
    if op is None:
        return []
    inputs: Sequence[Tensor] = args if traced else [arg.data for arg in args]
    if isinstance(op, Fused):
        if traced:
            return through(op.unfused(*args, **params), g, args, wanted)
        products = op.pull(g, value.data, *inputs, **params)
        return [pair for pair in zip(args, products, strict=True) if pair[0].index in wanted]
    answer = value if traced else value.data
    return [
        (arg, vjp(g, answer, *inputs, **params))
        for arg, vjp in zip(args, op.vjps, strict=False)
        if arg.index in wanted and vjp is not None
    ]


def through(output: Value, g: Tensor, args: Sequence[Value], wanted: Container[int]) -> Messages:
    """Pull an error signal back through what was worked out anew from smaller operations."""
    asked = [arg for arg in dict.fromkeys(args) if arg.index in wanted]
    signals = backward(output, g, wrt=asked, traced=True)
    return [(arg, signals[arg.index]) for arg in asked if arg.index in signals]


def backward(
    output: Value,
    seed: Tensor | None = None,
    *,
    wrt: Iterable[Value] | None = None,
    traced: bool = False,
    arrived: Callable[[Value, Tensor], Tensor] | None = None,
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
    signals: dict[int, Tensor] = {output.index: ones(output) if seed is None else seed}
    values = output.tape.values
    wanted = on_the_way(output, wrt)
    for value in values[output.index :: -1]:  # children before parents
        g = signals.get(value.index)
        if g is None:
            continue
        if arrived is not None:
            g = signals[value.index] = arrived(value, g)
        if value.op is None and value.replaces is None:
            continue
        for arg, message in messages(value, g, wanted, traced=traced):
            after = signals.get(arg.index)
            signals[arg.index] = message if after is None else join(message, after)
    return signals


def gradient(output: Value, wrt: Sequence[Value], seed: Tensor | None = None) -> list[Any]:
    """Compute plain gradients of ``output`` with respect to each of ``wrt``."""
    signals = backward(output, seed, wrt=wrt)
    return [signals[v.index] if v.index in signals else zeros(v) for v in wrt]


def zeros(like: Tensor) -> Data:
    """Give zeros of a value's shape and precision."""
    data = raw(like)
    return np.zeros_like(ones(data)) if isinstance(data, np.ndarray) else 0
