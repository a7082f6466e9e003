"""Scaling laws: how the loss falls with more data, and with more parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.data import digits
from ncrevise.derivatives.trees import single
from ncrevise.document.figure import Chart, Series
from ncrevise.kernels.batched import cross_entropy
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, words
from ncrevise.models.networks import mlp
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.batches import batches
from ncrevise.models.scale import powerlaw
from ncrevise.models.training import fit
from ncrevise.tape import raw

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench

EXAMPLES = (45, 90, 180, 360, 720, 1437)
FITTED = EXAMPLES[1:]
UNITS = (4, 8, 16, 32, 64, 128)
WIDE, FEW, STARTS, STEPS, RATE, TOGETHER = 64, 180, 4, 800, 0.01, 32
STRAIGHT = 0.12  # root mean square distance in ln y of what counts as a power law
FLAT = 1.2  # what four times the hidden units gain at most on a plateau


def run(bench: Bench) -> Findings:
    """Train many small networks, and lay a power law through their losses."""
    by_data, by_size = losses(bench)
    law = powerlaw.fit(np.array(FITTED, float), np.array([by_data[n] for n in FITTED]))
    gain = by_size[FEW][UNITS[-3]] / by_size[FEW][UNITS[-1]]
    measured = (
        f"Test loss falls as (training examples)$^{{-{law.b:.2f}}}$; with only {FEW} of them, "
        f"four times the hidden units leave {1 / gain:.2f} of the loss."
    )
    blocks = (section("More data, more parameters"), *law_blocks(law, by_data, by_size))
    numbers = {"exponent": law.b, "misfit": law.error, "gain": gain}
    return Findings(measured, law.error < STRAIGHT and gain < FLAT, blocks, numbers)


def losses(bench: Bench) -> tuple[dict[int, float], dict[int, dict[int, float]]]:
    """Train networks of one size on more and more data, and of many sizes on few and all."""
    parts = digits.split(digits.load())
    many = EXAMPLES[-1]
    jobs = [(n, WIDE) for n in EXAMPLES]
    jobs += [(n, units) for n in (FEW, many) for units in UNITS if (n, units) not in jobs]
    found: dict[tuple[int, int], list[float]] = {job: [] for job in jobs}
    for k in bench.stage("Training networks of many sizes", len(jobs) * STARTS):
        job = jobs[k % len(jobs)]
        found[job].append(lowest(bench, parts, *job, start=k // len(jobs)))
        bench.loss(found[job][-1])
    mean = {job: float(np.exp(np.mean(np.log(each)))) for job, each in found.items()}
    by_data = {n: mean[n, WIDE] for n in EXAMPLES}
    return by_data, {n: {units: mean[n, units] for units in UNITS} for n in (FEW, many)}


def lowest(bench: Bench, parts: digits.Split, n: int, units: int, start: int) -> float:
    """Train on n examples and give the lowest loss on the test set on the way."""
    noise = bench.noise(f"digits {n} {units} {start}")
    x, test = (part.images.reshape(-1, 64).astype(np.float32) for part in parts)
    p = single(mlp.initial((64, units, 10), noise.split("start")))
    picked = bench.noise(f"examples {start}").order(len(x))[:n]
    steps = bench.epochs(STEPS)
    drawn_batches = batches(n, TOGETHER, noise.split("order"), -(-steps * TOGETHER // n))
    found = np.inf

    def loss(p: mlp.Mlp, at: Any) -> Any:
        scores = mlp.forward(p, x[picked[at]])
        return cross_entropy(scores, classes=parts.train.labels[picked[at]])

    for step, (_, p) in enumerate(fit(loss, p, Adam(RATE), drawn_batches)):  # noqa: B020
        if step % 20 == 0 or step == steps - 1:
            now = raw(cross_entropy(mlp.forward(p, test), classes=parts.test.labels))
            found = min(found, float(now))
        if step == steps - 1:
            break
    return float(found)


def law_blocks(
    law: powerlaw.PowerLaw, by_data: dict[int, float], by_size: dict[int, dict[int, float]]
) -> tuple[Block, ...]:
    """Show the loss against data with the line through it, and against parameters."""
    beyond = by_data[EXAMPLES[0]] / law(EXAMPLES[0])
    fitted = tuple((n, law(n)) for n in (FITTED[0], FITTED[-1]))
    alt_data = (
        "Test loss against training examples, both logarithmic: close to a straight line, falling."
    )
    sizes_of = {units: 75 * units + 10 for units in UNITS}
    series = tuple(
        Series(f"{n:,} examples", tuple((sizes_of[u], y) for u, y in each.items()))
        for n, each in by_size.items()
    )
    alt_size = (
        "Test loss against parameters, both logarithmic: it falls steeply, then levels off, the "
        "higher the fewer examples there are."
    )
    rest = powerlaw.fit_with_rest(
        np.array(list(sizes_of.values()), float), np.array(list(by_size[FEW].values()))
    )
    return (
        *words(
            f"Digits of 8 × 8 by a network of {WIDE} hidden units: the lowest loss on the test "
            f"set during training, geometric mean of {STARTS} choices of examples and starts. A "
            "power law is a straight line here; its slope is the exponent."
        ),
        Chart(
            (
                Series("measured", tuple(by_data.items()), dots=True),
                Series(f"{law.a:.2g} × examples to the −{law.b:.2f}", fitted),
            ),
            "training examples",
            "test loss",
            alt_data,
            log_x=True,
            log_y=True,
        ),
        *words(
            f"The line, fitted from {FITTED[0]} examples on, misses the points by "
            f"{law.error:.0%} on average. With {EXAMPLES[0]} the loss is {beyond:.2f} times what "
            "it predicts: a law of this kind has a beginning as well. The exponent is "
            f"{law.b:.2f} here, not 1: it depends on the task and the network. With parameters "
            "the line soon bends: once the data are what is lacking, larger networks gain little."
        ),
        Chart(series, "parameters", "test loss", alt_size, log_x=True, log_y=True),
        *words(
            f"For {FEW} examples a law with a part that stays, $a x^{{-b}} + c$, puts "
            f"$c = {rest.c:.2f}$."
        ),
    )


LAB = Lab(
    title="What more data and more parameters buy",
    asks=(
        "A network learns to read from few digits and from many; then small networks and large "
        "ones learn from the same digits. How far does the loss fall?"
    ),
    claim=(
        "Test loss falls as a power of the data or of the parameters, until the other is what is "
        "lacking."
    ),
    source="Wei, CSC413, §11",
    run=run,
    counts="steps",
    data="digits",
)
