"""Going on from a student's own values: what they carry into a part, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.errors import AnswerError
from ncrevise.givens.place import plain as plain_givens
from ncrevise.item import Solution, solve_item
from ncrevise.marking.response import read
from ncrevise.mistake import UNWORKABLE
from ncrevise.results.kinds.formulas import Symbolic
from ncrevise.results.kinds.numbers import Numbers, floats, is_numeric
from ncrevise.tape import Value
from ncrevise.tape.arrays import stacked, vector
from ncrevise.tape.value import lineage, plain
from ncrevise.tolerance import differs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.question import Part
    from ncrevise.results.typed import Typed
    from ncrevise.results.values import Answer
    from ncrevise.tape.value import Data


STACKS = (stacked, vector)


@dataclass(frozen=True, slots=True)
class Own:
    """What a student answered to other parts.

    Attributes:
        typed: the answers that could be read, by the name of what was asked.
        wrong: the names whose answers are not right.
        values: the answers as values, by their names on the tape; formulas as they are.
    """

    typed: Mapping[str, Typed]
    wrong: tuple[str, ...]
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Followed:
    """A solution worked out from a student's own values.

    Attributes:
        solution: the solution.
        letters: the wrong parts that it goes on from.
        refusal: why it earns nothing, as a sentence; empty when it does.
    """

    solution: Solution
    letters: tuple[str, ...]
    refusal: str


def settled(value: Answer, data: Answer) -> dict[str, Data]:
    """Give the named values on a tape that an answer settles.

    A result without a name of its own, stacked from named ones, settles each of these.
    """
    if not isinstance(value, Value) or not is_numeric(data):
        return {}
    if value.key is not None:
        return {value.key: data}
    if value.op not in STACKS or not isinstance(data, np.ndarray):
        return {}
    found: dict[str, Data] = {}
    for arg, entry in zip(value.args, data, strict=True):
        for key, own in settled(arg, plain(entry)).items():
            if np.any(found.setdefault(key, own) != own):
                return {}  # one value, answered in two ways
    return found


def own_values(solution: Solution, part: Part, answered: Mapping[str, str]) -> Own:
    """Read what was answered to the other parts; what can't be read counts as not answered.

    Args:
        solution: the item's solution.
        part: the part in hand.
        answered: texts by letter.
    """
    typed: dict[str, Typed] = {}
    values: dict[str, object] = {}
    wrong = []
    for other in solution.item.question.parts:
        truth = solution.results[other.asks]
        text = answered.get(other.letter, "")
        if other.asks == part.asks or not text.strip():
            continue
        try:
            given = read(text, truth, other.accept, solution.form(other.asks))
        except AnswerError:
            continue
        typed[other.asks] = given
        if not is_right(solution, other, given):
            wrong.append(other.asks)
        if isinstance(given, Numbers):
            values |= settled(solution.values[other.asks], given.as_like(truth))
        elif isinstance(given, Symbolic):
            values[other.asks] = given.formulas
    asked = settled(solution.values[part.asks], solution.results[part.asks])
    return Own(typed, tuple(wrong), {k: v for k, v in values.items() if k not in asked})


def is_right(solution: Solution, part: Part, typed: Typed) -> bool:
    """Say whether an answer is that of a solution, or one of those that are right as well."""
    why = solution.form(part.asks).why_not(typed.value)
    if why is not None:
        return not why
    return typed.agrees(solution.results[part.asks], solution.tolerances[part.asks])


def follow(solution: Solution, part: Part, own: Own) -> Followed | None:
    """Work a part out from a student's own values; None where they have no bearing on it."""
    if not own.wrong or not own.values:
        return None
    item = solution.item
    try:
        with np.errstate(divide="raise", invalid="raise", over="raise"):
            after = solve_item(item, own.values)
            arrays = plain_givens(item.givens)
            dull = item.family.is_dull(arrays, after.results)
    except UNWORKABLE:
        return None
    result = after.results[part.asks]
    if is_numeric(result) and not np.isfinite(floats(result)).all():
        return None
    wrong = [p for p in item.question.parts if p.asks in own.wrong]
    used = [p for p in wrong if bears_on(after, p, part)]
    if not used and changes(solution, after, part):
        used = wrong  # not what it is made of, but which way the work went
    if not used:
        return None
    zero = [p.letter for p in used if is_zero(after, p) and not is_zero(solution, p)]
    if zero:
        refusal = f"Zero in ({zero[0]}) leaves nothing to work out here, so it can't be followed."
    elif dull and not item.family.is_dull(arrays, solution.results):
        refusal = "Your earlier value leaves nothing to work out here, so it can't be followed."
    else:
        refusal = ""
    return Followed(after, tuple(p.letter for p in used), refusal)


def changes(solution: Solution, after: Solution, part: Part) -> bool:
    """Say whether a part comes out otherwise from a student's own values."""
    tolerance, form = solution.tolerances[part.asks], solution.form(part.asks)
    return differs(after.results[part.asks], solution.results[part.asks], tolerance, form)


def bears_on(after: Solution, earlier: Part, part: Part) -> bool:
    """Say whether an answer is among what another was made from."""
    asked = after.values[part.asks]
    if not isinstance(asked, Value):
        return False
    before = lineage([asked])
    keys = settled(after.values[earlier.asks], after.results[earlier.asks])
    return any(after.tape.named[key].index in before for key in keys)


def is_zero(solution: Solution, part: Part) -> bool:
    """Say whether a result is zero throughout."""
    result = solution.results[part.asks]
    return is_numeric(result) and not np.any(floats(result))
