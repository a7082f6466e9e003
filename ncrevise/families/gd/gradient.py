"""The gradient of a function of a few variables, by rule, and its value at a point."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.answers import evaluate
from ncrevise.answers.algebra import negative
from ncrevise.answers.spelling import name_tex
from ncrevise.answers.tidy import tidy
from ncrevise.answers.tree import Call, walk
from ncrevise.errors import GivensError
from ncrevise.exhibits import differentiation
from ncrevise.family import Array, Family, Number, Recorder, given, givens, result, results
from ncrevise.formulas import Formulas
from ncrevise.givens.kinds.expression import names_of
from ncrevise.models import calculus
from ncrevise.models.calculus import Calculus
from ncrevise.models.formula import work_out
from ncrevise.problems.functions import check_kinds, function
from ncrevise.tape import ops, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ncrevise.answers import Tree
    from ncrevise.draw import Draw
    from ncrevise.family import Showable
    from ncrevise.givens.kinds.expression import Expression

    Names = tuple[str, ...]
    Trees = tuple[Tree, ...]

grad = Family["Givens", "Results"](
    "Gradient of a function",
    source="Duan, Neural Computation Revision 1, §1; Wei, CSC413, §4",
)


@givens
class Givens:
    """A function and a point."""

    f: Expression = given("the function, such as x^2 + 3xy - exp(-x)")
    point: Array = given("the point, a coordinate for each variable in alphabetical order", "n")


@results
class Results:
    """The gradient."""

    gradient: Formulas = result("the gradient")
    value: Array | Number = result("the gradient at the point", "n")


@grad.draw
def draw(
    d: Draw,
    *,
    variables: Names = ("x", "y"),
    terms: Names = ("mixed", "power", "power|linear"),
    low: int = -2,
    high: int = 3,
) -> Mapping[str, object]:
    """Draw a sum of terms (see ``problems.functions``) and a point of small whole coordinates."""
    check_kinds(terms)
    f = function(d, variables, terms)
    # floats, so that quotients are shown as decimals
    at = d.vector(len(variables), lambda: float(d.integer(low, high, skip=(0,))))
    return {"f": f, "point": at}


def by_rule(names: Names, f: Expression) -> Trees:
    """Differentiate in each variable."""
    return calculus.gradient(f, names)


@grad.solve
def solve(
    g: Givens, tape: Recorder, *, rules: Callable[[Names, Expression], Trees] = by_rule
) -> Results:
    """Differentiate in one variable at a time, the others held fixed; then put the point in."""
    names = names_of(g.f)
    derived = Formulas(rules(names, g.f), names, differentiation.gradient_tex(names))
    formula = tape.symbolic("gradient", derived)
    where = {
        name: tape.given(name, value, name_tex(name))
        for name, value in zip(names, raw(g.point), strict=True)
    }
    slopes = []
    for name, tree in zip(names, formula.trees, strict=True):
        rest = ", the rest held fixed" * (len(names) > 1)
        tape.begin(f"Differentiate with respect to ${name_tex(name)}${rest}")
        tape.algebra((g.f, name), partial(differentiation.rules_table, g.f, name))
        found = work_out(tree, where, tape)
        slopes.append(
            tape.name(f"d_{name}", found, symbol=differentiation.partial_tex(name, names))
        )
    if len(names) == 1:
        return Results(formula, slopes[0])
    place = ", ".join(f"{float(x):g}" for x in raw(g.point))
    value = tape.name(
        "value", ops.stack(slopes), "The gradient at the point", rf"\nabla f({place})"
    )
    return Results(formula, value)


def slip(rules: Calculus) -> Callable[[Names, Expression], Trees]:
    """Differentiate by other rules."""
    return lambda names, f: calculus.gradient(f, names, rules)


inner_derivative_dropped = grad.wrong(
    "You left the inner derivative out; the chain rule multiplies by it.",
    rules=slip(Calculus(chain="outer")),
    moot=True,
)
product_of_derivatives = grad.wrong(
    "You multiplied the derivatives of the factors; the product rule is $u'v + uv'$.",
    rules=slip(Calculus(product="du*dv")),
    moot=True,
)
exponent_kept = grad.wrong(
    "You kept the exponent of a power; it goes down by one as it comes to the front.",
    rules=slip(Calculus(power="n*u^n")),
    moot=True,
)
quotient_turned = grad.wrong(
    "You took the quotient rule's terms in the wrong order; it is $(u'v - uv')/v^2$.",
    rules=slip(Calculus(quotient="(u*dv - du*v)/v^2")),
    moot=True,
)
others_not_held = grad.wrong(
    "You let all variables vary at once; a partial derivative varies one, the rest held fixed.",
    rules=lambda names, f: calculus.gradient(f, names, together=True),
    moot=True,
)
sign_turned = grad.wrong(
    r"You gave $-\nabla f$, the direction of steepest descent; the gradient points uphill.",
    rules=lambda names, f: tuple(tidy(negative(tree)) for tree in calculus.gradient(f, names)),
    moot=True,
)


@grad.check
def differentiable(g: Givens) -> None:
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
    calculus.check_point((g.f, *trees), dict(zip(names, raw(g.point).tolist(), strict=True)))


@grad.dull
def plain(g: Givens, found: Results) -> bool:
    """Refuse slopes that are zero, tiny or huge, and functions at zero, such as ``e^0``."""
    slopes = np.abs(np.ravel(np.asarray(raw(found.value), dtype=float)))
    where = dict(zip(names_of(g.f), raw(g.point), strict=True))
    inner = (node.args[0] for node in walk(g.f) if isinstance(node, Call))
    return bool(
        (slopes < 0.01).any()
        or (slopes > 150).any()
        or any(evaluate(each, where) == 0 for each in inner)
    )


@grad.shows
def written(g: Givens) -> Showable:
    """Write the function's name with its variables, and these as a point."""
    names = names_of(g.f)
    return {
        "f_of": differentiation.signature(names),
        "variables": differentiation.coordinates(names),
        "at": differentiation.point(raw(g.point).tolist()),
    }
