"""One trajectory, and the average over every trajectory there is, by enumeration."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from ncrevise.models.rl import trajectories
from ncrevise.models.rl.dynamics import Dynamics
from tests.references.rl.dynamics import odds, world

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("P", 0), ("P", 2), ("R", 1), ("pi", 0), ("pi", 1), ("p0", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    states, actions, horizon = r.size(1, 3), r.size(1, 2), r.size(1, 3)
    arrays = {"p0": odds(r, states), "pi": odds(r, states, actions)}
    settings = {
        "states": r.classes(horizon + 1, of=states).tolist(),
        "actions": r.classes(horizon, of=actions).tolist(),
    }
    return settings, world(r, states, actions) | arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    d = Dynamics(a["P"], a["R"])
    return (
        trajectories.probability(d, a["p0"], a["pi"], s["states"], s["actions"]),
        trajectories.expected_return(d, a["p0"], a["pi"], len(s["actions"])),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    """An episode may end before its time: the actions after that are not taken."""
    import torch

    P, R, pi, p0 = a["P"], a["R"], a["pi"], a["p0"]
    count, actions = R.shape

    def chance(states: Any, taken: Any) -> Any:
        steps = [pi[i, k] * P[i, k, j] for i, k, j in zip(states, taken, states[1:], strict=False)]
        return torch.stack([p0[states[0]], *steps]).prod()

    paid = []
    for length in range(1, len(s["actions"]) + 1):
        for states in itertools.product(range(count), repeat=length):
            for taken in itertools.product(range(actions), repeat=length):
                here = chance(states, taken[:-1]) * pi[states[-1], taken[-1]]
                paid.append(here * R[states[-1], taken[-1]])
    return chance(s["states"], s["actions"]), torch.stack(paid).sum()
