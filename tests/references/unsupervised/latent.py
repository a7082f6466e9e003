"""Interpolation and edits against torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.unsupervised import latent

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("z", 1), ("target", 1), ("lacking", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, K = r.size(1, 4), r.size(1, 4)
    arrays = {"z": r.array(n, K), "target": r.array(n, K)}
    arrays |= {"having": r.array(r.size(1, 5), K), "lacking": r.array(r.size(1, 5), K)}
    return {"alpha": r.number(-1, 2), "steps": r.size(1, 5)}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    alphas = [k / s["steps"] for k in range(s["steps"])]
    return (
        latent.path(a["z"], a["target"], alphas),
        latent.edited(a["z"], a["having"], s["alpha"]),
        latent.shifted(a["z"], a["having"], a["lacking"], s["alpha"]),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    between = [torch.lerp(a["z"], a["target"], k / s["steps"]) for k in range(s["steps"])]
    having, lacking = a["having"].mean(0), a["lacking"].mean(0)
    return (
        torch.stack(between),
        torch.lerp(a["z"], having.expand_as(a["z"]), s["alpha"]),
        a["z"] + s["alpha"] * (having - lacking),
    )
