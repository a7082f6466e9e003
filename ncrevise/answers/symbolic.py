"""Trees as sympy expressions, node by node: no text of a student's ever reaches sympy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ncrevise.answers.fold import fold
from ncrevise.answers.limits import EXPONENT, NODES
from ncrevise.answers.tree import (
    Binary,
    Call,
    Negative,
    Number,
    Percent,
    Tree,
    size,
    variables_of,
    walk,
)
from ncrevise.answers.values import evaluate
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEAVIEST = 1024  # bounds the bits of any number sympy may multiply out
BROKEN = {"abs", "relu", "max", "min"}  # equal in one region says nothing of the next
_MOST_TERMS = 500  # after expanding


def to_sympy(tree: Tree, symbols: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401
    """Build the sympy expression of a tree.

    Args:
        tree: an expression of at most 200 nodes.
        symbols: the sympy symbol of each variable; real symbols unless given.

    Raises:
        AnswerError: when sympy might take long over it.
    """
    import sympy

    if size(tree) > NODES or _weight(tree) > _HEAVIEST:
        raise AnswerError("That is too large to work with as a formula: simplify it.")
    names = {node: sympy.Symbol(node, real=True) for node in variables_of(tree)} | dict(
        symbols or {}
    )
    return fold(
        tree,
        number=lambda value: sympy.Rational(value.numerator, value.denominator),
        names=names | dict(symbols or {}),
        functions=_functions(),
        constants={"pi": sympy.pi, "e": sympy.E},
    )


def equal_when_expanded(left: Tree, right: Tree) -> bool:
    """Whether the difference of two formulas expands to zero; False when that is too much."""
    import sympy

    if _terms(left) + _terms(right) > _MOST_TERMS:
        return False
    if any(isinstance(node, Call) and node.name in BROKEN for node in (*walk(left), *walk(right))):
        return False  # comparing sizes may make sympy work out any number of digits
    try:
        difference = to_sympy(Binary("-", left, right))
    except AnswerError:
        return False
    return bool(difference == 0 or sympy.expand(difference) == 0)


def _functions() -> dict[str, Any]:
    import sympy

    return {
        **{name: getattr(sympy, name) for name in ("sqrt", "exp", "ln", "sin", "cos", "tan")},
        "tanh": sympy.tanh,
        "abs": sympy.Abs,
        "max": sympy.Max,
        "min": sympy.Min,
        "log2": lambda value: sympy.log(value) / sympy.log(2),
        "log10": lambda value: sympy.log(value) / sympy.log(10),
        "sigmoid": lambda value: 1 / (1 + sympy.exp(-value)),
        "relu": lambda value: sympy.Max(value, 0),
    }


def _exponent(tree: Tree) -> int | None:
    """Return the size of a constant, rounded up, or None when it has no value in bounds."""
    try:
        value = evaluate(tree)
    except AnswerError:
        return None
    return math.ceil(max(value, -value))


def _weight(tree: Tree) -> int:
    """Bound the bits of the numbers and the degree that working the tree out may give."""
    match tree:
        case Number(value):
            return value.numerator.bit_length() + value.denominator.bit_length()
        case Binary("^", left, right):
            power = 1 if variables_of(right) else _exponent(right)
            return _HEAVIEST + 1 if power is None else _weight(left) * power + _weight(right)
        case Binary(_, left, right):
            return _weight(left) + _weight(right) + 1
        case Negative(body) | Percent(body):
            return _weight(body) + 7
        case Call(_, args):
            unbounded = not variables_of(tree) and _exponent(tree) is None
            return _HEAVIEST + 1 if unbounded else sum(map(_weight, args)) + 1
        case _:
            return 1


def _terms(tree: Tree) -> int:
    """Bound the terms of a tree once expanded."""
    match tree:
        case Binary("^", left, right):
            power, base = _exponent(right) or EXPONENT, _terms(left)
            return min(base ** min(power, EXPONENT), _MOST_TERMS + 1) if base > 1 else 1
        case Binary("*" | "/", left, right):
            return min(_terms(left) * _terms(right), _MOST_TERMS + 1)
        case Binary(_, left, right):
            return _terms(left) + _terms(right)
        case Negative(body) | Percent(body):
            return _terms(body)
        case Call(_, args):
            return max(map(_terms, args))
        case _:
            return 1
