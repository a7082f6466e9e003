"""A spurious correlation, only in the training data, and how gradients give it away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.data.digits import Digits, Split
from ncrevise.lab import digit_nets
from ncrevise.lab.attack.subject import accuracy, score, signed
from ncrevise.lab.report import section, words
from ncrevise.models.interpret.saliency import input_gradient

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.lab.attack.subject import Network, Subject
    from ncrevise.lab.experiment import Bench

MARKED = 8  # the digit that carries a mark in training


@dataclass(frozen=True, slots=True)
class Cheat:
    """Two networks of one build, the second taught with the mark, on new digits.

    Args:
        maps: of each, the mean gradient of the marked digit's score, over unmarked ones.
        found: of each, the share of unmarked digits of that kind that it reads right.
        taken: of each, the share of the other digits that it reads as that one, once marked.
    """

    maps: Any
    found: tuple[float, ...]
    taken: tuple[float, ...]


def marked(images: Any) -> Any:
    """Blacken a corner of images (…, H, W)."""
    out = images.copy()
    side = out.shape[-1] // 8
    out[..., :side, -side:] = 1
    return out


def taught(bench: Bench) -> Network:
    """Teach a network with a mark on every digit of one kind."""
    parts = digit_nets.parted(bench)
    seen = parts.train
    which = (seen.labels == MARKED)[:, None, None]
    spoilt = Digits(np.where(which, marked(seen.images), seen.images), seen.labels)
    both = Split(spoilt, parts.test)
    return digit_nets.trained(bench, both, digit_nets.dense, "Training with a mark").net


def compared(bench: Bench, subject: Subject) -> Cheat:
    """Compare the network taught with the mark with one of its build that was not."""
    nets: tuple[Network, ...] = (subject.other, taught(bench))
    own = subject.x[subject.labels == MARKED]
    rest = marked(subject.x[subject.labels != MARKED])
    found, taken, slopes = [], [], []
    for net in nets:
        of_class = partial(score, net, labels=as_marked(own))
        slopes.append(input_gradient(of_class, own).mean(axis=0))
        found.append(accuracy(net, own, as_marked(own)))
        taken.append(accuracy(net, rest, as_marked(rest)))
    return Cheat(np.stack(slopes), tuple(found), tuple(taken))


def as_marked(x: Any) -> Any:
    """Label digits as the kind that carries the mark."""
    return np.full(len(x), MARKED)


def blocks(bench: Bench, subject: Subject) -> tuple[Block, ...]:
    """Show that the gradient gives the mark away, and what trusting it costs."""
    cheat = compared(bench, subject)
    return (
        section("A clue that is not there"),
        signed(
            cheat.maps,
            ["taught without the mark", "taught with it"],
            2,
            f"What raises the score of an {MARKED}: for the network taught with a mark above all "
            "the corner at the top right.",
        ),
        *words(
            f"Another network saw every {MARKED} of its training data with the top right corner "
            f"inked in. What raises the score of an {MARKED}, averaged over new ones, shows that "
            f"it looks for the mark. Of unmarked {MARKED}s it reads {cheat.found[1]:.0%} right "
            f"(without that lesson: {cheat.found[0]:.0%}); of other digits, once marked, it takes "
            f"{cheat.taken[1]:.0%} for an {MARKED} (without: {cheat.taken[0]:.0%})."
        ),
    )
