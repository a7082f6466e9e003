"""Draws in which a wrong method gives the right answer: a term of 0, a factor of 1.

Some of it is in the question (a stride of 1, a first iterate of 0); the rest is chance, and the
numbers are drawn anew while others would show more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.tape import Value
from ncrevise.tape.slips import COMES_TO_NOTHING, LISTING, members, slips_of
from ncrevise.tape.value import coincide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from ncrevise.item import Trial
    from ncrevise.question import Question
    from ncrevise.tape.slips import Cause

    Structure: TypeAlias = tuple[str, ...]
    Tried: TypeAlias = Callable[[Question, int], Trial | None]

SAMPLE = 40  # draws of a question that are looked at once
GOOD = 4  # one in so many is as good as is asked of every draw
ALIKE = 4  # draws that are enough to compare with


def blind(run: Trial) -> int:
    """Count the slips in the lines that are asked which change nothing."""
    return sum(changes_nothing(cause) for line in asked(run) for cause in likely(line))


def asked(run: Trial) -> Iterator[Value]:
    """List the values that the parts ask for, one by one where a part asks for several."""
    for part in run.item.question.parts:
        value = run.values[part.base]
        if isinstance(value, Value):
            yield value
            if value.op is not None and value.op.name in LISTING:
                yield from (arg for arg in value.args if arg.key is not None)


def likely(line: Value) -> Iterator[Cause]:
    """List what people do wrongly in a line."""
    for value, shown in members(line):
        yield from (cause for cause in slips_of(value, line, shown) if not cause.odd)


def changes_nothing(cause: Cause) -> bool:
    """Say whether an operation done wrongly gives what it gives done rightly."""
    value = cause.at
    (way,) = cause.ways.values()
    try:
        with np.errstate(all="ignore"):
            return coincide(way(*(arg.data for arg in value.args), **value.params), value.data)
    except COMES_TO_NOTHING:
        return False


def structure(run: Trial) -> Structure:
    """Say what is done in a run, whatever the numbers."""
    return tuple(value.op.name if value.op else "" for value in run.tape.values)


def borne(run: Trial, tried: Tried) -> int:
    """Give how many blind slips a draw may have: those of a good one of others like it.

    Only draws in which the same is done are alike: a mode or kind that the question leaves open
    is not to be drawn less often for its own sake. Where hardly two draws are alike, as with
    functions, each is compared with all, half of which are good enough.

    Args:
        run: the draw.
        tried: gives the k-th of a question's draws, None for one that is not worth asking.
    """
    found = counted(run.item.question, tried)
    mine = found.get(structure(run), ())
    if len(mine) >= ALIKE:
        return mine[len(mine) // GOOD]
    everything = sorted(count for counts in found.values() for count in counts)
    return everything[len(everything) // 2] if everything else blind(run)


@lru_cache(maxsize=1024)
def counted(question: Question, tried: Tried) -> dict[Structure, tuple[int, ...]]:
    """Count the blind slips of some draws, from few to many, by what is done in them."""
    counts: dict[Structure, list[int]] = {}
    for k in range(SAMPLE):
        run = tried(question, k)
        if run is not None:
            counts.setdefault(structure(run), []).append(blind(run))
    return {each: tuple(sorted(found)) for each, found in counts.items()}
