"""How far back a recurrent network can learn: fading gradients, and gates against them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.derivatives.trees import count, mapped
from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.networks.initialise import orthogonal, weights
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.clipping import Clipped, length
from ncrevise.models.sequences import bptt, gru, lstm, rnn, rtrl, stacked
from ncrevise.models.training import fit
from ncrevise.tape.ops import mean, square, total

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.lab.experiment import Bench
    from ncrevise.models.sequences.timeline import Run
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor

UNITS, BATCH, TEST = 32, 32, 1000
SPANS = (10, 20, 40)
RADII = (0.9, 1.0, 1.1)
LAGS = 50
SMALL, LARGE = 1e-3, 1.0  # inputs that leave tanh straight, and that bend it
CLOSE = 0.1
GUESS = 1 / 6  # the mean square error of always saying 1


def on_top(p: Any, x: Tensor, *, mask: Any = None) -> Tensor:
    """Run layers of LSTM on each other and give the states of the last."""
    return stacked.states(p, x, lstm.states, mask=mask)[-1]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of network: how its cells are drawn, given what keeps them, how they run and learn."""

    draw: Callable[[Noise, float], Any]
    run: Run
    rate: float = 0.02


KINDS = {
    "RNN": Kind(lambda noise, _: rnn.initial(2, UNITS, noise), rnn.states, 0.01),
    "GRU": Kind(lambda noise, keep: gru.initial(2, UNITS, noise, keep_bias=keep), gru.states),
    "LSTM": Kind(lambda noise, keep: lstm.initial(2, UNITS, noise, keep, -keep), lstm.states),
}
VARIANTS = {
    "GRU, reset after the product": Kind(
        lambda noise, keep: gru.initial(2, UNITS, noise, "after", keep_bias=keep), gru.states
    ),
    "LSTM with peepholes": Kind(
        lambda noise, keep: lstm.initial(2, UNITS, noise, keep, -keep, peephole=True), lstm.states
    ),
    "two layers of LSTM": Kind(
        lambda noise, keep: [lstm.initial(d, UNITS, noise, keep, -keep) for d in (2, UNITS)],
        on_top,
    ),
}


@dataclass(frozen=True, slots=True)
class Net:
    """Hidden units of any kind, and the output layer on the last state."""

    cells: Any
    output: rnn.Output


def radius(noise: Noise, d: int, factor: float) -> rnn.Hidden:
    """Draw hidden units whose recurrent matrix has all eigenvalues of one size."""
    Wx = weights(noise, UNITS, d, "xavier")
    return rnn.Hidden(Wx, factor * orthogonal(noise, UNITS), np.zeros(UNITS))


def by_lag(p: rnn.Hidden, x: Any, signal: Any) -> list[float]:
    """Send an error signal back from the last state; give its length at each state, last first."""
    arriving = np.zeros((*x.shape[:2], UNITS))
    arriving[:, -1] = signal
    lengths = np.linalg.norm(bptt.signals(p, x, arriving).h, axis=(0, 2))
    return [float(each / lengths[-1]) for each in lengths[::-1]]


def fading(bench: Bench) -> dict[str, list[float]]:
    """Measure the error signal by lag, for matrices that shrink, keep and stretch."""
    x = bench.noise("inputs").normal((8, LAGS, 2))
    signal = bench.noise("signal").normal((8, UNITS))
    found = {
        f"radius {factor:g}": by_lag(radius(bench.noise("matrix"), 2, factor), SMALL * x, signal)
        for factor in RADII
    }
    saturated = radius(bench.noise("matrix"), 2, RADII[-1])
    return {**found, f"{RADII[-1]:g}, large inputs": by_lag(saturated, LARGE * x, signal)}


def drawn(kind: Kind, span: int, noise: Noise) -> Net:
    """Draw a network; gates start such that a cell keeps for about the span."""
    return Net(kind.draw(noise, math.log(span)), rnn.output(UNITS, 1, noise))


def examples(noise: Noise, count: int, span: int) -> tuple[Any, Any]:
    """Draw numbers with two of them marked, one in either half: the sum of these is wanted."""
    x = np.zeros((count, span, 2))
    x[..., 0] = noise.uniform((count, span))
    half, rows = span // 2, np.arange(count)
    first, second = noise.integers((count,), half), half + noise.integers((count,), span - half)
    x[rows, first, 1] = x[rows, second, 1] = 1
    return x, (x[rows, first, 0] + x[rows, second, 0])[:, None]


def answers(kind: Kind, p: Net, x: Tensor) -> Tensor:
    """Run a network and read its last state, shape (B, 1)."""
    return rnn.read(p.output, kind.run(p.cells, x)[:, -1])


def trained(
    bench: Bench, name: str, kind: Kind, span: int, steps: int
) -> tuple[list[float], float, int]:
    """Train a network.

    Returns:
        The loss of every step, the share of new examples answered closely, and how many
        parameters there are.
    """
    data = bench.noise(f"sums of {span}")
    batches = (examples(data, BATCH, span) for _ in bench.stage(f"{name}, {span} steps", steps))
    rule = Clipped(Adam(lambda t: kind.rate * (1 - t / steps)), 1.0)
    p = drawn(kind, span, bench.noise(f"{name} {span}"))
    losses: list[float] = []

    def loss(p: Net, batch: Any) -> Tensor:
        return mean(square(answers(kind, p, batch[0]) - batch[1]))

    for value, after in fit(loss, p, rule, batches):
        p = after
        losses.append(value)
        bench.loss(value)
    x, wanted = examples(bench.noise(f"new sums of {span}"), TEST, span)
    share = float(np.mean(np.abs(answers(kind, p, x) - wanted) < CLOSE))
    return losses, share, count(p)


def heard(kind: Kind, noise: Noise, bench: Bench) -> list[float]:
    """Measure how much the last state, before any training, hears of the input of each lag."""
    x, _ = examples(bench.noise("heard"), BATCH, LAGS)
    p = drawn(kind, LAGS, noise)
    signal = bench.noise("signal").normal((BATCH, UNITS))
    _, slopes = value_and_gradient(lambda v: total(kind.run(p.cells, v)[:, -1] * signal), x)
    lengths = np.linalg.norm(slopes, axis=(0, 2))[::-1]
    return [float(each / lengths[0]) for each in lengths]


def hearing(bench: Bench) -> dict[str, list[float]]:
    """Measure three plain networks and one of each gated kind."""
    kinds = {
        **{f"RNN, draw {k}": KINDS["RNN"] for k in (1, 2, 3)},
        "GRU": KINDS["GRU"],
        "LSTM": KINDS["LSTM"],
    }
    return {
        said: heard(kind, bench.noise(f"{said}, untrained"), bench) for said, kind in kinds.items()
    }


def three_ways(bench: Bench) -> tuple[list[tuple[str, ...]], float]:
    """Compute one gradient by the tape, by BPTT, by RTRL, and truncated."""
    n, d, steps, chunk = 16, 2, 40, 10
    noise = bench.noise("three ways")
    p = rnn.initial(d, n, noise)
    x, arriving = noise.normal((4, steps, d)), noise.normal((4, steps, n))
    _, taped = value_and_gradient(lambda q: total(rnn.states(q, x) * arriving), p)
    *_, forwards = rtrl.gradients(p, x, arriving)
    found = {
        "BPTT": bptt.signals(p, x, arriving).weights,
        "RTRL": forwards,
        f"BPTT cut every {chunk} steps": bptt.signals(p, x, arriving, chunk=chunk).weights,
    }
    gaps = {name: apart(each, taped) for name, each in found.items()}
    costs = dict(
        zip(found, (rtrl.cost_through_time(n, d, steps), rtrl.cost(n, d, steps)), strict=False)
    )
    costs[f"BPTT cut every {chunk} steps"] = rtrl.Cost(
        costs["BPTT"].products, rtrl.cost_through_time(n, d, chunk).kept
    )
    rows: list[tuple[str, ...]] = [
        (
            name,
            f"{100 * gap:.0f}%" if gap > 1e-6 else "none",
            f"{costs[name].products:,}",
            f"{costs[name].kept:,}",
        )
        for name, gap in gaps.items()
    ]
    return rows, max(gaps["BPTT"], gaps["RTRL"])


def apart(one: rnn.Hidden, other: rnn.Hidden) -> float:
    """Give the length of the difference of two gradients as a part of the second's."""
    gap = mapped(lambda a, b: a - b, one, other)
    return length(gap) / length(other)


def run(bench: Bench) -> Findings:
    """Follow error signals back, then train networks to remember."""
    lags = fading(bench)
    steps = bench.epochs(400)
    losses: dict[str, list[float]] = {}
    close: dict[tuple[str, int], float] = {}
    for span in SPANS:
        for name, kind in KINDS.items():
            losses[name], close[name, span], _ = trained(bench, name, kind, span, steps)
    variants = [
        (name, *trained(bench, name, kind, SPANS[0], max(1, steps // 2))[1:])
        for name, kind in {**KINDS, **VARIANTS}.items()
    ]
    ways, gap = three_ways(bench)
    ends = [lags[f"radius {factor:g}"][-1] for factor in RADII]
    furthest = {name: close[name, SPANS[-1]] for name in KINDS}
    fades = ends[0] < 0.05 < ends[1] < 20 < ends[2]
    gates_win = min(furthest["GRU"], furthest["LSTM"]) > 2 * furthest["RNN"]
    return Findings(
        f"Over {LAGS - 1} steps an error signal is multiplied by {ends[0]:.2g}, {ends[1]:.2g} or "
        f"{ends[2]:.0f}, as the eigenvalues have size {RADII[0]}, {RADII[1]:g} or {RADII[2]}. "
        f"Asked to remember over {SPANS[-1]} steps, the plain network is right in "
        f"{furthest['RNN']:.0%} of new sequences, the GRU in {furthest['GRU']:.0%}, the LSTM in "
        f"{furthest['LSTM']:.0%}.",
        fades and gates_win and gap < 1e-9,
        blocks(lags, hearing(bench), losses, close, variants, ways),
        {
            **{f"signal left, radius {r:g}": end for r, end in zip(RADII, ends, strict=True)},
            **{f"{name}, {span} steps": share for (name, span), share in close.items()},
        },
    )


def blocks(
    lags: dict[str, list[float]],
    hears: dict[str, list[float]],
    losses: dict[str, list[float]],
    close: dict[tuple[str, int], float],
    variants: list[tuple[str, float, int]],
    ways: list[tuple[str, ...]],
) -> tuple[Any, ...]:
    """Set what there is to see."""
    return (
        section("An error signal on its way back"),
        *words(
            "From the last hidden state back to each before it, $\\bar z_t W_h$ again and again: "
            "a plain network of tanh units, untrained, whose recurrent matrix is a turn times "
            "0.9, 1 or 1.1. Large inputs bend tanh, whose slope then shrinks the signal too."
        ),
        lag_chart(
            lags,
            "length of the error signal",
            "The error signal decays exponentially for 0.9, stays for 1 and grows for 1.1.",
        ),
        section("Remembering"),
        *words(
            "A sequence of numbers, two of them marked; at the end their sum is wanted (the "
            "*adding problem* of Hochreiter and Schmidhuber). Always saying 1 has a mean square "
            "error of 1/6. Gates start so that a cell keeps for about the length of the "
            "sequence: bias $\\ln T$ at what keeps, $-\\ln T$ at what lets in. All learn "
            "by Adam with clipped gradients: gated ones at a rate of 0.02, the plain network at "
            "0.01, with which it did best."
        ),
        table(
            ("steps", *KINDS),
            [(str(span), *(f"{close[name, span]:.0%}" for name in KINDS)) for span in SPANS],
            "r" * (1 + len(KINDS)),
            f"New sequences answered to within {CLOSE}; always saying 1 gets 19%",
        ),
        loss_chart(losses),
        *words(
            "Before any training: how much the last state hears of an input so many steps back. "
            "Plain networks, drawn alike, fade or grow as chance has it; gated ones that start "
            "by keeping fade slowly."
        ),
        lag_chart(
            hears,
            "gradient by the input",
            "With its lag the gradient by an input falls or rises in plain networks, each in its "
            "own way; in GRU and LSTM it falls slowly.",
        ),
        section("Variants"),
        table(
            ("", "parameters", "right"),
            [(name, f"{size:,}", f"{share:.0%}") for name, share, size in variants],
            "lrr",
            f"{SPANS[0]} steps, after half the training",
        ),
        section("The same gradient, three ways"),
        *words(
            "Backpropagation through time runs the sequence forwards, then backwards, and keeps "
            "every state; real-time recurrent learning runs forwards only and keeps what every "
            "weight did to every unit: of $H$ units $H^3$ numbers and more, however short the "
            "sequence. Cut into stretches, BPTT forgets what happened before each."
        ),
        table(
            ("", "off the tape's gradient", "multiplications", "numbers kept"),
            ways,
            "lrrr",
            "16 units on 2 inputs, 40 steps: counts for one sequence",
        ),
    )


def lag_chart(runs: dict[str, list[float]], y: str, alt: str) -> Chart:
    """Draw lengths by lag, each as a multiple of its length at lag 0."""
    series = tuple(Series(name, tuple(enumerate(lengths))) for name, lengths in runs.items())
    return Chart(series, "steps back", f"{y}, last = 1", alt, log_y=True)


def loss_chart(losses: dict[str, list[float]]) -> Chart:
    """Draw the losses on the longest sequences, averaged over ten steps."""
    series = tuple(
        Series(
            name,
            tuple(
                (k + len(part), float(np.mean(part)))
                for k in range(0, len(values), 10)
                if (part := values[k : k + 10])
            ),
        )
        for name, values in losses.items()
    )
    return Chart(
        series,
        "training step",
        f"loss, {SPANS[-1]} steps",
        "The loss of the RNN stays where always saying 1 is; those of GRU and LSTM fall.",
        log_y=True,
        lines=(("always 1", GUESS),),
    )


LAB = Lab(
    title="Memory: fading gradients, and gates",
    asks=(
        "A recurrent network could use what it saw long ago. Does the gradient reach that far "
        "back, and what do gates change?"
    ),
    claim=(
        "Through time an error signal is multiplied by one Jacobian a step, so that over many "
        "steps it vanishes or explodes; a memory cell that may keep its value makes remembering "
        "over long spans easy."
    ),
    source="Wei, CSC413, §12; Lewis, Neural Networks continued, *Recurrent Neural Networks*",
    run=run,
    counts="steps",
)
