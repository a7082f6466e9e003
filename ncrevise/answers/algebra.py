"""Trees put together from trees: without ``1·x``, ``x + 0`` and ``x¹``."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from ncrevise.answers.fold import fold
from ncrevise.answers.tree import (
    Binary,
    Call,
    Constant,
    Name,
    Negative,
    Number,
    Tree,
    variables_of,
)
from ncrevise.answers.values import evaluate
from ncrevise.answers.vocabulary import ARITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@lru_cache(maxsize=1024)
def whole(value: int) -> Number:
    """Write a whole number."""
    return Number(Fraction(value))


ZERO, ONE, HUNDRED = whole(0), whole(1), whole(100)
HALF = Fraction(1, 2)


def is_zero(tree: Tree) -> bool:
    """Say whether a tree is the number 0."""
    return type(tree) is Number and tree.value.numerator == 0


def is_one(tree: Tree) -> bool:
    """Say whether a tree is the number 1."""
    return type(tree) is Number and tree.value.numerator == tree.value.denominator


def plus(left: Tree, right: Tree) -> Tree:
    """Add."""
    if is_zero(left):
        return right
    if isinstance(right, Negative):
        return minus(left, right.body)
    return left if is_zero(right) else Binary("+", left, right)


def minus(left: Tree, right: Tree) -> Tree:
    """Subtract."""
    if is_zero(left):
        return negative(right)
    if isinstance(right, Negative):
        return plus(left, right.body)
    return left if is_zero(right) else Binary("-", left, right)


def times(left: Tree, right: Tree) -> Tree:
    """Multiply."""
    if is_one(left) or is_zero(right):
        return right
    return left if is_zero(left) or is_one(right) else Binary("*", left, right)


def over(top: Tree, bottom: Tree) -> Tree:
    """Divide."""
    return top if is_zero(top) or is_one(bottom) else Binary("/", top, bottom)


def power(base: Tree, exponent: Tree) -> Tree:
    """Raise to a power."""
    if is_zero(exponent):
        return ONE
    return base if is_one(exponent) else Binary("^", base, exponent)


def negative(body: Tree) -> Tree:
    """Change the sign."""
    if is_zero(body):
        return ZERO
    return body.body if isinstance(body, Negative) else Negative(body)


NEAT: dict[str, Callable[..., Tree]] = {
    "+": plus,
    "-": minus,
    "*": times,
    "/": over,
    "^": power,
    "negative": negative,
    "percent": lambda body: over(body, HUNDRED),
}
CONSTANTS: dict[str, Tree] = {name: Constant(name) for name in ("pi", "e")}


def calling(name: str) -> Callable[..., Tree]:
    """Make the function that writes a call."""
    return lambda *args: Call(name, args)


CALLS = {name: calling(name) for name in ARITIES}
NATURAL: dict[str, Callable[..., Tree]] = {
    **CALLS,
    **{
        f"log{base}": lambda body, base=base: over(Call("ln", (body,)), Call("ln", (whole(base),)))
        for base in (2, 10)
    },
}


def substitute(tree: Tree, names: Mapping[str, Tree]) -> Tree:
    """Put trees in the place of names."""
    return fold(
        tree, number=Number, names=names, functions=CALLS, operators=NEAT, constants=CONSTANTS
    )


@lru_cache(maxsize=1024)
def standard(tree: Tree) -> Tree:
    """Write powers and logarithms in one way: whole powers, ``sqrt``, ``exp`` and ``ln``.

    Raises:
        AnswerError: for an exponent without a value, such as ``1/0``.
    """
    return fold(
        tree,
        number=Number,
        names={name: Name(name) for name in variables_of(tree)},
        functions=NATURAL,
        operators={**NEAT, "^": standard_power},
        constants=CONSTANTS,
    )


def standard_power(base: Tree, exponent: Tree) -> Tree:
    """Write a power as a whole power, a root or an exponential."""
    if base == CONSTANTS["e"]:
        return Call("exp", (exponent,))
    value = None if variables_of(exponent) else evaluate(exponent)
    if isinstance(value, Fraction) and value.denominator == 1:
        return power(base, Number(value))
    if value == HALF:
        return Call("sqrt", (base,))
    return Call("exp", (times(exponent, Call("ln", (base,))),))
