"""Targets and the loss whose gradient leaves them alone, against torch's detached ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.rl import td
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("Q", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, actions = r.size(1, 6), r.size(1, 4)
    settings = {
        "following": r.array(n, actions),
        "rewards": r.array(n),
        "over": r.classes(n, of=2).astype(float),
        "actions": r.classes(n, of=actions),
        "gamma": r.number(0, 1),
    }
    return settings, {"Q": r.array(n, actions)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    following = s["following"].astype(raw(a["Q"]).dtype)
    aims = td.targets(s["rewards"], s["over"], following, s["gamma"])
    return td.loss(a["Q"], s["actions"], aims), aims


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    most = torch.tensor(s["following"]).max(dim=1).values
    ended = torch.tensor(s["over"]).bool()
    aims = torch.tensor(s["rewards"]) + s["gamma"] * torch.where(ended, 0.0, most)
    held = a["Q"].gather(1, torch.tensor(s["actions"])[:, None]).squeeze(1)
    return torch.nn.functional.mse_loss(held, aims.detach()) / 2, aims
