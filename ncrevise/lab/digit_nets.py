"""Networks that read digits, trained in seconds: for every experiment that needs one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from ncrevise.data import digits, mnist
from ncrevise.derivatives.trees import count, single
from ncrevise.errors import GivensError
from ncrevise.kernels.batched import cross_entropy
from ncrevise.models.networks import cnn, mlp
from ncrevise.models.networks.cnn import Cnn, Plan
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.batches import batches
from ncrevise.models.optimisers.schedules import cosine
from ncrevise.models.training import fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ncrevise.data.digits import Digits, Split
    from ncrevise.lab.experiment import Bench
    from ncrevise.models.networks.mlp import Mlp
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor

    Network = Mlp | Cnn

P = TypeVar("P", bound="Mlp | Cnn")
SMALLEST = 4  # side of an image that is pooled twice
BATCH = 32
EPOCHS = 20
RATE = 0.005
MOST_PIXELS = 1_000_000  # read in an epoch: all digits of 8 × 8, some 1,300 of 28 × 28
JUDGED = 1000  # at most, after each epoch
AT_ONCE = 250  # images read together


@dataclass(frozen=True, slots=True)
class Trained(Generic[P]):
    """A trained network.

    Args:
        net: its parameters.
        losses: cross-entropy of each epoch's batches, averaged.
        wrong: the share of test images (the first thousand) misread after each epoch.
    """

    net: P
    losses: tuple[float, ...]
    wrong: tuple[float, ...]


def parted(bench: Bench) -> Split:
    """Give the digits to learn from and to be judged by: the user's own, or the shipped ones.

    Raises:
        GivensError: where images are too small to be pooled twice.
    """
    if bench.data is None:
        return digits.split(digits.load(), key=f"digits {bench.seed}")
    parts = mnist.load(bench.data)
    side = parts.train.images.shape[-1]
    if side < SMALLEST:
        raise GivensError(
            f"{bench.data}: its images are {side} × {side}; the network pools twice and needs "
            f"{SMALLEST} × {SMALLEST} at least."
        )
    return parts


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


def convolutional(side: int, noise: Noise) -> Cnn:
    """Draw the usual convolutional network for images of a side."""
    return single(cnn.initial(Plan(side, filters=(16, 32)), noise))


def dense(side: int, noise: Noise) -> Mlp:
    """Draw a multilayer perceptron of one hidden layer with as many parameters, or nearly."""
    size = count(convolutional(side, noise.split("size")))
    units = round((size - 10) / (side * side + 1 + 10))
    return single(mlp.initial((side * side, units, 10), noise))


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
    net = build(x.shape[-1], bench.noise(f"{what}, weights"))
    read, epochs = min(len(x), max(BATCH, MOST_PIXELS // x[0].size)), bench.epochs(usual)
    each = -(-read // BATCH)
    rule = Adam(cosine(RATE, epochs * each))
    steps = fit(loss, net, rule, chosen(x, labels, read, epochs, bench.noise(f"{what}, batches")))
    losses: list[float] = []
    wrong: list[float] = []
    for k in bench.stage(what, epochs * each):
        value, net = next(steps)
        losses.append(value)
        bench.loss(value)
        if (k + 1) % each == 0:
            wrong.append(1 - accuracy(net, parts.test[:JUDGED]))
    averaged = np.array(losses).reshape(epochs, each).mean(axis=1)
    return Trained(net, tuple(averaged.tolist()), tuple(wrong))


def chosen(x: Any, labels: Any, read: int, epochs: int, noise: Noise) -> Iterator[Any]:
    """Deal out batches, so many images an epoch; of a large set each epoch sees others."""
    for _ in range(epochs):
        rows = noise.order(len(x))[:read]
        for at in batches(read, BATCH, noise):
            yield x[rows[at]], labels[rows[at]]
