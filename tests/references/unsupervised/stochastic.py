"""Noisy codes against torch; binary ones are in ``test_unsupervised``: they have no slope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.unsupervised import autoencoder, stochastic
from tests.references.unsupervised import _torch

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1), ("draws", 0), ("draws", 1)]
BY_NAME = {"draws": "epsilon"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d, H = r.size(1, 5), r.size(1, 5), r.size(1, 5)
    arrays = {"x": r.array(n, d), "draws": r.array(n, H)}
    return {"scale": r.number(0.1, 2)}, (
        arrays | _torch.drawn(r, "f", [d, H]) | _torch.drawn(r, "g", [H, d])
    )


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = autoencoder.Autoencoder(_torch.ours(a, "f"), _torch.ours(a, "g"))
    return stochastic.loss(p, a["x"], a["draws"], s["scale"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from torch.nn import functional

    h = _torch.theirs(a, "f", a["x"]) + s["scale"] * a["draws"]
    logits = _torch.theirs(a, "g", h)
    return functional.binary_cross_entropy_with_logits(logits, a["x"], reduction="sum") / len(h)
