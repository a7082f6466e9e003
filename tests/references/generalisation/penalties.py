"""Penalties against torch norms; a step on magnitudes against torch's soft shrinkage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.generalisation import penalties
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    arrays = {"u": r.array(r.size(1, 4)), "W": r.array(r.size(1, 4), r.size(1, 3))}
    return {"strength": r.number(0.01, 2), "share": r.number(0, 1)}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    w, strength = (a["u"], a["W"]), s["strength"]
    return (
        penalties.squares(w, strength),
        penalties.squares(w, strength, half=False),
        penalties.magnitudes(w, strength),
        penalties.elastic(w, strength, s["share"]),
        penalties.squares(a["u"], strength),
        penalties.shrunk(raw(a["W"]), strength),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    strength, share = s["strength"], s["share"]
    both = torch.cat([a["u"], a["W"].flatten()])
    square, size = torch.linalg.vector_norm(both) ** 2, torch.linalg.vector_norm(both, 1)
    return (
        strength / 2 * square,
        strength * square,
        strength * size,
        strength * share * size + strength * (1 - share) / 2 * square,
        strength / 2 * torch.dot(a["u"], a["u"]),
        torch.nn.functional.softshrink(a["W"], strength).detach(),
    )
