"""The practical floor: a small stdlib program that runs an LSTM and prints every product.

No checks, no redraws, no mistakes, no formats: three steps of two units, about 3.7 KB an item.
"""

from __future__ import annotations

import math
import random

UNITS, STEPS = 2, 3


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def gate(
    name: str, t: int, weights: list[list[float]], inputs: list[float], out: list[str]
) -> list[float]:
    values = []
    for k, row in enumerate(weights):
        z = row[-1] + sum(w * x for w, x in zip(row, inputs, strict=False))
        terms = " + ".join(f"{w:.1f}·{x:.4f}" for w, x in zip(row, inputs, strict=False))
        value = math.tanh(z) if name == "g" else sigmoid(z)
        function = "tanh" if name == "g" else "σ"
        out.append(
            f"{name}_{t},{k + 1} = {function}({terms} + {row[-1]:.1f}) = {function}({z:.4f}) ≈ {value:.4f}"
        )
        values.append(value)
    return values


def item(seed: int) -> str:
    draw = random.Random(seed).random
    number = lambda: int(draw() * 19 - 9) / 10  # noqa: E731
    size = 1 + UNITS + 1
    weights = {g: [[number() for _ in range(size)] for _ in range(UNITS)] for g in "figo"}
    h, c = [0.0] * UNITS, [0.0] * UNITS
    out: list[str] = []
    for t in range(1, STEPS + 1):
        x = number()
        inputs = [x, *h]
        f, i, g, o = (gate(name, t, weights[name], inputs, out) for name in "figo")
        for k in range(UNITS):
            new = f[k] * c[k] + i[k] * g[k]
            out.append(f"c_{t},{k + 1} = {f[k]:.4f}·{c[k]:.4f} + {i[k]:.4f}·{g[k]:.4f} ≈ {new:.4f}")
            c[k] = new
            h[k] = o[k] * math.tanh(new)
            out.append(f"h_{t},{k + 1} = {o[k]:.4f}·tanh({new:.4f}) ≈ {h[k]:.4f}")
    return "\n".join(out)
