"""Starting weights: signals that fade or explode with depth, units that die or saturate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ncrevise.data import digits
from ncrevise.derivatives.trees import single
from ncrevise.document.figure import Chart, HeatMap, Series
from ncrevise.kernels.batched import cross_entropy
from ncrevise.lab import normalised
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.lab.starting import size, ways_out
from ncrevise.lab.unlabelled import rows
from ncrevise.models.networks import deep_linear, mlp
from ncrevise.models.networks.initialise import orthogonal
from ncrevise.models.networks.mlp import Layer, Mlp
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.batches import batches
from ncrevise.models.training import fit
from ncrevise.tape import Tape
from ncrevise.tape.grad import gradient

if TYPE_CHECKING:
    from ncrevise.data.digits import Split
    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.tape import Loose as Tensor

P = TypeVar("P")
DEPTH, WIDTH = 8, 64
SCHEMES = ("zeros", "small", "xavier", "he", "large")
SATURATED = 0.95  # of tanh, either way
BATCH, EPOCHS, RATE = 32, 20, 0.002
FADES, LEVEL = 1e-3, 10.0  # what is faded, and how far a kept signal may be off


@dataclass(frozen=True, slots=True)
class Start:
    """What a scheme came to.

    Args:
        signals: root mean square of each layer's outputs before training.
        errors: of the error signals there.
        dead: shares of units that are 0 for every image, before and after training.
        right: share of test images read right after training.
    """

    signals: tuple[float, ...]
    errors: tuple[float, ...]
    dead: tuple[float, float]
    right: float


def network(bench: Bench, scheme: str, activation: str = "relu") -> Mlp:
    """Draw a deep network; every scheme has the same random numbers, only scaled."""
    sizes = (64, *(WIDTH,) * DEPTH, 10)
    return single(mlp.initial(sizes, bench.noise("weights"), activation, scheme=scheme))


def loss(net: Mlp, batch: tuple[Any, Any]) -> Tensor:
    """Compute the cross-entropy of a batch."""
    x, labels = batch
    return cross_entropy(mlp.forward(net, x), classes=labels)


def dead(net: Mlp, x: Any) -> float:
    """Give the share of hidden units that are 0 for every example."""
    outputs = mlp.hidden(net, x)[:-1]
    return float(np.mean([(h == 0).all(axis=0) for h in outputs]))


def errors(net: Mlp, x: Any, labels: Any) -> tuple[float, ...]:
    """Give the size of the error signal that reaches each hidden layer."""
    tape = Tape()
    outputs = mlp.hidden(net, tape.leaf(x))
    found = gradient(cross_entropy(outputs[-1], classes=labels), outputs[:-1])
    return tuple(map(size, found))


def tried(bench: Bench, parts: Split, scheme: str) -> Start:
    """Look at a network before and after training."""
    x, labels = rows(parts.train.images), parts.train.labels
    net = network(bench, scheme)
    signals = tuple(size(h) for h in mlp.hidden(net, x)[:-1])
    before, back = dead(net, x), errors(net, x, labels)
    net = learnt(bench, loss, net, x, labels, f"Training from {scheme}")
    read = mlp.forward(net, rows(parts.test.images)).argmax(axis=-1)
    right = float(np.mean(read == parts.test.labels))
    return Start(signals, back, (before, dead(net, x)), right)


def learnt(bench: Bench, loss: Any, net: P, x: Any, labels: Any, what: str) -> P:
    """Train a network; every start sees the same batches."""
    chosen = list(batches(len(x), BATCH, bench.noise("batches"), bench.epochs(EPOCHS)))
    steps = fit(loss, net, Adam(RATE), ((x[k], labels[k]) for k in chosen))
    for _ in bench.stage(what, len(chosen)):
        value, net = next(steps)
        bench.loss(value)
    return net


def rescued(bench: Bench, parts: Split) -> float:
    """Give the share read right from small weights with batch normalisation in every layer."""
    x, labels = rows(parts.train.images), parts.train.labels
    net = single(normalised.around(network(bench, "small")))
    net = learnt(bench, normalised.loss, net, x, labels, "Training with batch norm")
    read = normalised.evaluate(net, rows(parts.test.images), normalised.seen(net, x))
    return float(np.mean(read.argmax(axis=-1) == parts.test.labels))


def run(bench: Bench) -> Findings:
    """Start the same deep network in five ways."""
    parts = digits.split(digits.load(), key=f"digits {bench.seed}")
    found = {scheme: tried(bench, parts, scheme) for scheme in SCHEMES}
    normed = rescued(bench, parts)
    x = rows(parts.train.images[:200])
    last = {scheme: start.signals[-1] / start.signals[0] for scheme, start in kept(found)}
    blocks: tuple[Block, ...] = (
        section("Before training"),
        by_layer(found, "signals", "size of the outputs", "fade", "explode"),
        by_layer(found, "errors", "size of the error signals", "fade on the way back", "explode"),
        *words(
            "A layer multiplies the size of its signal by about $\\sqrt{d\\,s^2/2}$, where $d$ is "
            "the number of its inputs, $s$ the spread of its weights, and the half what ReLU "
            "cuts off. He's $s = \\sqrt{2/d}$ makes that 1."
        ),
        section("What training makes of it"),
        outcomes(found, normed),
        *words(
            "From zeros all units of a layer stay alike: they get the same gradient, here none. "
            "A unit is *dead* when it is 0 for every image; no gradient reaches its weights then."
        ),
        section("Units that saturate"),
        saturation(bench, x),
        *words("Where a unit of tanh is near −1 or 1 its slope is near 0, and nothing comes back."),
        section("Ways out"),
        *ways_out(bench, parts),
        section("Without activations"),
        stretching(bench),
        *words(
            "However deep, a linear network is one matrix, the product of all. Its average size "
            "can be kept and yet most directions be lost; orthogonal weights keep every one."
        ),
    )
    return Findings(
        f"From the first of {DEPTH} layers of ReLU to the last the size of signals changes by a "
        f"factor of {scientific(last['small'])} from small weights, {scientific(last['he'])} from "
        f"He's and {scientific(last['large'])} from large ones. After training "
        f"{percent(found['he'].right)} of test images are read from He's start, "
        f"{percent(found['small'].right)} from small weights, {percent(found['zeros'].right)} "
        "from zeros.",
        last["small"] < FADES
        and 1 / LEVEL < last["he"] < LEVEL
        and last["large"] > 1 / FADES
        and found["he"].right > max(found["small"].right, found["zeros"].right) + 0.2,
        blocks,
        {f"read from {name}": start.right for name, start in found.items()}
        | {"read from small with batch norm": normed}
        | {f"signal from {name}": change for name, change in last.items()},
    )


def kept(found: dict[str, Start]) -> list[tuple[str, Start]]:
    """Leave out the start from zeros, where there is no signal."""
    return [(scheme, start) for scheme, start in found.items() if scheme != "zeros"]


def percent(share: float) -> str:
    """Write a share in per cent."""
    return f"{share:.1%}"


def called(scheme: str) -> str:
    """Name a scheme as people do, those of persons with a capital."""
    return scheme.capitalize() if scheme in {"he", "xavier"} else scheme


def by_layer(found: dict[str, Start], what: str, y: str, low: str, high: str) -> Chart:
    """Draw a size layer by layer."""
    series = tuple(
        Series(called(scheme), tuple(enumerate(getattr(start, what), 1)))
        for scheme, start in kept(found)
    )
    alt = f"With depth small weights make them {low}, large ones {high}; He's keep them level."
    return Chart(series, "layer", y, alt, log_y=True)


def outcomes(found: dict[str, Start], normed: float) -> Block:
    """Set what became of each start."""
    rows = [
        (called(scheme), percent(start.dead[0]), percent(start.dead[1]), percent(start.right))
        for scheme, start in found.items()
    ]
    rows.append(("small, with batch norm", "", "", percent(normed)))
    head = ("weights", "dead at first", "dead at the end", "test images read")
    return table(head, rows, "lrrr", "Dead units, and what the network learns")


def saturation(bench: Bench, x: Any) -> HeatMap:
    """Draw the share of saturated units of tanh, layer by layer."""
    names = ("small", "xavier", "he", "large")
    rows = tuple(
        tuple(float(np.mean(np.abs(h) > SATURATED)) for h in mlp.hidden(net, x)[:-1])
        for net in (network(bench, scheme, "tanh") for scheme in names)
    )
    layers = tuple(str(l) for l in range(1, DEPTH + 1))
    alt = (
        f"With large weights {percent(rows[-1][-1])} of the last layer's outputs are saturated, "
        f"with Xavier's {percent(rows[1][-1])}."
    )
    return HeatMap(
        rows, tuple(map(called, names)), layers, alt, x="layer of tanh units", y="weights", places=2
    )


def stretching(bench: Bench) -> Block:
    """Set how far a deep linear network stretches its inputs."""
    rows = []
    for name, scheme in (("small", "small"), ("xavier", "xavier"), ("orthogonal", "")):
        noise = bench.noise(f"linear {name}")
        layers = tuple(Layer(orthogonal(noise, WIDTH), np.zeros(WIDTH)) for _ in range(DEPTH))
        net = Mlp(layers, "identity", "identity")
        if scheme:
            net = mlp.initial((WIDTH,) * (DEPTH + 1), noise, "identity", scheme=scheme)
        stretch = deep_linear.singular_values(net)
        rows.append((called(name), *(scientific(stretch[k]) for k in (0, WIDTH // 2, -1))))
    head = ("weights", "largest", "middle", "smallest")
    return table(head, rows, "lrrr", f"Singular values of the product of {DEPTH} matrices")


def scientific(value: float) -> str:
    """Write a number with two figures."""
    if 0.01 <= value < 100:
        return f"{value:.2g}"
    power = int(np.floor(np.log10(value)))
    return f"${value / 10.0**power:.1f} \\cdot 10^{{{power}}}$"


LAB = Lab(
    title="Starting weights",
    asks=(
        f"A network of {DEPTH} hidden layers learns to read digits from five kinds of starting "
        "weights. What happens to signals on their way through it, and what is learnt?"
    ),
    claim=(
        "Weights that start at zero leave all units alike. Random ones should be the smaller the "
        "more inputs a unit has, $\\sqrt{2/d}$ for ReLU (He) and $\\sqrt{1/d}$ or so for tanh "
        "(Xavier): then signals neither fade nor explode with depth."
    ),
    source="Wei, CSC413, §7",
    run=run,
    data="digits",
)
