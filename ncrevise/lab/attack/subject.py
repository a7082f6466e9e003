"""The network that is looked into, the digits it is tried on, and how these are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.data.digits import Digits, Split
from ncrevise.document.figure import Gallery, Shaded
from ncrevise.kernels.batched import cross_entropy
from ncrevise.lab import digit_nets
from ncrevise.tape import raw
from ncrevise.tape.ops import softmax, take

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.lab.experiment import Bench
    from ncrevise.models.networks.cnn import Cnn
    from ncrevise.models.networks.mlp import Mlp
    from ncrevise.tape import Loose as Tensor

    Network = Cnn | Mlp

MOST_PIXELS = 360 * 8 * 8 * 4  # looked at in all: every test digit of 8 × 8, some of 28 × 28
CLASSES = 10
SHOWN = 4  # digits shown before and after, one below the other at 80 columns
ACROSS = 5  # of ten, where there is room


@dataclass(frozen=True, slots=True)
class Subject:
    """A trained network and digits that it has not seen.

    Args:
        net: the network.
        other: another, of another build, taught only what the first one answers.
        x: digits, shape (N, 1, H, W).
        labels: what they are, shape (N,).
        shown: which of them are drawn, one of a kind.
    """

    net: Cnn
    other: Mlp
    x: Any
    labels: Any
    shown: Any


def trained(bench: Bench) -> Subject:
    """Train a network, and another on its answers."""
    parts = digit_nets.parted(bench)
    net = digit_nets.trained(bench, parts, digit_nets.convolutional).net
    answers = Digits(parts.train.images, digit_nets.guesses(net, parts.train.images))
    copied = Split(answers, parts.test)
    other = digit_nets.trained(bench, copied, digit_nets.dense, "Training one on its answers").net
    count = max(CLASSES, MOST_PIXELS // parts.test.images[0].size)
    rows = bench.noise("digits tried").order(len(parts.test))[:count]
    seen = parts.test[rows]
    x = digit_nets.stacked(seen.images)
    return Subject(net, other, x, seen.labels, one_of_each(net, x, seen.labels))


def one_of_each(net: Network, x: Any, labels: Any, wanted: Any = True) -> Any:
    """Choose a digit of each of the first kinds: read right, and wanted, where there is one."""
    right = digit_nets.scores(net, x).argmax(axis=-1) == labels
    order = np.argsort(~(right & wanted), kind="stable")
    first = [next((k for k in order if labels[k] == c), None) for c in range(CLASSES)]
    return np.array([k for k in first if k is not None][:SHOWN])


def loss(net: Network, x: Tensor, labels: Any) -> Tensor:
    """Compute the mean cross-entropy of digits."""
    return cross_entropy(digit_nets.scores(net, x), classes=labels)


def score(net: Network, x: Tensor, labels: Any) -> Tensor:
    """Give each digit the score of one class, shape (N,)."""
    return take(digit_nets.scores(net, x), index=(np.arange(len(labels)), labels))


def accuracy(net: Network, x: Any, labels: Any) -> float:
    """Give the share of digits read right."""
    return float(np.mean(digit_nets.scores(net, x).argmax(axis=-1) == labels))


def readings(net: Network, x: Any) -> list[str]:
    """Say what each digit is read as, and how surely."""
    odds = raw(softmax(digit_nets.scores(net, x)))
    return [f"{row.argmax()} ({row.max():.0%})" for row in odds]


def drawn(images: Any, captions: Sequence[str], across: int, alt: str) -> Gallery:
    """Draw digits (N, 1, H, W), ink on paper."""
    return Gallery(shades(images, captions), across, alt)


def signed(images: Any, captions: Sequence[str], across: int, alt: str) -> Gallery:
    """Draw maps (N, 1, H, W) whose entries have signs, each by its own largest."""
    most = abs(images).max(axis=(1, 2, 3), keepdims=True)
    scaled = images / np.where(most > 0, most, 1)
    return Gallery(shades(scaled, captions), across, alt, signed=True)


def shades(images: Any, captions: Sequence[str]) -> tuple[Shaded, ...]:
    """Write images as rows of shades."""
    return tuple(
        Shaded(tuple(map(tuple, image[0].astype(float).tolist())), caption)
        for image, caption in zip(images, captions, strict=True)
    )
