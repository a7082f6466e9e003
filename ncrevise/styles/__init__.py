"""Other ways to ask for a result, decided by the numbers: they cost a family nothing.

``choice``       which of these is it: the right one, and what mistakes lead to
``true-false``   is it this: the right one or a mistake's
``slip``         which step of this working is wrong: one value of the record comes out wrong

A bank says ``style = "choice"`` of a part. What is then answered is a result of its own, made
from the solution, that is marked, hinted and exported like any other.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ncrevise.draw import Draw

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.item import Solution
    from ncrevise.question import Part
    from ncrevise.results.form import Form
    from ncrevise.results.values import Answer, Answers

WORDING = {
    "choice": "Which of these is {}?",
    "true-false": "True or false? This is {}:",
    "slip": "One step of this working is wrong; those after it follow from it. Which step is it?",
}


@dataclass(frozen=True, slots=True)
class Derived:
    """What is answered to a part that is asked in another way.

    Attributes:
        value: the right answer.
        form: what it looks like.
        blocks: what is shown with the question.
        mistakes: the answer that each mistake leads to.
    """

    value: Answer
    form: Form
    blocks: tuple[Block, ...]
    mistakes: Answers = field(default_factory=dict)


def derive(solution: Solution, part: Part) -> Derived | None:
    """Make what a part asks in its style; None where these numbers do not lend themselves to it."""
    module = importlib.import_module(f"ncrevise.styles.{part.style.replace('-', '_')}")
    made: Derived | None = module.derive(solution, part, stream(solution, part))
    return made


def stream(solution: Solution, part: Part) -> Draw:
    """Give the draws of a part's style, apart from those of the item's numbers."""
    item = solution.item
    return Draw(f"{item.question.key}@{item.seed:x}?{part.asks}")
