"""Clipping of two arrays' gradients against torch.nn.utils, alone and around a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.optimisers import clipping
from ncrevise.models.optimisers.sgd import Sgd

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    scale = r.choice([0.1, 1.0, 20.0])
    arrays = {
        "u": r.array(r.size(1, 5), scale=scale),
        "W": r.array(r.size(1, 4), r.size(1, 3), scale=scale),
    }
    return {"most": r.number(0.1, 3)}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    g, most = (a["u"], a["W"]), s["most"]
    rules = [clipping.Clipped(Sgd(1.0), most, values) for values in (False, True)]
    stepped = [rule.step(g, g, rule.start(g))[0] for rule in rules]
    return (
        *clipping.by_norm(g, most),
        *clipping.by_value(g, most),
        *stepped[0],
        *stepped[1],
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from torch.nn.utils import clip_grad_norm_, clip_grad_value_

    start = [a["u"].detach(), a["W"].detach()]

    def clipped(clip: Any) -> list[Any]:
        leaves = [each.clone().requires_grad_() for each in start]
        for leaf, g in zip(leaves, start, strict=True):
            leaf.grad = g.clone()
        clip(leaves, s["most"])
        return [leaf.grad for leaf in leaves]

    norm, value = clipped(clip_grad_norm_), clipped(clip_grad_value_)
    moved = [[w - g for w, g in zip(start, found, strict=True)] for found in (norm, value)]
    return *norm, *value, *moved[0], *moved[1]
