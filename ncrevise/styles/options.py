"""Answers to choose from: the right one and those that mistakes lead to, never two alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from ncrevise.results.kinds.numbers import is_numeric
from ncrevise.results.printed import printed
from ncrevise.tape import Tape, Value, raw
from ncrevise.tolerance import differs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.document.tree import Block
    from ncrevise.item import Solution
    from ncrevise.question import Part
    from ncrevise.results.values import Answer
    from ncrevise.tape.value import Data


class Option(NamedTuple):
    """An answer that is offered.

    Args:
        value: a plain number, array, word …
        mistakes: the mistakes that lead to it; none for the right one.
    """

    value: Answer
    mistakes: tuple[str, ...]


def options(solution: Solution, part: Part) -> list[Option]:
    """List the right answer, then the wrong ones; mistakes that lead to one share it."""
    truth, form = solution.results[part.base], solution.form(part.base)
    tolerance = solution.tolerances[part.base]
    found = [Option(truth, ())]
    for name, answers in solution.mistakes.items():
        wrong = raw(answers.get(part.base))
        if wrong is None or form.why_not(wrong) == "":
            continue
        for k, known in enumerate(found):
            if not differs(wrong, known.value, tolerance, form):
                found[k] = Option(known.value, (*known.mistakes, name)) if k else known
                break
        else:
            found.append(Option(wrong, (name,)))
    return found


def shown(
    solution: Solution, part: Part, values: Sequence[Answer], labels: Sequence[str]
) -> tuple[Block, ...]:
    """Print answers after their labels, all as exactly as one another."""
    asked, form = solution.values[part.base], solution.form(part.base)
    places = solution.item.question.places
    tape = Tape(places=places)
    numeric = is_numeric(values[0])
    exact = numeric and isinstance(asked, Value) and asked.exact
    leaves = [tape.leaf(cast("Data", value), exact=exact) for value in values] if numeric else []
    together = all(leaf.shown_exactly for leaf in leaves)
    blocks: list[Block] = []
    for k, label in enumerate(labels):
        if not numeric:
            blocks += printed(tape, values[k], form, label)
            continue
        leaf = leaves[k] if together else tape.leaf(cast("Data", values[k]), exact=False)
        leaf.symbol = asked.symbol if isinstance(asked, Value) else ""
        blocks += printed(tape, leaf, form, label)
    return tuple(blocks)
