"""CycleGAN's losses against torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.unsupervised import cyclegan
from tests.references.unsupervised import _torch

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1), ("y", 1)]
NETWORKS = ("F", "B", "X", "Y")


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    d, m = r.size(1, 3), r.size(1, 4)
    arrays = {"x": r.array(r.size(1, 4), d), "y": r.array(r.size(1, 4), d)}
    for name in NETWORKS:
        arrays |= _torch.drawn(r, name, [d, m, d if name in "FB" else 1])
    return {"weight": r.number(0, 10)}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    F, B, X, Y = (_torch.ours(a, name) for name in NETWORKS)
    players = cyclegan.Generators(F, B), cyclegan.Discriminators(X, Y)
    seen = cyclegan.Seen(a["x"], a["y"])
    generators, discriminators = cyclegan.losses(s["weight"])
    return (
        generators(players, seen),
        discriminators(players, seen),
        cyclegan.cycles(players[0], seen),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from torch import full_like
    from torch.nn.functional import binary_cross_entropy_with_logits, l1_loss

    def run(name: str, x: Any) -> Any:
        return _torch.theirs(a, name, x)

    def judged(name: str, x: Any, target: float) -> Any:
        logits = run(name, x)
        return binary_cross_entropy_with_logits(logits, full_like(logits, target))

    x, y = a["x"], a["y"]
    as_y, as_x = run("F", x), run("B", y)
    d = x.shape[1]
    cycles = d * l1_loss(run("B", as_y), x) + d * l1_loss(run("F", as_x), y)
    return (
        judged("Y", as_y, 1) + judged("X", as_x, 1) + s["weight"] * cycles,
        judged("X", x, 1) + judged("X", as_x, 0) + judged("Y", y, 1) + judged("Y", as_y, 0),
        cycles,
    )
