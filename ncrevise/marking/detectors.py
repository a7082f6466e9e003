"""What can be said of a wrong answer without knowing its family.

Every detector states a fact about the numbers: all have the other sign, two rows changed
places, the decimals were cut too early. It speaks only when a match as close as the tolerance
can't be chance: not of zeros, not of small whole numbers standing alone.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.marking.finding import Case, Finding
from ncrevise.marking.precision import cut, cut_off, rounded_before
from ncrevise.results.kinds.members import Members
from ncrevise.results.kinds.numbers import Numbers, floats
from ncrevise.results.values import shape_of
from ncrevise.tape import Value, raw
from ncrevise.tape.value import is_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ncrevise.item import Solution
    from ncrevise.question import Part
    from ncrevise.results.kinds.numbers import Floats
    from ncrevise.results.typed import Typed

ENTRIES_FOR_ONE_OFF = 3  # of two, one wrong is half of the answer
FACTORS = (Fraction(2), Fraction(10), Fraction(100), Fraction(3), Fraction(4))


def transposed(case: Case) -> Finding | None:
    """Rows for columns."""
    if case.truth.ndim != 2 or not case.hits(case.truth.T):
        return None
    return Finding(
        "transpose",
        "This is the transpose of the answer: its rows are the answer's columns.",
        "method",
    )


def sign_of_all(case: Case) -> Finding | None:
    """Minus the answer."""
    if not case.hits(-case.truth):
        return None
    which = "Every sign is the wrong way round" if case.truth.shape else "The sign is wrong"
    return Finding("sign", f"{which}; the size is right.", "method")


def sign_of_one(case: Case) -> Finding | None:
    """One entry with the other sign."""
    wrong = ~case.right
    if case.truth.ndim == 0 or wrong.sum() != 1:
        return None
    other = np.where(wrong, -case.truth, case.truth)
    if not case.hits(other):
        return None
    return Finding("one-sign", "One entry has the wrong sign; the rest is right.", "slip")


def arrangements(truth: Floats) -> Iterator[tuple[str, str, Floats]]:
    """List the ways in which the right entries may stand in the wrong places."""
    if truth.ndim == 1:
        yield "reversed", "The right numbers, in reverse order", truth[::-1]
        for i, j in combinations(range(len(truth)), 2):
            said = f"Entries {i + 1} and {j + 1} have changed places"
            yield "entries-swapped", said, swapped(truth, i, j, 0)
    if truth.ndim != 2:
        return
    both = truth[::-1, ::-1]
    for axis, name in ((0, "rows"), (1, "columns")):
        for i, j in combinations(range(truth.shape[axis]), 2):
            said = f"{name.capitalize()} {i + 1} and {j + 1} have changed places"
            yield f"{name}-swapped", said, swapped(truth, i, j, axis)
        yield f"{name}-reversed", f"The {name} are in reverse order", np.flip(truth, axis)
    yield "turned", "The right numbers, but turned both ways", both


def swapped(truth: Floats, i: int, j: int, axis: int) -> Floats:
    """Exchange two slices."""
    order = list(range(truth.shape[axis]))
    order[i], order[j] = order[j], order[i]
    return np.take(truth, order, axis)


def misplaced(case: Case) -> Finding | None:
    """Right entries in the wrong places."""
    for note, said, other in arrangements(case.truth):
        if case.hits(other):
            return Finding(note, f"{said}.", "method")
    return None


def factor(case: Case) -> Finding | None:
    """A constant factor, the same for all."""
    if not case.tells(case.truth):
        return None
    for k in (f for up in FACTORS for sign in (1, -1) for f in (sign * up, sign / up)):
        if case.hits(float(k) * case.truth) and case.tells(float(k) * case.truth):
            whose = "All yours are" if case.truth.shape else "Yours is"
            times = f"{k}".replace("-", "−")
            said = f"{whose} {times} times the answer: look for a factor left out or put in twice."
            return Finding("constant-factor", said, "method")
    return None


def one_off(case: Case) -> Finding | None:
    """All right but one entry."""
    if case.truth.size < ENTRIES_FOR_ONE_OFF or int((~case.right).sum()) != 1:
        return None
    return Finding("one-entry-off", "All entries are right but one.", "slip")


def off_by_one(case: Case) -> Finding | None:
    """A count, or all of several, one too many or too few."""
    data = raw(case.solution.results[case.part.asks])
    if case.part.accept.rule != "exact" or not is_whole(data) or not (case.truth > 0).all():
        return None
    for step, said in ((1, "one too many"), (-1, "one too few")):
        if case.truth.ndim < 2 and case.hits(case.truth + step):
            whose = "Each is" if case.truth.shape else "That is"
            return Finding("off-by-one", f"{whose} {said}.", "method")
    return None


def intermediate(case: Case) -> Finding | None:
    """A value met on the way."""
    asked = case.value
    if not isinstance(asked, Value):
        return None
    for value in case.solution.tape.named.values():
        if value.op is None or value is asked or not value.symbol:
            continue
        other = floats(value.data)
        if case.hits(other) and case.tells(other):
            said = f"That is ${value.symbol}$, another value of the working."
            return Finding("intermediate", said, "nothing")
    return None


DETECTORS: tuple[Callable[[Case], Finding | None], ...] = (
    cut,
    transposed,
    sign_of_all,
    sign_of_one,
    misplaced,
    off_by_one,
    factor,
    rounded_before,
    intermediate,
    one_off,
)


def set_apart(typed: Members, solution: Solution, part: Part) -> Finding | None:
    """Say what a set lacks or has too many of."""
    answer, tolerance = solution.results[part.asks], solution.tolerances[part.asks]
    missing, extra = typed.compared(answer, tolerance)
    if missing and not extra and typed.items:
        return Finding(
            "members-missing", "All of these belong to it, but some are missing.", "nothing"
        )
    if extra and not missing:
        return Finding(
            "members-extra", "All of it is here, with some that don't belong.", "nothing"
        )
    return None


def case_of(solution: Solution, part: Part, typed: Typed, own: Mapping[str, object]) -> Case | None:
    """Take an answer in numbers of the right shape as a case; None for another."""
    if part.style or not isinstance(typed, Numbers):
        return None
    shaped = shape_of(solution.results[part.asks]) == typed.data.shape
    return Case(solution, part, typed, own) if shaped else None


def rounding(case: Case) -> Finding | None:
    """Say that an answer is right but for its last decimals."""
    decimals = [d for d in case.typed.reading.decimals if d]
    return (cut(case) if decimals else None) or cut_off(case)


def detect(solution: Solution, part: Part, typed: Typed, case: Case | None) -> Finding | None:
    """Find the first fact that explains a wrong answer."""
    if isinstance(typed, Members) and not part.style:
        return set_apart(typed, solution, part)
    if case is None:
        return None
    return next((found for detector in DETECTORS if (found := detector(case))), None)
