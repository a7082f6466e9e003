"""What a score depends on: input gradients, and averages of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.lab.attack.subject import SHOWN, drawn, score, signed
from ncrevise.lab.report import section, words
from ncrevise.models.interpret.saliency import input_gradient, smoothgrad

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.lab.attack.subject import Subject
    from ncrevise.lab.experiment import Bench

SPREAD, COPIES = 0.2, 40
DISTURBED = 0.1  # standard deviation of a disturbance hardly seen
TRIED = 60


def likeness(maps: Any, others: Any) -> float:
    """Give the mean cosine between two maps of each digit."""
    a, b = (each.reshape(len(each), -1) for each in (maps, others))
    lengths = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    return float(np.mean((a * b).sum(axis=1) / np.where(lengths > 0, lengths, 1)))


def steadiness(bench: Bench, subject: Subject) -> tuple[float, float]:
    """Give how alike maps stay when digits are disturbed a little: gradients, SmoothGrad."""
    x, labels = subject.x[:TRIED], subject.labels[:TRIED]
    of_class = partial(score, subject.net, labels=labels)
    noise = bench.noise("disturbance")
    disturbed = x + noise.normal(x.shape, DISTURBED).astype(x.dtype)
    plain = [input_gradient(of_class, each) for each in (x, disturbed)]
    smooth = [smoothgrad(of_class, each, noise, SPREAD, COPIES) for each in (x, disturbed)]
    return likeness(*plain), likeness(*smooth)


def blocks(bench: Bench, subject: Subject, steady: tuple[float, float]) -> tuple[Block, ...]:
    """Draw both kinds of maps."""
    x, labels = subject.x[subject.shown], subject.labels[subject.shown]
    of_class = partial(score, subject.net, labels=labels)
    smooth = smoothgrad(of_class, x, bench.noise("maps"), SPREAD, COPIES)
    names = [f"{c}, gradient" for c in labels] + [f"{c}, SmoothGrad" for c in labels]
    return (
        section("What the network looks at"),
        drawn(x, [str(c) for c in labels], SHOWN, "Digits that the maps below belong to."),
        signed(
            np.concatenate([input_gradient(of_class, x), smooth]),
            names,
            SHOWN,
            "Maps of what raises the score of each digit: gradients, then their averages over "
            "noisy copies, which are smoother.",
        ),
        *words(
            f"Where more ink raises the score of the digit, in one colour, and where it lowers "
            f"it, in the other. SmoothGrad averages the gradients of {COPIES} noisy copies. When "
            f"the digit itself is disturbed a little, the cosine between its maps before and "
            f"after is {steady[0]:.2f} for gradients and {steady[1]:.2f} for SmoothGrad, over "
            f"{len(subject.x[:TRIED])} digits."
        ),
    )
