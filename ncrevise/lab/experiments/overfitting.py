"""Overfitting: a large network learns wrong labels by heart, and what keeps it from that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.data import digits
from ncrevise.derivatives.trees import arrays, count, single
from ncrevise.document.figure import Chart, Gallery, Series
from ncrevise.kernels.batched import cross_entropy
from ncrevise.lab.digit_nets import stacked
from ncrevise.lab.digit_pictures import shaded
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.lab.thinned import Cure, drawn, loss, scores
from ncrevise.models.generalisation.stopping import watched
from ncrevise.models.networks import mlp
from ncrevise.models.networks.augmentation import Changes, augmented
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.batches import batches
from ncrevise.models.training import fit
from ncrevise.tape import raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.models.networks.mlp import Mlp
    from ncrevise.noise import Noise

SIZES = (64, 256, 256, 10)
LEARNT, HELD_OUT = 300, 300
WRONG = 0.2  # of the labels learnt from
BATCH, EPOCHS, RATE, PATIENCE = 20, 60, 0.001, 10
SPAN = 5  # epochs averaged in a chart
NOTHING = "nothing"
CURES = (
    Cure(NOTHING),
    Cure("weight decay", decay=0.015),
    Cure("dropout", rho=0.5),
    Cure("augmentation", changes=Changes(shift=1, turn=0.2)),
)


@dataclass(frozen=True, slots=True)
class Task:
    """Digits to learn from, some of their labels wrong, and digits to judge by.

    Args:
        x: images, shape (n, 1, 8, 8).
        labels: as they are learnt, shape (n,).
        right: as they should be.
        held_out: images and labels for stopping early.
        test: images and labels for judging.
    """

    x: Any
    labels: Any
    right: Any
    held_out: tuple[Any, Any]
    test: tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Epoch:
    """A network after an epoch: shares misread, and the loss that early stopping watches."""

    learnt: float
    held_out_loss: float
    test: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A training: its epochs, the share of wrong labels learnt, and the size of its weights."""

    epochs: tuple[Epoch, ...]
    repeated: float
    weights: float
    read: Any


def task(bench: Bench) -> Task:
    """Choose the digits and spoil some of the labels."""
    found = digits.load()
    parts = digits.split(found, len(found) - LEARNT - HELD_OUT, f"digits {bench.seed}")
    order = bench.noise("parts").order(LEARNT + HELD_OUT)
    learnt, held_out = parts.train[order[:LEARNT]], parts.train[order[LEARNT:]]
    labels, spoilt = learnt.labels.copy(), int(WRONG * LEARNT)
    moved = bench.noise("wrong labels").integers((spoilt,), 10, 1)
    labels[:spoilt] = (labels[:spoilt] + moved) % 10
    return Task(
        stacked(learnt.images),
        labels,
        learnt.labels,
        (stacked(held_out.images), held_out.labels),
        (stacked(parts.test.images), parts.test.labels),
    )


def trained(bench: Bench, given: Task, cure: Cure) -> Fit:
    """Train the large network with one cure and judge it after each epoch."""
    net = single(mlp.initial(SIZES, bench.noise("weights")))
    rounds, each = bench.epochs(EPOCHS), -(-len(given.x) // BATCH)
    steps = fit(loss(cure), net, Adam(RATE), fed(bench, given, cure, rounds))
    epochs: list[Epoch] = []
    for k in bench.stage(f"Training with {cure.name}", rounds * each):
        value, net = next(steps)
        bench.loss(value)
        if (k + 1) % each == 0:
            epochs.append(judged(net, given))
    read = scores(net, given.x).argmax(axis=-1)
    spoilt = given.labels != given.right
    squares = [float(np.square(w).sum()) for w in arrays(net)]
    return Fit(
        tuple(epochs),
        float(np.mean(read[spoilt] == given.labels[spoilt])),
        float(np.sqrt(sum(squares) / count(net))),
        read,
    )


def fed(bench: Bench, given: Task, cure: Cure, epochs: int) -> Iterator[Any]:
    """Deal out batches, changed or with units to be dropped as the cure has it."""
    drops, changes = bench.noise("dropped units"), bench.noise("changes")
    for k in batches(len(given.x), BATCH, bench.noise("batches"), epochs):
        x = augmented(given.x[k], cure.changes, changes) if cure.changes else given.x[k]
        yield x, given.labels[k], drawn(drops, cure, len(k), SIZES[1:-1])


def judged(net: Mlp, given: Task) -> Epoch:
    """Judge a network by all three sets."""
    (held_out, labels), (test, wanted) = given.held_out, given.test
    return Epoch(
        float(np.mean(scores(net, given.x).argmax(axis=-1) != given.labels)),
        raw(cross_entropy(scores(net, held_out), classes=labels)),
        float(np.mean(scores(net, test).argmax(axis=-1) != wanted)),
    )


def run(bench: Bench) -> Findings:
    """Train once without and once with each cure."""
    given = task(bench)
    runs = {cure.name: trained(bench, given, cure) for cure in CURES}
    bare = runs[NOTHING]
    stopped = list(watched(((e.held_out_loss, e) for e in bare.epochs), PATIENCE))[-1]
    ends = {name: each.epochs[-1].test for name, each in runs.items()}
    ends["early stopping"] = stopped.kept.test
    weights = count(mlp.initial(SIZES, bench.noise("size")))
    cured = [name for name in ends if name != NOTHING]
    said = ", ".join(f"{percent(ends[name])} with {name}" for name in cured)
    blocks: tuple[Block, ...] = (
        *words(
            f"{weights:,} parameters, {LEARNT} digits to learn from, and one label in "
            f"{round(1 / WRONG)} of those made wrong on purpose."
        ),
        section("Learning by heart"),
        by_heart(bare),
        *words(
            "At first the network learns what digits look like, and both errors fall. Then it "
            "learns the wrong labels too, and reads new digits worse for it."
        ),
        section("What helps"),
        compared(runs),
        outcomes(runs, stopped.epoch, ends),
        *words(
            "*Weight decay* takes a share off every weight at each step. *Dropout* leaves out half "
            "the units, others each time, so that none can rely on another. *Augmentation* shows "
            "each image shifted and turned, never twice the same. *Early stopping* keeps the "
            f"network that read {HELD_OUT} digits held out best."
        ),
        section("Spoilt labels"),
        *words("What the network reads in images it learnt with a wrong label:"),
        spoilt(given, runs),
        section("Augmented digits"),
        variants(given, bench.noise("variants")),
    )
    return Findings(
        f"Alone, the network ends up repeating {percent(bare.repeated)} of the wrong labels and "
        f"misreading {percent(ends[NOTHING])} of the test images; it misreads {said}.",
        bare.repeated > 0.9 and all(ends[name] < ends[NOTHING] for name in cured),
        blocks,
        {f"misread with {name}": end for name, end in ends.items()}
        | {f"wrong labels repeated with {name}": each.repeated for name, each in runs.items()},
    )


def percent(share: float) -> str:
    """Write a share in per cent."""
    return f"{share:.1%}"


def by_heart(bare: Fit) -> Chart:
    """Draw both errors of the network that nothing holds back."""
    series = tuple(
        Series(name, tuple((t, 100 * getattr(e, what)) for t, e in enumerate(bare.epochs, 1)))
        for name, what in (("learnt from", "learnt"), ("test", "test"))
    )
    alt = "The error on what is learnt falls to 0; on test images it falls, then rises again."
    return Chart(series, "epoch", "misread (%)", alt)


def compared(runs: dict[str, Fit]) -> Chart:
    """Draw the test error with each cure, averaged over some epochs: it goes up and down."""
    series = []
    for name, each in runs.items():
        ends = range(min(2 * SPAN, len(each.epochs)), len(each.epochs) + 1, SPAN)
        points = ((t, [e.test for e in each.epochs[max(0, t - SPAN) : t]]) for t in ends)
        series.append(Series(name, tuple((t, 100 * float(np.mean(y))) for t, y in points)))
    alt = "With each cure the test error ends below that of the network without any."
    return Chart(tuple(series), "epoch", f"test images misread (%, mean of {SPAN} epochs)", alt)


def outcomes(runs: dict[str, Fit], stop: int, ends: dict[str, float]) -> Block:
    """Set what each cure comes to."""
    rows = [
        (name, percent(each.repeated), f"{each.weights:.3f}", percent(ends[name]))
        for name, each in runs.items()
    ]
    rows.append((f"early stopping, epoch {stop}", "", "", percent(ends["early stopping"])))
    head = ("with", "wrong labels repeated", "size of weights", "test images misread")
    return table(head, rows, "lrrr", "After training")


def spoilt(given: Task, runs: dict[str, Fit]) -> Gallery:
    """Show images with wrong labels, and what two networks read."""
    bare, decayed = runs[NOTHING].read, runs["weight decay"].read
    chosen = np.flatnonzero(given.labels != given.right)[:6]
    pictures = tuple(
        shaded(given.x[k, 0], f"label {given.labels[k]}, alone {bare[k]}, decay {decayed[k]}")
        for k in chosen
    )
    alt = "Digits with wrong labels: alone the network repeats them, with weight decay seldom."
    return Gallery(pictures, 3, alt)


def variants(given: Task, noise: Noise) -> Gallery:
    """Show an image and changed copies of it."""
    changes = next(cure.changes for cure in CURES if cure.changes)
    copies = augmented(np.repeat(given.x[-1:], 5, axis=0), changes, noise)
    pictures = [shaded(given.x[-1, 0], "original"), *(shaded(each[0]) for each in copies)]
    return Gallery(tuple(pictures), 6, "A digit, and five copies shifted and turned a little.")


LAB = Lab(
    title="Overfitting, and what helps",
    asks=(
        "A network with far more parameters than examples can fit anything, even labels that are "
        "wrong. What makes it find what they have in common instead?"
    ),
    claim=(
        "A model that is too complex fits its training data perfectly and does not generalise. "
        "Weight decay, dropout, augmented data and stopping early each make it generalise better."
    ),
    source="Wei, CSC413, §8",
    run=run,
    data="digits",
)
