"""Trees worked out all at once against torch, a node at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.data import trees
from ncrevise.models.sequences import recursive

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("E", 1), ("W", 1), ("W", 0), ("b", 0), ("V", 1), ("C", 1), ("c", 0)]
WORDS = {
    word: k
    for k, word in enumerate(
        sorted({*trees.RATINGS, *trees.MODIFIERS, *trees.JOINERS, *trees.SIGNS, *"0123456789"})
    )
}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    draw = trees.phrases if r.k % 2 else trees.expressions
    n, k = r.size(1, 4), r.size(1, 3)
    settings = {"trees": draw(r.size(1, 4), r.size(1, 4), key=f"case/{r.k}")}
    arrays = {"E": r.array(len(WORDS), n), "W": r.array(n, 2 * n), "b": r.array(n)}
    arrays |= {"C": r.array(k, n), "c": r.array(k)}
    if r.k % 3 == 2:
        arrays["V"] = r.array(n, 2 * n, 2 * n)
    return settings, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = recursive.Recursive(a["E"], a["W"], a["b"], a["C"], a["c"], a.get("V"))
    plan = recursive.planned(s["trees"], WORDS)
    return recursive.scores(p, plan)[np.concatenate(plan.places)]


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    def vector(tree: Any, nodes: list[Any]) -> Any:
        if not tree.children:
            h = a["E"][WORDS[tree.word]]
        else:
            left, right = (vector(child, nodes) for child in tree.children)
            h = joined(left, joined(a["E"][WORDS[tree.word]], right) if tree.word else right)
        nodes.append(a["C"] @ h + a["c"])
        return h

    def joined(left: Any, right: Any) -> Any:
        both = torch.cat([left, right])
        z = a["W"] @ both + a["b"]
        if "V" in a:
            z = z + torch.einsum("i,kij,j->k", both, a["V"], both)
        return torch.tanh(z)

    found: list[Any] = []
    for tree in s["trees"]:
        vector(tree, found)
    return torch.stack(found)
