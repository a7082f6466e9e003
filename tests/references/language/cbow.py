"""Continuous bag of words against torch's embedding_bag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.language import cbow

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("R", 1), ("U", 0), ("U", 1), ("c", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    V, K, d, count = r.size(1, 6), r.size(1, 4), r.size(1, 4), r.size(1, 5)
    words = {"contexts": r.classes(count, K, of=V), "words": r.classes(count, of=V)}
    return words, {"R": r.array(V, d), "U": r.array(V, d), "c": r.array(V)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = cbow.Cbow(**a)
    return cbow.forward(p, s["contexts"]), cbow.loss(p, s["contexts"], s["words"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional

    v = functional.embedding_bag(torch.tensor(s["contexts"]), a["R"], mode="mean")
    y = functional.linear(v, a["U"], a["c"])
    return y, functional.cross_entropy(y, torch.tensor(s["words"]))
