"""How far an answer may be off: rounding, carried through the working.

A student who writes every named value to the stated places carries errors of up to half a
unit through what follows. Each operation says how an error travels through it
(``Primitive.error``); the bound that reaches a result, with half a unit for the result itself,
is the tolerance.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.results.form import Form
from ncrevise.results.kinds import kind_of
from ncrevise.results.kinds.numbers import floats, is_numeric
from ncrevise.tape.rounding import carried
from ncrevise.tape.tape import TableOf
from ncrevise.tape.value import Value, denoised, raw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ncrevise.question import Accept
    from ncrevise.results.typed import Tolerance
    from ncrevise.results.values import Answer, Answers
    from ncrevise.tape import Tape
    from ncrevise.tape.primitive import Error
    from ncrevise.tape.value import Numpy

EXACT = 1e-9
PLAIN = Form()
SLACK = 1.02  # second-order terms of the bound
# Of a unit in the last place: closer to a half is on the boundary. It has so many decimals that
# no sum or product of short ones is on the margin itself.
MARGIN = 1.234567891e-4


def tolerances(tape: Tape, values: Answers, asked: Mapping[str, Accept]) -> dict[str, Tolerance]:
    """Bound the error that each asked result may have.

    Args:
        tape: the run.
        values: results by name, as they stand on the tape.
        asked: how close each must be.

    Returns:
        Numbers, or arrays like the results.
    """
    errors: dict[float, dict[int, Error]] = {}
    found: dict[str, Tolerance] = {}
    for name, accept in asked.items():
        unit = 10.0**-accept.amount if accept.rule == "places" else 10.0**-tape.places
        if unit not in errors and accept.rule in {"places", "figures"}:
            errors[unit] = carried(tape, unit / 2)
        value = values[name]
        reached = (
            errors[unit].get(value.index, 0.0)
            if unit in errors and isinstance(value, Value)
            else 0.0
        )
        found[name] = denoised(tolerance(denoised(raw(value)), accept, reached))
    return found


def tolerance(data: Answer, accept: Accept, reached: Error) -> Tolerance:
    """Bound the error of one result, given the error that rounding carries to it."""
    if accept.rule == "places":
        half: Tolerance = SLACK * reached + 0.5 * 10.0**-accept.amount
        return half + EXACT
    if accept.rule not in {"figures", "relative"}:
        return EXACT
    size = np.abs(floats(data))
    if accept.rule == "relative":
        return shaped(np.maximum(accept.amount * size, EXACT))
    # a power of ten is one, wherever its logarithm comes out just below
    decade = np.floor(np.log10(np.maximum(size, 1e-300)) + EXACT)
    unit = 10.0 ** (decade + 1 - accept.amount)
    return shaped(SLACK * reached + unit / 2 + EXACT)


def shaped(x: Numpy) -> Tolerance:
    """Give a plain number for an array without axes."""
    return float(x) if np.ndim(x) == 0 else x


def differs(a: Answer, b: Answer, tolerance: Tolerance, form: Form = PLAIN) -> bool:
    """Say whether two answers can be told apart, numbers by more than twice a tolerance."""
    return kind_of(b).differs(a, b, tolerance, form)


def agrees(found: Answer, printed: object, places: int | None, form: Form = PLAIN) -> bool:
    """Say whether a result is what a source prints, to the places it prints."""
    found = raw(found)
    if not is_numeric(found):
        return kind_of(found).read(typed(printed), found, form).agrees(found, EXACT)
    data, wanted = floats(found), floats(printed)
    close = EXACT if places is None else 0.500001 * 10.0**-places
    return data.shape == wanted.shape and bool((abs(data - wanted) <= close).all())


def typed(printed: object) -> str:
    """Write what a bank prints as it would be typed: lists with commas, rows with semicolons."""
    if isinstance(printed, list | tuple) and not printed:
        return "none"
    if isinstance(printed, list | tuple):
        deep = any(isinstance(item, list | tuple) for item in printed)
        return ("; " if deep else ", ").join(map(typed, printed))
    return str(printed) or "-"


def on_boundary(tape: Tape) -> bool:
    """Say whether a number that is shown rounded lies so near a half that machines differ."""
    return any(near_half(value, tape.places) for value in printed(tape))


def printed(tape: Tape) -> Iterator[Value]:
    """Give the values that a working shows: named ones, last steps before them, table cells."""
    for value in tape.named.values():
        yield value
        if value.op is not None and value.op.pauses:
            yield from (arg for arg in value.args if arg.key is None)
    tables = (entry for entry in tape.entries if isinstance(entry, TableOf))
    yield from (c for t in tables for row in t.rows for c in row if isinstance(c, Value))


def near_half(value: Value, places: int) -> bool:
    """Say whether an entry, in units of the last place, is next to a half."""
    if value.op is None or value.shown_exactly:
        return False
    units = value.data * 10.0**places
    if isinstance(units, float):
        return abs(units - math.floor(units) - 0.5) < MARGIN
    return bool((abs(units - np.floor(units) - 0.5) < MARGIN).any())
