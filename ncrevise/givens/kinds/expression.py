"""A function, as a formula in a few variables: ``x^2 + 3xy - exp(-x)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ncrevise.answers import Tree, names_in, read_expression, to_text, variables_of
from ncrevise.answers.expressions import name_order
from ncrevise.answers.spelling import spell
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from ncrevise.givens.declare import Given
    from ncrevise.maths.tree import Node

LIFTED = False
Expression: TypeAlias = Tree
MOST_VARIABLES = 9


def read(text: str, given: Given) -> Tree:  # noqa: ARG001
    """Read a formula; its variables are the letters in it, ``x`` or ``w1``."""
    names = names_in(text)
    if len(names) > MOST_VARIABLES:
        raise AnswerError(f"At most {MOST_VARIABLES} variables, not {', '.join(names)}.", text)
    return read_expression(text, names)


def coerce(value: object, given: Given) -> Tree:
    """Take a formula as text; a number is a constant one."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise AnswerError(f"A formula is needed here, not {value!r}.")
    return read(str(value), given)


def names_of(tree: Tree) -> tuple[str, ...]:
    """List the variables of a formula in order: by letter, then by number."""
    return tuple(sorted(variables_of(tree), key=name_order))


def write(value: Tree) -> str:
    """Write it to be typed again."""
    return to_text(value)


def show(value: Tree) -> Node:
    """Show the formula."""
    return spell(value)
