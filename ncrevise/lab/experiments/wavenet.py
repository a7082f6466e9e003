"""Causal convolution: what an output sees, measured, and what a WaveNet does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import single
from ncrevise.document.figure import Chart, HeatMap, Series
from ncrevise.kernels.batched import cross_entropy
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.autoregressive import sampling, wavenet
from ncrevise.models.autoregressive.causal import receptive_field
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.schedules import cosine
from ncrevise.models.training import fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ncrevise.lab.experiment import Bench
    from ncrevise.models.autoregressive.wavenet import WaveNet
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor

KERNEL, DEEPEST = 2, 10
SHOWN = 16  # steps of the pictures of who sees what
CHANNELS, LEVELS, LAYERS = 16, 9, 5
PERIOD, BURST = 24, 8
BATCH, HEARD, MORE = 16, 64, 72
JUDGED = 32


def doubling(layers: int) -> tuple[int, ...]:
    """Give dilations 1, 2, 4, …."""
    return tuple(2**k for k in range(layers))


KINDS: dict[str, Callable[[int], tuple[int, ...]]] = {
    "dilated": doubling,
    "undilated": lambda layers: (1,) * layers,
}


def touched(p: WaveNet, size: int, at: int, noise: Noise) -> Any:
    """Move one input of some signals; say which outputs move, (size,)."""
    x = noise.normal((4, size, 1))
    other = x.copy()
    other[:, at] += 1
    return (wavenet.forward(p, x) != wavenet.forward(p, other)).any(axis=(0, 2))


def measured(dilations: Sequence[int], noise: Noise) -> tuple[int, bool]:
    """Count the outputs that one input moves, and say whether none comes before it."""
    told, before = receptive_field(KERNEL, dilations), 5
    p = wavenet.initial(1, CHANNELS, 4, dilations, noise, kernel=KERNEL)
    moved = np.flatnonzero(touched(p, before + told + 10, before, noise))
    return int(moved[-1] - before + 1), bool(moved[0] == before)


def fields(bench: Bench) -> dict[str, list[tuple[int, int, bool]]]:
    """Measure receptive fields of all depths: what is told, what is found, whether causal."""
    found: dict[str, list[tuple[int, int, bool]]] = {kind: [] for kind in KINDS}
    for k in bench.stage("Measuring receptive fields", DEEPEST):
        for kind, dilations in KINDS.items():
            stack = dilations(k + 1)
            size, causal = measured(stack, bench.noise(f"{kind} {k}"))
            found[kind].append((receptive_field(KERNEL, stack), size, causal))
    return found


def wave(times: Any) -> Any:
    """Give a burst of a sine and then silence, over and over, as levels 0 … LEVELS − 1."""
    phase = times % PERIOD
    value = np.where(phase < BURST, np.sin(2 * np.pi * phase / BURST), 0)
    return np.rint((value + 1) / 2 * (LEVELS - 1)).astype(int)


def heard(noise: Noise, count: int, length: int) -> Any:
    """Cut stretches out of the wave, from anywhere in it."""
    return wave(noise.integers((count, 1), PERIOD) + np.arange(length))


def loss(p: WaveNet, levels: Any) -> Tensor:
    """Score each next level, all before it given."""
    x = sampling.one_hot(levels[:, :-1], LEVELS, np.float32)
    return cross_entropy(wavenet.forward(p, x), classes=levels[:, 1:])


def stretches(noise: Noise) -> Iterator[Any]:
    """Draw batches without end."""
    while True:
        yield heard(noise, BATCH, HEARD + 1)


def train(bench: Bench, kind: str) -> WaveNet:
    """Train a WaveNet on the wave, in single precision."""
    drawn = wavenet.initial(LEVELS, CHANNELS, LEVELS, KINDS[kind](LAYERS), bench.noise(kind))
    p, steps = single(drawn), bench.epochs(250)
    rounds = fit(loss, p, Adam(cosine(0.01, steps)), stretches(bench.noise(f"waves {kind}")))
    for _ in bench.stage(f"Training the {kind} WaveNet", steps):
        value, p = next(rounds)
        bench.loss(value)
    return p


def run(bench: Bench) -> Findings:
    """Measure what stacks see, then let two of them go on with a wave."""
    found = fields(bench)
    nets = {kind: train(bench, kind) for kind in KINDS}
    truth = heard(bench.noise("judged"), JUDGED, HEARD + MORE)
    noise = bench.noise("sampled")
    said = {k: sampling.signals(p, truth[:, :HEARD], MORE, noise) for k, p in nets.items()}
    right = {kind: float((y == truth)[:, HEARD:].mean()) for kind, y in said.items()}
    agree = all(told == size and causal for each in found.values() for told, size, causal in each)
    deepest = {kind: each[-1][1] for kind, each in found.items()}
    return Findings(
        f"A stack of {DEEPEST} layers sees {deepest['dilated']} steps with dilations 1, 2, …, 512 "
        f"and {deepest['undilated']} without; no output before a moved input moves. Of {MORE} "
        f"levels of a wave to come, {LAYERS} dilated layers draw {right['dilated']:.1%} "
        f"correctly, {LAYERS} undilated ones {right['undilated']:.1%}.",
        agree and right["dilated"] > 0.95 and right["undilated"] < right["dilated"] - 0.15,
        (*seen(found, bench), *continued(truth, said, right)),
        {
            **{f"steps seen, {kind}": float(size) for kind, size in deepest.items()},
            **{f"right levels, {kind}": share for kind, share in right.items()},
        },
    )


def seen(found: dict[str, list[tuple[int, int, bool]]], bench: Bench) -> tuple[Any, ...]:
    """Show receptive fields by depth, and which inputs the outputs of four layers see."""
    layers = int(np.log2(SHOWN))
    return (
        section("What an output sees"),
        growth(found),
        *words(
            "With $K$ taps and dilations $\\delta_l$ an output sees "
            "$1 + (K - 1) \\sum_l \\delta_l$ inputs. Each mark is found without the formula: one "
            "input is moved, and the outputs that move are counted. With doubled dilations a layer "
            "adds as much as all before it."
        ),
        *words(
            f"Which outputs of {layers} layers move with which input. Nothing lies above the "
            "diagonal: no output sees the future. First dilated, then undilated:"
        ),
        *(sight(kind, dilations(layers), bench) for kind, dilations in KINDS.items()),
    )


def growth(found: dict[str, list[tuple[int, int, bool]]]) -> Chart:
    """Draw receptive fields by depth, formula and measurement."""
    series = []
    for kind, each in found.items():
        told, sizes = ([row[k] for row in each] for k in (0, 1))
        series += [
            Series(f"{kind}, formula", tuple(enumerate(told, 1))),
            Series(f"{kind}, measured", tuple(enumerate(sizes, 1)), dots=True),
        ]
    ends = "; ".join(f"{kind} {each[-1][1]}" for kind, each in found.items())
    alt = f"Inputs seen by depth; with {DEEPEST} layers of {KERNEL} taps: {ends}."
    return Chart(tuple(series), "layers", "inputs seen", alt, log_y=True)


def sight(kind: str, dilations: tuple[int, ...], bench: Bench) -> HeatMap:
    """Draw which outputs move with which input."""
    noise = bench.noise(f"sight {kind}")
    p = wavenet.initial(1, CHANNELS, 4, dilations, noise, kernel=KERNEL)
    columns = [touched(p, SHOWN, at, noise) for at in range(SHOWN)]
    rows = tuple(tuple(row) for row in np.array(columns, float).T.tolist())
    names = tuple(str(k + 1) for k in range(SHOWN))
    widest = int(max(sum(row) for row in rows))
    alt = f"Outputs of the {kind} stack move with at most {widest} inputs, none of them later."
    return HeatMap(rows, names, names, alt, x="input", y="output")


def continued(truth: Any, said: dict[str, Any], right: dict[str, float]) -> tuple[Any, ...]:
    """Show what both networks make of the wave."""
    rows = [
        (
            kind,
            ", ".join(map(str, KINDS[kind](LAYERS))),
            str(receptive_field(KERNEL, KINDS[kind](LAYERS))),
            f"{share:.1%}",
        )
        for kind, share in right.items()
    ]
    return (
        section("A wave continued"),
        *words(
            f"The wave is a burst of {BURST} steps and a silence of {PERIOD - BURST}, in {LEVELS} "
            f"levels. After {HEARD} steps each network draws what comes next, level by level, and "
            "hears what it drew."
        ),
        *(drawing(kind, truth[0], y[0]) for kind, y in said.items()),
        table(
            ("network", "dilations", "steps seen", "right levels"),
            rows,
            "llrr",
            f"Levels drawn as the wave has them, {JUDGED} waves of {MORE} steps",
        ),
        *words(
            "The undilated network can learn the burst by heart. But in the silence all it sees "
            "is silence, so it can't tell when the next burst is due."
        ),
    )


def drawing(kind: str, truth: Any, y: Any) -> Chart:
    """Draw the wave as it is and as a network goes on with it."""
    steps = range(HEARD - BURST, HEARD + MORE)
    series = (
        Series("wave", tuple((float(t - HEARD), float(truth[t])) for t in steps), dots=True),
        Series(kind, tuple((float(t - HEARD), float(y[t])) for t in steps)),
    )
    share = float((truth == y)[HEARD:].mean())
    alt = f"The {kind} network draws {share:.0%} of the levels of this wave as they are."
    return Chart(series, "step, drawn from 0 on", "level", alt)


LAB = Lab(
    title="What a causal convolution sees",
    asks=(
        "A WaveNet predicts the next level of a signal from those before it. How far back does it "
        "look, and what becomes of a signal if that is not far enough?"
    ),
    claim=(
        "A causal convolution sees nothing that comes later. Dilations 1, 2, …, 512 widen what it "
        "sees with every layer, to 1024 steps or 64 ms of sound; by convolution alone the context "
        "is limited."
    ),
    source="Wei, CSC413, §15",
    run=run,
    counts="steps",
)
