"""Parts of a question: which of them Moodle can mark, what they weigh, how they are typed."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from html import escape
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.export.key.mistakes import wrong_answers
from ncrevise.export.moodle_xml import gaps
from ncrevise.export.moodle_xml.alternatives import percentage, places
from ncrevise.export.moodle_xml.web import plain
from ncrevise.maths import latex, tex
from ncrevise.tape.value import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.item import Solution
    from ncrevise.question import Part

UNHELD = {
    "algebra": "Moodle can't compare formulas",
    "set": "Moodle can't compare sets in any order",
}
MOST_AXES = 2
FEWEST_OPTIONS = 2


def refusal(solution: Solution, part: Part) -> str:
    """Say why Moodle can't mark a part; empty when it can."""
    result = solution.results[part.asks]
    if part.accept.rule in UNHELD:
        return UNHELD[part.accept.rule]
    if isinstance(result, str):
        few = len(options(solution, part)) < FEWEST_OPTIONS
        return "there is no second word to choose from" if few else ""
    if np.ndim(result) > MOST_AXES or not np.size(result):
        return "its answer is no number, vector or matrix"
    finite = np.isfinite(np.asarray(result, dtype=float)).all()
    return "" if finite else "its answer is not finite"


def held(solution: Solution) -> list[Part]:
    """List the parts that Moodle can mark."""
    return [part for part in solution.item.question.parts if not refusal(solution, part)]


def is_number(solution: Solution, part: Part) -> bool:
    """Say whether a part asks for one number."""
    result = solution.results[part.asks]
    return not isinstance(result, str) and np.ndim(result) == 0


def weights(solution: Solution, parts: Sequence[Part]) -> dict[str, int]:
    """Share each part's marks out over its gaps, all scaled to the same whole numbers."""
    shares = {
        part.asks: Fraction(max(1, part.marks), np.size(solution.results[part.asks]))
        for part in parts
    }
    scale = lcm(*(share.denominator for share in shares.values()))
    return {name: int(share * scale) for name, share in shares.items()}


def options(solution: Solution, part: Part) -> list[tuple[str, str, str]]:
    """List the words to choose from: the right one and those that mistakes lead to."""
    found = {str(solution.results[part.asks]): ("100", gaps.RIGHT)}
    for mistake, wrong in wrong_answers(solution, part.asks):
        found.setdefault(str(wrong), (percentage(part.marks), plain(mistake.feedback)))
    return sorted((word, share, said) for word, (share, said) in found.items())


@lru_cache(maxsize=4096)
def label(symbol: str) -> str:
    """Write the start of an answer: its symbol, when it has one."""
    return rf"\({escape(latex.write(tex.read(symbol)))} =\)" if symbol else ""


def boxes(solution: Solution, part: Part, weight: int) -> str:
    """Write what a part is answered in."""
    value, result = solution.values[part.asks], solution.results[part.asks]
    start = label(value.symbol) if isinstance(value, Value) else ""
    if isinstance(result, str):
        return gaps.single(start, gaps.choice(options(solution, part), weight))
    many = np.ndim(result) > 0
    kept = percentage(part.marks)
    made = [gaps.number(place, weight, kept, one_of_many=many) for place in places(solution, part)]
    if not many:
        return gaps.single(start, made[0])
    if np.ndim(result) == 1 and not start:
        return gaps.listed(made)
    return gaps.grid(start, made, np.shape(result)[1] if np.ndim(result) == MOST_AXES else 1)
