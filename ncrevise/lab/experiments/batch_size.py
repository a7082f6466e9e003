"""Batch size: how noisy a minibatch's gradient is, and what that does to training."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.data import digits, mnist
from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.derivatives.trees import arrays
from ncrevise.document.figure import Chart, Series
from ncrevise.errors import UsageError
from ncrevise.kernels.batched import cross_entropy
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.linear import softmax_regression
from ncrevise.models.networks import mlp
from ncrevise.models.optimisers import schedules
from ncrevise.models.optimisers.batches import SCHEMES, batches
from ncrevise.models.optimisers.sgd import Sgd
from ncrevise.models.training import fit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.models.networks.mlp import Mlp
    from ncrevise.models.optimisers.rule import Rate

SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
DRAWS = 200
MOST_PIXELS = 1_200_000  # learnt from: all 8 × 8 digits, some 1,500 of 28 × 28
RATE = 0.05
LAST = 12  # costs watched in an epoch
FEW, FAST = 4, 0.2  # examples and first rate where rates fall, noisy enough to see it
CLOSELY = 200  # updates after each of which the cost is watched; later a dozen times an epoch
MONITORED = 256  # examples, the same throughout, on which the cost is watched
NAMES = {
    "shuffled": "shuffled epochs",
    "without": "without replacement",
    "with": "with replacement",
}


@dataclass(frozen=True, slots=True)
class Noisiness:
    """How far batch gradients are from that of all examples.

    Args:
        variance: mean squared distance by batch size, for each way of sampling.
        single: that of single examples, which the others are foretold from.
        count: how many examples there are.
        bias: the distance of the mean batch gradient from it, in standard errors.
    """

    variance: dict[str, dict[int, float]]
    single: float
    count: int
    bias: float

    def told(self, scheme: str, size: int) -> float:
        """Foretell the variance: V/B, less where no example comes twice in a batch."""
        kept = (self.count - size) / (self.count - 1) if scheme == "without" else 1.0
        return self.single / size * kept

    def slope(self) -> float:
        """Fit the exponent of B, −1 by the theory, to the variances with replacement."""
        found = self.variance["with"]
        return float(np.polyfit(np.log(list(found)), np.log(list(found.values())), 1)[0])


@dataclass(frozen=True, slots=True)
class Training:
    """A training run: the cost watched, by updates made."""

    size: int
    updates: tuple[int, ...]
    costs: tuple[float, ...]

    def after_updates(self, count: int) -> float:
        """Give the cost watched last, no later than so many updates."""
        return [c for n, c in zip(self.updates, self.costs, strict=True) if n <= count][-1]

    def after_examples(self, count: int) -> float:
        """Give the same by examples seen."""
        return self.after_updates(count // self.size)


def examples(bench: Bench) -> tuple[Any, Any]:
    """Read the images to learn from, a row each, and what they show.

    Raises:
        UsageError: there are too few for the larger batches.
    """
    found = (mnist.load(bench.data) if bench.data else digits.split(digits.load())).train
    least = 2 * SIZES[-1]
    if len(found) < least:
        raise UsageError(f"--data: {bench.name} needs {least} images and there are {len(found)}.")
    x = found.images.reshape(len(found), -1)
    some = slice(MOST_PIXELS // x.shape[1])
    return x[some], found.labels[some]


def noisiness(bench: Bench, x: Any, t: Any) -> Noisiness:
    """Measure the noise where a softmax regression is after one epoch."""
    p: Any = softmax_regression.initial(x.shape[1], 10)
    order = batches(len(x), 32, bench.noise("where the noise is measured"))
    steps = fit(lambda q, at: softmax_regression.cost(q, x[at], t[at]), p, Sgd(RATE), order)
    *_, (_, p) = steps

    def slope(at: Any) -> Any:
        _, g = value_and_gradient(lambda q: softmax_regression.cost(q, x[at], t[at]), p)
        return np.concatenate([each.ravel() for each in arrays(g)])

    each = np.stack([slope(np.array([k])) for k in range(len(x))])
    whole = each.mean(axis=0)
    single = float(((each - whole) ** 2).sum(axis=1).mean())
    variance: dict[str, dict[int, float]] = {"with": {}, "without": {}}
    means = []
    for k in bench.stage("Measuring the noise", len(SIZES)):
        for scheme, by_size in variance.items():
            drawn = drawn_batches(bench, len(x), SIZES[k], scheme)
            found = np.stack([each[at].mean(axis=0) for at in drawn])
            by_size[SIZES[k]] = float(((found - whole) ** 2).sum(axis=1).mean())
            means.append((found.mean(axis=0), by_size[SIZES[k]] / DRAWS))
    bias = np.mean([np.sum((mean - whole) ** 2) / error for mean, error in means])
    return Noisiness(variance, single, len(x), float(np.sqrt(bias)))


def drawn_batches(bench: Bench, n: int, size: int, scheme: str) -> Iterator[Any]:
    """Draw batches, epoch after epoch."""
    noise = bench.noise(f"batches of {size}, {scheme}")
    return islice(batches(n, size, noise, DRAWS, scheme), DRAWS)


def falling(steps: int) -> dict[str, Rate]:
    """Give learning rates that start alike and fall in so many steps, each in its way."""
    return {
        "constant": FAST,
        "halved every quarter": schedules.stepwise(FAST, max(1, steps // 4)),
        "exponential": schedules.exponential(FAST, 4 / steps),
        "1/t": schedules.inverse(FAST, 20 / steps),
        "1/√t": schedules.inverse_root(FAST, 20 / steps),
        "cosine": schedules.cosine(FAST, steps),
        "rising for a tenth, then cosine": schedules.warmed(
            schedules.cosine(FAST, steps - steps // 10), max(1, steps // 10)
        ),
    }


def cost(p: Mlp, x: Any, t: Any) -> Any:
    """Compute the cross-entropy of a network."""
    return cross_entropy(mlp.forward(p, x), classes=t)


def trained(
    bench: Bench,
    x: Any,
    t: Any,
    size: int,
    epochs: int,
    scheme: str = "shuffled",
    rate: Rate = RATE,
) -> Training:
    """Train a network of one hidden layer, watching the cost of a fixed part of the examples."""
    p: Any = mlp.initial((x.shape[1], 32, 10), bench.noise("weights"))
    order = batches(len(x), size, bench.noise(f"order {size} {scheme}"), epochs, scheme)
    steps = fit(lambda q, at: cost(q, x[at], t[at]), p, Sgd(rate), order)
    per_epoch = -(-len(x) // size)
    every = max(1, per_epoch // 12)
    updates, costs = [0], [float(cost(p, x[:MONITORED], t[:MONITORED]))]
    made = 0
    what = f"Training on {size} at a time" + ("" if scheme == "shuffled" else f", {NAMES[scheme]}")
    for _ in bench.stage(what, epochs):
        for _, p in islice(steps, per_epoch):
            made += 1
            if made <= CLOSELY or made % every == 0:
                updates.append(made)
                costs.append(float(cost(p, x[:MONITORED], t[:MONITORED])))
        bench.loss(costs[-1])
    return Training(size, tuple(updates), tuple(costs))


def run(bench: Bench) -> Findings:
    """Measure the noise of gradients, then train with batches of all sizes."""
    x, t = examples(bench)
    noise = noisiness(bench, x, t)
    epochs, full = bench.epochs(4), len(x)
    lengths = {1: 1, 8: 1, 32: 1, 128: 20, full: 100}  # few updates an epoch, so more epochs
    runs = {size: trained(bench, x, t, size, k * epochs) for size, k in lengths.items()}
    schemes = {name: trained(bench, x, t, 32, epochs, name) for name in SCHEMES}
    rates = {
        name: trained(bench, x, t, FEW, epochs, rate=rate)
        for name, rate in falling(-(-epochs * full // FEW)).items()
    }
    same = min(run_.updates[-1] for run_ in runs.values())
    seen = {size: run_.after_examples(full) for size, run_ in runs.items()}
    made = {size: run_.after_updates(same) for size, run_ in runs.items()}
    return Findings(
        f"The variance of a batch's gradient goes as $B^{{{noise.slope():.2f}}}$, and the "
        f"gradient is {noise.bias:.2f} standard errors from the whole one on average. After one "
        f"epoch the cost is {seen[1]:.2f} with single examples, {seen[128]:.2f} with 128 and "
        f"{seen[full]:.2f} with all {full:,}; after {same} updates it is {made[1]:.2f}, "
        f"{made[128]:.2f} and {made[full]:.2f}.",
        0.95 < -noise.slope() < 1.05
        and 0.5 < noise.bias < 1.5
        and seen[1] < seen[8] < seen[128] < seen[full]
        and made[32] < made[1]
        and abs(made[128] / made[full] - 1) < 0.1,
        blocks(noise, list(runs.values()), schemes, rates, full),
        {
            "exponent of the batch size": round(noise.slope(), 4),
            "bias in standard errors": round(noise.bias, 4),
            **{f"cost after an epoch, batches of {b}": round(v, 4) for b, v in seen.items()},
            **{f"cost after {same} updates, batches of {b}": round(v, 4) for b, v in made.items()},
        },
    )


def blocks(
    noise: Noisiness,
    runs: list[Training],
    schemes: dict[str, Training],
    rates: dict[str, Training],
    full: int,
) -> tuple[Block, ...]:
    """Set pictures and tables."""
    return (
        section("How noisy a gradient is"),
        noise_chart(noise),
        *words(
            "Each dot is the squared distance of a batch's gradient from that of all "
            f"{noise.count:,} examples, the mean of {DRAWS} batches. The line is $V/B$, with $V$ "
            "the variance of single examples' gradients: to halve its root takes four times the "
            "examples. Drawn without replacement, a batch of nearly all examples has hardly any "
            "noise left: $V/B \\cdot (N - B)/(N - 1)$."
        ),
        section("What it does to training"),
        training_chart(runs, full, by_updates=True),
        *words(
            "Update for update larger batches do better, up to a point: from 128 on the noise no "
            "longer matters."
        ),
        training_chart(runs, full, by_updates=False),
        *words(
            "For the same examples seen, and so about the same arithmetic, small batches are "
            "ahead, single examples most of all: every update starts from fresher weights. But a "
            "machine is much quicker at 32 examples together than at 32 one by one."
        ),
        section("A rate that falls"),
        table(
            (f"learning rate, batches of {FEW}", "cost", "its fluctuation"),
            [
                (name, f"{np.mean(run_.costs[-LAST:]):.3f}", f"{np.std(run_.costs[-LAST:]):.3f}")
                for name, run_ in rates.items()
            ],
            "lrr",
            "Cost in the last epoch, mean and standard deviation",
        ),
        *words(
            "Noise also shrinks with the learning rate: large steps early, small ones late keep "
            "the speed and lose the fluctuations."
        ),
        section("Three ways to sample"),
        sampling(schemes, full),
        *words(
            "Batches drawn anew from all examples, with replacement or without, leave out about "
            "$e^{-1}$ or 37% of them in an epoch; shuffled epochs leave out none."
        ),
    )


def noise_chart(noise: Noisiness) -> Chart:
    """Draw the variance by batch size."""
    theory = Series("V/B", tuple((b, noise.told("with", b)) for b in SIZES))
    measured = tuple(
        Series(f"measured, {NAMES[scheme]}", tuple(found.items()), dots=True)
        for scheme, found in noise.variance.items()
    )
    alt = "On logarithmic axes the variance of the gradient falls with the batch size, slope −1."
    return Chart((theory, *measured), "batch size B", "variance", alt, log_x=True, log_y=True)


def training_chart(runs: list[Training], full: int, *, by_updates: bool) -> Chart:
    """Draw the costs by updates made or examples seen."""
    most = runs[2].updates[-1] if by_updates else runs[2].updates[-1] * runs[2].size
    series = []
    for r in runs:
        scale = 1 if by_updates else r.size / full
        last = most if by_updates else most / full
        points = zip(r.updates, r.costs, strict=True)
        name = f"B = {r.size:,}" + (", all" if r.size == full else "")
        series.append(
            Series(name, tuple((n * scale, c) for n, c in points if n * scale <= last * 1.001))
        )
    what = "updates" if by_updates else "epochs"
    alt = (
        "Update for update the largest batches fall smoothly and single examples jump about."
        if by_updates
        else "Epoch for epoch the cost falls the sooner the smaller the batch."
    )
    return Chart(tuple(series), what, "training cost", alt, log_y=True)


def sampling(schemes: dict[str, Training], full: int) -> Block:
    """Compare the ways of sampling batches of 32."""
    b = 32
    drawn = -(-full // b)
    unseen = {
        "shuffled": 0.0,
        "without": (1 - b / full) ** drawn,
        "with": (1 - 1 / full) ** (drawn * b),
    }
    return table(
        ("batches of 32", "not seen in an epoch", f"cost after {len_epochs(schemes, drawn)}"),
        [
            (NAMES[name], f"{unseen[name]:.0%}", f"{run_.costs[-1]:.3f}")
            for name, run_ in schemes.items()
        ],
        "lrr",
        "Ways to sample minibatches",
    )


def len_epochs(schemes: dict[str, Training], per_epoch: int) -> str:
    """Say how many epochs were trained."""
    epochs = schemes["shuffled"].updates[-1] // per_epoch
    return f"{epochs} epoch" + ("" if epochs == 1 else "s")


LAB = Lab(
    title="Batch size",
    asks=(
        "A step may see one example, a batch of them, or all. How much noise does that put into "
        "the gradient, and what is best for training?"
    ),
    claim=(
        "A minibatch's gradient is an unbiased estimate of the whole one, and the larger the "
        "batch the smaller its variance. Large batches need fewer updates, until the noise no "
        "longer matters; small ones get further for the same arithmetic."
    ),
    source="Wei, CSC413, §7; Duan, Neural Computation Revision, *Minibatch SGD*",
    run=run,
    data="digits",
    own_data=True,
)
