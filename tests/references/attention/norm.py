"""Layer normalisation against torch.nn.functional.layer_norm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.attention import norm

if TYPE_CHECKING:
    from tests.references.case import Case


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    front = tuple(r.size(1, 4) for _ in range(1 + r.k % 2))
    d = r.size(1, 6)
    return {}, {"x": r.array(*front, d), "gain": r.array(d), "shift": r.array(d)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return norm.forward(norm.LayerNorm(a["gain"], a["shift"]), a["x"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from torch.nn.functional import layer_norm

    return layer_norm(a["x"], (a["x"].shape[-1],), a["gain"], a["shift"])
