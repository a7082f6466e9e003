"""Generative adversarial networks: the best discriminator, a saturated loss, modes found."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import arrays, single
from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import number, section, table, words
from ncrevise.models.networks import mlp
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.training import fit
from ncrevise.models.unsupervised import adversarial, densities, games, gan
from ncrevise.tape import raw
from ncrevise.tape.ops import sigmoid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.models.unsupervised.adversarial import Kind
    from ncrevise.models.unsupervised.gan import Player, Round
    from ncrevise.noise import Noise

KINDS: tuple[Kind, ...] = ("minimax", "non-saturating")
MODES, RADIUS, WIDTH, NEAR = 8, 2.0, 0.1, 0.3
HIDDEN, CODES, BATCH = (64, 64), 2, 128
RULE = Adam(0.002, (0.5, 0.999))
STEPS, AHEAD, ALONE = 1500, 400, 400
SHOWN, JUDGED = 250, 1000
STARTS = {"together": "both from the start", "ahead": f"after {AHEAD} steps of D alone"}
DATA, MADE = (-1.0, 1.0), (1.0, 1.0)  # mean and variance of two known densities on a line


@dataclass(frozen=True, slots=True)
class Game:
    """What a game came to: samples, and how many were near a mode on the way."""

    samples: Any
    modes: int
    near: tuple[tuple[float, float], ...]


def centres() -> Any:
    """Place the modes on a ring."""
    angle = 2 * np.pi * np.arange(MODES) / MODES
    return RADIUS * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def ring(count: int, noise: Noise) -> Any:
    """Draw points around the modes."""
    around = noise.normal((count, 2), WIDTH)
    return (centres()[noise.integers((count,), MODES)] + around).astype(np.float32)


def rounds(count: int, noise: Noise) -> Iterator[Round]:
    """Draw what both players see, a round at a time."""
    data, codes = noise.split("data"), noise.split("codes")
    for _ in range(count):
        yield gan.Round(ring(BATCH, data), codes.normal((BATCH, CODES)).astype(np.float32))


def judged(G: Player, noise: Noise, count: int = JUDGED) -> tuple[Any, int, float]:
    """Give samples, how many modes have a hundredth of them near, and the share near any."""
    x = mlp.forward(G, noise.normal((count, CODES)).astype(np.float32))
    apart = ((x[:, None] - centres()) ** 2).sum(axis=-1)
    close = apart.min(axis=1) < NEAR**2
    held = np.bincount(apart.argmin(axis=1)[close], minlength=MODES)
    return x, int((held >= count / 100).sum()), float(close.mean())


def played(bench: Bench, players: tuple[Player, Player], kind: Kind, start: str) -> Game:
    """Let generator and discriminator step in turn."""
    steps = bench.epochs(STEPS)
    every = max(1, steps // 30)
    what = f"Playing, {kind} loss, {STARTS[start]}"
    game = games.alternating(
        gan.losses(kind), players, (RULE, RULE), rounds(steps, bench.noise(f"rounds, {start}"))
    )
    near = []
    for k in bench.stage(what, steps):
        losses, players = next(game)
        bench.loss(losses[1])
        if (k + 1) % every == 0:
            near.append((float(k + 1), judged(players[0], bench.noise("judging"))[2]))
    samples, modes, _ = judged(players[0], bench.noise("judging"))
    return Game(samples, modes, tuple(near))


def size(gradient: Any) -> float:
    """Compute the length of a gradient, all arrays together."""
    return math.sqrt(sum(float((a.astype(float) ** 2).sum()) for a in arrays(gradient)))


def sure(
    bench: Bench, players: tuple[Player, Player]
) -> tuple[tuple[Player, Player], dict[str, list[tuple[float, float]]], float]:
    """Train the discriminator alone, and watch what is left of the generator's gradients."""
    G, D = players
    probe = next(rounds(1, bench.noise("probe")))
    found: dict[str, list[tuple[float, float]]] = {kind: [] for kind in KINDS}
    steps = bench.epochs(AHEAD)
    training = fit(
        lambda own, seen: gan.discriminator_loss((G, own), seen),
        D,
        RULE,
        rounds(steps, bench.noise("ahead")),
    )
    for k in bench.stage("Training the discriminator alone", steps):
        if k % 10 == 0:
            for kind in KINDS:
                slope = games.slope(gan.losses(kind)[0], (G, D), 0, probe)[1]
                found[kind].append((float(k), size(slope)))
        value, D = next(training)
        bench.loss(value)
    belief = raw(sigmoid(gan.logits(D, mlp.forward(G, probe.z)))).mean()
    return (G, D), found, float(belief)


def best_discriminator(bench: Bench) -> tuple[tuple[Block, ...], float, float]:
    """Train a discriminator between two known densities, beside the best there is."""
    noise = bench.noise("line")
    (m, v), (n, w) = DATA, MADE
    steps = bench.epochs(ALONE)
    seen = (
        gan.Round(m + noise.normal((512, 1), v**0.5), n + noise.normal((512, 1), w**0.5))
        for _ in range(steps)
    )
    D = mlp.initial((1, 32, 1), bench.noise("line weights"), "tanh", scheme="xavier")
    training = fit(
        lambda own, x: adversarial.discriminator_loss(gan.logits(own, x.x), gan.logits(own, x.z)),
        D,
        Adam(0.01),
        seen,
    )
    for _ in bench.stage("Training a discriminator on a line", steps):
        value, D = next(training)
        bench.loss(value)
    x = np.linspace(-4, 4, 81)[:, None]
    data = densities.gaussian(np.full_like(x, m), x, v)
    made = densities.gaussian(np.full_like(x, n), x, w)
    learnt, best = sigmoid(gan.logits(D, x)), adversarial.optimal(data, made)
    p, q = (np.exp(each) / np.exp(each).sum() for each in (data, made))
    off = float(p @ np.abs(learnt - best) + q @ np.abs(learnt - best)) / 2
    least = 2 * math.log(2) - 2 * adversarial.jensen_shannon(p, q)
    along = x[:, 0].tolist()
    lines = {
        "learnt D": learnt,
        "best D": best,
        "density of data": np.exp(data),
        "of the generator": np.exp(made),
    }
    blocks = (
        section("The best discriminator"),
        Chart(
            tuple(
                Series(name, tuple(zip(along, y.tolist(), strict=True)))
                for name, y in lines.items()
            ),
            "x",
            "D, density",
            "The learnt discriminator lies on the best, from 1 at the data to 0 at the generator.",
        ),
        *words(
            "Data and generator here are two normal densities, $p$ and $p_G$. The best "
            "discriminator is $p/(p + p_G)$ and its loss "
            f"$2 \\ln 2 - 2 \\mathrm{{JS}} = {least:.3f}$, with $\\mathrm{{JS}}$ the "
            "Jensen–Shannon divergence of the two: what the generator then lowers is its distance "
            "from the data."
        ),
    )
    return blocks, off, least


def run(bench: Bench) -> Findings:
    """Train a discriminator alone, then both players with either loss."""
    line, off, _ = best_discriminator(bench)
    together = single(gan.initial(CODES, HIDDEN, 2, bench.noise("weights"), "tanh", "xavier"))
    ahead, slopes, belief = sure(bench, together)
    starts = {"together": together, "ahead": ahead}
    found = {
        (start, kind): played(bench, players, kind, start)
        for start, players in starts.items()
        for kind in KINDS
    }
    flat, steep = (slopes[kind][-1][1] for kind in KINDS)
    blocks = (
        *line,
        section("A discriminator that is ahead"),
        gradients(slopes),
        *words(
            f"In the end it gives samples {belief:.1%} on average. The slope of the "
            "minimax loss by a logit is $-D$, of the other $D - 1$: where $D(G(z))$ is near 0 "
            "one is flat and the other as steep as can be."
        ),
        section("Both at play"),
        table(
            ("start", "generator's loss", "modes found", "samples near a mode"),
            [
                (STARTS[s], kind, f"{each.modes} of {MODES}", f"{each.near[-1][1]:.0%}")
                for (s, kind), each in found.items()
            ],
            "llrr",
            f"Samples after {bench.epochs(STEPS)} rounds (near: within {NEAR:g})",
        ),
        scattered(bench, found["together", "non-saturating"]),
        progress(found),
        *words(
            "Adam scales small gradients up, so that on this toy the minimax loss recovers as "
            "well. Modes that are missing do not show in either loss, and nothing promises that "
            "the play settles: it may end on a bad round."
        ),
    )
    near = [each.near[-1][1] for each in found.values()]
    return Findings(
        f"With the discriminator ahead, $D(G(z)) = {belief:.3f}$ on average, the minimax loss "
        f"leaves the generator a gradient of size {number(flat)}, the non-saturating one "
        f"{number(steep)}. After {bench.epochs(STEPS)} rounds "
        f"{100 * min(near):.0f}–{max(near):.0%} of samples are near a mode. "
        "A discriminator trained between known densities is "
        f"{off:.3f} from the best.",
        steep > 5 * flat and off < 0.05,
        blocks,
        {
            "D of samples": belief,
            "minimax gradient": flat,
            "non-saturating gradient": steep,
            "off the best discriminator": off,
            **{f"modes, {s}, {kind}": each.modes for (s, kind), each in found.items()},
            **{f"near, {s}, {kind}": each.near[-1][1] for (s, kind), each in found.items()},
        },
    )


def gradients(slopes: dict[str, list[tuple[float, float]]]) -> Chart:
    """Draw the generator's gradients while the discriminator learns alone."""
    return Chart(
        tuple(Series(kind, tuple(points)) for kind, points in slopes.items()),
        "steps of the discriminator",
        "size of the generator's gradient",
        "The non-saturating gradient grows as the discriminator learns; the minimax one fades.",
        log_y=True,
    )


def scattered(bench: Bench, found: Game) -> Chart:
    """Draw data and samples as dots."""
    series = tuple(
        Series(name, tuple(map(tuple, x[:SHOWN].astype(float).round(3).tolist())), dots=True)
        for name, x in (("data", ring(SHOWN, bench.noise("shown"))), ("generated", found.samples))
    )
    alt = "Generated points lie on the clusters of the ring, with a few in between."
    return Chart(series, "x₁", "x₂", alt, equal=True)


def progress(found: dict[tuple[str, Kind], Game]) -> Chart:
    """Draw the share of samples near a mode, round by round."""
    names = {"together": "", "ahead": ", D ahead"}
    return Chart(
        tuple(Series(f"{kind}{names[s]}", each.near) for (s, kind), each in found.items()),
        "rounds",
        "samples near a mode",
        "The share of samples near a mode grows with either loss and from either start.",
    )


LAB = Lab(
    title="Generator against discriminator",
    asks=(
        "A generator learns to make points on a ring from a discriminator's judgement alone. "
        "What is there to learn from a discriminator that is nearly always right?"
    ),
    claim=(
        "The minimax loss saturates: where samples are bad, $D(G(z))$ is near 0 and the loss is "
        "flat. $-\\ln D(G(z))$ is steep there."
    ),
    source="Wei, CSC413, §17; Duan, Neural Computation Revision, *Losses for training G*",
    run=run,
    counts="steps",
)
