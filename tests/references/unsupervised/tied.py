"""Tied weights against torch, which is given the same matrices twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.unsupervised import autoencoder, tied
from tests.references.unsupervised import _torch

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1), ("c0", 0)]
BY_NAME = {"c0": "b of layer 1"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, sizes = r.size(1, 5), [r.size(1, 5) for _ in range(r.size(2, 3))]
    arrays = {"x": r.array(n, sizes[0])} | _torch.drawn(r, "f", sizes)
    arrays |= {f"c{l}": r.array(d) for l, d in enumerate(sizes[-2::-1])}
    return {"layers": len(sizes) - 1, "output": r.choice(["identity", "sigmoid"])}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    biases = tuple(a[f"c{l}"] for l in range(s["layers"]))
    p = tied.opened(tied.Tied(_torch.ours(a, "f"), biases, s["output"]))
    return autoencoder.forward(p, a["x"]), autoencoder.loss(p, a["x"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    back = {}
    for l in range(s["layers"]):
        back |= {f"gW{l}": a[f"fW{s['layers'] - 1 - l}"].T, f"gb{l}": a[f"c{l}"]}
    r = _torch.theirs(back, "g", _torch.theirs(a, "f", a["x"]), output=s["output"])
    return r, ((r - a["x"]) ** 2).sum() / len(a["x"])
