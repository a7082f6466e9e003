"""A generator and a discriminator against torch, each differentiated by all parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.unsupervised import gan
from tests.references.unsupervised import _torch

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1), ("z", 1), ("DW0", 1)]
BY_NAME = {"z": "x", "DW0": "W of layer 1"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d, m, K = r.size(1, 4), r.size(1, 3), r.size(1, 5), r.size(1, 3)
    arrays = {"x": r.array(n, d), "z": r.array(r.size(1, 4), K)}
    arrays |= _torch.drawn(r, "G", [K, m, d]) | _torch.drawn(r, "D", [d, m, 1])
    return {"kind": r.choice(["minimax", "non-saturating"])}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    players = (_torch.ours(a, "G"), _torch.ours(a, "D"))
    seen = gan.Round(a["x"], a["z"])
    generator, discriminator = gan.losses(s["kind"])
    return generator(players, seen), discriminator(players, seen)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from torch import ones_like, zeros_like
    from torch.nn.functional import binary_cross_entropy_with_logits as entropy

    real = _torch.theirs(a, "D", a["x"])
    fake = _torch.theirs(a, "D", _torch.theirs(a, "G", a["z"]))
    minimax = s["kind"] == "minimax"
    generator = -entropy(fake, zeros_like(fake)) if minimax else entropy(fake, ones_like(fake))
    return generator, entropy(real, ones_like(real)) + entropy(fake, zeros_like(fake))
