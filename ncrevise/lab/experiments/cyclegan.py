"""CycleGAN on the plane: from one style to another and back, without a single pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import single
from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.networks import mlp
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.unsupervised import cyclegan, games

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.lab.experiment import Bench
    from ncrevise.models.unsupervised.cyclegan import Seen
    from ncrevise.noise import Noise

TURN = 1.5 * np.array([[0.0, -1.0], [1.0, 0.0]])  # x's style to y's: a quarter turn, enlarged
STEPS, BATCH, HIDDEN = 1200, 128, (64, 64)
RULE = Adam(0.001, (0.5, 0.999))
WEIGHTS = (0.0, 10.0)
JUDGED, SHOWN = 400, 150


@dataclass(frozen=True, slots=True)
class CycleGame:
    """What a game with cycles of some weight came to.

    Args:
        there: F(x).
        again: B(F(x)).
        cycles: E‖B(F(x)) − x‖₁ + E‖F(B(y)) − y‖₁ on the way, by the round.
        off: how far F(x) is from the nearest y, averaged.
        together: the share of each moon's points that F sends to the same moon of y.
    """

    there: Any
    again: Any
    cycles: tuple[tuple[float, float], ...]
    off: float
    together: float


def moons(count: int, noise: Noise) -> tuple[Any, Any]:
    """Draw points of two moons, shape (count, 2), and which moon each is of."""
    t, upper = noise.uniform((count,), 0, np.pi), noise.chance((count,), 0.5)
    x = np.where(upper, np.cos(t), 1 - np.cos(t)) - 0.5
    y = np.where(upper, np.sin(t), 0.5 - np.sin(t)) - 0.25
    return np.stack([x, y], axis=1) + noise.normal((count, 2), 0.05), upper


def styles(count: int, noise: Noise) -> tuple[Seen, Any, Any]:
    """Draw points of either style, none of which belong together, and their moons."""
    x, x_upper = moons(count, noise.split("x"))
    y, y_upper = moons(count, noise.split("y"))
    seen = cyclegan.Seen(x.astype(np.float32), (y @ TURN.T).astype(np.float32))
    return seen, x_upper, y_upper


def rounds(count: int, noise: Noise) -> Iterator[Seen]:
    """Draw what the players see, a round at a time."""
    for k in range(count):
        yield styles(BATCH, noise.split(str(k)))[0]


def played(bench: Bench, weight: float) -> CycleGame:
    """Let generators and discriminators step in turn."""
    players = single(cyclegan.initial(HIDDEN, 2, bench.noise("weights"), "tanh"))
    steps = bench.epochs(STEPS)
    every = max(1, steps // 30)
    game = games.alternating(
        cyclegan.losses(weight), players, (RULE, RULE), rounds(steps, bench.noise("rounds"))
    )
    new, x_upper, y_upper = styles(JUDGED, bench.noise("judging"))
    cycles = []
    for k in bench.stage(f"Playing with cycles of weight {weight:g}", steps):
        losses, players = next(game)
        bench.loss(losses[0])
        if (k + 1) % every == 0:
            cycles.append((float(k + 1), float(cyclegan.cycles(players[0], new))))
    there = mlp.forward(players[0].forth, new.x)
    apart = np.sqrt(((there[:, None] - new.y) ** 2).sum(axis=-1))
    landed = y_upper[apart.argmin(axis=1)]
    together = [max(landed[x_upper == m].mean(), 1 - landed[x_upper == m].mean()) for m in (0, 1)]
    return CycleGame(
        there,
        mlp.forward(players[0].back, there),
        tuple(cycles),
        float(apart.min(axis=1).mean()),
        float(min(together)),
    )


def run(bench: Bench) -> Findings:
    """Play without the cycles and with them."""
    free, bound = (played(bench, weight) for weight in WEIGHTS)
    new = styles(JUDGED, bench.noise("judging"))[0]
    loose, tight = free.cycles[-1][1], bound.cycles[-1][1]
    blocks = (
        section("There"),
        dots({"x": new.x, "y": new.y, "F(x)": bound.there}, "F(x) lies on y, not on x."),
        *words(
            "Two styles of two moons: $y$ is turned by a quarter and larger. No $x$ was shown "
            "with its $y$."
        ),
        section("And back again"),
        *words("With the cycles in the loss:"),
        dots({"x": new.x, "B(F(x))": bound.again}, "B(F(x)) covers x."),
        *words("and without, where nothing asks $B$ to undo what $F$ did:"),
        dots({"x": new.x, "B(F(x))": free.again}, "B(F(x)) lies elsewhere than x, or in pieces."),
        table(
            ("weight $\\lambda$", "cycles", "$F(x)$ is off $y$ by", "moons kept together"),
            [
                (
                    f"{w:g}",
                    f"{out.cycles[-1][1]:.2f}",
                    f"{out.off:.2f}",
                    f"{out.together:.0%}",
                )
                for w, out in zip(WEIGHTS, (free, bound), strict=True)
            ],
            "rrrr",
            "New points: the error of both cycles, the distance to the nearest y, and how much of "
            "a moon lands on one moon",
        ),
        *words(
            "The cycles ask for a way there that can be undone. Which $x$ belongs to which $y$ "
            "they do not say: a moon may still be cut in two and each piece sent elsewhere."
        ),
        section("While they learn"),
        Chart(
            tuple(
                Series(f"weight {w:g}", out.cycles)
                for w, out in zip(WEIGHTS, (free, bound), strict=True)
            ),
            "rounds",
            "error of the cycles",
            "With the cycles in the loss their error falls; without it stays large.",
            log_y=True,
        ),
    )
    return Findings(
        f"There and back again, both ways together, leads {tight:.2f} away with the cycles in the "
        f"loss and {loose:.2f} without; $F(x)$ ends {bound.off:.2f} and {free.off:.2f} from the "
        "other style.",
        tight < loose / 3 and bound.off < 0.3,
        blocks,
        {
            "cycles with": tight,
            "cycles without": loose,
            "off with": bound.off,
            "off without": free.off,
            "together with": bound.together,
            "together without": free.together,
        },
    )


def dots(points: dict[str, Any], alt: str) -> Chart:
    """Draw points of several kinds on a plane."""
    series = tuple(
        Series(name, tuple(map(tuple, x[:SHOWN].astype(float).round(3).tolist())), dots=True)
        for name, x in points.items()
    )
    return Chart(series, "first number", "second number", alt, equal=True)


LAB = Lab(
    title="CycleGAN on the plane",
    asks=(
        "Points of one style are to become points of another, and nobody has seen a pair. A "
        "discriminator can tell whether the style is right; what keeps the content?"
    ),
    claim=(
        "Two generators, there and back, are trained so that each passes for the other style and "
        "there and back again gives almost the original."
    ),
    source="Wei, CSC413, §17",
    run=run,
    counts="steps",
)
