"""What a network would like to see: gradient ascent on a score, and on a layer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.lab.attack.subject import ACROSS, CLASSES, SHOWN, drawn, readings, score
from ncrevise.lab.report import section, words
from ncrevise.models.interpret.ascent import ascend, jitter
from ncrevise.models.interpret.deep_dream import dream
from ncrevise.models.networks.cnn import maps

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.lab.attack.subject import Subject
    from ncrevise.lab.experiment import Bench

CLIMBS, RATE, PENALTY = 100, 0.02, 0.5
DREAMS, STRENGTH = 12, 0.03


def ideal(bench: Bench, subject: Subject) -> Any:
    """Climb from faint noise to an image of every class."""
    noise = bench.noise("images")
    x = noise.uniform((CLASSES, *subject.x.shape[1:]), 0.3, 0.5).astype(subject.x.dtype)
    of_class = partial(score, subject.net, labels=np.arange(CLASSES))
    shifts = jitter(noise, CLIMBS, 1)
    steps = ascend(of_class, x, RATE, shifts, penalty=PENALTY)
    for _ in bench.stage("Climbing", CLIMBS):
        values, x = next(steps)
        bench.loss(-float(values.mean()))
    return x


def dreamt(subject: Subject, x: Any) -> tuple[Any, float]:
    """Strengthen what the last maps see in digits; give the images and by how much it grew."""
    strengths = []
    for strength, image in dream(lambda z: maps(subject.net, z)[-1], x, STRENGTH, DREAMS):
        strengths.append(strength)
        x = image
    return x, strengths[-1] / strengths[0]


def blocks(bench: Bench, subject: Subject) -> tuple[Block, ...]:
    """Draw images that activate a class, and digits dreamt on."""
    best = ideal(bench, subject)
    read = [f"{c}: {said}" for c, said in enumerate(readings(subject.net, best))]
    x = subject.x[subject.shown]
    after, grown = dreamt(subject, x)
    captions = [str(c) for c in subject.labels[subject.shown]]
    return (
        section("What it would like to see"),
        drawn(
            best,
            read,
            ACROSS,
            "Images that raise the score of each digit: strokes of it, and much that is none.",
        ),
        *words(
            f"{CLIMBS} steps of gradient ascent on each class's score, from faint noise: the "
            "class, and what the network reads and how surely. There are strokes of the digit, but "
            "also much that a person would not take for it."
        ),
        drawn(
            np.concatenate([x, after]),
            [*captions, *(f"{c}, dreamt on" for c in captions)],
            SHOWN,
            "Digits, and the same with their strokes exaggerated.",
        ),
        *words(
            f"Deep Dream: {DREAMS} steps that strengthen whatever the last feature maps already "
            f"see, $\\bar{{h}} = h$. Their squared length grows to {grown:.1f} times what it was."
        ),
    )
