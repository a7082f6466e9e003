"""Players' steps against torch.autograd, in a quadratic game of two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.optimisers.momentum import Momentum
from ncrevise.models.unsupervised import games
from ncrevise.tape.ops import dot

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n = r.size(1, 4)
    arrays = {"x": r.array(n), "y": r.array(n), "A": r.array(n, n), "C": r.array(n, n)}
    return {"rate": r.number(0.01, 0.2), "steps": r.size(1, 5)}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    losses = (
        lambda p, A: dot(p[0], A @ p[1]) + dot(p[0], p[0]),
        lambda p, A: -dot(p[0], A @ p[1]) + dot(a["C"] @ p[1], p[1]),
    )
    players, batches = (a["x"], a["y"]), [a["A"]] * s["steps"]
    rules = [Momentum(s["rate"], 0.5), Momentum(2 * s["rate"], 0.3)]
    runs = (
        games.alternating(losses, players, rules, batches),
        games.simultaneous(losses, players, rules, batches),
        games.extragradient(losses, players, s["rate"], batches),
        games.optimistic(losses, players, s["rate"], batches),
    )
    return [part for run in runs for part in list(run)[-1][1]]


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    def slope(k: int, x: Any, y: Any) -> Any:
        own = [x.detach().clone().requires_grad_(), y.detach().clone().requires_grad_()]
        shared = own[0] @ a["A"] @ own[1]
        loss = shared + own[0] @ own[0] if k == 0 else -shared + own[1] @ a["C"] @ own[1]
        return torch.autograd.grad(loss, own[k])[0]

    def trained(*, alternate: bool) -> Any:
        p = [torch.nn.Parameter(a[key].detach().clone()) for key in "xy"]
        rules = [
            torch.optim.SGD([p[0]], s["rate"], momentum=0.5),
            torch.optim.SGD([p[1]], 2 * s["rate"], momentum=0.3),
        ]
        for _ in range(s["steps"]):
            if alternate:
                p[1].grad = slope(1, *p)
                rules[1].step()
                p[0].grad = slope(0, *p)
                rules[0].step()
            else:
                p[0].grad, p[1].grad = slope(0, *p), slope(1, *p)
                rules[0].step()
                rules[1].step()
        return p

    x, y, eta = a["x"], a["y"], s["rate"]
    for _ in range(s["steps"]):
        mx, my = x - eta * slope(0, x, y), y - eta * slope(1, x, y)
        x, y = x - eta * slope(0, mx, my), y - eta * slope(1, mx, my)
    extra = [x, y]
    x, y = a["x"], a["y"]
    old = None
    for _ in range(s["steps"]):
        g = slope(0, x, y), slope(1, x, y)
        last = old or g
        x, y = x - eta * (2 * g[0] - last[0]), y - eta * (2 * g[1] - last[1])
        old = g
    return [*trained(alternate=True), *trained(alternate=False), *extra, x, y]
