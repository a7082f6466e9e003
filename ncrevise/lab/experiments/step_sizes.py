"""Step sizes on a quadratic: decay, oscillation, divergence, and the border 2/λ_max."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import number, section, table, words
from ncrevise.models.networks.initialise import orthogonal
from ncrevise.models.optimisers import quadratic

if TYPE_CHECKING:
    from ncrevise.lab.experiment import Bench

EIGENVALUES = np.array([1.0, 4.0, 20.0])
PRODUCTS = (0.1, 0.5, 1.0, 1.5, 1.9, 2.1)  # of the rate and the largest eigenvalue
TOO_FAR = 1e6


def descend(A: Any, w: Any, rate: float, steps: int) -> list[float]:
    """Take steps of gradient descent; give the loss before each and after the last."""
    losses = []
    for _ in range(steps + 1):
        value, slope = value_and_gradient(lambda v: quadratic.loss(A, v), w)
        losses.append(float(value))
        if value > TOO_FAR:
            break
        w = w - rate * slope
    return losses


def border(A: Any, w: Any, steps: int) -> float:
    """Find the largest rate that still lowers the loss, by halving an interval."""
    low, high = 0.0, 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        losses = descend(A, w, middle, steps)
        low, high = (middle, high) if losses[-1] < losses[0] else (low, middle)
    return low


def run(bench: Bench) -> Findings:
    """Descend with rates on both sides of the border, and find the border itself."""
    Q = orthogonal(bench.noise("axes"), 3)
    A = Q @ np.diag(EIGENVALUES) @ Q.T
    start = Q @ np.ones(3)
    steps = bench.epochs(30)
    runs = {}
    for k in bench.stage("Descending", len(PRODUCTS)):
        rate = PRODUCTS[k] / EIGENVALUES[-1]
        runs[PRODUCTS[k]] = descend(A, start, rate, steps)
        bench.loss(runs[PRODUCTS[k]][-1])
    found, told = border(A, start, 1000), quadratic.largest_rate(A)
    blocks = (
        section("The loss, step by step"),
        chart(runs),
        table(
            (
                "$\\alpha\\lambda_{\\max}$",
                "should",
                f"loss after {steps} steps",
                "factor $1 - \\alpha\\lambda_{\\max}$",
            ),
            [row(product, losses) for product, losses in runs.items()],
            "rlrr",
            "Learning rates and what becomes of the loss",
        ),
        *words(
            "Along the eigenvector of $\\lambda$ every step multiplies the distance by "
            "$1 - \\alpha\\lambda$. A rate that suits the steepest direction, "
            "$\\lambda_{\\max} = 20$, is slow along the flattest, $\\lambda = 1$: the ratio of "
            "the two is the condition number."
        ),
    )
    gap = abs(found / told - 1)
    return Findings(
        f"The loss stops falling at $\\alpha = {found:.4f}$; $2/\\lambda_{{\\max}} = {told:.4f}$.",
        gap < 0.01 and all(matches(p, losses) for p, losses in runs.items()),
        blocks,
        {"border": found, "two over the largest eigenvalue": told},
    )


def matches(product: float, losses: list[float]) -> bool:
    """Say whether a run did what its rate foretells."""
    falls = losses[-1] < losses[0]
    return falls == (quadratic.behaviour(product, 1.0) != "diverges")


def row(product: float, losses: list[float]) -> tuple[str, ...]:
    """Write a line of the table."""
    last = losses[-1]
    return (
        f"{product:g}",
        quadratic.behaviour(product, 1.0),
        number(last) if last < TOO_FAR else "over a million",
        f"{1 - product:.1f}".replace("-", "−"),
    )


def chart(runs: dict[float, list[float]]) -> Chart:
    """Draw the losses of all rates."""
    series = tuple(
        Series(f"αλ = {product:g}", tuple((t, y) for t, y in enumerate(losses) if y < TOO_FAR))
        for product, losses in runs.items()
    )
    alt = "The loss falls for every rate below two over the largest eigenvalue and grows above it."
    return Chart(series, "step", "loss", alt, log_y=True)


LAB = Lab(
    title="Step sizes on a quadratic",
    asks="Gradient descent runs down a bowl whose curvature is known. How long may its steps be?",
    claim=(
        "With learning rate $\\alpha$ and curvature $\\lambda$ the loss decays while "
        "$\\alpha\\lambda \\le 1$, oscillates up to 2 and diverges beyond; so $\\alpha$ must stay "
        "below $2/\\lambda_{\\max}$."
    ),
    source="Wei, CSC413, §7",
    run=run,
    counts="steps",
)
