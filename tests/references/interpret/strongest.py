"""Ranking inputs by the peaks of feature maps, against torch's pooling and topk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.interpret import strongest

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n = r.size(1, 6)
    shape = (n, r.size(1, 4), r.size(1, 4), r.size(1, 4))
    return {"count": r.size(1, n)}, {"maps": r.array(*shape)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    h = strongest.peaks(a["maps"])
    return h, strongest.strongest(h, s["count"]).astype(h.dtype)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from torch.nn import functional

    h = functional.adaptive_max_pool2d(a["maps"], 1)[:, :, 0, 0]
    return h, h.topk(s["count"], dim=0).indices.T.double()
