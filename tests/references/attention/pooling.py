"""Pooling by scores against a weighted mean in torch; even pooling against the plain mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.attention import pooling

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("a", -1), ("H", -2)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    front = tuple(r.size(1, 3) for _ in range(r.k % 3))
    length, e = r.size(1, 5), r.size(1, 5)
    return {}, {"a": r.array(*front, length), "H": r.array(*front, length, e)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return (*pooling.pooled(a["a"], a["H"]), pooling.average(a["H"])[0])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    alpha = torch.softmax(a["a"], -1)
    return (alpha.unsqueeze(-1) * a["H"]).sum(-2), alpha, a["H"].mean(-2)
