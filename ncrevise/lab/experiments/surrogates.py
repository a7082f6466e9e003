"""Losses that stand in for counting mistakes: which can be descended, and where they lead."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import number, section, table, words
from ncrevise.models.linear import (
    least_squares,
    logistic,
    losses,
    margin,
    perceptron,
    regression,
)
from ncrevise.models.optimisers.schedules import inverse
from ncrevise.models.optimisers.sgd import Sgd
from ncrevise.models.training import fit
from ncrevise.tape.ops import sigmoid

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.models.linear.regression import Linear

COUNT = 60  # points of each class
FAR = 15  # points of class 1 a long way behind the others
GUESSES, LITTLE = 100, 1e-6  # random weights, and how far they are moved
MARGIN = 0.2  # of the points that the perceptron is shown
SURE = -8.0  # a logit that is very wrong for class 1


@dataclass(frozen=True, slots=True)
class Points:
    """Points x, shape (N, 2), and their labels t, −1 or 1."""

    x: Any
    t: Any

    @property
    def bits(self) -> Any:
        """Give the labels as 0 or 1."""
        return (self.t + 1) / 2


def clouds(bench: Bench) -> Points:
    """Draw two clouds that overlap, with more of class 1 a long way behind."""
    noise = bench.noise("points")
    near = noise.normal((2 * COUNT, 2), 0.8) + np.repeat([[-1.0, 0.0], [1.0, 0.5]], COUNT, 0)
    far = noise.normal((FAR, 2), 0.8) + np.array([9.0, -4.0])
    t = np.concatenate([-np.ones(COUNT), np.ones(COUNT + FAR)])
    return Points(np.concatenate([near, far]), t)


def parted(points: Points, by: Linear, least: float) -> Points:
    """Keep the points that a boundary parts, at least so far from it."""
    length = float(np.sqrt(by.w @ by.w))
    kept = points.t * regression.forward(by, points.x) / length > least
    return Points(points.x[kept], points.t[kept])


def mistakes(p: Linear, points: Points) -> float:
    """Count the share of points on the wrong side."""
    return float(losses.zero_one(regression.forward(p, points.x), points.bits))


def percent(share: float) -> str:
    """Write a share."""
    return f"{share:.1%}"


def learnt(bench: Bench, what: str, cost: Callable[[Linear], Any]) -> Linear:
    """Descend a cost from 0."""
    steps, p = bench.epochs(1500), regression.initial(2)
    order = fit(lambda q, _: cost(q), p, Sgd(inverse(0.3, 0.002)), repeat(None, steps))
    for _, (value, after) in zip(bench.stage(what, steps), order, strict=False):
        bench.loss(value)
        p = after
    return p


def changes(bench: Bench, points: Points) -> tuple[int, int]:
    """Move random weights a little; count how often the mistakes change and the cost does."""
    noise = bench.noise("guesses")
    found = [0, 0]
    for _ in range(GUESSES):
        w, v = noise.normal((2,)), noise.normal((2,), LITTLE)
        ends = regression.Linear(w, np.zeros(1)), regression.Linear(w + v, np.zeros(1))
        jumps, costs = ([f(p, points) for p in ends] for f in (mistakes, entropy))
        found[0] += jumps[0] != jumps[1]
        found[1] += costs[0] != costs[1]
    return found[0], found[1]


def entropy(p: Linear, points: Points) -> float:
    """Compute the logistic cost."""
    return float(logistic.cost(p, points.x, points.bits))


def of_logit(loss: Callable[[Any, Any], Any]) -> float:
    """Give the size of a loss's slope where a unit is sure and wrong."""
    _, g = value_and_gradient(lambda z: loss(z, np.ones(1)), np.array([SURE]))
    return abs(float(g[0]))


def run(bench: Bench) -> Findings:
    """Train by every surrogate and compare mistakes."""
    points = clouds(bench)
    x, t, bits = points.x, points.t, points.bits
    ways = {
        "least squares": least_squares.solve(x, t),
        "logistic": learnt(bench, "Logistic", lambda p: logistic.cost(p, x, bits)),
        "logistic, labels ±1": learnt(
            bench, "Logistic, ±1", lambda p: logistic.cost(p, x, t, signed=True)
        ),
        "hinge": learnt(bench, "Hinge", lambda p: margin.cost(p, x, t, 0.001)),
    }
    clear = parted(points, ways["logistic"], MARGIN)
    seen = list(islice(perceptron.epochs(regression.initial(2), clear.x, clear.t), 2000))
    made = sum(count for count, _ in seen)
    bound = perceptron.most_updates(ways["logistic"], clear.x, clear.t)
    jumped, moved = changes(bench, points)
    squared = of_logit(lambda z, one: losses.squared(sigmoid(z), one))
    crossed = of_logit(losses.logistic)
    wrong = {name: mistakes(p, points) for name, p in ways.items()}
    apart = np.abs(ways["logistic"].w - ways["logistic, labels ±1"].w).max()
    return Findings(
        f"Of {GUESSES} random weight vectors, moved by $10^{{-6}}$, {jumped} changed the number of "
        f"mistakes and {moved} the logistic cost. Descending that leaves "
        f"{percent(wrong['logistic'])} mistakes, the hinge {percent(wrong['hinge'])}, least "
        f"squares {percent(wrong['least squares'])}. A unit sure and wrong, $z = {SURE:g}$, has "
        f"slope {number(squared, 1)} with a squared error and {crossed:.3f} with cross-entropy.",
        10 * jumped < moved
        and wrong["logistic"] < min(0.5, wrong["least squares"])
        and 100 * squared < crossed
        and bool(apart < 1e-9)
        and seen[-1][0] == 0
        and made <= bound,
        blocks(points, ways, wrong, (len(clear.t), made, bound)),
        {
            **{f"mistakes, {name}": round(share, 4) for name, share in wrong.items()},
            "changes of the mistakes": jumped,
            "changes of the logistic cost": moved,
            "slope of the squared error, sure and wrong": round(squared, 6),
            "slope of the cross-entropy, sure and wrong": round(crossed, 6),
            "updates of the perceptron": made,
            "bound on its updates": round(bound, 1),
        },
    )


def blocks(
    points: Points,
    ways: dict[str, Linear],
    wrong: dict[str, float],
    updates: tuple[int, int, float],
) -> tuple[Block, ...]:
    """Set pictures and a table."""
    kept, made, bound = updates
    return (
        section("Losses of one example"),
        shapes(),
        *words(
            "Right of 0 an example is on the right side, by so much. The 0–1 loss is flat on both "
            "sides: it never says which way to go. The others are convex and, but for the "
            "perceptron's, nowhere below it, the logistic one when divided by $\\ln 2$."
        ),
        section("Where they lead"),
        boundaries(points, ways),
        table(
            ("loss", "mistakes"),
            [(name, percent(share)) for name, share in wrong.items()],
            "lr",
            "Points on the wrong side of the boundary",
        ),
        *words(
            "The square also punishes points for being too far on the *right* side, so the "
            "boundary of least squares is turned by those far away; to the others they are "
            "hardly there. Labels 0 and 1 or −1 and 1 give the same logistic weights."
        ),
        section("The perceptron rule"),
        *words(
            f"On the {kept} points that the logistic boundary parts, the perceptron rule made "
            f"{made} updates and then no more. Its bound, $(R/\\gamma)^2$ with that boundary's "
            f"margin $\\gamma$, is {bound:,.0f}. Where no line parts the classes it never stops."
        ),
    )


def shapes() -> Chart:
    """Draw the losses by how far on the right side an example is."""
    reached = np.linspace(-2.5, 2.5, 101)
    kinds: dict[str, Callable[[float], float]] = {
        "0–1": lambda m: float(m < 0),
        "logistic / ln 2": lambda m: losses.logistic_signed(m, 1.0) / float(np.log(2)),
        "hinge": lambda m: losses.hinge(m, 1.0),
        "perceptron": lambda m: losses.perceptron(m, 1.0),
        "squared": lambda m: losses.squared(m, 1.0, half=False),
    }
    series = tuple(
        Series(name, tuple((float(m), y) for m in reached if (y := float(f(float(m)))) <= 4))
        for name, f in kinds.items()
    )
    alt = "The 0–1 loss is a step; logistic and hinge fall towards zero; the square rises again."
    return Chart(series, "t z, how far on the right side", "loss", alt)


def boundaries(points: Points, ways: dict[str, Linear]) -> Chart:
    """Draw the points and the boundaries."""
    low, high = points.x.min(axis=0), points.x.max(axis=0)

    def cloud(name: str, label: int) -> Series:
        return Series(name, tuple(map(tuple, points.x[points.t == label].tolist())), dots=True)

    def line(name: str, p: Linear) -> Series:
        y = np.linspace(low[1], high[1], 201)
        x = -(p.w[1] * y + p.b[0]) / p.w[0]
        inside = (x >= low[0]) & (x <= high[0])
        return Series(name, tuple(zip(x[inside].tolist(), y[inside].tolist(), strict=True)))

    shown = ("least squares", "logistic", "hinge")
    lines = tuple(line(name, ways[name]) for name in shown)
    alt = "The boundary of least squares is turned towards the far points, the others are not."
    return Chart((cloud("class −1", -1), cloud("class 1", 1), *lines), "x₁", "x₂", alt)


LAB = Lab(
    title="Losses in place of mistakes",
    asks=(
        "A linear classifier should make few mistakes. What happens if one descends their number, "
        "and what if another loss stands in for it?"
    ),
    claim=(
        "The number of mistakes can't be optimised by gradient descent: it jumps, and is flat in "
        "between. A surrogate such as cross-entropy can. A squared error on top of a sigmoid has "
        "plateaux as well: sure and wrong, it hardly learns."
    ),
    source="Wei, CSC413, §2 and §7",
    run=run,
    counts="steps",
)
