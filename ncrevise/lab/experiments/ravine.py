"""A narrow ravine: gradient descent bounces and crawls, momentum and curvature do not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.optimisers import bfgs, conjugate, momentum, newton, quadratic
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.momentum import Momentum, MovingBody
from ncrevise.models.optimisers.rmsprop import RmsProp
from ncrevise.models.optimisers.sgd import Sgd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.models.optimisers.line_search import Point
    from ncrevise.models.optimisers.rule import Rule

FLAT, STEEP = 1.0, 100.0  # curvatures along the ravine and across it
REACHED = 1e-3  # of the loss at the start
RATES = 10.0 ** np.arange(-3, 0.05, 0.125)
TOO_FAR = 1e6
CONDITIONS = (10, 30, 100, 300, 1000)
KEEPS = (0.0, 0.5, 0.9, 0.99)

RULES: dict[str, Callable[[float], Rule]] = {
    "gradient descent": Sgd,
    "momentum": lambda rate: Momentum(rate, 0.9),
    "Nesterov": lambda rate: Momentum(rate, 0.9, nesterov=True),
    "RMSProp": lambda rate: RmsProp(rate, 0.1),
    "Adam": Adam,
}
SEARCHED: dict[str, Callable[[Any, Any], Iterator[Point]]] = {
    "Newton": newton.newton,
    "conjugate gradients": conjugate.conjugate,
    "BFGS": bfgs.bfgs,
}


@dataclass(frozen=True, slots=True)
class Descent:
    """A way down: the points, the losses there, and the learning rate it was taken with."""

    points: Any
    losses: tuple[float, ...]
    rate: float | None = None

    def steps(self, share: float = REACHED) -> int | None:
        """Count the steps until the loss is at most a share of that at the start."""
        return next(
            (t for t, loss in enumerate(self.losses) if loss <= share * self.losses[0]), None
        )


def stepped(rule: Rule, A: Any, w: Any, most: int, share: float = REACHED) -> Descent:
    """Follow a rule until the loss is low enough, but at most so many steps."""
    points, losses, memory = [w], [float(quadratic.loss(A, w))], rule.start(w)
    while len(losses) <= most and share * losses[0] < losses[-1] < TOO_FAR:
        _, g = value_and_gradient(lambda v: quadratic.loss(A, v), w)
        w, memory = rule.step(w, g, memory)
        points.append(w)
        losses.append(float(quadratic.loss(A, w)))
    return Descent(np.array(points), tuple(losses))


def tuned(make: Callable[[float], Rule], A: Any, w: Any, most: int) -> Descent:
    """Try many learning rates and keep the one that is down in the fewest steps."""
    runs = [(stepped(make(rate), A, w, most), float(rate)) for rate in RATES]
    best, rate = min(runs, key=lambda run: (run[0].steps() or most + 1, run[0].losses[-1]))
    return Descent(best.points, best.losses, rate)


def searched(method: Callable[[Any, Any], Iterator[Point]], A: Any, w: Any, most: int) -> Descent:
    """Follow a method that finds its own steps."""
    path = list(islice(method(lambda v: quadratic.loss(A, v), w), min(most, 20) + 1))
    down = Descent(np.array([p.x for p in path]), tuple(p.loss for p in path))
    end = down.steps()
    last = len(path) if end is None else end + 1
    return Descent(down.points[:last], down.losses[:last])


def down(name: str, A: Any, w: Any, most: int) -> Descent:
    """Follow a method by its name."""
    if name in RULES:
        return tuned(RULES[name], A, w, most)
    return searched(SEARCHED[name], A, w, most)


def terminal(mu: float, steps: int) -> list[float]:
    """Roll down an even slope of steepness 1; give each step's length in units of α."""
    alpha = 0.01
    body = MovingBody(alpha, mu)
    w, g = np.zeros(1), np.ones(1)
    memory, lengths = body.start(w), []
    for _ in range(steps):
        after, memory = body.step(w, g, memory)
        lengths.append(float((w - after)[0] / alpha))
        w = after
    return lengths


def by_condition(condition: float, most: int) -> tuple[int | None, int | None]:
    """Count the steps of gradient descent and momentum with the settings best for a quadratic."""
    A, start = np.diag([1.0, condition]), np.array([1.0, 1 / np.sqrt(condition)])
    root = np.sqrt(condition)
    heavy = Momentum(4 / (root + 1) ** 2, ((root - 1) / (root + 1)) ** 2)
    plain = Sgd(2 / (condition + 1))
    runs = (stepped(rule, A, start, most, REACHED / 1000) for rule in (plain, heavy))
    slow, fast = (run.steps(REACHED / 1000) for run in runs)
    return slow, fast


def run(bench: Bench) -> Findings:
    """Descend a ravine along the axes and one across them in every way."""
    noise = bench.noise("start")
    start = np.array([noise.uniform((), 0.8, 1.2), noise.uniform((), 0.08, 0.12)])
    turn = np.array([[1, -1], [1, 1]]) / np.sqrt(2)
    along, across = np.diag([FLAT, STEEP]), turn @ np.diag([FLAT, STEEP]) @ turn.T
    most = bench.epochs(300)
    names = [*RULES, *SEARCHED]
    runs: dict[str, tuple[Descent, Descent]] = {}
    for k in bench.stage("Descending", len(names)):
        name = names[k]
        runs[name] = (down(name, along, start, most), down(name, across, turn @ start, most))
        bench.loss(runs[name][0].losses[-1])
    conditions = {}
    for k in bench.stage("Narrower and narrower", len(CONDITIONS)):
        conditions[CONDITIONS[k]] = by_condition(CONDITIONS[k], 40 * most)
    rolled = {mu: terminal(mu, 3 * most) for mu in KEEPS}
    return found(runs, conditions, rolled)


def found(
    runs: dict[str, tuple[Descent, Descent]],
    conditions: dict[int, tuple[int | None, int | None]],
    rolled: dict[float, list[float]],
) -> Findings:
    """Judge and report."""
    numbers: dict[str, float] = {}
    for name, ways in runs.items():
        for ravine, way in zip(("along the axes", "turned"), ways, strict=True):
            steps = way.steps()
            if steps is not None:
                numbers[f"{name}, {ravine}"] = steps
    final = {mu: lengths[-1] for mu, lengths in rolled.items()}
    foretold = {mu: -float(momentum.terminal(1.0, mu, 1.0)) for mu in rolled}
    numbers |= {f"terminal velocity, μ = {mu:g}": round(value, 4) for mu, value in final.items()}
    velocity = all(abs(final[mu] / foretold[mu] - 1) < 0.01 for mu in rolled)
    measured = (
        f"Gradient descent needs {counted(runs, 'gradient descent')} steps, momentum "
        f"{counted(runs, 'momentum')}, Newton {counted(runs, 'Newton')}. RMSProp needs "
        f"{counted(runs, 'RMSProp')} along the axes and {counted(runs, 'RMSProp', 1)} in the "
        f"same ravine turned. With $\\mu = 0.9$ a constant gradient leads to steps of "
        f"${final[0.9]:.1f}\\,\\alpha$, with 0.99 of ${final[0.99]:.1f}\\,\\alpha$."
    )
    return Findings(
        measured, velocity and as_claimed(numbers), blocks(runs, conditions, rolled), numbers
    )


def as_claimed(numbers: dict[str, float]) -> bool:
    """Say whether the ways down compare as the notes have it."""

    def steps(name: str, ravine: str = "along the axes") -> float:
        return numbers.get(f"{name}, {ravine}", float("inf"))

    return (
        2 * steps("momentum") < steps("gradient descent") < float("inf")
        and 2 * steps("RMSProp") < steps("RMSProp", "turned")
        and steps("Newton") == steps("Newton", "turned") == 1
        and max(steps("conjugate gradients"), steps("conjugate gradients", "turned")) <= 2
    )


def counted(runs: dict[str, tuple[Descent, Descent]], name: str, ravine: int = 0) -> str:
    """Write the steps a method needed, or that it was not there in those it had."""
    way = runs[name][ravine]
    steps = way.steps()
    return f"more than {len(way.losses) - 1}" if steps is None else str(steps)


def blocks(
    runs: dict[str, tuple[Descent, Descent]],
    conditions: dict[int, tuple[int | None, int | None]],
    rolled: dict[float, list[float]],
) -> tuple[Block, ...]:
    """Set pictures and tables."""
    return (
        section("Ways down"),
        paths(runs),
        *words(
            "Seen from above, and drawn several times as wide as it is. Across the ravine the "
            "slope is steep and changes sign, so gradient descent bounces; along it the slope is "
            "gentle and always the same way, and momentum gathers speed."
        ),
        losses(runs),
        table(
            ("method", "learning rate", "along the axes", "turned by 45°"),
            [
                (
                    name,
                    "–" if ways[0].rate is None else f"{ways[0].rate:.2g}",
                    counted(runs, name),
                    counted(runs, name, 1),
                )
                for name, ways in runs.items()
            ],
            "lrrr",
            f"Steps to {REACHED:g} of the first loss, with curvatures {FLAT:g} and {STEEP:g}",
        ),
        *words(
            f"Each method has the best of {len(RATES)} learning rates from {RATES[0]:g} to "
            f"{RATES[-1]:g}, chosen for each ravine; Newton, conjugate gradients and BFGS find "
            "their own. RMSProp and Adam divide every coordinate's gradient by its usual size, "
            "which helps while the steep direction is a coordinate and no longer when the "
            "ravine is turned. The others do not see the axes at all."
        ),
        section("Narrower and narrower"),
        narrow(conditions),
        *words(
            "Both with the settings best for a quadratic: the steps of gradient descent grow in "
            "proportion to the condition number $\\kappa = \\lambda_{\\max}/\\lambda_{\\min}$, "
            "those of momentum as $\\sqrt{\\kappa}$."
        ),
        section("Terminal velocity"),
        speed(rolled),
        *words(
            "On an even slope $p \\leftarrow \\mu p - \\alpha\\,\\partial J/\\partial\\theta$ ends "
            "at $-\\alpha/(1 - \\mu)\\cdot\\partial J/\\partial\\theta$. So whoever raises $\\mu$ "
            "should lower $\\alpha$."
        ),
    )


def paths(runs: dict[str, tuple[Descent, Descent]]) -> Chart:
    """Draw some ways down over a line of equal loss."""
    shown = ("gradient descent", "momentum", "Adam", "Newton")
    series = tuple(
        Series(name, tuple((float(x), float(y)) for x, y in runs[name][0].points[:60]))
        for name in shown
    )
    level = runs["Newton"][0].losses[0]
    angles = np.linspace(0, 2 * np.pi, 73)
    ellipse = tuple(
        (
            float(np.sqrt(2 * level / FLAT) * np.cos(a)),
            float(np.sqrt(2 * level / STEEP) * np.sin(a)),
        )
        for a in angles
    )
    alt = (
        "Gradient descent zigzags between the sides of the ravine; momentum swings less and "
        "less; Newton goes straight to the bottom."
    )
    return Chart((*series, Series("equal loss", ellipse)), "along the ravine", "across it", alt)


def losses(runs: dict[str, tuple[Descent, Descent]]) -> Chart:
    """Draw the losses of the ways down a ravine along the axes."""
    shown = [*RULES, "conjugate gradients"]
    series = tuple(
        Series(name, tuple((t, max(y / start, REACHED / 10)) for t, y in after))
        for name in shown
        for start, *rest in (runs[name][0].losses,)
        for after in (enumerate(rest, 1),)
    )
    alt = "Gradient descent takes by far the most steps, conjugate gradients two."
    reached = (("low enough", REACHED),)
    return Chart(series, "step", "share of the first loss", alt, True, True, reached)


def narrow(conditions: dict[int, tuple[int | None, int | None]]) -> Chart:
    """Draw the steps by condition number."""
    names = ("gradient descent", "momentum")
    series = tuple(
        Series(name, tuple((c, n) for c, both in conditions.items() if (n := both[k]) is not None))
        for k, name in enumerate(names)
    )
    alt = "On logarithmic axes gradient descent rises with slope one, momentum with a half."
    return Chart(series, "condition number", "steps", alt, log_x=True, log_y=True)


def speed(rolled: dict[float, list[float]]) -> Chart:
    """Draw how steps grow on an even slope."""
    series = tuple(
        Series(f"μ = {mu:g}", tuple((t, y) for t, y in enumerate(lengths[:300], 1)))
        for mu, lengths in rolled.items()
    )
    alt = "Steps grow and level off at one over one minus μ: 1, 2, 10 and 100 times α."
    return Chart(series, "step", "step length / α", alt, log_x=True, log_y=True)


LAB = Lab(
    title="Optimisers in a ravine",
    asks=(
        "The loss is a hundred times as curved across a ravine as along it. Which optimiser gets "
        "to the bottom, and how soon?"
    ),
    claim=(
        "In a ravine gradient descent bounces from side to side and makes slow progress along "
        "it. Momentum damps the one and speeds up the other, to steps of at most "
        "$\\alpha/(1 - \\mu)$ times a constant gradient; RMSProp corrects the curvature where it "
        "lies along the axes; second-order methods are not held up."
    ),
    source="Wei, CSC413, §7",
    run=run,
    counts="steps",
)
