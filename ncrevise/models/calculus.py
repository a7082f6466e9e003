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
    is_zero,
    minus,
    negative,
    over,
    plus,
    standard,
    substitute,
    times,
    whole,
)
from ncrevise.answers.tidy import tidy
from ncrevise.answers.tree import Binary, Call, Name, Negative, Number, Tree, size, walk
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
    """The rules that join derivatives; a mistake has one of them wrong.

    Args:
        power: of a power ``u^n``, before the chain rule.
        chain: of a function in a function.
        product: of ``u v``.
        quotient: of ``u/v``.
        decimals: whether what comes of them is written 0.5 or 1/2.
    """

    power: str = "n*u^m"
    chain: str = "outer*inner"
    product: str = "du*v + u*dv"
    quotient: str = "(du*v - u*dv)/v^2"
    decimals: bool = False

    def tidied(self, tree: Tree) -> Tree:
        """Tidy a formula up."""
        return tidy(tree, decimals=self.decimals)

    def for_writing(self, tree: Tree) -> Calculus:
        """Write decimals where a formula is written with them, such as ``0.5x``."""
        return replace(self, decimals=True) if has_decimals(tree) else self


CALCULUS = Calculus()
LONGEST = 1200  # nodes of a gradient
CONSTANT, POWER, CHAIN = "constant", "power rule", "chain rule"
PRODUCT, QUOTIENT = "product rule", "quotient rule"
COMPOSITE = frozenset({CHAIN, PRODUCT, QUOTIENT})


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


@lru_cache(maxsize=256)
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
        One tidy formula a variable, in standard form.
    """
    plain, calculus = standard(tree), calculus.for_writing(tree)
    chosen = [frozenset(names)] if together else [frozenset({name}) for name in names]
    found = [calculus.tidied(apply(plain, each, calculus).raw) for each in chosen]
    return tuple(found) * (len(names) if together else 1)


def has_decimals(tree: Tree) -> bool:
    """Say whether a formula is written with decimals, such as ``0.5x``."""
    return any(isinstance(node, Number) and (node.places or 0) > 0 for node in walk(tree))


def apply(tree: Tree, names: Names, calculus: Calculus = CALCULUS) -> Applied:
    """Apply the rule for the outermost operation of a formula in standard form."""
    match tree:
        case Name(name):
            known = name in names
            return Applied(tree, POWER if known else CONSTANT, ONE if known else ZERO)
        case Negative(body):
            inside = apply(body, names, calculus)
            return replace(inside, tree=tree, raw=negative(inside.raw))
        case Binary("^", u, Number(n)):
            powers: dict[str, Tree] = {"u": u, "n": Number(n), "m": whole(n.numerator - 1)}
            return chained(tree, u, calculus.power, powers, names, calculus)
        case Binary(op, u, v):
            return joined(tree, op, apply(u, names, calculus), apply(v, names, calculus), calculus)
        case Call(name, (u,)):
            return chained(tree, u, DERIVATIVES[name], {"u": u}, names, calculus)
        case _:
            return Applied(tree, CONSTANT, ZERO)


def joined(tree: Tree, op: str, left: Applied, right: Applied, calculus: Calculus) -> Applied:
    """Differentiate a sum, product or quotient, given what became of its sides."""
    u, v, du, dv = left.tree, right.tree, left.raw, right.raw
    if op in "+-":
        raw = plus(du, dv) if op == "+" else minus(du, dv)
        return Applied(tree, CONSTANT if is_zero(raw) else "sum rule", raw)
    if op == "*" and is_zero(du):
        return replace(right, tree=tree, raw=times(u, dv))
    if is_zero(dv):
        return replace(left, tree=tree, raw=times(du, v) if op == "*" else over(du, v))
    name, text = (PRODUCT, calculus.product) if op == "*" else (QUOTIENT, calculus.quotient)
    parts: dict[str, Tree] = {"u": u, "v": v, "du": calculus.tidied(du), "dv": calculus.tidied(dv)}
    return Applied(tree, name, substitute(rule(text), parts), (u, v))


def chained(
    tree: Tree, u: Tree, outer: str, names: dict[str, Tree], wrt: Names, calculus: Calculus
) -> Applied:
    """Multiply an outer derivative by the inner one, unless that is of a plain variable."""
    inside = apply(u, wrt, calculus)
    if is_zero(inside.raw):
        return Applied(tree, CONSTANT, ZERO)
    slope = substitute(rule(outer), names)
    if isinstance(u, Name):
        return Applied(tree, POWER if isinstance(tree, Binary) else "standard derivative", slope)
    du = calculus.tidied(inside.raw)
    raw = substitute(rule(calculus.chain), {"outer": slope, "inner": du})
    return Applied(tree, CHAIN, raw, (u,), du)


def steps(tree: Tree, names: Names, calculus: Calculus = CALCULUS) -> Iterator[Applied]:
    """Yield the rules used, term by term, inner functions before those they stand in.

    Args:
        tree: a formula in standard form.
        names: the variables to differentiate by.
        calculus: the rules.
    """
    for term in terms(tree):
        used = apply(term, names, calculus)
        for part in used.parts:
            for piece in terms(part):
                if apply(piece, names, calculus).rule in COMPOSITE:
                    yield from steps(piece, names, calculus)
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


def checked_gradient(tree: Tree, names: tuple[str, ...]) -> tuple[Tree, ...]:
    """Differentiate a formula that somebody typed.

    Raises:
        GivensError: for a function with a kink, or a formula that grows too long.
    """
    for node in walk(standard(tree)):
        if isinstance(node, Call) and node.name not in DERIVATIVES:
            raise GivensError(
                f"{node.name} has a kink, where there is no gradient: use smooth functions, "
                f"such as {', '.join(DERIVATIVES)}."
            )
    try:
        found = gradient(tree, names)
    except AnswerError as error:
        raise GivensError(f"f can't be differentiated: {error}") from None
    if sum(map(size, found)) > LONGEST:
        raise GivensError("The gradient of f is too long to write out: simplify f.")
    return found


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
