"""Multiply–adds of a run, counted from what the tape recorded (lecture notes 003 §14).

Where ``costs`` says what a layer should cost, this counts what a model did: every product of
matrices and every convolution on the tape, by the shapes that went in and came out. An
operation that does many things at once is taken apart into the smaller ones it stands for.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ncrevise.derivatives.differentiate import lifted
from ncrevise.errors import UsageError
from ncrevise.tape.primitive import Fused
from ncrevise.tape.tape import Tape

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.tape import Loose as Tensor
    from ncrevise.tape import Value


def per_entry(argument: int, *axes: int) -> Callable[[Value], int]:
    """Count, for each number that came out, the sizes of some axes of an argument."""

    def count(value: Value) -> int:
        sizes = value.args[argument].shape
        return math.prod(value.shape) * math.prod(sizes[k] for k in axes)

    return count


def by_window(value: Value) -> int:
    """Count the filters' products with windows, but not with the row of ones for biases."""
    windows = value.args[1]
    rows = windows.shape[-2] - bool(windows.params.get("one"))
    return math.prod(value.shape) * rows


PRODUCTS: dict[str, Callable[[Value], int]] = {
    "matmul": per_entry(0, -1),
    "dot": per_entry(0, -1),
    "outer": per_entry(0),
    "affine": per_entry(1, 1),
    "conv2d": per_entry(1, 0, 1),
    "filtered": by_window,
}
SINGLE = {"scale", "hadamard", "volume"}  # a number times a number, nothing added up


def multiply_adds(run: Callable[..., Tensor], *inputs: Any) -> int:
    """Run a model and count its multiply–adds.

    Args:
        run: the model, of the inputs.
        inputs: arrays, or parameters in a tree of them.

    Raises:
        UsageError: where it multiplies in a way that is not known here.
    """
    tape = Tape()
    run(*(lifted(tape, each)[0] for each in inputs))
    return sum(counted(value) for value in tape.values)


def counted(value: Value) -> int:
    """Count the multiply–adds of one operation."""
    op = value.op
    if op is None or op.name in SINGLE:
        return 0
    if op.name in PRODUCTS:
        return PRODUCTS[op.name](value)
    if isinstance(op, Fused):
        params, unfused = value.params, op.unfused
        return multiply_adds(lambda *args: unfused(*args, **params), *value.args)
    if op.error == "linear":
        raise UsageError(f"How many multiply–adds {op.name!r} does is not known.")
    return 0
