"""What may be answered at a place: the right number, then what mistakes lead to.

Moodle takes the first alternative that an answer matches, so nothing here shadows the right
one. A number that several mistakes lead to names them all, as marking does.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.export.key.mistakes import wrong_answers
from ncrevise.export.moodle_xml.numbers import Written, accepted, brief
from ncrevise.marking.response import reach
from ncrevise.marking.worth import left
from ncrevise.results.kinds.numbers import is_numeric
from ncrevise.results.values import shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.item import Solution
    from ncrevise.question import Part
    from ncrevise.results.typed import Tolerance
    from ncrevise.results.values import Answer

FRACTIONS = (
    *("0", "5", "10", "11.11111", "12.5", "14.28571", "16.66667", "20", "25", "30", "33.33333"),
    *("40", "50", "60", "66.66667", "70", "75", "80", "83.33333", "90", "100"),
)
"""The percentages that Moodle knows; with any other it refuses a question."""
SHARES = [float(text) for text in FRACTIONS]
SLACK = 1e-4  # a third is 33.33333


@dataclass(slots=True)
class Wrong:
    """A wrong number that is known.

    Args:
        number: what is matched.
        sentences: feedback (Markdown) on the mistakes that lead to it.
    """

    number: Written
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One number to be typed: the right one, as shown and in full, and the wrong ones known."""

    right: tuple[Written, ...]
    wrong: list[Wrong]


@lru_cache(maxsize=64)
def percentage(marks: int) -> str:
    """Give the share of the marks that a mistake leaves, as Moodle knows it: never more."""
    share = 100 * left(marks, "method") / marks if marks else 0.0
    return FRACTIONS[bisect_right(SHARES, share + SLACK) - 1]


def entries(data: Answer) -> list[Any]:
    """List the numbers of a result, row by row, as Python's own."""
    return data.ravel().tolist() if isinstance(data, np.ndarray) else [data]


def places(solution: Solution, part: Part) -> list[Place]:
    """List the numbers that a part asks for, row by row."""
    truth, tolerance = solution.results[part.asks], solution.tolerances[part.asks]
    right = numbers(truth, tolerance, solution, part)
    wrong = list(wrong_numbers(solution, part))
    return [
        Place(number, known(number[-1], [(said, brief(found[k][-1])) for said, found in wrong]))
        for k, number in enumerate(right)
    ]


def numbers(
    data: Answer,
    tolerance: Tolerance,
    solution: Solution,
    part: Part,
) -> list[tuple[Written, ...]]:
    """Write every number of a result."""
    values, near = entries(data), entries(tolerance)
    near = near if len(near) == len(values) else near * len(values)
    shown = solution.item.question.places
    return [
        accepted(value, float(close), part.accept, shown)
        for value, close in zip(values, near, strict=True)
    ]


def wrong_numbers(
    solution: Solution, part: Part
) -> Iterator[tuple[str, list[tuple[Written, ...]]]]:
    """Yield what is said of each mistake and its numbers, where they have the answer's shape."""
    truth, tolerance = solution.results[part.asks], solution.tolerances[part.asks]
    for mistake, wrong in wrong_answers(solution, part.asks):
        if not is_numeric(wrong) or shape_of(wrong) != shape_of(truth):
            continue
        if all(map(isfinite, entries(wrong))):
            near = reach(wrong, truth, tolerance, part.accept)
            yield mistake.feedback, numbers(wrong, near, solution, part)


def known(right: Written, wrong: list[tuple[str, Written]]) -> list[Wrong]:
    """Gather the numbers that mistakes lead to and that can't be taken for the right one."""
    found: list[Wrong] = []
    for said, number in wrong:
        if number.meets(right):
            continue
        for other in found:
            if other.number.meets(number):
                other.sentences += (said,)
        if not any(other.number.holds(number.value) for other in found):
            found.append(Wrong(number, (said,)))
    return found
