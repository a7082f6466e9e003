"""The loss of a batch under a network and its target network, against torch's modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.networks.mlp import Layer, Mlp, forward
from ncrevise.models.rl import deep_q
from ncrevise.models.rl.replay import Transitions
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

KEYS = ("W1", "b1", "W2", "b2")
BAD = [("W1", 1), ("b1", 0), ("b2", 0)]
BY_NAME = {"W1": "W of layer 1", "b1": "b of layer 1", "b2": "b of layer 2"}


def network(r: Case, d: int, hidden: int, actions: int) -> dict[str, Any]:
    shapes = ((hidden, d), (hidden,), (actions, hidden), (actions,))
    return {key: r.array(*shape) for key, shape in zip(KEYS, shapes, strict=True)}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    states, d, hidden, actions, n = (r.size(1, most) for most in (5, 4, 5, 4, 8))
    settings = {
        "x": r.array(states, d),
        "held": network(r, d, hidden, actions),
        "batch": Transitions(
            r.classes(n, of=states),
            r.classes(n, of=actions),
            r.array(n),
            r.classes(n, of=states),
            r.classes(n, of=2).astype(float),
        ),
        "gamma": r.number(0, 1),
    }
    return settings, network(r, d, hidden, actions)


def made(a: dict[str, Any]) -> Mlp:
    return Mlp((Layer(a["W1"], a["b1"]), Layer(a["W2"], a["b2"])), "tanh")


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    kind = raw(a["W1"]).dtype
    held = made({key: array.astype(kind) for key, array in s["held"].items()})
    x = s["x"].astype(kind)
    return deep_q.batch_loss(forward, made(a), held, x, s["batch"], s["gamma"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional

    def q(p: dict[str, Any], x: Any) -> Any:
        hidden = torch.tanh(functional.linear(x, p["W1"], p["b1"]))
        return functional.linear(hidden, p["W2"], p["b2"])

    batch = s["batch"]
    x, held = torch.tensor(s["x"]), {key: torch.tensor(v) for key, v in s["held"].items()}
    with torch.no_grad():
        most = q(held, x[batch.after]).max(dim=1).values
        ended = torch.tensor(batch.over.astype(np.bool_))
        aims = torch.tensor(batch.rewards) + s["gamma"] * most.masked_fill(ended, 0)
    chosen = q(a, x[batch.states])[torch.arange(len(aims)), torch.tensor(batch.actions)]
    return functional.mse_loss(chosen, aims) / 2
