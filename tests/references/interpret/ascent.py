"""Gradient ascent on shifted images against torch.autograd and torch.roll."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.interpret import ascent
from ncrevise.models.networks.mlp import forward
from ncrevise.tape.ops import reshape, take
from tests.references.interpret.saliency import made, network, scores

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD = [("W1", 1)]
BY_NAME = {"W1": "W of layer 1"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, high, wide, classes = (r.size(1, most) for most in (3, 4, 4, 3))
    settings = {
        "rate": r.number(0.01, 0.5),
        "penalty": r.number(0, 0.5),
        "shifts": ascent.jitter(r.noise, r.size(1, 4), r.size(0, 2)),
        "c": r.size(1, classes) - 1,
    }
    arrays = {"x": r.noise.uniform((n, high, wide))}
    return settings, arrays | network(r, high * wide, r.size(1, 5), classes)


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    def score(x: Any) -> Any:
        flat = reshape(x, shape=(a["x"].shape[0], a["x"][0].size))
        return take(forward(made(a), flat), index=(slice(None), s["c"]))

    steps = ascent.ascend(score, a["x"], s["rate"], s["shifts"], penalty=s["penalty"])
    return tuple(part for value, x in steps for part in (value, x))


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    x, found = a["x"].detach(), []
    for shift in s["shifts"]:
        x = x.requires_grad_()
        value = scores(a, torch.roll(x, shift, (1, 2)).flatten(1))[:, s["c"]]
        goal = value.sum() - s["penalty"] / 2 * (x**2).sum()
        (slope,) = torch.autograd.grad(goal, x)
        x = (x + s["rate"] * slope).detach().clamp(0, 1)
        found += [value, x]
    return tuple(found)
