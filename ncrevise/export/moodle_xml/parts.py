"""Parts of a question: which of them Moodle can mark, what they weigh, how they are typed."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache
from html import escape
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.export.moodle_xml import gaps, words
from ncrevise.export.moodle_xml.alternatives import percentage, places
from ncrevise.formulas import Formulas
from ncrevise.maths import latex, tex
from ncrevise.results.kinds.numbers import is_numeric
from ncrevise.results.values import Points, shape_of
from ncrevise.tape.value import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.item import Solution
    from ncrevise.question import Part

MOST_AXES = 3


def refusal(solution: Solution, part: Part) -> str:
    """Say why Moodle can't mark a part; empty when it can."""
    result, about = solution.results[part.asks], solution.form(part.asks).about
    if isinstance(result, Formulas):
        return "Moodle can't compare formulas"
    if isinstance(result, Points):
        return "it is compared by its author"
    if about.accepts or about.up_to:
        return "Moodle can't accept every right answer"
    if not is_numeric(result) or part.accept.rule == "set":
        return words.refusal(solution, part)
    if len(shape_of(result)) > MOST_AXES or not math.prod(shape_of(result)):
        return "its answer is no number, vector, matrix or stack"
    finite = np.isfinite(np.asarray(result, dtype=float)).all()
    return "" if finite else "its answer is not finite"


def held(solution: Solution) -> list[Part]:
    """List the parts that Moodle can mark."""
    return [part for part in solution.item.question.parts if not refusal(solution, part)]


def is_number(solution: Solution, part: Part) -> bool:
    """Say whether a part asks for one number."""
    result = solution.results[part.asks]
    return is_numeric(result) and len(shape_of(result)) == 0


def size(solution: Solution, part: Part) -> int:
    """Count the gaps of a part."""
    result = solution.results[part.asks]
    return math.prod(shape_of(result)) if is_numeric(result) else len(words.choices(solution, part))


def weights(solution: Solution, parts: Sequence[Part]) -> dict[str, int]:
    """Share each part's marks out over its gaps, all scaled to the same whole numbers."""
    shares = {part.asks: Fraction(max(1, part.marks), size(solution, part)) for part in parts}
    scale = lcm(*(share.denominator for share in shares.values()))
    return {name: int(share * scale) for name, share in shares.items()}


@lru_cache(maxsize=4096)
def label(symbol: str) -> str:
    """Write the start of an answer: its symbol, when it has one."""
    return rf"\({escape(latex.write(tex.read(symbol)))} =\)" if symbol else ""


def boxes(solution: Solution, part: Part, weight: int) -> str:
    """Write what a part is answered in."""
    value, result = solution.values[part.asks], solution.results[part.asks]
    start = label(value.symbol) if isinstance(value, Value) else ""
    if not is_numeric(result):
        return words.boxes(solution, part, weight)
    many = len(shape_of(result)) > 0
    kept = percentage(part.marks)
    made = [gaps.number(place, weight, kept, one_of_many=many) for place in places(solution, part)]
    if not many:
        return gaps.single(start, made[0])
    if len(shape_of(result)) == 1 and not start:
        return gaps.listed(made)
    if len(shape_of(result)) == MOST_AXES:
        each = int(np.prod(shape_of(result)[1:]))
        pieces = [made[k : k + each] for k in range(0, len(made), each)]
        columns = shape_of(result)[-1]
        return "".join(gaps.grid(start * (k == 0), p, columns) for k, p in enumerate(pieces))
    return gaps.grid(start, made, shape_of(result)[1] if len(shape_of(result)) > 1 else 1)
