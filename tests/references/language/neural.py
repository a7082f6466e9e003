"""The neural language model against torch's embedding, linear layers and cross-entropy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.language import neural

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("W", 1), ("b", 0), ("U", 0), ("U", 1), ("c", 0), ("R", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    V, K, d, n = r.size(1, 6), r.size(1, 4), r.size(1, 4), r.size(1, 5)
    many = (r.size(1, 5), *([r.size(1, 3)] if r.chance() else []))
    words = {"contexts": r.classes(*many, K, of=V), "words": r.classes(*many, of=V)}
    return words, {
        "R": r.array(V, d),
        "W": r.array(n, K * d),
        "b": r.array(n),
        "U": r.array(V, n),
        "c": r.array(V),
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = neural.Neural(**a)
    return neural.forward(p, s["contexts"]), neural.loss(p, s["contexts"], s["words"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional

    contexts, words = torch.tensor(s["contexts"]), torch.tensor(s["words"])
    x = functional.embedding(contexts, a["R"]).flatten(-2)
    y = functional.linear(torch.tanh(functional.linear(x, a["W"], a["b"])), a["U"], a["c"])
    return y, functional.cross_entropy(y.flatten(0, -2), words.flatten())
