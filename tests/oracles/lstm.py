"""Gated units, by torch where it is installed, else by the textbook formulas in plain loops."""

from __future__ import annotations

import math
from typing import Any


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def step(g: Any) -> dict[str, Any]:
    n = len(g.b) // 4
    found: dict[str, list[float]] = {}
    for k, gate in enumerate(g.order.split()):
        activation = math.tanh if gate == "g" else sigmoid
        found[gate] = []
        for row in range(k * n, (k + 1) * n):
            z = sum(w * x for w, x in zip(g.W[row], g.x, strict=True))
            z += sum(u * h for u, h in zip(g.U[row], g.h, strict=True))
            found[gate].append(activation(z + g.b[row]))
    found["c"] = [
        f * c + i * new
        for f, c, i, new in zip(found["f"], g.c, found["i"], found["g"], strict=True)
    ]
    found["h"] = [o * math.tanh(c) for o, c in zip(found["o"], found["c"], strict=True)]
    return {key: value if n > 1 else value[0] for key, value in found.items()}
