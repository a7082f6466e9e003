"""Which digits each feature map responds to most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ncrevise.lab.attack.subject import SHOWN, drawn
from ncrevise.lab.report import words
from ncrevise.models.interpret.strongest import peaks, strongest
from ncrevise.models.networks.cnn import maps

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.lab.attack.subject import Subject

UNITS = 3


def blocks(subject: Subject) -> tuple[Block, ...]:
    """Draw, for a few maps of the last stage, the digits that excite them most."""
    h = peaks(maps(subject.net, subject.x)[-1])
    ranked = strongest(h, SHOWN)
    units = np.sort(np.argsort(-h.max(axis=0), kind="stable")[:UNITS])
    rows = ranked[units].reshape(-1)
    names = [f"map {unit + 1}: {subject.labels[k]}" for unit in units for k in ranked[unit]]
    return (
        drawn(
            subject.x[rows],
            names,
            SHOWN,
            f"The digits that excite three feature maps most: {', '.join(names)}.",
        ),
        *words(
            f"The {SHOWN} digits that excite a feature map most, for the {UNITS} maps of the last "
            "stage that are excited most. They show what a map goes with, and not what it is in "
            "the picture that it responds to."
        ),
    )
