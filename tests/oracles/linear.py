"""Linear models, by enumeration in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any


def exact(x: Any) -> Fraction:
    return Fraction(str(x))


def perceptron(g: Any, *, every: bool = False) -> dict[str, Any]:
    w, b, eta, made = [exact(x) for x in g.w], exact(g.b), exact(g.eta), 0
    for row, label in zip(g.X, g.t, strict=True):
        x, t = [exact(each) for each in row], exact(label)
        z = sum(a * c for a, c in zip(w, x, strict=True)) + b
        if not every and (t * z > 0 or (z == 0 and g.zero == "right")):
            continue
        made += 1
        w, b = [a + eta * t * c for a, c in zip(w, x, strict=True)], b + eta * t
    return {"w": [float(a) for a in w], "b": float(b), "updates": made}


perceptron_mistakes = {"updates-always": lambda g: perceptron(g, every=True)}
