"""Policies and values: sweeps against torch, optima against every policy there is."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from ncrevise.models.rl import planning
from ncrevise.models.rl.dynamics import Dynamics
from ncrevise.tape import raw
from tests.references.rl.dynamics import odds, world

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("P", 0), ("P", 1), ("P", 2), ("R", 0), ("R", 1), ("V", 0), ("pi", 0), ("pi", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    states, actions = r.size(1, 4), r.size(1, 3)
    arrays = {"V": r.array(states), "pi": odds(r, states, actions)}
    settings = {"gamma": r.number(0, 0.95), "sweeps": r.size(1, 5)}
    return settings, world(r, states, actions) | arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    d, gamma = Dynamics(a["P"], a["R"]), s["gamma"]
    held = Dynamics(raw(a["P"]), raw(a["R"]))
    swept = planning.evaluation_sweeps(d, gamma, a["pi"], a["V"], s["sweeps"])
    best, chosen, _ = planning.policy_iteration(held, gamma)
    return (
        swept,
        planning.value_iteration(d, gamma, a["V"], s["sweeps"])[-1],
        planning.evaluate(held, gamma, raw(a["pi"])),
        best,
        chosen.astype(best.dtype),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    gamma, V, W = s["gamma"], a["V"], a["V"]
    for _ in range(s["sweeps"]):
        Q = a["R"] + gamma * torch.einsum("sat,t->sa", a["P"], V)
        V = (a["pi"] * Q).sum(1)
        W = (a["R"] + gamma * torch.einsum("sat,t->sa", a["P"], W)).amax(1)
    P, R, pi = (a[key].detach() for key in ("P", "R", "pi"))
    states, actions = R.shape

    def solved(mixed: Any, paid: Any) -> Any:
        return torch.linalg.solve(torch.eye(states, dtype=paid.dtype) - gamma * mixed, paid)

    at = torch.arange(states)
    policies = [torch.tensor(p) for p in itertools.product(range(actions), repeat=states)]
    each = torch.stack([solved(P[at, p], R[at, p]) for p in policies])
    first = each.sum(1).argmax()
    exact = solved(torch.einsum("sa,sat->st", pi, P), (pi * R).sum(1))
    return V, W, exact, each.amax(0), policies[first].double()
