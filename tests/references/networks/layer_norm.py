"""Layer normalisation over one to three axes against torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.networks import layer_norm
from ncrevise.models.networks.layer_norm import LayerNorm

if TYPE_CHECKING:
    from tests.references.case import Case


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    units = tuple(r.size(1, 4) for _ in range(r.size(1, 3)))
    before = tuple(r.size(1, 4) for _ in range(r.size(0, 2)))
    arrays = {"x": r.array(*before, *units), "gamma": r.array(*units), "beta": r.array(*units)}
    return {"epsilon": r.choice([1e-5, 1e-3, 0.1])}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return layer_norm.forward(LayerNorm(a["gamma"], a["beta"], s["epsilon"]), a["x"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from torch.nn import functional

    shape = a["gamma"].shape
    return functional.layer_norm(a["x"], shape, a["gamma"], a["beta"], s["epsilon"])
