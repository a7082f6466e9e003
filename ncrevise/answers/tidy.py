"""A formula as a person would leave it: like terms together, numbers in front, no ``2x·3``.

A sum is a list of terms; a term is a number and its factors, each with a whole exponent.
Brackets stay closed unless opening them makes the formula shorter.
"""

from __future__ import annotations

from dataclasses import dataclass
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
LARGEST = 60  # nodes of a formula whose brackets may be opened
FINEST = 10**9  # a fraction with a divisor of this below may be written as a decimal


@lru_cache(maxsize=4096)
def tidy(tree: Tree, *, decimals: bool = False) -> Tree:
    """Collect, cancel and order.

    Args:
        tree: a formula in standard form.
        decimals: whether 1/2 is written 0.5.

    Raises:
        AnswerError: when it divides by zero.
    """
    closed = Tidier(decimals, opened=False).tidied(tree)
    if not has_brackets(closed) or size(closed) > LARGEST:
        return closed
    opened = Tidier(decimals, opened=True).tidied(tree)
    return opened if size(opened) < size(closed) else closed


def has_brackets(tree: Tree) -> bool:
    """Say whether a sum is a factor somewhere."""
    return any(
        isinstance(side, Binary) and side.op in "+-"
        for node in walk(tree)
        if isinstance(node, Binary) and node.op in "*/^"
        for side in (node.left, node.right)
    )


@dataclass(frozen=True, slots=True)
class Tidier:
    """One way of tidying up.

    Args:
        decimals: whether 1/2 is written 0.5.
        opened: whether brackets are multiplied out.
    """

    decimals: bool
    opened: bool

    def tidied(self, tree: Tree) -> Tree:
        """Tidy a formula up."""
        return self.summed(self.terms_of(tree))

    def terms_of(self, tree: Tree) -> Terms:
        """List the terms of a formula."""
        match tree:
            case Number(value):
                return [(plain(value), {})] if value.numerator else []
            case Negative(body):
                return scaled(self.terms_of(body), -1)
            case Percent(body):
                return scaled(self.terms_of(body), Fraction(1, 100))
            case Binary("^", base, Number(exponent)) if exponent.denominator == 1:
                return self.raised(self.terms_of(base), exponent.numerator)
            case Binary("^", base, exponent):
                return [(1, {Binary("^", self.inner(base), self.inner(exponent)): 1})]
            case Binary(op, left, right):
                return self.joined(op, self.terms_of(left), self.terms_of(right))
            case Call(name, args):
                inner = tuple(map(self.inner, args))
                return [(1, {} if name == "exp" and is_zero(inner[0]) else {Call(name, inner): 1})]
            case _:
                return [(1, {tree: 1})]

    def inner(self, tree: Tree) -> Tree:
        """Tidy up what stands inside a function."""
        return tidy(tree, decimals=self.decimals)

    def joined(self, op: str, left: Terms, right: Terms) -> Terms:
        """Combine two sums."""
        match op:
            case "+":
                return collected(left + right)
            case "-":
                return collected(left + scaled(right, -1))
            case "*" if self.opened and 1 < len(left) * len(right) <= MOST_TERMS:
                return collected([multiplied(a, b) for a in left for b in right])
            case "*" if left and right:
                return [multiplied(self.bracketed(left), self.bracketed(right))]
            case "*":
                return []
            case _:
                return self.divided(left, right)

    def divided(self, top: Terms, bottom: Terms) -> Terms:
        """Divide; a number below goes into every term."""
        if not bottom:
            raise AnswerError("This divides by zero.")
        if not top:
            return []
        number, factors = self.bracketed(bottom)
        part = plain(Fraction(1) / number)
        if not factors:
            return scaled(top, part)
        return [multiplied(self.bracketed(top), (part, {f: -k for f, k in factors.items()}))]

    def raised(self, terms: Terms, exponent: int) -> Terms:
        """Raise to a whole power."""
        if not exponent:
            return [(1, {})]
        if not terms:
            return self.divided([(1, {})], []) if exponent < 0 else []
        number, factors = self.bracketed(terms)
        return [
            (plain(Fraction(number) ** exponent), {f: k * exponent for f, k in factors.items()})
        ]

    def bracketed(self, terms: Terms) -> Term:
        """Make one term: a sum becomes a factor, a minus on all its terms goes before it."""
        if len(terms) == 1:
            return terms[0]
        if all(number < 0 for number, _ in terms):
            return -1, {self.summed(scaled(terms, -1)): 1}
        return 1, {self.summed(terms): 1}

    def summed(self, terms: Terms) -> Tree:
        """Write a sum."""
        total: Tree = ZERO
        for number, factors in terms:
            if number > 0:
                total = plus(total, self.product_of(number, factors))
            else:
                total = minus(total, self.product_of(-number, factors))
        return total

    def product_of(self, number: Rational, factors: dict[Tree, int]) -> Tree:
        """Write a term: number, names, other factors, exponentials; below the line the rest."""
        above: Tree = whole(number.numerator)
        below: Tree = whole(number.denominator)
        if self.decimals and FINEST % number.denominator == 0:
            above, below = Number(Fraction(number)), ONE
        for factor, exponent in sorted(factors.items(), key=lambda item: rank(item[0])):
            if exponent > 0:
                above = times(above, self.raised_factor(factor, exponent))
            else:
                below = times(below, self.raised_factor(factor, -exponent))
        return over(above, below)

    def raised_factor(self, factor: Tree, exponent: int) -> Tree:
        """Write a factor with its exponent, which an exponential takes inside."""
        match factor:
            case Call("exp", (inner,)) if exponent != 1:
                return Call("exp", (self.inner(times(whole(exponent), inner)),))
            case _:
                return power(factor, whole(exponent))


def plain(value: Rational) -> Rational:
    """Make a fraction that is whole a whole number."""
    return value.numerator if value.denominator == 1 else value


def scaled(terms: Terms, factor: Rational) -> Terms:
    """Multiply by a number."""
    return [(plain(number * factor), factors) for number, factors in terms]


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
