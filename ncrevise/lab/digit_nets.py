"""Networks that read digits, trained in seconds: for every experiment that needs one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from ncrevise.data import digits, mnist
from ncrevise.models.networks import cnn, mlp
from ncrevise.models.networks.cnn import Cnn, Plan
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.batches import batches
from ncrevise.models.training import fit
from ncrevise.tape.ops import cross_entropy
from ncrevise.tape.trees import mapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.data.digits import Digits, Split
    from ncrevise.lab.experiment import Bench
    from ncrevise.models.networks.mlp import Mlp
    from ncrevise.noise import Noise
    from ncrevise.tape import Tensor

    Network = Mlp | Cnn

P = TypeVar("P")
BATCH = 32
EPOCHS = 12
MOST_PIXELS = 2_000_000  # read in an epoch: all 8 × 8 digits, some 2,500 of 28 × 28
AT_ONCE = 500  # images judged together


@dataclass(frozen=True, slots=True)
class Trained(Generic[P]):
    """A trained network.

    Args:
        net: its parameters.
        losses: cross-entropy of each epoch's batches, averaged.
        right: the share of test images read right after each epoch.
    """

    net: P
    losses: tuple[float, ...]
    right: tuple[float, ...]


def parted(bench: Bench) -> Split:
    """Give the digits to learn from and to be judged by: the user's own, or the shipped ones."""
    if bench.data is not None:
        return mnist.load(bench.data)
    return digits.split(digits.load(), key=f"digits {bench.seed}")


def stacked(images: Any) -> Any:
    """Write images (N, H, W) as a batch of one channel, (N, 1, H, W), in single precision."""
    return images[:, None].astype(np.float32)


def scores(net: Network, x: Tensor) -> Tensor:
    """Give images (N, 1, H, W) ten scores each."""
    return cnn.forward(net, x) if isinstance(net, Cnn) else mlp.forward(net, cnn.flattened(x))


def loss(net: Network, batch: tuple[Any, Any]) -> Tensor:
    """Compute the cross-entropy of a batch of images and labels."""
    x, labels = batch
    return cross_entropy(scores(net, x), classes=labels)


def guesses(net: Network, images: Any) -> Any:
    """Read images (N, H, W): the digit of the highest score."""
    parts = range(0, len(images), AT_ONCE)
    read = [scores(net, stacked(images[k : k + AT_ONCE])).argmax(axis=-1) for k in parts]
    return np.concatenate(read)


def accuracy(net: Network, seen: Digits) -> float:
    """Give the share of images read right."""
    return float(np.mean(guesses(net, seen.images) == seen.labels))


def small(side: int) -> Plan:
    """Plan a network of two convolutions for images of a side."""
    return Plan(side, filters=(8, 16), kernel=3, pool=2, hidden=(32,))


def convolutional(side: int, noise: Noise) -> Cnn:
    """Draw the usual convolutional network."""
    return single(cnn.initial(small(side), noise))


def dense(side: int, noise: Noise, hidden: tuple[int, ...] = (64,)) -> Mlp:
    """Draw the usual multilayer perceptron."""
    return single(mlp.initial((side * side, *hidden, 10), noise))


def single(p: P) -> P:
    """Turn parameters to single precision: half the memory, half the time."""
    return mapped(lambda a: a.astype(np.float32), p)


def trained(
    bench: Bench,
    parts: Split,
    build: Callable[[int, Noise], P],
    what: str = "Training the network",
    usual: int = EPOCHS,
) -> Trained[P]:
    """Train a network on digits with Adam, judging it after each epoch.

    Args:
        bench: its noise, and who watches.
        parts: from ``parted``.
        build: draws the network for images of a side, as ``convolutional`` or ``dense``.
        what: said beside the bar.
        usual: epochs, unless the user says.
    """
    x, labels = stacked(parts.train.images), parts.train.labels
    noise = bench.noise(f"{what}, batches")
    net, losses, right = build(x.shape[-1], bench.noise(f"{what}, weights")), [], []
    count = min(len(x), MOST_PIXELS // x[0].size)
    epochs = bench.epochs(usual)
    steps = fit(loss, net, Adam(0.003), chosen(x, labels, count, epochs, noise))
    each = -(-count // BATCH)
    for k in bench.stage(what, epochs * each):
        value, net = next(steps)
        losses.append(value)
        bench.loss(value)
        if (k + 1) % each == 0:
            right.append(accuracy(net, parts.test))
    averaged = np.array(losses).reshape(epochs, each).mean(axis=1)
    return Trained(net, tuple(averaged.tolist()), tuple(right))


def chosen(x: Any, labels: Any, count: int, epochs: int, noise: Noise) -> Any:
    """Deal out batches, so many images an epoch; of a large set each epoch sees others."""
    for _ in range(epochs):
        rows = noise.order(len(x))[:count]
        for at in batches(count, BATCH, noise):
            yield x[rows[at]], labels[rows[at]]
