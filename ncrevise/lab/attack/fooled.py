"""Fooling a network: small changes, large changes of mind."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.document.figure import Chart, Series
from ncrevise.lab import digit_nets
from ncrevise.lab.attack.subject import (
    ACROSS,
    CLASSES,
    SHOWN,
    accuracy,
    drawn,
    loss,
    one_of_each,
    readings,
    signed,
)
from ncrevise.lab.report import section, words
from ncrevise.models.interpret.adversarial import bounded, fgsm, gradient_method, several_steps

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.lab.attack.subject import Subject
    from ncrevise.lab.experiment import Bench

SIZES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
SIZE = 0.15  # of which the headline speaks
STEPS = 8
SIGN, OWN, MORE, OTHERS, RANDOM = (
    "sign of the gradient",
    "gradient itself",
    f"sign, {STEPS} small steps",
    "sign, from another network",
    "random signs",
)


def tried(bench: Bench, subject: Subject) -> dict[str, list[float]]:
    """Give the accuracy after changes of every kind and size."""
    x, labels = subject.x, subject.labels
    own, others = (partial(loss, net, labels=labels) for net in (subject.net, subject.other))
    signs = np.where(bench.noise("random signs").chance(x.shape, 0.5), 1, -1).astype(x.dtype)
    found: dict[str, list[float]] = {name: [] for name in (SIGN, OWN, MORE, OTHERS, RANDOM)}
    for k in bench.stage("Fooling the network", len(SIZES)):
        changed = {
            SIGN: fgsm(own, x, SIZES[k]),
            OWN: gradient_method(own, x, SIZES[k]),
            MORE: several_steps(own, x, SIZES[k], STEPS),
            OTHERS: fgsm(others, x, SIZES[k]),
            RANDOM: bounded(x + SIZES[k] * signs, 0, 1),
        }
        for name, images in changed.items():
            found[name].append(accuracy(subject.net, images, labels))
    return found


def examples(subject: Subject) -> tuple[Block, ...]:
    """Draw some digits before and after, and what was added."""
    changed = fgsm(partial(loss, subject.net, labels=subject.labels), subject.x, SIZE)
    wrong = digit_nets.scores(subject.net, changed).argmax(axis=-1) != subject.labels
    rows = one_of_each(subject.net, subject.x, subject.labels, wrong)
    x, after = subject.x[rows], changed[rows]
    names = subject.labels[rows]
    changes = zip(names, readings(subject.net, after), strict=True)
    read = [*readings(subject.net, x), *(f"{c} as {said}" for c, said in changes)]
    return (
        drawn(
            np.concatenate([x, after]),
            read,
            SHOWN,
            f"Digits, and the same digits changed a little: they are read as {', '.join(read)}.",
        ),
        *words(
            "Some digits that fool it: above as they are, with what the network reads and how "
            f"surely, below after ${{x + {SIZE}\\,\\mathrm{{sign}}(\\nabla_x L)}}$. What was "
            "added, ink in one colour and paper in the other:"
        ),
        signed(
            after - x,
            [f"added to the {c}" for c in names],
            SHOWN,
            "What was added: most pixels change, all by as much, in no pattern.",
        ),
    )


def disguised(subject: Subject) -> tuple[Block, ...]:
    """Make the network read one digit as each other digit."""
    k = subject.shown[-1]
    x = np.repeat(subject.x[k : k + 1], CLASSES, axis=0)
    wanted = np.arange(CLASSES)
    towards = partial(loss, subject.net, labels=wanted)
    after = several_steps(towards, x, 2 * SIZE, 3 * STEPS, towards=True)
    read = readings(subject.net, after)
    hit = sum(said.startswith(str(c)) for c, said in zip(wanted, read, strict=True))
    return (
        *words(
            f"Going down the loss of a wanted class instead leads the network to see that one. "
            f"The same {subject.labels[k]} ten times, no pixel changed by more than {2 * SIZE:g}, "
            f"to be read as 0, 1, …, 9; {hit} of them are:"
        ),
        drawn(
            after, read, ACROSS, f"A {subject.labels[k]} in disguise, read as {', '.join(read)}."
        ),
    )


def blocks(subject: Subject, found: dict[str, list[float]]) -> tuple[Block, ...]:
    """Show how far accuracy falls, and some of what is misread."""
    series = tuple(
        Series(name, tuple(zip(SIZES, (100 * y for y in ys), strict=True)))
        for name, ys in found.items()
    )
    alt = (
        "Accuracy falls steeply as pixels move by the sign of the gradient, less along the "
        "gradient itself or by another network's signs, and hardly with random signs."
    )
    return (
        section("Small changes"),
        Chart(series, "largest change of a pixel (1 is full ink)", "accuracy (%)", alt),
        *words(
            "For the same largest change of a pixel the sign does more than the gradient itself, "
            "which changes only a few pixels by so much. Signs from a network of another build, "
            "taught only by what the first one answers, fool the first one too."
        ),
        *examples(subject),
        *disguised(subject),
    )
