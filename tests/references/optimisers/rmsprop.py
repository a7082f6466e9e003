"""RMSProp against torch where they agree; with ε under the root against weighted sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.optimisers.rmsprop import RmsProp
from tests.references.optimisers import steps, torch_steps

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n = r.size(1, 5)
    settings = {
        "rate": r.number(0.001, 0.1),
        "gamma": r.number(0.01, 0.5),
        "epsilon": r.choice([1e-8, 1e-3, 0.1]),
        "steps": r.size(1, 6),
    }
    return settings, {"w": r.array(n), "A": r.array(n, n)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return tuple(
        steps(RmsProp(s["rate"], s["gamma"], s["epsilon"], inside), a, s["steps"])
        for inside in (False, True)
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    rate, gamma, epsilon = s["rate"], s["gamma"], s["epsilon"]

    def outside(w: Any) -> Any:
        return torch.optim.RMSprop(w, rate, alpha=1 - gamma, eps=epsilon)

    # torch has no ε under the root: the average of all squares so far is taken at once
    w = a["w"].detach()
    history: list[Any] = []
    for _ in range(s["steps"]):
        g = a["A"].detach() @ w
        history.append(g)
        ages = torch.arange(len(history) - 1, -1, -1, dtype=torch.float64)
        usual = (gamma * (1 - gamma) ** ages) @ torch.stack(history).square()
        w = torch.addcdiv(w, g, (usual + epsilon).sqrt(), value=-rate)
    return torch_steps(outside, a, s["steps"]), w
