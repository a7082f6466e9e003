"""Reinforcement learning, by enumeration."""

from __future__ import annotations

from fractions import Fraction
from typing import Any


def exact(x: float) -> Fraction:
    return Fraction(str(x))


def q_update(g: Any) -> dict[str, Any]:
    old = exact(g.Q[g.s - 1][g.a - 1])
    follows = 0 if g.terminal == "yes" else max(exact(v) for v in g.Q[g.s_next - 1])
    target = exact(g.r) + exact(g.gamma) * follows
    new = (1 - exact(g.alpha)) * old + exact(g.alpha) * target
    return {"target": float(target), "error": float(target - old), "q": float(new)}
