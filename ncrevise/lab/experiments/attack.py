"""Looking into a network that reads digits: fooled by little, and what it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.lab.attack import cheated, dreamt, fooled, mapped, responses
from ncrevise.lab.attack.fooled import OTHERS, OWN, RANDOM, SIGN, SIZE, SIZES
from ncrevise.lab.attack.subject import trained
from ncrevise.lab.experiment import Findings, Lab

if TYPE_CHECKING:
    from ncrevise.lab.experiment import Bench


def run(bench: Bench) -> Findings:
    """Train a network, fool it, and look at what it looks at."""
    subject = trained(bench)
    found = fooled.tried(bench, subject)
    steady = mapped.steadiness(bench, subject)
    clean, at = found[SIGN][0], SIZES.index(SIZE)
    left = {name: shares[at] for name, shares in found.items()}
    return Findings(
        f"With no pixel changed by more than {SIZE:g} of full ink, accuracy falls from "
        f"{clean:.0%} to {left[SIGN]:.0%}; moving along the gradient itself leaves "
        f"{left[OWN]:.0%}, signs from another network {left[OTHERS]:.0%}, random signs "
        f"{left[RANDOM]:.0%}.",
        left[SIGN] < 0.5 * clean
        and left[SIGN] < left[OWN] < left[RANDOM]
        and left[OTHERS] < left[RANDOM] - 0.1
        and steady[1] > steady[0],
        (
            *fooled.blocks(subject, found),
            *mapped.blocks(bench, subject, steady),
            *responses.blocks(subject),
            *cheated.blocks(bench, subject),
            *dreamt.blocks(bench, subject),
        ),
        {"accuracy": clean}
        | {f"accuracy, {name}": share for name, share in left.items()}
        | {"likeness, gradients": steady[0], "likeness, SmoothGrad": steady[1]},
    )


LAB = Lab(
    title="Fooling a network that reads digits",
    asks=(
        "The gradient of a score by the image says what the network looks at, and also how to "
        "mislead it. How little must change, and what does the network see?"
    ),
    claim=(
        "A slight change of the input along its gradient makes a network see something else. "
        "It works better with the sign of the gradient, and even with the gradient of "
        "another network taught to answer alike."
    ),
    source="Wei, CSC413, §10",
    run=run,
    data="digits",
    own_data=True,
)
