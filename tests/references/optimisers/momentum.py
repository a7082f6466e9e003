"""Momentum in its forms against torch.optim.SGD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.optimisers import momentum
from ncrevise.models.optimisers.momentum import Momentum, MovingBody
from ncrevise.tape import raw
from tests.references.optimisers import steps, torch_steps

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    settings = {
        "rate": r.number(0.001, 0.1),
        "beta": r.number(0.1, 0.9),
        "average": r.k % 3 == 1,
        "nesterov": r.k % 3 == 2,
        "steps": r.size(1, 6),
    }
    n = r.size(1, 5)
    return settings, {"w": r.array(n), "A": r.array(n, n)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    rule = Momentum(s["rate"], s["beta"], s["average"], s["nesterov"])
    body = MovingBody(s["rate"], s["beta"])
    p = np.zeros_like(raw(a["w"]))
    for _ in range(600):
        p = momentum.pushed(p, a["w"], s["beta"], s["rate"])
    return (
        steps(rule, a, s["steps"]),
        steps(body, a, s["steps"]),
        momentum.terminal(a["w"], s["beta"], s["rate"]),
        p,
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    # torch takes the first velocity undamped, so an average is its (1 − β)-th part of a rate
    rate = s["rate"] * (1 - s["beta"]) if s["average"] else s["rate"]
    forms = (
        lambda w: torch.optim.SGD(w, rate, momentum=s["beta"], nesterov=s["nesterov"]),
        lambda w: torch.optim.SGD(w, s["rate"], momentum=s["beta"]),
    )
    still = torch.full((400,), s["beta"], dtype=torch.float64).cumprod(0).sum() + 1
    final = -s["rate"] * still * a["w"].detach()
    return *(torch_steps(form, a, s["steps"]) for form in forms), final, final
