"""The loss and its gradient against torch, the closed form against steps taken one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.optimisers import quadratic
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("A", 0), ("A", 1), ("w", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n = r.size(1, 6)
    return {"rate": r.number(0.01, 0.3), "steps": r.size(1, 5)}, {
        "A": r.array(n, n),
        "w": r.array(n),
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    A = raw(a["A"])
    return quadratic.loss(a["A"], a["w"]), quadratic.after(
        A @ A.T, raw(a["w"]), s["rate"], s["steps"]
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    A, w = a["A"], a["w"]
    moved, curvature = w.detach(), (A @ A.T).detach()
    for _ in range(s["steps"]):
        moved = moved - s["rate"] * curvature @ moved
    return w @ A @ w / 2, moved
