"""Reading digits: shared filters and pooling against a network that sees every pixel by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import count
from ncrevise.document.figure import Chart, HeatMap, Series
from ncrevise.lab import digit_nets
from ncrevise.lab.digit_nets import accuracy, guesses, parted, stacked, trained
from ncrevise.lab.digit_pictures import feature_maps, filters, misread, ways_back
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.networks.augmentation import shifted

if TYPE_CHECKING:
    from ncrevise.data.digits import Digits
    from ncrevise.document.tree import Block
    from ncrevise.lab.digit_nets import Network, Trained
    from ncrevise.lab.experiment import Bench

STEPS = ((0, 1), (0, -1), (1, 0), (-1, 0))  # a pixel right, left, down, up
ENOUGH = 0.97  # read right by the convolutional network
MOST_MOVED = 2000


def run(bench: Bench) -> Findings:
    """Train both networks on the same digits and look at what they learnt."""
    parts = parted(bench)
    conv = trained(bench, parts, digit_nets.convolutional, "Training the CNN")
    mlp = trained(bench, parts, digit_nets.dense, "Training the MLP")
    read = guesses(conv.net, parts.test.images)
    right = float(np.mean(read == parts.test.labels)), accuracy(mlp.net, parts.test)
    moved = after_moving(conv.net, parts.test), after_moving(mlp.net, parts.test)
    sizes = count(conv.net), count(mlp.net)
    x = stacked(parts.test.images[:1])
    blocks: tuple[Block, ...] = (
        section("While they learn"),
        curves(conv, mlp),
        table(
            ("network", "parameters", "read right", "moved by a pixel"),
            [
                (name, f"{sizes[k]:,}", percent(right[k]), percent(moved[k]))
                for k, name in enumerate(("convolutional", "multilayer perceptron"))
            ],
            "lrrr",
            f"The {len(parts.test):,} test images as they are, and moved up, down, left and right",
        ),
        *words(
            "A pixel further, every input of the perceptron has changed. A filter finds its edge "
            "where it is now, and the maximum over a pooling group often stays what it was."
        ),
        section("What it takes for what"),
        confusion(parts.test.labels, read),
        *misread(parts.test, read),
        section("What it looks for"),
        *filters(conv.net),
        *feature_maps(conv.net, x),
        section("What pooling keeps"),
        *ways_back(x),
    )
    return Findings(
        f"With {sizes[0]:,} parameters the CNN reads {percent(right[0])} of the test images and "
        f"{percent(moved[0])} of them moved by a pixel; with {sizes[1]:,} the MLP reads "
        f"{percent(right[1])} and {percent(moved[1])}.",
        right[0] >= ENOUGH and moved[0] > moved[1],
        blocks,
        {
            "read by the CNN": right[0],
            "read by the MLP": right[1],
            "moved, read by the CNN": moved[0],
            "moved, read by the MLP": moved[1],
            "parameters of the CNN": sizes[0],
            "parameters of the MLP": sizes[1],
        },
    )


def after_moving(net: Network, seen: Digits) -> float:
    """Give the share read right after a step in each of four directions, averaged."""
    part = seen[:MOST_MOVED]
    found = []
    for step in STEPS:
        moved = shifted(stacked(part.images), np.tile(step, (len(part), 1)))[:, 0]
        found.append(np.mean(guesses(net, moved) == part.labels))
    return float(np.mean(found))


def percent(share: float) -> str:
    """Write a share in per cent."""
    return f"{share:.1%}"


def curves(conv: Trained[Any], mlp: Trained[Any]) -> Chart:
    """Draw the test error of both networks, epoch by epoch."""
    series = tuple(
        Series(name, tuple((t, 100 * y) for t, y in enumerate(net.wrong, 1)))
        for name, net in (("CNN", conv), ("MLP", mlp))
    )
    last = f"{100 * conv.wrong[-1]:.1f} and {100 * mlp.wrong[-1]:.1f} per cent"
    alt = f"Test images misread: both networks improve from epoch to epoch, to {last} at the end."
    return Chart(series, "epoch", "test images misread (%)", alt)


def confusion(labels: Any, read: Any) -> HeatMap:
    """Draw what each digit is read as."""
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (labels, read), 1)
    names = tuple(map(str, range(10)))
    wrong = counts * (1 - np.eye(10, dtype=int))
    true, taken = np.unravel_index(int(wrong.argmax()), wrong.shape)
    worst = f"; the commonest mistake is a {true} read as {taken}, {wrong.max()} of them"
    alt = (
        f"Of {len(labels)} images {counts.trace()} are on the diagonal"
        f"{worst if wrong.any() else ''}."
    )
    rows = tuple(tuple(map(float, row)) for row in counts)
    return HeatMap(rows, names, names, alt, 0, float(counts.max()), "read as", "is", 0)


LAB = Lab(
    title="Reading digits",
    asks=(
        "A convolutional network and a multilayer perceptron of the same size learn to read "
        "handwritten digits. What do shared filters and pooling bring?"
    ),
    claim=(
        "Filters shared over the whole image and pooling make predictions less sensitive to where "
        "things are: a convolutional network needs no more parameters than a perceptron to read "
        "well, and is put off less when the image moves."
    ),
    source="Wei, CSC413, §9",
    run=run,
    data="digits",
    own_data=True,
)
