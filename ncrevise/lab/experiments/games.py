"""The game of x y: the same two gradients go out, round and round, or in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import number, section, table, words
from ncrevise.models.optimisers.momentum import Momentum
from ncrevise.models.unsupervised import bilinear, games

if TYPE_CHECKING:
    from ncrevise.lab.experiment import Bench
    from ncrevise.models.unsupervised.bilinear import Method

RATE, STEPS = 0.2, 100
RATES = tuple(k / 50 for k in range(1, 26))
METHODS: tuple[Method, ...] = ("simultaneous", "alternating", "extragradient", "optimistic")
SHOULD = {
    "simultaneous": "spirals out",
    "alternating": "goes round",
    "extragradient": "spirals in",
    "optimistic": "spirals in",
}


def played(method: Method, start: Any, steps: int) -> Any:
    """Take every step by the players' own gradients, shape (steps + 1, 2)."""
    losses, players, batches = bilinear.losses(), (start[:1], start[1:]), [None] * steps
    game = {
        "simultaneous": lambda: games.simultaneous(
            losses, players, [Momentum(RATE, 0)] * 2, batches
        ),
        "alternating": lambda: games.alternating(losses, players, [Momentum(RATE, 0)] * 2, batches),
        "extragradient": lambda: games.extragradient(losses, players, RATE, batches),
        "optimistic": lambda: games.optimistic(losses, players, RATE, batches),
    }[method]()
    return np.stack([start, *(np.concatenate(after) for _, after in game)])


def run(bench: Bench) -> Findings:
    """Play by all methods, and compare with what the matrices foretell."""
    angle = bench.noise("start").uniform((), 0, 2 * np.pi)
    start, steps = np.array([np.cos(angle), np.sin(angle)]), bench.epochs(STEPS)
    paths = {}
    for k in bench.stage("Playing", len(METHODS)):
        paths[METHODS[k]] = played(METHODS[k], start, steps)
        bench.loss(distances(paths[METHODS[k]])[-1])
    told = {m: bilinear.after(m, start, RATE, steps) for m in METHODS}
    off = max(float(np.abs(paths[m][-1] - told[m]).max()) for m in METHODS)
    far = {m: float(distances(path)[-1]) for m, path in paths.items()}
    same = off < 1e-9 * max(1.0, far["simultaneous"])
    blocks = (
        section("Where the players go"),
        trajectories(paths),
        *words(
            f"Both learning rates are {RATE}. The equilibrium is in the middle, and the gradients "
            "are at right angles to the way there: $x$ moves against $y$, and $y$ along $x$."
        ),
        away(paths),
        table(
            ("steps", "path", "factor a step", f"distance after {steps} steps"),
            [(m, SHOULD[m], f"{bilinear.growth(m, RATE):.4f}", number(far[m], 3)) for m in METHODS],
            "llrr",
            "From a distance of 1",
        ),
        *words(
            "*Alternating*, $y$ steps first and $x$ has seen it: $x^2 + \\eta x y + y^2$ never "
            "changes. *Extragradient* takes the gradient where a step would lead, *optimistic* "
            "steps predict it from the last change."
        ),
        section("Other learning rates"),
        factors(),
    )
    return Findings(
        f"After {steps} steps at rate {RATE} the players are {number(far['simultaneous'])} from "
        f"the equilibrium with simultaneous gradients, {number(far['alternating'])} with "
        f"alternating ones, {number(far['extragradient'])} with extragradient and "
        f"{number(far['optimistic'])} with optimistic steps; they began at 1. The closed forms "
        f"{'give' if same else 'do not give'} the same, to rounding.",
        same
        and bool(np.all(np.diff(distances(paths["simultaneous"])) > 0))
        and distances(paths["alternating"]).min() > 0.8
        and distances(paths["alternating"]).max() < 1.25
        and max(far["extragradient"], far["optimistic"]) < 1,
        blocks,
        {**{f"distance, {m}": value for m, value in far.items()}, "off the closed form": off},
    )


def distances(path: Any) -> Any:
    """Compute how far from the equilibrium every point is."""
    return np.sqrt((path**2).sum(axis=1))


def trajectories(paths: dict[Method, Any]) -> Chart:
    """Draw the ways of the players, as far as they stay on the map."""
    series = tuple(
        Series(m, tuple(map(tuple, path[distances(path) < 2.5].round(4).tolist())))
        for m, path in paths.items()
    )
    alt = "Simultaneous steps spiral out, alternating ones circle, the other two spiral in."
    return Chart(series, "x", "y", alt, equal=True)


def away(paths: dict[Method, Any]) -> Chart:
    """Draw the distance from the equilibrium, step by step."""
    series = tuple(
        Series(m, tuple(enumerate(distances(path).tolist()))) for m, path in paths.items()
    )
    alt = (
        "Step by step the distance grows with simultaneous steps, goes up and down a little with "
        "alternating ones, and falls with the two that look ahead."
    )
    return Chart(series, "step", "distance", alt, log_y=True)


def factors() -> Chart:
    """Draw the factor of a step by the learning rate."""
    return Chart(
        tuple(Series(m, tuple((r, bilinear.growth(m, r)) for r in RATES)) for m in METHODS),
        "learning rate",
        "factor a step",
        "Above 1 the players leave, below they arrive; simultaneous steps are above at every rate.",
    )


LAB = Lab(
    title="The game of x y",
    asks=(
        "One player lowers $x y$ by moving $x$, the other raises it by moving $y$. Each follows "
        "its own gradient. Do they meet at the equilibrium, $(0, 0)$?"
    ),
    claim=(
        "Each player lowers a loss of its own by its own parameters alone, and what they seek is "
        "an equilibrium. What the notes leave open: gradient steps need not lead there; taken at "
        "once they spiral away from it at every learning rate."
    ),
    source="Lewis, Neural Networks continued, *Training*; Wei, CSC413, §17",
    run=run,
    counts="steps",
)
