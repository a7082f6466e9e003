"""Linear values and their update, against a step along torch's own gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.rl import linear
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("w", 0), ("psi", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    actions, k = r.size(1, 4), r.size(1, 5)
    settings = {
        "phi": r.array(r.size(1, 4), r.size(1, 3)),
        "target": r.number(-2, 2),
        "alpha": r.number(0.01, 0.5),
        "a": r.size(1, actions) - 1,
    }
    return settings, {"w": r.array(k), "psi": r.array(actions, k)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    Q = linear.values(linear.Linear(a["w"]), a["psi"])
    new = linear.update(a["w"], a["psi"][s["a"]], s["target"], s["alpha"])
    own = linear.per_action(s["phi"].astype(raw(a["w"]).dtype), 3)
    return Q, new, own


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    w, phi = a["w"], torch.tensor(s["phi"])
    Q = torch.nn.functional.linear(a["psi"], w[None])[:, 0]
    loss = (s["target"] - Q[s["a"]]) ** 2 / 2
    (slope,) = torch.autograd.grad(loss, w, create_graph=True)
    eye = torch.eye(3, dtype=phi.dtype)
    own = torch.stack([torch.kron(eye, row[None]) for row in phi])
    return Q, w - s["alpha"] * slope, own
