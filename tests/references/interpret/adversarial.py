"""Signed steps, one or several, and steps along the gradient, against torch.autograd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.kernels.batched import cross_entropy
from ncrevise.models.interpret import adversarial
from ncrevise.models.networks.mlp import forward
from tests.references.interpret.saliency import made, network, scores

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD = [("x", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d, classes = r.size(1, 4), r.size(1, 5), r.size(2, 4)
    settings = {
        "epsilon": r.number(0.01, 0.3),
        "steps": r.size(1, 4),
        "towards": r.chance(),
        "classes": r.classes(n, of=classes),
    }
    return settings, {"x": r.noise.uniform((n, d))} | network(r, d, r.size(1, 5), classes)


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    def loss(x: Any) -> Any:
        return cross_entropy(forward(made(a), x), classes=s["classes"])

    x, epsilon, towards = a["x"], s["epsilon"], s["towards"]
    return (
        adversarial.fgsm(loss, x, epsilon, towards=towards),
        adversarial.several_steps(loss, x, epsilon, s["steps"], towards=towards, high=0.9),
        adversarial.gradient_method(loss, x, epsilon, low=-1),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    wanted, epsilon = torch.tensor(s["classes"]), s["epsilon"]
    way = -1 if s["towards"] else 1

    def slope(x: Any) -> Any:
        x = x.detach().requires_grad_()
        return torch.autograd.grad(torch.nn.functional.cross_entropy(scores(a, x), wanted), x)[0]

    start = a["x"].detach()
    once = torch.clamp(start + way * epsilon * torch.sign(slope(start)), 0, 1)
    moved = start
    for _ in range(s["steps"]):
        moved = moved + 1.25 * epsilon / s["steps"] * way * torch.sign(slope(moved))
        moved = torch.max(torch.min(moved, start + epsilon), start - epsilon)
        moved = torch.clamp(moved, 0, 0.9)
    found = slope(start)
    largest = found.abs().amax(1, keepdim=True)
    return once, moved, torch.clamp(start + epsilon * found / largest, -1, 1)
