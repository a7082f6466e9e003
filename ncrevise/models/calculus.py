"""Differentiation by rule (lecture notes 000, *Gradient descent*; 003 §4, the chain rule).

The rules stand as they are written on paper. ``u`` and ``v`` are functions, ``du`` and ``dv``
their derivatives, ``n`` a whole exponent and ``m`` the one below it. What is given and
returned are trees of ``ncrevise.answers``, so no algebra system is needed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.answers import evaluate, read_expression
from ncrevise.answers.algebra import (
    ONE,
    ZERO,
    minus,
    negative,
    over,
    plus,
    standard,
    substitute,
    times,
)
from ncrevise.answers.tidy import tidy
from ncrevise.answers.tree import Binary, Call, Name, Negative, Number, Tree, variables_of, walk
from ncrevise.errors import AnswerError, GivensError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ncrevise.answers import Real
    from ncrevise.maths.tree import Scalar

Names: TypeAlias = frozenset[str]

DERIVATIVES = {
    "exp": "exp(u)",
    "ln": "1/u",
    "sqrt": "1/(2*sqrt(u))",
    "sin": "cos(u)",
    "cos": "-sin(u)",
    "tan": "1/cos(u)^2",
    "tanh": "1 - tanh(u)^2",
    "sigmoid": "sigmoid(u)*(1 - sigmoid(u))",
}


@dataclass(frozen=True, slots=True)
class Calculus:
    """The rules that join derivatives; a mistake has one of them wrong."""

    power: str = "n*u^m"
    chain: str = "outer*inner"
    product: str = "du*v + u*dv"
    quotient: str = "(du*v - u*dv)/v^2"


CALCULUS = Calculus()
COMPOSITE = frozenset({"chain rule", "product rule", "quotient rule"})


@dataclass(frozen=True, slots=True)
class Applied:
    """One use of a rule.

    Attributes:
        tree: what was differentiated.
        rule: the rule's name.
        raw: what the rule gives, as it is first written down.
        parts: the functions it was applied to, where they are not plain variables.
        inner: for the chain rule, the inner derivative.
    """

    tree: Tree
    rule: str
    raw: Tree
    parts: tuple[Tree, ...] = ()
    inner: Tree | None = None


@lru_cache(maxsize=256)
def rule(text: str) -> Tree:
    """Read a rule."""
    return read_expression(text, ("u", "v", "du", "dv", "n", "m", "outer", "inner"))


def gradient(
    tree: Tree, names: tuple[str, ...], calculus: Calculus = CALCULUS, *, together: bool = False
) -> tuple[Tree, ...]:
    """Differentiate a formula by each of its variables, the others held fixed.

    Args:
        tree: a formula.
        names: its variables, in order.
        calculus: the rules.
        together: whether the others are let go as well, which is a mistake.

    Returns:
        One tidy formula a variable.
    """
    every = frozenset(names)
    return tuple(
        derivative(tree, every if together else frozenset({name}), calculus) for name in names
    )


@lru_cache(maxsize=1024)
def derivative(tree: Tree, names: Names, calculus: Calculus = CALCULUS) -> Tree:
    """Differentiate by some names and tidy up."""
    return tidy(apply(standard(tree), names, calculus).raw, decimals=has_decimals(tree))


def has_decimals(tree: Tree) -> bool:
    """Say whether a formula is written with decimals, such as ``0.5x``."""
    return any(isinstance(node, Number) and (node.places or 0) > 0 for node in walk(tree))


def constant(tree: Tree, names: Names) -> bool:
    """Say whether none of the names occurs."""
    return names.isdisjoint(variables_of(tree))


def apply(tree: Tree, names: Names, calculus: Calculus = CALCULUS) -> Applied:
    """Apply the rule for the outermost operation of a formula in standard form."""
    if constant(tree, names):
        return Applied(tree, "constant", ZERO)
    match tree:
        case Name():
            return Applied(tree, "power rule", ONE)
        case Negative(body):
            inside = apply(body, names, calculus)
            return replace(inside, tree=tree, raw=negative(inside.raw))
        case Binary("+" | "-" as op, u, v):
            join = plus if op == "+" else minus
            return Applied(
                tree, "sum rule", join(apply(u, names, calculus).raw, apply(v, names, calculus).raw)
            )
        case Binary("*", u, v) if constant(u, names):
            inside = apply(v, names, calculus)
            return replace(inside, tree=tree, raw=times(u, inside.raw))
        case Binary("*" | "/" as op, u, v) if constant(v, names):
            inside = apply(u, names, calculus)
            return replace(inside, tree=tree, raw=(times if op == "*" else over)(inside.raw, v))
        case Binary("^", u, Number(n)):
            powers: dict[str, Tree] = {"u": u, "n": Number(n), "m": Number(n - 1)}
            return chained(tree, u, substitute(rule(calculus.power), powers), names, calculus)
        case Call(name, (u,)):
            outer = substitute(rule(DERIVATIVES[name]), {"u": u})
            return chained(tree, u, outer, names, calculus)
        case Binary(op, u, v):
            both = {
                "u": u,
                "v": v,
                **{f"d{k}": inner(t, names, calculus) for k, t in (("u", u), ("v", v))},
            }
            called, text = (
                ("product", calculus.product) if op == "*" else ("quotient", calculus.quotient)
            )
            return Applied(tree, f"{called} rule", substitute(rule(text), both), (u, v))
        case _:
            raise NotImplementedError(f"no rule for {tree}")


def inner(tree: Tree, names: Names, calculus: Calculus) -> Tree:
    """Differentiate a part of a formula."""
    return tidy(apply(tree, names, calculus).raw)


def chained(tree: Tree, u: Tree, outer: Tree, names: Names, calculus: Calculus) -> Applied:
    """Multiply an outer derivative by the inner one, unless that is of a plain variable."""
    if isinstance(u, Name):
        name = "power rule" if isinstance(tree, Binary) else "standard derivative"
        return Applied(tree, name, outer)
    du = inner(u, names, calculus)
    raw = substitute(rule(calculus.chain), {"outer": outer, "inner": du})
    return Applied(tree, "chain rule", raw, (u,), du)


def steps(tree: Tree, names: Names) -> Iterator[Applied]:
    """Yield the rules used, term by term, inner functions before those they stand in."""
    for term in terms(tree):
        used = apply(term, names)
        for part in used.parts:
            for piece in terms(part):
                if apply(piece, names).rule in COMPOSITE:
                    yield from steps(piece, names)
        yield used


def terms(tree: Tree) -> Iterator[Tree]:
    """Part a formula into its terms, each with its sign."""
    match tree:
        case Binary("+", left, right):
            yield from terms(left)
            yield from terms(right)
        case Binary("-", left, right):
            yield from terms(left)
            yield from (negative(term) for term in terms(right))
        case _:
            yield tree


def check_smooth(tree: Tree) -> None:
    """Refuse functions without a derivative everywhere.

    Raises:
        GivensError: with the function's name.
    """
    for node in walk(standard(tree)):
        if isinstance(node, Call) and node.name not in DERIVATIVES:
            raise GivensError(
                f"{node.name} has a kink, where there is no gradient: use smooth functions, "
                f"such as {', '.join(DERIVATIVES)}."
            )


def check_point(trees: tuple[Tree, ...], point: Mapping[str, Scalar]) -> list[Real]:
    """Work formulas out at a point, exactly and within bounds.

    Raises:
        GivensError: when one has no value there, or far too large a one.
    """
    exact = {k: Fraction(v) if isinstance(v, int) else v for k, v in point.items()}
    try:
        return [evaluate(tree, exact) for tree in trees]
    except AnswerError as error:
        where = ", ".join(f"{name} = {float(value):g}" for name, value in point.items())
        raise GivensError(f"There is no gradient at {where}. {error}") from None
