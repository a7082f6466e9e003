"""One walk over a tree, for any kind of value: exact numbers, decimals, a tape."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any, TypeVar

from ncrevise.answers.tree import Binary, Call, Constant, Name, Negative, Number, Percent, Tree
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

T = TypeVar("T")

OPERATORS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
    "negative": operator.neg,
    "percent": lambda value: value / 100,
}
CONSTANTS: dict[str, Any] = {"pi": math.pi, "e": math.e}


def fold(
    tree: Tree,
    *,
    number: Callable[[Fraction], T],
    names: Mapping[str, T],
    functions: Mapping[str, Callable[..., T]],
    operators: Mapping[str, Callable[..., T]] = OPERATORS,
    constants: Mapping[str, T] = CONSTANTS,
) -> T:
    """Work a tree out from its leaves up.

    Args:
        tree: what to work out.
        number: makes a value of a typed number, for example ``float``.
        names: the values of the variables, for example nodes of a tape.
        functions: what ``exp``, ``sigmoid`` and the others do to values.
        operators: what ``+ - * / ^``, ``negative`` and ``percent`` do; Python's own unless given.
        constants: the values of ``pi`` and ``e``.

    Raises:
        AnswerError: for a name or function without a meaning, or whatever the given
            callables raise; the position of the node is added when they gave none.
    """

    def visit(node: Tree) -> T:
        match node:
            case Number(value):
                return number(value)
            case Constant(name):
                return _known(constants, name, node)
            case Name(name):
                return _known(names, name, node)
            case Call(name, args):
                return _located(_known(functions, name, node), node, *map(visit, args))
            case Binary(op, left, right):
                return _located(operators[op], node, visit(left), visit(right))
            case Negative(body):
                return _located(operators["negative"], node, visit(body))
            case Percent(body):
                return _located(operators["percent"], node, visit(body))

    return visit(tree)


def _known(table: Mapping[str, T], name: str, node: Tree) -> T:
    try:
        return table[name]
    except KeyError:
        raise AnswerError(f"{name} has no value here.", "", node.at) from None


def _located(function: Callable[..., T], node: Tree, *values: T) -> T:
    try:
        return function(*values)
    except AnswerError as error:
        if error.position is None:
            error.position = node.at
        raise
