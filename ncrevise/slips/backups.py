"""Backups gone wrong, for mistakes in value iteration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ncrevise.models.rl.mdp import added, with_outcomes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.maths.tree import Scalar
    from ncrevise.models.rl.mdp import Mdp, Outcome
    from ncrevise.tape import Tensor


def average(*worth: Tensor) -> Tensor:
    """Average over actions, as a policy would that takes each as often."""
    mean: Tensor = added(worth) / len(worth)
    return mean


def paying(mdp: Mdp, numbers: Sequence[Scalar]) -> Mdp:
    """Add a number to the rewards of all moves into a terminal state."""

    def paid(o: Outcome) -> Outcome:
        ends = o.to is not None and not mdp.choices[o.to]
        return replace(o, reward=o.reward + numbers[o.to]) if ends else o  # type: ignore[index]

    return with_outcomes(mdp, paid)
