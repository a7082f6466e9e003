"""Digits as rows of pixels, and models that learn from them without labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ncrevise.data import digits, mnist
from ncrevise.derivatives.trees import single
from ncrevise.document.figure import Gallery, Shaded
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.batches import batches
from ncrevise.models.optimisers.schedules import cosine
from ncrevise.models.training import fit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ncrevise.lab.experiment import Bench
    from ncrevise.tape import Loose as Tensor

P = TypeVar("P")
MOST_PIXELS = 8_000_000  # learnt from: all 8 × 8 digits, some 10,000 of 28 × 28
MOST_BATCHES = 24  # in an epoch, which of many digits is only a part
MOST_JUDGED = 500
BATCH = 64


@dataclass(frozen=True, slots=True)
class Pixels:
    """Images as rows, in single precision, 0 for paper and 1 for ink.

    Args:
        x: to learn from, shape (n, d).
        labels: what they show, shape (n,): for judging only.
        new: to judge by, shape (m, d).
        new_labels: what those show, shape (m,).
    """

    x: Any
    labels: Any
    new: Any
    new_labels: Any


def pixels(bench: Bench) -> Pixels:
    """Read the user's own digits, or the shipped ones: as many as are learnt in seconds."""
    if bench.data is not None:
        parts = mnist.load(bench.data)
    else:
        parts = digits.split(digits.load(), key=f"digits {bench.seed}")
    x, new = rows(parts.train.images), rows(parts.test.images)
    order = bench.noise("which digits").order(len(x))[: MOST_PIXELS // x.shape[1]]
    judged = slice(MOST_JUDGED)
    return Pixels(x[order], parts.train.labels[order], new[judged], parts.test.labels[judged])


def rows(images: Any) -> Any:
    """Write images (n, side, side) as rows, in single precision."""
    return images.reshape(len(images), -1).astype(np.float32)


def trained(
    bench: Bench,
    what: str,
    loss: Callable[[P, Any], Tensor],
    p: P,
    count: int,
    *,
    epochs: int,
    rate: float,
    judge: Callable[[P], float] | None = None,
) -> tuple[P, tuple[float, ...]]:
    """Train with Adam, at a rate that falls to nothing, in single precision.

    Args:
        bench: its noise, and who watches.
        what: said beside the bar.
        loss: a number from parameters and the places of a batch.
        p: where to start.
        count: how many examples there are.
        epochs: unless the user says.
        rate: of the first step.
        judge: a number of the parameters after each epoch; the loss otherwise.

    Returns:
        The parameters, and a number an epoch.
    """
    epochs, each = bench.epochs(epochs), min(-(-count // BATCH), MOST_BATCHES)
    rule = Adam(cosine(rate, epochs * each))
    places = batches(count, BATCH, bench.noise(f"{what}, batches"), epochs)
    steps, losses, found = fit(loss, single(p), rule, places), [], []
    for k in bench.stage(what, epochs * each):
        value, p = next(steps)
        bench.loss(value)
        losses.append(value)
        if (k + 1) % each == 0:
            found.append(judge(p) if judge else float(np.mean(losses[-each:])))
    return p, tuple(found)


def one_of_each(labels: Any) -> list[int]:
    """Find the first image of each digit."""
    return [int(np.argmax(labels == digit)) for digit in np.unique(labels)]


def shaded(row: Any, caption: str = "") -> Shaded:
    """Draw a row of pixels as a square picture."""
    side = round(len(row) ** 0.5)
    ink = np.clip(row.astype(float), 0, 1).round(3).reshape(side, side)
    return Shaded(tuple(tuple(line) for line in ink.tolist()), caption)


def gallery(x: Any, alt: str, captions: Sequence[str] = (), across: int = 10) -> Gallery:
    """Draw rows of pixels as pictures beside each other."""
    said = captions or [""] * len(x)
    return Gallery(
        tuple(shaded(row, caption) for row, caption in zip(x, said, strict=True)), across, alt
    )


def curve(values: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """Number what was found after each epoch, from 1."""
    return tuple((k, float(value)) for k, value in enumerate(values, 1))
