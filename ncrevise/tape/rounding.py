"""How rounding errors travel along a tape."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.tape.value import Tensor, Value, plain

if TYPE_CHECKING:
    from ncrevise.tape.tape import Tape

NOISE = 1e-11


def is_shown_exactly(value: Value, places: int) -> bool:
    """Say whether ``places`` decimals show the value as it is."""
    if not value.exact:
        return False
    data = value.data
    if isinstance(data, int | Fraction):
        return True
    if isinstance(data, float):
        return abs(data - round(data, places)) <= NOISE * max(1.0, abs(data))
    if data.dtype.kind in "iubO":
        return True
    return bool(
        np.all(np.abs(data - np.round(data, places)) <= NOISE * np.maximum(1, np.abs(data)))
    )


def magnitude(value: Value) -> Any:  # noqa: ANN401
    """Give absolute values as floats."""
    return np.abs(np.asarray(value.data, dtype=float))


def carried(tape: Tape, result: Tensor, half_unit: float | None = None) -> Any:  # noqa: ANN401
    """Bound the error in ``result`` when named values before it are rounded as shown.

    Args:
        tape: the run.
        result: a value on it, or a plain number, which carries no error.
        half_unit: half a unit in the last place kept; that of the tape's places by default.
    """
    if not isinstance(result, Value):
        return 0.0
    unit = half_unit if half_unit is not None else 0.5 * 10.0**-tape.places
    errors: dict[int, Any] = {}
    for value in tape.values[: result.index + 1]:
        error = through(value, errors)
        if value.key is not None and value is not result and value.op is not None:
            rounded = 0.0 if is_shown_exactly(value, tape.places) else unit
            error = rounded if error is None else error + rounded
        if error is not None and np.any(error):
            errors[value.index] = error
    return errors.get(result.index, 0.0)


def through(value: Value, errors: dict[int, Any]) -> Any:  # noqa: ANN401
    """Bound a value's error from those of its arguments; None when they have none."""
    if value.op is None or not any(arg.index in errors for arg in value.args):
        return None
    given = [errors.get(arg.index, 0.0) for arg in value.args]
    how = value.op.error
    if callable(how):
        return how(value, given)
    return RULES[how](value, given)


def added(_value: Value, errors: list[Any]) -> Any:  # noqa: ANN401
    """Carry errors through sums and differences: they add."""
    return sum(errors)


def selected(value: Value, errors: list[Any]) -> Any:  # noqa: ANN401
    """Carry errors through what only picks, moves, adds up or compares entries."""
    assert value.op is not None  # noqa: S101
    full = [np.broadcast_to(e, arg.shape) for e, arg in zip(errors, value.args, strict=True)]
    return plain(value.op.forward(*full, **value.params))


def linear(value: Value, errors: list[Any]) -> Any:  # noqa: ANN401
    """Carry errors through products: each argument's error times the size of the others."""
    assert value.op is not None  # noqa: S101
    sizes = [magnitude(arg) for arg in value.args]
    sums: Any = 0.0
    for k, error in enumerate(errors):
        if np.any(error):
            arguments = list(sizes)
            arguments[k] = np.broadcast_to(error, value.args[k].shape)
            sums = sums + value.op.forward(*arguments, **value.params)
    return sums


def smooth(value: Value, errors: list[Any]) -> Any:  # noqa: ANN401
    """Carry errors through a function entry by entry: its slope times the error."""
    assert value.op is not None  # noqa: S101
    inputs = [arg.data for arg in value.args]
    ones = np.ones(value.shape) if value.shape else 1.0
    sums: Any = 0.0
    for error, vjp in zip(errors, value.op.vjps, strict=False):
        if vjp is not None and np.any(error):
            sums = sums + np.abs(vjp(ones, value.data, *inputs, **value.params)) * error
    return sums


RULES = {"added": added, "selected": selected, "linear": linear, "smooth": smooth}
