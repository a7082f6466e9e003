"""The closed forms against torch.autograd taking every step of min max x y."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.unsupervised import bilinear
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("y", 0), ("start", 0)]
METHODS = ("simultaneous", "alternating", "extragradient", "optimistic")


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n = r.size(1, 4)
    arrays = {"x": r.array(n), "y": r.array(n), "start": r.array(2)}
    return {"rate": r.number(0.01, 0.5), "steps": r.size(1, 9) - 1}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    x_loss, y_loss = bilinear.losses()
    ends = [bilinear.after(m, raw(a["start"]), s["rate"], s["steps"]) for m in METHODS]
    players = (a["x"], a["y"])
    return x_loss(players, None), y_loss(players, None), *ends


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    def slopes(x: Any, y: Any) -> tuple[Any, Any]:
        x, y = x.detach().clone().requires_grad_(), y.detach().clone().requires_grad_()
        by_x, by_y = torch.autograd.grad(x * y, (x, y))
        return by_x, -by_y

    eta, ends = s["rate"], []
    for method in METHODS:
        x, y = a["start"].detach()
        before = None
        for _ in range(s["steps"]):
            gx, gy = slopes(x, y)
            if method == "simultaneous":
                x, y = x - eta * gx, y - eta * gy
            elif method == "alternating":
                y = y - eta * gy
                x = x - eta * slopes(x, y)[0]
            elif method == "extragradient":
                hx, hy = slopes(x - eta * gx, y - eta * gy)
                x, y = x - eta * hx, y - eta * hy
            else:
                old = before or (gx, gy)
                x, y = x - eta * (2 * gx - old[0]), y - eta * (2 * gy - old[1])
                before = gx, gy
        ends.append(torch.stack([x, y]))
    return a["x"] @ a["y"], -(a["x"] * a["y"]).sum(), *ends
