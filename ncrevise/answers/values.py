"""What a typed expression is worth: a ``Fraction`` while it can be, else a finite float."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.answers.arithmetic import CHECKED, Real, checked
from ncrevise.answers.fold import fold
from ncrevise.answers.functions import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.answers.tree import Tree


def evaluate(tree: Tree, env: Mapping[str, Real] | None = None) -> Real:
    """Work a tree out exactly, within the limits.

    Args:
        tree: what to work out; ``fold`` does the same over any other kind of value.
        env: the values of its variables.

    Raises:
        AnswerError: for division by zero, a complex or too large result, and the like,
            with the position of the sign or function at fault.
    """
    names = {} if env is None else env
    return fold(tree, number=checked, names=names, functions=FUNCTIONS, operators=CHECKED)
