"""Discounted returns against a matrix of powers of the discount factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.rl import returns

if TYPE_CHECKING:
    from tests.references.case import Case

SINGLE = False  # the rewards of one episode are numbers one by one, of no precision of their own
BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    shape = (r.size(1, 7), r.size(1, 3)) if r.k % 2 else (r.size(1, 7),)
    return {"gamma": r.choice([0, 0.3, 0.9, 1])}, {"r": r.array(*shape)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return returns.discounted(a["r"], s["gamma"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    steps = torch.arange(len(a["r"]))
    later = steps[None, :] - steps[:, None]
    powers = torch.where(later >= 0, float(s["gamma"]) ** later.clamp(min=0).double(), 0.0)
    return torch.einsum("tu,u...->t...", powers, a["r"])
