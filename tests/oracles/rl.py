"""Reinforcement learning, by enumeration."""

from __future__ import annotations

from fractions import Fraction
from typing import Any


def exact(x: float) -> Fraction:
    return Fraction(str(x))


def q_update(g: Any) -> dict[str, Any]:
    table = [[exact(v) for v in row] for row in g.Q]
    old, ends = table[g.s - 1][g.a - 1], g.terminal == "yes"
    taken = 0 if ends else table[g.s_next - 1][g.a_next - 1]
    best = 0 if ends else max(table[g.s_next - 1])
    target, rate = exact(g.r) + exact(g.gamma) * best, exact(g.alpha)
    new = (1 - rate) * old + rate * target
    sarsa = (1 - rate) * old + rate * (exact(g.r) + exact(g.gamma) * taken)
    found = {"target": target, "error": target - old, "q": new, "sarsa": sarsa}
    return {name: float(value) for name, value in found.items()}
