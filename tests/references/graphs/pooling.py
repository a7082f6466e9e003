"""Pooling against torch's reductions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.graphs import pooling

if TYPE_CHECKING:
    from tests.references.case import Case

BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    return {}, {"h": r.array(r.size(1, 6), r.size(1, 5))}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return tuple(pooling.pooled(a["h"], how) for how in ("sum", "mean", "max"))


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return a["h"].sum(0), a["h"].mean(0), a["h"].max(0).values
