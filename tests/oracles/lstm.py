"""Gated units, by torch where it is installed, else by the textbook formulas in plain loops."""

from __future__ import annotations

import math
from typing import Any


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def identity(z: float) -> float:
    return z


def step(
    g: Any, gates: Any = sigmoid, candidate: Any = math.tanh, cell: Any = math.tanh
) -> dict[str, Any]:
    n = len(g.b) // 4
    found: dict[str, list[float]] = {}
    for k, gate in enumerate(g.order.split()):
        activation = candidate if gate == "g" else gates
        found[gate] = []
        for row in range(k * n, (k + 1) * n):
            z = sum(w * x for w, x in zip(g.W[row], g.x, strict=True))
            z += sum(u * h for u, h in zip(g.U[row], g.h, strict=True))
            found[gate].append(activation(z + g.b[row]))
    found["c"] = [
        f * c + i * new
        for f, c, i, new in zip(found["f"], g.c, found["i"], found["g"], strict=True)
    ]
    found["h"] = [o * cell(c) for o, c in zip(found["o"], found["c"], strict=True)]
    return {key: value if n > 1 else value[0] for key, value in found.items()}


def gates_swapped(g: Any) -> dict[str, Any]:
    """Keep by the input gate and take in by the forget gate."""
    found = step(g)
    if len(g.b) > 4:
        return {**found, **{k: list(v) for k, v in zip("ch", swapped(found, g.c), strict=True)}}
    (c,), (h,) = swapped({k: [v] for k, v in found.items()}, g.c)
    return {**found, "c": c, "h": h}


def swapped(found: dict[str, Any], before: Any) -> tuple[Any, Any]:
    gates = zip(found["f"], found["i"], found["g"], before, strict=True)
    cells = [i * old + f * new for f, i, new, old in gates]
    return cells, [o * math.tanh(c) for o, c in zip(found["o"], cells, strict=True)]


step_mistakes = {
    "tanh-on-gates": lambda g: step(g, gates=math.tanh),
    "sigmoid-on-candidate": lambda g: step(g, candidate=sigmoid),
    "gates-swapped": gates_swapped,
    "no-tanh-on-cell": lambda g: step(g, cell=identity),
}
