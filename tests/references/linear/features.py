"""Powers against torch powers, scaled inputs against means and deviations of torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.linear import features
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("X", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d = r.size(2, 6), r.size(1, 4)
    seen = r.array(n + 1, d) * 3 + 1
    return {"degree": r.size(1, 6), "seen": seen}, {"x": r.array(n), "X": r.array(n, d)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    scale = features.scaling(s["seen"].astype(raw(a["X"]).dtype))
    whole = features.polynomial(a["x"], s["degree"])
    return whole, features.polynomial(a["x"], s["degree"], constant=False), scale(a["X"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    x, seen = a["x"], torch.tensor(s["seen"])
    powers = x[:, None] ** torch.arange(s["degree"] + 1)
    scaled = (a["X"] - seen.mean(0)) / seen.std(0, correction=0)
    return powers, powers[:, 1:], scaled
