"""The working of one part: the lines from where the parts before it end to where it ends."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from ncrevise.marking.following import bears_on, settled
from ncrevise.results.printed import printed
from ncrevise.tape.tape import Line
from ncrevise.working import working

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.item import Solution
    from ncrevise.question import Part


def last_line(solution: Solution, part: Part) -> int | None:
    """Find the line that gives a part's result; None when no line does."""
    keys = settled(solution.values[part.base], solution.results[part.base])
    found = [
        place
        for place, entry in enumerate(solution.tape.entries)
        if isinstance(entry, Line) and entry.value.key in keys
    ]
    return max(found, default=None)


def excerpt(solution: Solution, part: Part) -> tuple[Block, ...]:
    """Write the working of a part; all of it where its lines can't be told apart."""
    end = last_line(solution, part)
    if end is None:
        return working(solution.tape)
    parts = solution.item.question.parts
    ends = [last_line(solution, other) for other in parts[: parts.index(part)]]
    start = max((e + 1 for e in ends if e is not None and e < end), default=0)
    tape = copy.copy(solution.tape)
    tape.entries = solution.tape.entries[start : end + 1]
    return working(tape)


def true_answer(solution: Solution, part: Part) -> tuple[Block, ...]:
    """Write the answer to one part."""
    return printed(solution.tape, solution.values[part.asks], solution.form(part.asks))


def matters_later(solution: Solution, part: Part) -> bool:
    """Say whether a later part is made from this one's result."""
    parts = solution.item.question.parts
    return any(bears_on(solution, part, later) for later in parts[parts.index(part) + 1 :])
