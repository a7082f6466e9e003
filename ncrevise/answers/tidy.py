"""A formula as a person would leave it: like terms together, numbers in front, no ``2x·3``.

A sum is a list of terms; a term is a number and its factors, each with a whole exponent.
Brackets stay closed unless opening them makes the formula shorter.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from ncrevise.answers.algebra import ONE, ZERO, is_zero, minus, over, plus, power, times, whole
from ncrevise.answers.expressions import name_order
from ncrevise.answers.tree import (
    Binary,
    Call,
    Constant,
    Name,
    Negative,
    Number,
    Percent,
    Tree,
    size,
    walk,
)
from ncrevise.errors import AnswerError

Rational: TypeAlias = int | Fraction  # whole numbers are many times faster
Term: TypeAlias = tuple[Rational, dict[Tree, int]]
Terms: TypeAlias = list[Term]

MOST_TERMS = 60  # of a product that is multiplied out
FINEST = 10**9  # a fraction with a divisor of this below is written as a decimal


@lru_cache(maxsize=4096)
def tidy(tree: Tree, *, decimals: bool = False) -> Tree:
    """Collect, cancel and order.

    Args:
        tree: a formula in standard form.
        decimals: whether 1/2 is written 0.5.

    Raises:
        AnswerError: when it divides by zero.
    """
    closed = summed(terms_of(tree, opened=False), decimals=decimals)
    if not has_brackets(closed):
        return closed
    opened = summed(terms_of(tree, opened=True), decimals=decimals)
    return opened if size(opened) < size(closed) else closed


def has_brackets(tree: Tree) -> bool:
    """Say whether a sum is a factor somewhere."""
    return any(
        isinstance(side, Binary) and side.op in "+-"
        for node in walk(tree)
        if isinstance(node, Binary) and node.op in "*/^"
        for side in (node.left, node.right)
    )


def terms_of(tree: Tree, *, opened: bool) -> Terms:
    """List the terms of a formula; ``opened`` multiplies brackets out."""
    match tree:
        case Number(value):
            return [(plain(value), {})] if value.numerator else []
        case Negative(body):
            return scaled(terms_of(body, opened=opened), -1)
        case Percent(body):
            return scaled(terms_of(body, opened=opened), Fraction(1, 100))
        case Binary("^", base, Number(exponent)) if exponent.denominator == 1:
            return raised(terms_of(base, opened=opened), exponent.numerator)
        case Binary("^", base, exponent):
            return [(1, {Binary("^", tidy(base), tidy(exponent)): 1})]
        case Binary(op, left, right):
            return joined(op, terms_of(left, opened=opened), terms_of(right, opened=opened), opened)
        case Call(name, args):
            inner = tuple(tidy(arg) for arg in args)
            return [(1, {} if name == "exp" and is_zero(inner[0]) else {Call(name, inner): 1})]
        case _:
            return [(1, {tree: 1})]


def joined(op: str, left: Terms, right: Terms, opened: bool) -> Terms:
    """Combine two sums."""
    match op:
        case "+":
            return collected(left + right)
        case "-":
            return collected(left + scaled(right, -1))
        case "*" if opened and 1 < len(left) * len(right) <= MOST_TERMS:
            return collected([multiplied(a, b) for a in left for b in right])
        case "*":
            return [multiplied(bracketed(left), bracketed(right))] if left and right else []
        case _:
            return divided(left, right)


def divided(top: Terms, bottom: Terms) -> Terms:
    """Divide; a number below goes into every term."""
    if not bottom:
        raise AnswerError("This divides by zero.")
    if not top:
        return []
    number, factors = bracketed(bottom)
    if not factors:
        return scaled(top, Fraction(1) / number)
    return [
        multiplied(
            bracketed(top), (plain(Fraction(1) / number), {f: -k for f, k in factors.items()})
        )
    ]


def raised(terms: Terms, exponent: int) -> Terms:
    """Raise to a whole power."""
    if not exponent:
        return [(1, {})]
    if not terms:
        return divided([(1, {})], []) if exponent < 0 else []
    number, factors = bracketed(terms)
    return [(plain(Fraction(number) ** exponent), {f: k * exponent for f, k in factors.items()})]


def plain(value: Rational) -> Rational:
    """Make a fraction that is whole a whole number."""
    return value.numerator if value.denominator == 1 else value


def scaled(terms: Terms, factor: Rational) -> Terms:
    """Multiply by a number."""
    return [(plain(number * factor), factors) for number, factors in terms]


def bracketed(terms: Terms) -> Term:
    """Make one term: a sum becomes a factor, its sign before the bracket when all are minus."""
    if len(terms) == 1:
        return terms[0]
    if all(number < 0 for number, _ in terms):
        return -1, {summed(scaled(terms, -1)): 1}
    return 1, {summed(terms): 1}


def multiplied(one: Term, other: Term) -> Term:
    """Multiply two terms."""
    factors = dict(one[1])
    for factor, exponent in other[1].items():
        factors[factor] = factors.get(factor, 0) + exponent
    return plain(one[0] * other[0]), {factor: k for factor, k in factors.items() if k}


def collected(terms: Terms) -> Terms:
    """Add terms with the same factors, each where the first of them stood."""
    found: dict[frozenset[tuple[Tree, int]], Term] = {}
    for number, factors in terms:
        key = frozenset(factors.items())
        before, first = found.get(key) or (0, factors)
        found[key] = (plain(before + number), first)
    return [term for term in found.values() if term[0]]


def summed(terms: Terms, *, decimals: bool = False) -> Tree:
    """Write a sum."""
    total: Tree = ZERO
    for number, factors in terms:
        size_of = number if number > 0 else -number
        term = product_of(size_of, factors, decimals=decimals)
        total = plus(total, term) if number > 0 else minus(total, term)
    return total


def product_of(number: Rational, factors: dict[Tree, int], *, decimals: bool) -> Tree:
    """Write a term: its number, names, other factors, exponentials; below the line the rest."""
    ordered = sorted(factors.items(), key=lambda item: rank(item[0]))
    above: Tree
    below: Tree
    if decimals and FINEST % number.denominator == 0:
        above, below = Number(Fraction(number)), ONE
    else:
        above, below = whole(number.numerator), whole(number.denominator)
    for factor, exponent in ordered:
        if exponent > 0:
            above = times(above, raised_factor(factor, exponent))
        else:
            below = times(below, raised_factor(factor, -exponent))
    return over(above, below)


def raised_factor(factor: Tree, exponent: int) -> Tree:
    """Write a factor with its exponent, which an exponential takes inside."""
    match factor:
        case Call("exp", (inner,)) if exponent != 1:
            return Call("exp", (tidy(times(whole(exponent), inner)),))
        case _:
            return power(factor, whole(exponent))


def rank(factor: Tree) -> tuple[int, tuple[str, int]]:
    """Say where a factor stands in its term."""
    match factor:
        case Constant():
            return 0, ("", 0)
        case Name(name):
            return 1, name_order(name)
        case Call("exp"):
            return 3, ("", 0)
        case _:
            return 2, ("", 0)
