"""True or false: the right answer, or one that a mistake leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.results.declare import Result
from ncrevise.results.form import Form
from ncrevise.styles import Derived
from ncrevise.styles.options import options, shown

if TYPE_CHECKING:
    from ncrevise.draw import Draw
    from ncrevise.item import Solution
    from ncrevise.question import Part

WORDS = ("true", "false")


def derive(solution: Solution, part: Part, d: Draw) -> Derived | None:
    """State one answer; whether it is the right one is drawn."""
    right, *wrong = options(solution, part)
    if not wrong:
        return None
    stated = right if d.chance(0.5) else d.choice(wrong)
    meaning = f"whether that is {solution.form(part.base).meaning}"
    form = Form(Result(meaning, kind="word", one_of=WORDS), words=WORDS)
    value = "true" if stated is right else "false"
    made = dict.fromkeys(stated.mistakes, "true")
    return Derived(value, form, shown(solution, part, [stated.value], [""]), made)
