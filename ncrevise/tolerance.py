"""How far an answer may be off: rounding, carried through the working.

A student who writes every named value to the stated places carries errors of up to half a
unit through what follows. Each operation says how an error travels through it
(``Primitive.error``); the bound that reaches a result, with half a unit for the result itself,
is the tolerance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.tape.rounding import carried, is_shown_exactly
from ncrevise.tape.value import Tensor, Value, raw

if TYPE_CHECKING:
    from ncrevise.question import Accept
    from ncrevise.tape import Tape

EXACT = 1e-9
SLACK = 1.02  # second-order terms of the bound
MARGIN = 1e-4  # of a unit in the last place: closer to a half is on the boundary


def tolerance(tape: Tape, result: Tensor, accept: Accept) -> Any:  # noqa: ANN401
    """Bound the error that an answer may have, as a number or an array like the result."""
    data = raw(result)
    if accept.rule not in {"places", "figures", "relative"}:
        return EXACT
    size = np.abs(np.asarray(data, dtype=float))
    if accept.rule == "relative":
        return shaped(np.maximum(accept.amount * size, EXACT))
    if accept.rule == "places":
        unit: Any = 10.0**-accept.amount
    else:
        unit = 10.0 ** (np.floor(np.log10(np.maximum(size, 1e-300))) + 1 - accept.amount)
    propagated = carried(tape, result, unit / 2 if accept.rule == "places" else None)
    return shaped(SLACK * propagated + unit / 2 + EXACT)


def shaped(x: Any) -> Any:  # noqa: ANN401
    """Give a plain number for an array without axes."""
    return float(x) if np.ndim(x) == 0 else x


def differs(a: Any, b: Any, tolerance: Any) -> bool:  # noqa: ANN401
    """Say whether two results are further apart than a tolerance somewhere."""
    if isinstance(a, str) or isinstance(b, str):
        return bool(a != b)
    if np.shape(a) != np.shape(b):
        return True
    gap = np.abs(np.asarray(a, dtype=float) - np.asarray(b, dtype=float))
    return bool(np.any(gap > 2 * np.asarray(tolerance)))


def on_boundary(tape: Tape) -> bool:
    """Say whether a number that is shown rounded lies so near a half that machines differ."""
    return any(near_half(value, tape.places) for value in tape.named.values())


def near_half(value: Value, places: int) -> bool:
    """Say whether an entry, in units of the last place, is next to a half."""
    if value.op is None or is_shown_exactly(value, places):
        return False
    units = np.asarray(value.data, dtype=float) * 10.0**places
    return bool(np.any(np.abs(units - np.floor(units) - 0.5) < MARGIN))
