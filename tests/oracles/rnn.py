"""Recurrent networks, by plain loops and, where it is installed, by torch as well."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

try:
    import torch
except ImportError:
    torch = None  # type: ignore[assignment]

SCALAR = {
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "relu": lambda z: max(z, 0),
    "identity": lambda z: z,
}


def affine(rows: Any, inputs: Any, biases: Any) -> list[float]:
    sums = [sum(w * u for w, u in zip(row, inputs, strict=True)) for row in rows]
    return [z + b for z, b in zip(sums, biases or [0] * len(sums), strict=True)]


def softmax(z: list[float]) -> list[float]:
    powers = [math.exp(v) for v in z]
    return [p / sum(powers) for p in powers]


def bare(values: list[float]) -> Any:
    return values if len(values) > 1 else values[0]


def forward(g: Any, *, again: bool = False) -> dict[str, Any]:
    """Go through the sequence; ``again`` reads the first state at every step."""
    found: dict[str, Any] = {}
    h = list(g.h0)
    for t, x in enumerate(g.x, 1):
        before = g.h0 if again else h
        z = [a + c for a, c in zip(affine(g.Wx, x, g.b), affine(g.Wh, before, None), strict=True)]
        h = [SCALAR[g.activation](v) for v in z]
        found[f"h{t}"] = bare(h)
        if g.Wy is not None and (t == len(g.x) or g.when == "every step"):
            z = affine(g.Wy, h, g.by)
            found[f"y{t}"] = bare(
                softmax(z) if g.output == "softmax" else [SCALAR[g.output](v) for v in z]
            )
    if torch and not again and g.activation in {"tanh", "relu"}:
        agree_with_torch(g, found)
    return found


def agree_with_torch(g: Any, found: dict[str, Any]) -> None:
    n, d = len(g.Wx), len(g.Wx[0])
    net = torch.nn.RNN(d, n, nonlinearity=g.activation, dtype=torch.float64)
    with torch.no_grad():
        net.weight_ih_l0[:] = torch.tensor(g.Wx, dtype=torch.float64)
        net.weight_hh_l0[:] = torch.tensor(g.Wh, dtype=torch.float64)
        net.bias_ih_l0[:] = torch.tensor(g.b or [0.0] * n, dtype=torch.float64)
        net.bias_hh_l0[:] = 0
        inputs = torch.tensor(g.x, dtype=torch.float64)
        states, _ = net(inputs, torch.tensor([g.h0], dtype=torch.float64))
    for t, state in enumerate(states.tolist(), 1):
        mine = found[f"h{t}"] if n > 1 else [found[f"h{t}"]]
        assert all(
            math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
            for a, b in zip(state, mine, strict=True)
        )


forward_mistakes = {
    "starts-again": lambda g: forward(g, again=True),
    "transposed": lambda g: forward(replace(g, Wh=tuple(zip(*g.Wh, strict=True)))),
}
