"""Strengthening a hidden layer against torch.autograd of half its squared length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.interpret import deep_dream
from ncrevise.models.networks.mlp import hidden
from tests.references.interpret.saliency import made, network

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD = [("x", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d = r.size(1, 3), r.size(1, 6)
    settings = {"rate": r.number(0.01, 0.2), "steps": r.size(1, 4)}
    return settings, {"x": r.noise.uniform((n, d))} | network(r, d, r.size(1, 5), 2)


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    steps = deep_dream.dream(lambda x: hidden(made(a), x)[0], a["x"], s["rate"], s["steps"])
    return tuple(part for strength, x in steps for part in (strength, x))


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    x, found = a["x"].detach(), []
    for _ in range(s["steps"]):
        x = x.requires_grad_()
        h = torch.tanh(torch.nn.functional.linear(x, a["W1"], a["b1"]))
        (slope,) = torch.autograd.grad(h, x, grad_outputs=h)  # the notes: h̄ = h
        x = (x + s["rate"] * slope / slope.abs().mean(1, keepdim=True)).detach().clamp(0, 1)
        found += [(h**2).sum() / 2, x]
    return tuple(found)
