"""How rounding errors travel along a tape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.tape.primitive import spelled
from ncrevise.tape.value import Value, is_whole, plain

if TYPE_CHECKING:
    from ncrevise.tape.primitive import Error
    from ncrevise.tape.tape import Tape


def magnitude(value: Value) -> Error:
    """Give absolute values as floats."""
    return np.abs(value.data.astype(float)) if value.shape else abs(float(value.data))


def filled(error: Error, value: Value) -> Error:
    """Give an error the shape of its value."""
    return np.broadcast_to(error, value.shape) if value.shape else error


def carried(tape: Tape, half_unit: float) -> dict[int, Error]:
    """Bound the error of every value when named values before it are rounded as shown.

    Args:
        tape: the run.
        half_unit: half a unit in the last place kept.

    Returns:
        Errors by ``Value.index``, before the value itself is rounded; none where it is zero.
    """
    before: dict[int, Error] = {}
    after: dict[int, Error] = {}
    for value in tape.values:
        if value.op is None:
            own = value.key in tape.override and tape.named.get(value.key or "") is value
            if own and not is_whole(value.data):
                after[value.index] = half_unit
            continue
        error = through(value, after)
        if error is not None:
            before[value.index] = after[value.index] = error
        if value.key is not None and not value.shown_exactly:
            after[value.index] = half_unit if error is None else error + half_unit
    return before


def through(value: Value, errors: dict[int, Error]) -> Error | None:
    """Bound a value's error from those of its arguments; None when they have none."""
    assert value.op is not None  # noqa: S101
    if errors.keys().isdisjoint([arg.index for arg in value.args]):
        return None
    given = [errors.get(arg.index) for arg in value.args]
    how = spelled(value.op).error
    known = [0.0 if error is None else error for error in given]
    return how(value, known) if callable(how) else RULES[how](value, known)


def added(_value: Value, errors: list[Error]) -> Error:
    """Carry errors through sums and differences: they add."""
    return sum(errors)


def selected(value: Value, errors: list[Error]) -> Error:
    """Carry errors through what only picks, moves, adds up or compares entries."""
    assert value.op is not None  # noqa: S101
    full = [filled(e, arg) for e, arg in zip(errors, value.args, strict=True)]
    found: Error = plain(value.op.forward(*full, **value.params))
    return found


def linear(value: Value, errors: list[Error]) -> Error:
    """Carry errors through products: each argument's error times the size of the others."""
    assert value.op is not None  # noqa: S101
    sizes = [magnitude(arg) for arg in value.args]
    sums: Error = 0.0
    for k, error in enumerate(errors):
        if not isinstance(error, float) or error:
            arguments = list(sizes)
            arguments[k] = filled(error, value.args[k])
            sums = sums + value.op.forward(*arguments, **value.params)
    return sums


def smooth(value: Value, errors: list[Error]) -> Error:
    """Carry errors through a function entry by entry: its slope times the error."""
    assert value.op is not None  # noqa: S101
    inputs = [arg.data for arg in value.args]
    ones = np.ones(value.shape) if value.shape else 1.0
    sums: Error = 0.0
    for error, vjp in zip(errors, spelled(value.op).vjps, strict=False):
        if vjp is not None and (not isinstance(error, float) or error):
            slope: Any = vjp(ones, value.data, *inputs, **value.params)
            sums = sums + abs(slope) * error
    return sums


RULES = {"added": added, "selected": selected, "linear": linear, "smooth": smooth}
