"""Find the slip: the working of a record in which one value comes out wrong.

What an operation does to its arguments is done wrongly once: a term is left out or its sign
turned, a factor is left out, a function is not applied. The record goes on from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.mistake import UNWORKABLE
from ncrevise.results.declare import Result
from ncrevise.results.form import Form
from ncrevise.results.kinds.numbers import floats
from ncrevise.styles import Derived
from ncrevise.tape import Tape, Value
from ncrevise.tape.tape import Line
from ncrevise.tape.value import lineage
from ncrevise.working import step_numbers, working

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.draw import Draw
    from ncrevise.item import Solution
    from ncrevise.question import Part
    from ncrevise.tape.value import Data, Tensor

PLAIN = 3  # units of the last place shown that a slip is off by, at the least
FEWEST = 2  # steps, for there to be something to look for
PRODUCTS = frozenset({"scale", "hadamard"})


@dataclass(eq=False)
class Slipping(Tape):
    """Records a run in which the value of one name comes out wrong.

    Args:
        at: its name.
        way: which of the ways to get it wrong.
    """

    at: str = ""
    way: int = 0
    made: bool = False

    def keep(self, key: str, value: Tensor, symbol: str = "") -> Value:
        """Name a value; the one at fault is changed first."""
        if key == self.at and isinstance(value, Value) and value.key is None:
            found = list(wrongly(value))
            if self.way < len(found):
                value.data = found[self.way]
                value.exact = value.exact and bool(np.all(floats(value.data) % 1 == 0))
                self.made = True
        return super().keep(key, value, symbol)


def wrongly(value: Value) -> Iterator[Data]:
    """List what a value comes out as when its operation is done wrongly, likely ways first.

    A function that is applied last keeps its name in the working, so the slip is before it.
    """
    if value.op is None or not value.args:
        return
    inner = value.args[0]
    if value.op.pauses and inner.op is not None and inner.key is None:
        for data in wrongly(inner):
            inner.data = data
            yield value.op.forward(data, **value.params)
        return
    name, args = value.op.name, [arg.data for arg in value.args]
    if name == "add":
        yield args[0] - args[1]
        yield args[0]
    elif name == "subtract":
        yield args[0] + args[1]
        yield args[1] - args[0]
    elif name in PRODUCTS and np.shape(args[0]) == np.shape(args[1]):
        yield args[0] + args[1]
        yield args[1]
    elif (
        name == "matmul" and np.ndim(args[0]) == 2 and np.shape(args[0])[0] == np.shape(args[0])[1]
    ):
        yield args[0].T @ args[1]
    else:
        yield -value.data


def derive(solution: Solution, part: Part, d: Draw) -> Derived | None:
    """Work the item out with one slip; None where no line can be got wrong plainly."""
    tape = record(solution, part, d)
    if tape is None:
        return None
    about = Result("the number of the wrong step", kind="count")
    return Derived(step_numbers(tape)[tape.at], Form(about), working(tape, figures=False))


def record(solution: Solution, part: Part, d: Draw) -> Slipping | None:
    """Record a run with a slip in one of the lines that lead to what is asked."""
    asked = solution.values[part.base]
    leads = lineage([asked]) if isinstance(asked, Value) else set()
    lines = [entry.value for entry in solution.tape.entries if isinstance(entry, Line)]
    keys = [
        line.key
        for line in lines
        if line.key and line.op is not None and line.op.name != "same"
        if line.index in leads or not leads
    ]
    for key in d.shuffled(keys):
        for way in d.shuffled(range(2)):
            tape = slipped(solution, key, way)
            if tape is not None:
                return tape
    return None


def slipped(solution: Solution, key: str, way: int) -> Slipping | None:
    """Run the solver with a slip; None where it comes to nothing, or can't be seen."""
    item = solution.item
    tape = Slipping(places=item.question.places, at=key, way=way)
    try:
        with np.errstate(all="raise"):
            item.family.run(solution.plain, tape)
    except UNWORKABLE:
        return None
    if not tape.made or len(set(step_numbers(tape).values())) < FEWEST:
        return None
    wrong, right = floats(tape.named[key].data), floats(solution.tape.named[key].data)
    if wrong.shape != right.shape or not np.isfinite(wrong).all():
        return None
    off = float(np.max(np.abs(wrong - right), initial=0.0))
    return tape if off >= PLAIN * 10.0**-tape.places else None
