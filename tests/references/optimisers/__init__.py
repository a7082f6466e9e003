"""Optimisers against others, several steps on a quadratic of random curvature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.models.optimisers.rule import Rule


def steps(rule: Rule, a: dict[str, Any], count: int) -> Any:
    """Run a rule of ours from w on ½ wᵀAw."""
    w, memory = a["w"], rule.start(a["w"])
    for _ in range(count):
        w, memory = rule.step(w, a["A"] @ w, memory)
    return w


def torch_steps(optimiser: Callable[[Any], Any], a: dict[str, Any], count: int) -> Any:
    """Run an optimiser of torch, made for a list of parameters, likewise."""
    w = a["w"].detach().clone().requires_grad_()
    rule = optimiser([w])
    for _ in range(count):
        w.grad = (a["A"] @ w).detach()
        rule.step()
    return w
