"""Wrong answers that students give, worked out from the givens alone, and what must be said of them.

A file a topic. Each has ``made(question, g)``, which lists the slips that one may make with the
givens ``g`` of a variant: what is typed comes from plain Python and NumPy written here, with
nothing of ncrevise.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Made:
    """A slip that was made.

    Attributes:
        part: the letter of the part that it shows in, or what it asks.
        why: what was done, in words, for people.
        answer: what comes out: a number or an array.
        said: texts of which each must be in the feedback, when a cause is named: the true cause.
    """

    part: str
    why: str
    answer: Any
    said: tuple[str, ...]


def typed(answer: Any, places: int) -> str:
    """Type numbers as a student would, to so many places; whole ones as they are."""
    data = np.asarray(answer, dtype=float)
    if data.ndim == 2:
        return "; ".join(" ".join(number(x, places) for x in row) for row in data)
    return " ".join(number(x, places) for x in data.ravel())


def number(x: float, places: int) -> str:
    """Type a number."""
    text = f"{round(float(x), places) + 0.0:.{places}f}"
    return text.rstrip("0").rstrip(".") if abs(x - round(x, 6)) < 1e-9 and places > 4 else text


def rounded(answer: Any) -> tuple[float, ...]:
    return tuple((np.round(np.ravel(np.asarray(answer, dtype=float)), 4) + 0.0).tolist())


def told_apart(found: list[Made], right: Mapping[str, Any]) -> list[Made]:
    """Leave out what is right by chance; of slips with one answer, keep one and what both say."""
    alike: dict[tuple[str, tuple[float, ...]], list[Made]] = defaultdict(list)
    for each in found:
        answer = rounded(each.answer)
        known = bool(np.isfinite(answer).all() and np.abs(answer).max() < 1e6)
        if known and not np.allclose(answer, rounded(right[each.part]), rtol=1e-3, atol=2e-3):
            alike[each.part, answer].append(each)
    return [
        replace(
            same[0],
            why=" | ".join(dict.fromkeys(each.why for each in same)),
            said=tuple(t for t in same[0].said if all(t in each.said for each in same)),
        )
        for same in alike.values()
    ]
