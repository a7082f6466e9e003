"""Multiple choice: the right answer among those that mistakes lead to."""

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

LETTERS = ("A", "B", "C", "D", "E")
MOST, FEWEST = 4, 3


def derive(solution: Solution, part: Part, d: Draw) -> Derived | None:
    """Offer up to four answers in a drawn order; the right one is known by its letter."""
    right, *wrong = options(solution, part)
    if len(wrong) < FEWEST - 1:
        return None
    offered = d.shuffled([right, *d.sample(wrong, MOST - 1)])
    letters = LETTERS[: len(offered)]
    meaning = f"the letter of {solution.form(part.base).meaning}"
    form = Form(Result(meaning, kind="word", one_of=letters), words=letters)
    return Derived(
        next(letter for letter, each in zip(letters, offered, strict=True) if each is right),
        form,
        shown(solution, part, [each.value for each in offered], [f"{x}  " for x in letters]),
        {name: letters[k] for k, each in enumerate(offered) for name in each.mistakes},
    )
