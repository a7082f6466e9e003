"""Cross-entropy and perplexity against torch's negative log-likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.language import perplexity

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD = [("p", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    count, size = r.size(1, 6), r.size(1, 5)
    p = r.positive(count, size)
    return {"words": r.classes(count, of=size)}, {"p": p / p.sum(1, keepdims=True)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return perplexity.cross_entropy(a["p"], s["words"]), perplexity.perplexity(a["p"], s["words"])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    H = torch.nn.functional.nll_loss(a["p"].log(), torch.tensor(s["words"]))
    return H, H.exp()
