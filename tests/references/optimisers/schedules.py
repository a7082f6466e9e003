"""Learning rates of twelve steps against torch.optim.lr_scheduler."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.optimisers import schedules

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.references.case import Case

GRADIENTS = False
SINGLE = False
BAD: list[tuple[str, int]] = []
STEPS = 12


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    return {
        "first": r.number(0.01, 1),
        "k": r.number(0, 1),
        "every": r.size(1, 5),
        "factor": r.number(0.1, 0.9),
        "steps": r.size(1, STEPS),
    }, {}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    first, k, last = s["first"], s["k"], s["first"] / 10
    rates = (
        schedules.inverse(first, k),
        schedules.inverse_root(first, k),
        schedules.exponential(first, k),
        schedules.stepwise(first, s["every"], s["factor"]),
        schedules.cosine(first, STEPS, last),
        schedules.warmed(first, s["steps"]),
        schedules.warmed(schedules.exponential(first, k), s["steps"]),
    )
    return tuple(np.array([rate(t) for t in range(STEPS)]) for rate in rates)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.optim import lr_scheduler as t

    first, k = s["first"], s["k"]
    start = 1 / s["steps"]

    def warm(o: Any) -> Any:
        return t.LinearLR(o, start, total_iters=s["steps"] - 1)

    def falls(o: Any) -> Any:
        return t.ExponentialLR(o, math.exp(-k))

    makers: tuple[Callable[[Any], Any], ...] = (
        lambda o: t.LambdaLR(o, lambda n: (1 + k * n) ** -1),
        lambda o: t.LambdaLR(o, lambda n: (1 + k * n) ** -0.5),
        falls,
        lambda o: t.StepLR(o, s["every"], s["factor"]),
        lambda o: t.CosineAnnealingLR(o, STEPS, first / 10),
        warm,
        lambda o: t.SequentialLR(o, [warm(o), falls(o)], [s["steps"]]),
    )
    found = []
    for maker in makers:
        optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], first)
        schedule, rates = maker(optimiser), []
        for _ in range(STEPS):
            rates.append(optimiser.param_groups[0]["lr"])
            optimiser.step()
            schedule.step()
        found.append(torch.tensor(rates, dtype=torch.float64))
    return tuple(found)
