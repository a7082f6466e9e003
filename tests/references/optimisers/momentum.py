"""Momentum in its forms against torch.optim.SGD, several steps on a quadratic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.optimisers.momentum import Momentum

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    settings = {
        "rate": r.number(0.001, 0.1),
        "beta": r.number(0.1, 0.95),
        "average": r.k % 3 == 1,
        "nesterov": r.k % 3 == 2,
        "steps": r.size(1, 6),
    }
    n = r.size(1, 5)
    return settings, {"w": r.array(n), "A": r.array(n, n)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    rule = Momentum(s["rate"], s["beta"], s["average"], s["nesterov"])
    w, memory = a["w"], rule.start(a["w"])
    for _ in range(s["steps"]):
        w, memory = rule.step(w, a["A"] @ w, memory)
    return w


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    w = a["w"].detach().clone().requires_grad_()
    # torch takes the first velocity undamped, so an average is its (1 − β)-th part of a rate
    rate = s["rate"] * (1 - s["beta"]) if s["average"] else s["rate"]
    rule = torch.optim.SGD([w], rate, momentum=s["beta"], nesterov=s["nesterov"])
    for _ in range(s["steps"]):
        w.grad = (a["A"] @ w).detach()
        rule.step()
    return w
