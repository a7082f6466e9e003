"""Adam against torch.optim; with decay AdamW, with a penalty Adam's own weight decay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.decay import Decayed, Penalised
from ncrevise.models.optimisers.sgd import Sgd
from tests.references.optimisers import steps, torch_steps

if TYPE_CHECKING:
    from tests.references.case import Case

COVERS = ("optimisers/decay",)
GRADIENTS = False
BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n = r.size(1, 5)
    settings = {
        "rate": r.number(0.001, 0.1),
        "betas": (r.number(0.1, 0.95), r.number(0.5, 0.999)),
        "epsilon": r.choice([1e-8, 1e-7, 1e-3]),
        "strength": r.number(0, 0.5),
        "steps": r.size(1, 6),
    }
    return settings, {"w": r.array(n), "A": r.array(n, n)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    rate, strength = s["rate"], s["strength"]
    adam = Adam(rate, s["betas"], s["epsilon"])
    rules = (
        adam,
        Decayed(adam, strength, rate),
        Penalised(adam, strength),
        Decayed(Sgd(rate), strength, rate),
        Penalised(Sgd(rate), strength),
    )
    return tuple(steps(rule, a, s["steps"]) for rule in rules)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from torch import optim

    rate, strength = s["rate"], s["strength"]
    same = {"betas": s["betas"], "eps": s["epsilon"]}

    def decaying(w: Any) -> Any:
        return optim.SGD(w, rate, weight_decay=strength)  # of plain descent both are the same

    rules = (
        lambda w: optim.Adam(w, rate, **same),
        lambda w: optim.AdamW(w, rate, weight_decay=strength, **same),
        lambda w: optim.Adam(w, rate, weight_decay=strength, **same),
        decaying,
        decaying,
    )
    return tuple(torch_steps(rule, a, s["steps"]) for rule in rules)
