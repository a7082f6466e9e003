"""Looking a step ahead, and averaging over a policy, against torch's index sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.rl import dynamics
from ncrevise.models.rl.dynamics import Dynamics
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("P", 0), ("P", 1), ("P", 2), ("R", 0), ("R", 1), ("V", 0), ("pi", 0), ("pi", 1)]


def odds(r: Case, *shape: int) -> Any:
    """Probabilities along the last axis that may leave room for an end."""
    weights = r.positive(*shape)
    return weights / weights.sum(axis=-1, keepdims=True)


def world(r: Case, states: int, actions: int) -> dict[str, Any]:
    P = odds(r, states, actions, states + 1)[..., :states]
    return {"P": np.ascontiguousarray(P), "R": r.array(states, actions)}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    states, actions = r.size(1, 5), r.size(1, 4)
    arrays = {"V": r.array(states), "pi": odds(r, states, actions)}
    chosen = r.classes(states, of=actions)
    return {"gamma": r.number(0, 1), "chosen": chosen}, world(r, states, actions) | arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    d = Dynamics(a["P"], a["R"])
    P, R = dynamics.under(d, a["pi"])
    fixed = dynamics.deterministic(s["chosen"], raw(a["R"]).shape[1]).astype(raw(a["R"]).dtype)
    return dynamics.action_values(d, s["gamma"], a["V"]), P, R, fixed


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    Q = a["R"] + s["gamma"] * torch.einsum("sat,t->sa", a["P"], a["V"])
    P = torch.einsum("sa,sat->st", a["pi"], a["P"])
    fixed = torch.nn.functional.one_hot(torch.tensor(s["chosen"]), a["R"].shape[1])
    return Q, P, torch.einsum("sa,sa->s", a["pi"], a["R"]), fixed.double()
