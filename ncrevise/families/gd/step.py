"""Gradient descent on a given function: the gradient, a few steps, and what they cost."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.answers.spelling import name_tex
from ncrevise.errors import GivensError
from ncrevise.exhibits import differentiation
from ncrevise.family import Array, Count, Family, Number, Recorder, given, givens, result, results
from ncrevise.formulas import Formulas
from ncrevise.givens.kinds.expression import names_of
from ncrevise.models import calculus
from ncrevise.models.formula import entries, gradient_at, value_at
from ncrevise.models.optimisers import descent
from ncrevise.problems.functions import bowl
from ncrevise.slips import descent as slipped
from ncrevise.tape import ops, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ncrevise.draw import Draw
    from ncrevise.family import Showable
    from ncrevise.givens.kinds.expression import Expression

    Walk = Callable[..., Sequence[Array | Number]]

MOST_STEPS = 50
FARTHEST = 1e9

gd = Family["Givens", "Results"](
    "Steps of gradient descent",
    source="Duan, Neural Computation Revision Part 1, §1; Wei, CSC413 Notes, §2",
)


@givens
class Givens:
    """A function, where to start, how far to go and how often."""

    f: Expression = given("the function, such as w1^2 + w1*w2 + 2w2^2")
    w: Array = given("the start, a coordinate for each variable in alphabetical order", "n")
    eta: Number = given("the learning rate", low=0, high=1000, symbol=r"\eta", draw="0.1|0.25")
    steps: Count = given("the number of steps", low=1, high=MOST_STEPS, default=1)


@results
class Results:
    """Where the steps lead, and what they cost."""

    gradient: Formulas = result("the gradient as a formula")
    w: Array | Number = result("the point after the last step", "n")
    iterates: Array = result("the points from the start on, one a row", "t,n")
    costs: Array = result("the costs from the start on", "t")


@gd.draw
def draw(
    d: Draw,
    *,
    variables: tuple[str, ...] = ("w",),
    shapes: tuple[str, ...] = ("quadratic",),
    low: int = -3,
    high: int = 4,
) -> Mapping[str, object]:
    """Draw a function with a valley (see ``problems.functions``) and a whole start."""
    f = bowl(d, variables, d.choice(shapes))
    return {"f": f, "w": d.vector(len(variables), lambda: d.integer(low, high, skip=(0,)))}


def letter_of(names: tuple[str, ...]) -> str:
    """Choose the point's letter: that of the variables when they share one, else w."""
    letters = {name_tex(name).partition("_")[0] for name in names}
    return letters.pop() if len(letters) == 1 else "w"


@gd.solve
def solve(g: Givens, tape: Recorder, *, walk: Walk = descent.descend) -> Results:
    """Find the gradient as a formula; then step against it, working it out anew at every point."""
    names = names_of(g.f)
    trees = calculus.gradient(g.f, names)
    letter = letter_of(names)
    start = raw(g.w)
    w = tape.given("w0", start if len(names) > 1 else start[0], f"{letter}^{{(0)}}")
    found = Formulas(trees, names, differentiation.gradient_tex(names))
    formula = tape.symbolic("gradient", found)
    tape.begin("The derivative" if len(names) == 1 else "The gradient")
    if len(names) > 1 and not name_tex(names[0]).startswith(f"{letter}_"):
        tape.remark(f"Write ${letter} = ({', '.join(map(name_tex, names))})$ for the point.")
    tape.algebra(formula, partial(differentiation.gradient_line, formula))
    points = walk(
        partial(gradient_at, formula.trees, names), w, g.eta, g.steps, tape=tape, symbol=letter
    )
    tape.begin("Cost at every point")
    costs = [
        tape.name(f"f{t}", value_at(g.f, names, point), symbol=f"f_{{{t}}}")
        for t, point in enumerate(points)
    ]
    head = ("$t$", *(f"${name_tex(name)}$" for name in names), "$f$")
    rows = [(t, *entries(point), c) for t, (point, c) in enumerate(zip(points, costs, strict=True))]
    tape.table(head, rows, "r" * len(head), "Points and costs")
    return Results(formula, points[-1], ops.stack(points), ops.stack(costs))


ascends = gd.edit(
    r"You went up: gradient descent subtracts $\eta \nabla f$.", lambda g: {"eta": -g.eta}
)
one_after_another = gd.wrong(
    "You used coordinates that had already moved; all slopes are taken at the old point.",
    walk=slipped.one_after_another,
    when=lambda g: len(g.w) > 1,
)
first_gradient_kept = gd.wrong(
    "You took every step by the first gradient; work it out anew at each point.",
    walk=slipped.along_the_first,
    when=lambda g: g.steps > 1,
)
learning_rate_forgotten = gd.edit(
    r"You subtracted the whole gradient; the step is $\eta$ times it.", eta=1
)


@gd.check
def downhill(g: Givens) -> None:
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
    point = raw(g.w).tolist()
    for _ in range(g.steps):
        _, *slopes = calculus.check_point((g.f, *trees), dict(zip(names, point, strict=True)))
        point = [x - g.eta * s for x, s in zip(point, slopes, strict=True)]
        if max(map(abs, (*point, *slopes))) > FARTHEST:
            raise GivensError(f"The steps run away, beyond {FARTHEST:g}: take a smaller eta.")
    calculus.check_point((g.f,), dict(zip(names, point, strict=True)))


@gd.dull
def stuck(_g: Givens, found: Results) -> bool:
    """Refuse a first step that is zero somewhere, and numbers that run away."""
    points = np.asarray(found.iterates, dtype=float)
    return bool((points[0] == points[1]).any() or (np.abs(points) > 20).any())


@gd.shows
def written(g: Givens) -> Showable:
    """Write the function's name with its variables, the start and the update."""
    from ncrevise.maths.tex import read

    names = names_of(g.f)
    return {
        "f_of": differentiation.signature(names),
        "variables": differentiation.coordinates(names),
        "at": differentiation.point(raw(g.w).tolist()),
        "letter": read(letter_of(names)),
        "gradient": read(differentiation.gradient_tex(names)),
    }
