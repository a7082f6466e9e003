"""Weights under random masks against torch, rows that may look nowhere among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.attention import masks

if TYPE_CHECKING:
    from tests.references.case import Case

KINDS = ("random", "causal", "padding", "none")
BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    b, t = r.size(1, 3), r.size(1, 5)
    kind = r.choice(KINDS)
    s = t if kind == "causal" else r.size(1, 5)
    where = r.noise.chance((t, s), 0.6)
    lengths = r.noise.integers((b,), s + 1)
    return {"kind": kind, "where": where, "lengths": lengths.tolist()}, {"a": r.array(b, t, s)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    size = a["a"].shape[-1]
    made = {
        "random": s["where"],
        "causal": masks.causal(size),
        "padding": masks.padding(s["lengths"], size),
        "none": None,
    }
    return masks.weights(a["a"], made[s["kind"]])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    b, t, n = a["a"].shape
    hidden = torch.zeros(b, t, n, dtype=torch.bool)
    if s["kind"] == "causal":
        hidden[:] = torch.triu(torch.ones(n, n, dtype=torch.bool), 1)
    if s["kind"] == "random":
        hidden[:] = ~torch.tensor(s["where"])
    if s["kind"] == "padding":
        for k, length in enumerate(s["lengths"]):
            hidden[k, :, length:] = True
    scores = a["a"].masked_fill(hidden, -torch.inf)
    nowhere = hidden.all(-1, keepdim=True)
    return torch.where(nowhere, 0.0, torch.softmax(torch.where(nowhere, 0.0, scores), -1))
