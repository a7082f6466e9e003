"""Gradient descent on a given function: the gradient, a few steps, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.answers.spelling import name_tex
from ncrevise.errors import GivensError
from ncrevise.family import Family, given, mistake
from ncrevise.formulas import Formulas
from ncrevise.inputs.expression import names_of
from ncrevise.models import calculus, differentiation
from ncrevise.models.formula import entries, gradient_at, value_at
from ncrevise.models.functions import bowl
from ncrevise.models.optimisers import descent
from ncrevise.tape import NO_TAPE, Recorder, Tensor, ops, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ncrevise.draw import Draw
    from ncrevise.family import Results, Shown

    Walk = Callable[..., list[Tensor]]

MOST_STEPS = 50
FARTHEST = 1e9


@dataclass(frozen=True)
class Givens:
    """A function, where to start, how far to go and how often."""

    f: Any = given("the function, such as w1^2 + w1*w2 + 2w2^2", kind="expression")
    w: Any = given("the start, a coordinate for each variable in alphabetical order", shape="n")
    eta: Any = given("the learning rate", low=0, high=1000, symbol=r"\eta")
    steps: int = given("the number of steps", kind="count", low=1, high=MOST_STEPS, default=1)


@dataclass(frozen=True)
class Ranges:
    """The variables, the shape of the function (see ``models.functions``), and the steps."""

    variables: tuple[str, ...] = ("w",)
    shapes: tuple[str, ...] = ("quadratic",)
    etas: tuple[float, ...] = (0.1, 0.25)
    steps: int = 2
    low: int = -3
    high: int = 4


def draw(d: Draw, r: Ranges) -> Givens:
    """Draw a function with a valley and a start of small whole coordinates."""
    f = bowl(d, r.variables, d.choice(r.shapes))
    w = d.vector(len(r.variables), lambda: d.integer(r.low, r.high, skip=(0,)))
    return Givens(f, w, d.choice(r.etas), r.steps)


def letter_of(names: tuple[str, ...]) -> str:
    """Choose the point's letter: that of the variables when they share one, else w."""
    letters = {name_tex(name).partition("_")[0] for name in names}
    return letters.pop() if len(letters) == 1 else "w"


def solve(g: Givens, tape: Recorder, walk: Walk = descent.descend) -> Results:
    """Find the gradient as a formula; then step against it, working it out anew at every point."""
    names = names_of(g.f)
    trees = calculus.gradient(g.f, names)
    letter = letter_of(names)
    start = raw(g.w)
    w = tape.given("w0", start if len(names) > 1 else start[0], f"{letter}^{{(0)}}")
    formula = Formulas(trees, names, "f'" if len(names) == 1 else r"\nabla f")
    tape.begin("The derivative" if len(names) == 1 else "The gradient")
    if len(names) > 1 and not name_tex(names[0]).startswith(f"{letter}_"):
        tape.remark(f"Write ${letter} = ({', '.join(map(name_tex, names))})$ for the point.")
    tape.algebra(formula, partial(differentiation.gradient_line, formula))
    points = walk(partial(gradient_at, trees, names), w, g.eta, g.steps, tape=tape, symbol=letter)
    tape.begin("Cost at every point")
    costs = [
        tape.name(f"f{t}", value_at(g.f, names, point), symbol=f"f_{{{t}}}")
        for t, point in enumerate(points)
    ]
    head = ("$t$", *(f"${name_tex(name)}$" for name in names), "$f$")
    rows = [(t, *entries(point), c) for t, (point, c) in enumerate(zip(points, costs, strict=True))]
    tape.table(head, rows, "r" * len(head), "Points and costs")
    return {
        "gradient": formula,
        "w": points[-1],
        "iterates": ops.stack(points),
        "costs": ops.stack(costs),
    }


@mistake
def ascends(g: Givens) -> Results:
    r"""You went up: gradient descent subtracts $\eta \nabla f$."""
    return solve(replace(g, eta=-g.eta), NO_TAPE)


@mistake
def one_after_another(g: Givens) -> Results | None:
    """You used coordinates that had already moved; all slopes are taken at the old point."""
    if len(g.w) == 1:
        return None
    return solve(g, NO_TAPE, descent.one_after_another)


@mistake
def first_gradient_kept(g: Givens) -> Results | None:
    """You took every step by the first gradient; work it out anew at each point."""
    return solve(g, NO_TAPE, descent.along_the_first) if g.steps > 1 else None


@mistake
def learning_rate_forgotten(g: Givens) -> Results | None:
    r"""You subtracted the whole gradient; the step is $\eta$ times it."""
    return None if g.eta == 1 else solve(replace(g, eta=1), NO_TAPE)


def check(g: Givens) -> None:
    """Refuse kinks, a start of other variables, and steps that run away."""
    names = names_of(g.f)
    if not names:
        raise GivensError("f is a constant: type a variable, such as w^2.")
    if len(g.w) != len(names):
        raise GivensError(
            f"f is a function of {', '.join(names)}, so w needs {len(names)} "
            f"coordinate{'s' * (len(names) > 1)}; it has {len(g.w)}."
        )
    trees = calculus.checked_gradient(g.f, names)
    point = list(g.w)
    for _ in range(g.steps):
        _, *slopes = calculus.check_point((g.f, *trees), dict(zip(names, point, strict=True)))
        point = [x - g.eta * s for x, s in zip(point, slopes, strict=True)]
        if max(map(abs, (*point, *slopes))) > FARTHEST:
            raise GivensError(f"The steps run away, beyond {FARTHEST:g}: take a smaller eta.")
    calculus.check_point((g.f,), dict(zip(names, point, strict=True)))


def dull(_g: Givens, results: Results) -> bool:
    """Refuse a first step that is zero somewhere, and numbers that run away."""
    points = np.asarray(results["iterates"], dtype=float)
    return bool((points[0] == points[1]).any() or (np.abs(points) > 20).any())


def shows(g: Givens) -> Mapping[str, Shown]:
    """Offer the function's name with its variables, the start and the update."""
    from ncrevise.maths.tex import read

    names = names_of(g.f)
    letter = letter_of(names)
    function = "f'" if len(names) == 1 else r"\nabla f"
    return {
        "f_of": differentiation.signature(names),
        "variables": differentiation.coordinates(names),
        "at": differentiation.point(g.w),
        "letter": read(letter),
        "gradient": read(function),
    }


FAMILY = Family(
    title="Steps of gradient descent",
    source="Duan, Neural Computation Revision Part 1, §1; Wei, CSC413 Notes, §2",
    givens=Givens,
    ranges=Ranges,
    draw=draw,
    solve=solve,
    results={
        "gradient": "the gradient as a formula",
        "w": "the point after the last step",
        "iterates": "the points from the start on, one a row",
        "costs": "the costs from the start on",
    },
    mistakes=(ascends, one_after_another, first_gradient_kept, learning_rate_forgotten),
    dull=dull,
    check=check,
    shows=shows,
)
