"""Penalties of sparse codes against torch: L1, and the divergence between coins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.unsupervised import autoencoder, sparse
from tests.references.unsupervised import _torch

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d, H = r.size(1, 5), r.size(1, 5), r.size(1, 5)
    arrays = {"x": r.array(n, d)} | _torch.drawn(r, "f", [d, H]) | _torch.drawn(r, "g", [H, d])
    return {"weight": r.number(0.1, 2), "rho": r.number(0.05, 0.9)}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = autoencoder.Autoencoder(_torch.ours(a, "f", output="sigmoid"), _torch.ours(a, "g"))
    h = autoencoder.encode(p, a["x"])
    return (
        sparse.absolute_sum(h - 0.5),
        sparse.divergence(h, s["rho"]),
        sparse.loss(p, a["x"], s["weight"]),
        sparse.loss(p, a["x"], s["weight"], s["rho"]),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.distributions import Bernoulli, kl_divergence

    h = _torch.theirs(a, "f", a["x"], output="sigmoid")
    rho = torch.full_like(h[0], s["rho"])
    divergence = kl_divergence(Bernoulli(rho), Bernoulli(h.mean(0))).sum()
    error = ((_torch.theirs(a, "g", h) - a["x"]) ** 2).sum() / len(h)
    return (
        torch.linalg.vector_norm(h - 0.5, 1) / len(h),
        divergence,
        error + s["weight"] * h.norm(p=1, dim=1).mean(),
        error + s["weight"] * divergence,
    )
