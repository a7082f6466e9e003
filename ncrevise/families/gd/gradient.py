"""The gradient of a function of a few variables, by rule, and its value at a point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.answers import evaluate
from ncrevise.answers.algebra import negative
from ncrevise.answers.spelling import name_tex
from ncrevise.answers.tidy import tidy
from ncrevise.answers.tree import Call, walk
from ncrevise.errors import GivensError
from ncrevise.family import Family, given, mistake
from ncrevise.formulas import Formulas
from ncrevise.inputs.expression import names_of
from ncrevise.models import calculus, differentiation
from ncrevise.models.calculus import Calculus
from ncrevise.models.formula import work_out
from ncrevise.models.functions import check_kinds, function
from ncrevise.tape import NO_TAPE, Recorder, ops, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ncrevise.answers import Tree
    from ncrevise.draw import Draw
    from ncrevise.family import Results, Shown


@dataclass(frozen=True)
class Givens:
    """A function and a point."""

    f: Any = given("the function, such as x^2 + 3xy - exp(-x)", kind="expression")
    point: Any = given("the point, a coordinate for each variable in alphabetical order", shape="n")


@dataclass(frozen=True)
class Ranges:
    """The variables, the kinds of terms (see ``models.functions``) and the coordinates."""

    variables: tuple[str, ...] = ("x", "y")
    terms: tuple[str, ...] = ("mixed", "power", "power|linear")
    low: int = -2
    high: int = 3

    def __post_init__(self) -> None:
        check_kinds(self.terms)


def draw(d: Draw, r: Ranges) -> Givens:
    """Draw a sum of terms and a point of small whole coordinates."""
    f = function(d, r.variables, r.terms)
    # floats, so that quotients are shown as decimals
    return Givens(f, d.vector(len(r.variables), lambda: float(d.integer(r.low, r.high, skip=(0,)))))


def solve(g: Givens, tape: Recorder) -> Results:
    """Differentiate in one variable at a time, the others held fixed; then put the point in."""
    names = names_of(g.f)
    return at_point(g, names, calculus.gradient(g.f, names), tape)


def at_point(
    g: Givens, names: tuple[str, ...], trees: tuple[Tree, ...], tape: Recorder = NO_TAPE
) -> Results:
    """Work the derivatives out at the point."""
    where = {
        name: tape.given(name, value, name_tex(name))
        for name, value in zip(names, raw(g.point), strict=True)
    }
    slopes = []
    for name, tree in zip(names, trees, strict=True):
        rest = ", the rest held fixed" * (len(names) > 1)
        tape.begin(f"Differentiate with respect to ${name_tex(name)}${rest}")
        tape.algebra((g.f, name), partial(differentiation.rules_table, g.f, name))
        symbol = differentiation.partial_tex(name, names)
        slopes.append(tape.name(f"d_{name}", work_out(tree, where, tape), symbol=symbol))
    if len(names) == 1:
        return {"gradient": Formulas(trees, names, "f'"), "value": slopes[0]}
    place = ", ".join(f"{float(x):g}" for x in raw(g.point))
    value = tape.name(
        "value", ops.stack(slopes), "The gradient at the point", rf"\nabla f({place})"
    )
    return {"gradient": Formulas(trees, names, r"\nabla f"), "value": value}


def wrongly(
    g: Givens, wrong: Callable[[tuple[str, ...], tuple[Tree, ...]], tuple[Tree, ...]]
) -> Results | None:
    """Give the results of wrong derivatives, unless they are right here or have no value."""
    names = names_of(g.f)
    right = calculus.gradient(g.f, names)
    trees = wrong(names, right)
    if trees == right:
        return None
    try:
        return at_point(g, names, trees)
    except (ArithmeticError, ValueError):
        return None


def by_rules(g: Givens, rules: Calculus) -> Results | None:
    """Solve by other rules."""
    return wrongly(g, lambda names, _right: calculus.gradient(g.f, names, rules))


@mistake
def inner_derivative_dropped(g: Givens) -> Results | None:
    """You left the inner derivative out; the chain rule multiplies by it."""
    return by_rules(g, Calculus(chain="outer"))


@mistake
def product_of_derivatives(g: Givens) -> Results | None:
    """You multiplied the derivatives of the factors; the product rule is $u'v + uv'$."""
    return by_rules(g, Calculus(product="du*dv"))


@mistake
def exponent_kept(g: Givens) -> Results | None:
    """You kept the exponent of a power; it goes down by one as it comes to the front."""
    return by_rules(g, Calculus(power="n*u^n"))


@mistake
def quotient_turned(g: Givens) -> Results | None:
    """You took the quotient rule's terms in the wrong order; it is $(u'v - uv')/v^2$."""
    return by_rules(g, Calculus(quotient="(u*dv - du*v)/v^2"))


@mistake
def others_not_held(g: Givens) -> Results | None:
    """You let all variables vary at once; a partial derivative varies one, the rest held fixed."""
    return wrongly(g, lambda names, _right: calculus.gradient(g.f, names, together=True))


@mistake
def sign_turned(g: Givens) -> Results | None:
    r"""You gave $-\nabla f$, the direction of steepest descent; the gradient points uphill."""
    return wrongly(g, lambda _names, right: tuple(tidy(negative(tree)) for tree in right))


def check(g: Givens) -> None:
    """Refuse kinks, a point of other variables, and points where there is no gradient."""
    names = names_of(g.f)
    if not names:
        raise GivensError("f is a constant: type a variable, such as x^2.")
    if len(g.point) != len(names):
        raise GivensError(
            f"f is a function of {', '.join(names)}, so the point needs {len(names)} "
            f"coordinate{'s' * (len(names) > 1)}; it has {len(g.point)}."
        )
    trees = calculus.checked_gradient(g.f, names)
    calculus.check_point((g.f, *trees), dict(zip(names, g.point, strict=True)))


def dull(g: Givens, results: Results) -> bool:
    """Refuse slopes that are zero, tiny or huge, and functions at zero, such as ``e^0``."""
    slopes = np.abs(np.ravel(results["value"]))
    where = dict(zip(names_of(g.f), raw(g.point), strict=True))
    inner = (node.args[0] for node in walk(g.f) if isinstance(node, Call))
    return bool(
        (slopes < 0.01).any()
        or (slopes > 150).any()
        or any(evaluate(each, where) == 0 for each in inner)
    )


def shows(g: Givens) -> Mapping[str, Shown]:
    """Offer the function's name with its variables, and these as a point."""
    names = names_of(g.f)
    return {
        "f_of": differentiation.signature(names),
        "variables": differentiation.coordinates(names),
        "at": differentiation.point(g.point),
    }


FAMILY = Family(
    title="Gradient of a function",
    source="Duan, Neural Computation Revision 1, §1; Wei, CSC413, §4",
    givens=Givens,
    ranges=Ranges,
    draw=draw,
    solve=solve,
    results={"gradient": "the gradient", "value": "the gradient at the point"},
    mistakes=(
        inner_derivative_dropped,
        product_of_derivatives,
        exponent_kept,
        quotient_turned,
        others_not_held,
        sign_turned,
    ),
    dull=dull,
    check=check,
    shows=shows,
)
