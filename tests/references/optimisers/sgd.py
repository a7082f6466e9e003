"""Gradient descent against torch.optim.SGD; descent by hand the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.optimisers.descent import descend
from ncrevise.models.optimisers.sgd import Sgd
from tests.references.optimisers import steps, torch_steps

if TYPE_CHECKING:
    from tests.references.case import Case

COVERS = ("optimisers/descent",)
GRADIENTS = False
BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n = r.size(1, 5)
    settings = {"rate": r.number(0.001, 0.1), "steps": r.size(1, 6), "falling": r.chance()}
    return settings, {"w": r.array(n), "A": r.array(n, n)}


def rate_of(s: dict[str, Any]) -> Any:
    return (lambda t: s["rate"] / (1 + t)) if s["falling"] else s["rate"]


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    A = a["A"]
    path = descend(lambda w: A @ w, a["w"], s["rate"], s["steps"])
    return steps(Sgd(rate_of(s)), a, s["steps"]), path[-1]


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    def falling(w: Any) -> Any:
        rule = torch.optim.SGD(w, s["rate"])
        if s["falling"]:
            fall = torch.optim.lr_scheduler.LambdaLR(rule, lambda t: 1 / (1 + t))
            rule.register_step_post_hook(lambda *_: fall.step())
        return rule

    constant = torch_steps(lambda w: torch.optim.SGD(w, s["rate"]), a, s["steps"])
    return torch_steps(falling, a, s["steps"]), constant
