"""What saves a deep network from a bad start: normalised batches, and a way round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import single
from ncrevise.document.figure import Chart, Series
from ncrevise.lab.digit_nets import stacked
from ncrevise.lab.report import words
from ncrevise.models.networks import batch_norm, conv, residual
from ncrevise.models.networks.residual import Block as Residual
from ncrevise.tape.ops import relu

if TYPE_CHECKING:
    from ncrevise.data.digits import Split
    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.models.networks.conv import Conv

LAYERS, CHANNELS = 10, 8
IMAGES = 64


def size(values: Any) -> float:
    """Give the root mean square."""
    return float(np.sqrt(np.mean(np.square(values, dtype=float))))


def ways_out(bench: Bench, parts: Split) -> tuple[Block, ...]:
    """Run images through many convolutions of small weights in three ways."""
    noise = bench.noise("convolutions")
    x = stacked(parts.train.images[:IMAGES])
    first = single(conv.initial(noise, 1, CHANNELS))
    layers = [
        single(conv.initial(noise, CHANNELS, CHANNELS, scheme="small")) for _ in range(2 * LAYERS)
    ]
    h = conv.forward(first, x)
    ways = {"plain": plain(layers, h), "batch norm": normed(layers, h), "residual": kept(layers, h)}
    series = tuple(Series(name, tuple(enumerate(sizes, 1))) for name, sizes in ways.items())
    alt = (
        f"Through {2 * LAYERS} convolutions of small weights the signal fades to next to nothing; "
        "with batch normalisation or residual blocks it stays."
    )
    return (
        Chart(series, "block of two convolutions", "size of the outputs", alt, log_y=True),
        *words(
            "The same small weights in convolutions. *Batch normalisation* brings every channel "
            "back to mean 0 and variance 1. A *residual* block adds what it computes to what it "
            "was given, $y = x + F(x)$, so that small weights make it nearly the identity, "
            "forwards and, as $\\bar x = \\bar y\\,(I + \\partial F/\\partial x)$, backwards."
        ),
    )


def plain(layers: list[Conv], h: Any) -> list[float]:
    """Give the signal's size after each pair of layers."""
    sizes = []
    for first, second in zip(layers[::2], layers[1::2], strict=True):
        h = relu(conv.forward(second, relu(conv.forward(first, h))))
        sizes.append(size(h))
    return sizes


def normed(layers: list[Conv], h: Any) -> list[float]:
    """Give it with batch normalisation after each convolution."""
    scale = single(batch_norm.initial(CHANNELS))
    sizes = []
    for first, second in zip(layers[::2], layers[1::2], strict=True):
        for layer in (first, second):
            h = relu(batch_norm.forward(scale, conv.forward(layer, h)))
        sizes.append(size(h))
    return sizes


def kept(layers: list[Conv], h: Any) -> list[float]:
    """Give it with a way round each pair."""
    sizes = []
    for first, second in zip(layers[::2], layers[1::2], strict=True):
        h = residual.forward(Residual(first, second, last="identity"), h)
        sizes.append(size(h))
    return sizes
