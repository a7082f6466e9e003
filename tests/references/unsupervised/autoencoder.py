"""Autoencoders and their loss against torch; the denoising loss sees another x."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.unsupervised import autoencoder
from tests.references.unsupervised import _torch

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1), ("seen", 1), ("fb0", 0), ("gW0", 1)]
BY_NAME = {"fb0": "b of layer 1", "gW0": "W of layer 1", "seen": "x"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, sizes = r.size(1, 5), [r.size(1, 5) for _ in range(r.size(2, 3))]
    arrays = {"x": r.array(n, sizes[0]), "seen": r.array(n, sizes[0])}
    arrays |= _torch.drawn(r, "f", sizes) | _torch.drawn(r, "g", sizes[::-1])
    return {"output": r.choice(["identity", "sigmoid"]), "code": r.choice(["tanh", "identity"])}, (
        arrays
    )


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = autoencoder.Autoencoder(
        _torch.ours(a, "f", output=s["code"]), _torch.ours(a, "g", output=s["output"])
    )
    return (
        autoencoder.encode(p, a["x"]),
        autoencoder.forward(p, a["x"]),
        autoencoder.loss(p, a["x"]),
        autoencoder.loss(p, a["x"], a["seen"]),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from torch.nn import functional

    def run(x: Any) -> tuple[Any, Any]:
        h = _torch.theirs(a, "f", x, output=s["code"])
        return h, _torch.theirs(a, "g", h, output=s["output"])

    def error(r: Any) -> Any:
        return functional.mse_loss(r, a["x"], reduction="sum") / len(a["x"])

    h, r = run(a["x"])
    return h, r, error(r), error(run(a["seen"])[1])
