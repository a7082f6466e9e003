"""GloVe's cost against a sum over the pairs that occur, in torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.language import glove

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("R", 0), ("R", 1), ("other", 0), ("other", 1), ("b", 0), ("other_b", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    V, K = r.size(1, 6), r.size(1, 4)
    X = r.classes(V, V, of=r.size(2, 250)) * r.classes(V, V, of=2)
    return {"X": X, "common": r.choice([100, 7])}, {
        "R": r.array(V, K),
        "other": r.array(V, K),
        "b": r.array(V),
        "other_b": r.array(V),
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = glove.Glove(**a)
    return glove.loss(p, s["X"], s["common"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    X = torch.tensor(s["X"], dtype=torch.float64)
    J = (a["R"] * 0).sum()
    for i, j in X.nonzero().tolist():
        x = X[i, j]
        f = (x / s["common"]).pow(0.75) if x < s["common"] else torch.ones(())
        gap = torch.dot(a["R"][i], a["other"][j]) + a["b"][i] + a["other_b"][j] - x.log()
        J = J + f * gap**2
    return J
