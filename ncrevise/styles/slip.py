"""Find the slip: the working of a record in which one value comes out wrong.

One operation is done wrongly once, in one of the ways that it knows of itself
(``Primitive.slips``). The record goes on from there.
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
from ncrevise.tape.replay import replay
from ncrevise.tape.slips import members, slips_of
from ncrevise.tape.tape import Line
from ncrevise.tape.value import lineage
from ncrevise.working import step_numbers, working

if TYPE_CHECKING:
    from ncrevise.draw import Draw
    from ncrevise.item import Solution
    from ncrevise.question import Part
    from ncrevise.tape.value import Data, Tensor

PLAIN = 3  # units of the last place shown that a slip is off by, at the least
FEWEST = 2  # steps, for there to be something to look for
WAYS = 6  # of getting a line wrong that are tried


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
            found = wrongly(value)
            if self.way < len(found):
                for index, data in found[self.way].items():
                    self.values[index].data = data
                self.made = True
        return super().keep(key, value, symbol)


def wrongly(value: Value) -> list[dict[int, Data]]:
    """List what comes out when one operation of a line is done wrongly, by index.

    A function that is applied last keeps its name in the working, so the slip is before it.
    """
    last = value if value.op is not None and value.op.pauses else None
    inside = [part for part, _ in members(value) if part is not last]
    ways = (c for part in inside for c in slips_of(part, value, value) if not c.odd)
    found = (replay(value.tape, cause.ways, [value]) for cause in ways)
    return [changed for changed in found if value.index in changed and fits(changed, value.tape)]


def fits(changed: dict[int, Data], tape: Tape) -> bool:
    """Say whether all that came out otherwise has the shape that it had."""
    return all(np.shape(np.asarray(data)) == tape.values[k].shape for k, data in changed.items())


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
        for way in d.shuffled(range(WAYS)):
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
