"""What is found to be wrong with an answer, and the case it is found in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from ncrevise.results.kinds.numbers import Numbers, floats, near

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.item import Solution
    from ncrevise.question import Part
    from ncrevise.results.kinds.numbers import Floats
    from ncrevise.results.values import Answer
    from ncrevise.tape.value import Numpy

Worth: TypeAlias = Literal["slip", "method", "nothing"]

LONE = 20  # a whole number as large as this is not met by chance
HERE, ABOVE, ODD, FACT = range(4)  # what is found, from likely to unlikely
TELLING = 10  # tolerances: what is not larger is as good as zero


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with an answer.

    Args:
        note: a stable name without numbers in it.
        feedback: sentences (Markdown): the fact, and what to do.
        worth: what is kept of the marks.
        mistake: the family's mistake, when it is one.
        explained: how many wrong answers to other parts it explains as well.
        unlikely: how far a cause is from likely; that of a mere fact is largest.
    """

    note: str
    feedback: str
    worth: Worth
    mistake: str | None = None
    explained: int = 0
    unlikely: int = FACT


@dataclass(frozen=True, slots=True)
class Case:
    """A wrong numerical answer.

    Attributes:
        solution: what it should have been; from the student's own values, perhaps.
        part: what was asked.
        typed: what was answered.
        own: the values by name that the solution goes on from.
    """

    solution: Solution
    part: Part
    typed: Numbers
    own: Mapping[str, object]

    @property
    def value(self) -> Answer:
        """What is asked, as it stands on the tape."""
        return self.solution.values[self.part.asks]

    @property
    def given(self) -> Floats:
        """The numbers that were typed."""
        return self.typed.data

    @property
    def truth(self) -> Floats:
        """The numbers that are right."""
        return floats(self.solution.results[self.part.asks])

    @property
    def tolerance(self) -> Numpy:
        """How far each may be off."""
        return np.broadcast_to(self.solution.tolerances[self.part.asks], self.truth.shape)

    @property
    def right(self) -> Numpy:
        """Which are right where they stand."""
        return near(self.given, self.truth, self.tolerance)

    def hits(self, other: Numpy) -> bool:
        """Say whether the answer is ``other``, and that is clearly not the right one."""
        if np.shape(other) != self.given.shape:
            return False
        apart = np.abs(other - self.truth) > 2 * self.tolerance
        return bool(apart.any() and near(self.given, other, self.tolerance).all())

    def tells(self, other: Numpy) -> bool:
        """Say whether meeting ``other`` by chance is out of the question."""
        sizes = np.abs(floats(other))
        if sizes.shape:
            return len(np.unique(sizes[sizes > TELLING * self.tolerance].round(9))) >= 2
        whole = float(self.given).is_integer()
        return bool(sizes > TELLING * self.tolerance and (not whole or sizes >= LONE))
