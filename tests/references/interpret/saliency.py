"""Input gradients, plain and averaged, against torch.autograd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.interpret import saliency
from ncrevise.models.networks.mlp import Layer, Mlp, forward
from ncrevise.tape.ops import take

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD = [("x", 1), ("shifts", 2)]


def network(r: Case, d: int, hidden: int, classes: int) -> dict[str, Any]:
    return {
        "W1": r.array(hidden, d),
        "b1": r.array(hidden),
        "W2": r.array(classes, hidden),
        "b2": r.array(classes),
    }


def made(a: dict[str, Any], activation: str = "tanh") -> Mlp:
    return Mlp((Layer(a["W1"], a["b1"]), Layer(a["W2"], a["b2"])), activation)


def scores(a: dict[str, Any], x: Any) -> Any:
    from torch.nn import functional

    hidden = functional.linear(x, a["W1"], a["b1"]).tanh()
    return functional.linear(hidden, a["W2"], a["b2"])


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d, classes, count = r.size(1, 4), r.size(1, 5), r.size(1, 4), r.size(1, 4)
    arrays = {"x": r.array(n, d), "shifts": r.array(count, n, d)}
    return {"c": r.size(1, classes) - 1}, arrays | network(r, d, r.size(1, 5), classes)


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    def score(x: Any) -> Any:
        return take(forward(made(a), x), index=(slice(None), s["c"]))

    x = a["x"]
    return saliency.input_gradient(score, x), saliency.averaged(score, x, a["shifts"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    def slope(x: Any) -> Any:
        return torch.autograd.grad(scores(a, x)[:, s["c"]].sum(), x)[0]

    every = [slope((a["x"] + shift).detach().requires_grad_()) for shift in a["shifts"]]
    return slope(a["x"]), torch.stack(every).mean(0)
