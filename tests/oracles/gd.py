"""Gradient descent, by SymPy's derivatives and plain loops."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tests.oracles.formulas import NUMERIC, at_points, expression, fold, numeric, symbols

if TYPE_CHECKING:
    from collections.abc import Callable


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


def step(g: Any, move: Any = None) -> dict[str, Any]:
    """Descend; ``move`` makes a step of another kind from the slopes' function and the points."""
    slopes, slope_at, cost_at = differentiated(g.f)
    points = [[float(x) for x in g.w]]
    for _ in range(g.steps):
        point = points[-1]
        if move is not None:
            points.append(move(slope_at, points, g.eta))
        else:
            points.append([x - g.eta * s for x, s in zip(point, slope_at(*point), strict=True)])
    costs = [cost_at(*point)[0] for point in points]
    if len(g.w) == 1:
        points = [point[0] for point in points]
    return {"gradient": slopes, "w": points[-1], "iterates": points, "costs": costs}


def one_after_another(slope_at: Any, points: Any, eta: float) -> list[float]:
    point = list(points[-1])
    for k in range(len(point)):
        point[k] -= eta * slope_at(*point)[k]
    return point


def first_gradient_kept(slope_at: Any, points: Any, eta: float) -> list[float]:
    return [x - eta * s for x, s in zip(points[-1], slope_at(*points[0]), strict=True)]


def step_up(slope_at: Any, point: Any, eta: float) -> list[float]:
    return [x + eta * s for x, s in zip(point, slope_at(*point), strict=True)]


step_mistakes = {
    "one-after-another": lambda g: step(g, one_after_another),
    "ascends": lambda g: step(g, lambda at, w, eta: step_up(at, w[-1], eta)),
    "first-gradient-kept": lambda g: step(g, first_gradient_kept),
}

SLOPES: dict[str, Callable[[float], float]] = {
    "exp": math.exp,
    "ln": lambda u: 1 / u,
    "sqrt": lambda u: 0.5 / math.sqrt(u),
    "sin": math.cos,
    "cos": lambda u: -math.sin(u),
    "tan": lambda u: 1 / math.cos(u) ** 2,
    "tanh": lambda u: 1 / math.cosh(u) ** 2,
    "sigmoid": lambda u: math.exp(-u) / (1 + math.exp(-u)) ** 2,
}


@dataclass(frozen=True)
class Rules:
    """How derivatives are joined; a mistake has one of these wrong."""

    chain: Callable[..., float] = lambda outer, inner: outer * inner
    product: Callable[..., float] = lambda u, v, du, dv: du * v + u * dv
    quotient: Callable[..., float] = lambda u, v, du, dv: (du * v - u * dv) / v**2
    power: Callable[..., float] = lambda u, n: n * u ** (n - 1)


@dataclass(frozen=True)
class Slope:
    """A number with its derivative, carried forward by rules that may be wrong."""

    rules: Rules
    x: float
    d: float = 0.0
    varies: bool = False
    bare: bool = False

    def made(self, x: float, d: float, *others: Slope) -> Slope:
        return Slope(self.rules, x, d, self.varies or any(each.varies for each in others))

    def __add__(self, other: Slope) -> Slope:
        return self.made(self.x + other.x, self.d + other.d, other)

    def __sub__(self, other: Slope) -> Slope:
        return self.made(self.x - other.x, self.d - other.d, other)

    def __neg__(self) -> Slope:
        return self.made(-self.x, -self.d)

    def __mul__(self, other: Slope) -> Slope:
        both = self.varies and other.varies
        rule = self.rules.product if both else Rules.product
        return self.made(self.x * other.x, rule(self.x, other.x, self.d, other.d), other)

    def __truediv__(self, other: Slope) -> Slope:
        rule = self.rules.quotient if other.varies else Rules.quotient
        return self.made(self.x / other.x, rule(self.x, other.x, self.d, other.d), other)

    def __pow__(self, other: Slope) -> Slope:
        return self.chained(self.x**other.x, self.rules.power(self.x, other.x))

    def chained(self, x: float, outer: float) -> Slope:
        if not self.varies:
            return self.made(x, 0.0)
        return self.made(x, outer if self.bare else self.rules.chain(outer, self.d))


def called(name: str) -> Callable[[Slope], Slope]:
    return lambda u: u.chained(NUMERIC[name](u.x), SLOPES[name](u.x))


CALLED = {name: called(name) for name in SLOPES}


def gradient_by(g: Any, rules: Rules, *, together: bool = False) -> dict[str, Any]:
    """Differentiate by other rules, or by all variables at once."""
    names = [str(name) for name in symbols(expression(g.f))]

    def slope_at(*point: float) -> list[float]:
        at = dict(zip(names, point, strict=True))

        def leaf(node: Any, wrt: set[str]) -> Slope:
            if hasattr(node, "value"):
                return Slope(rules, float(node.value))
            if node.name not in at:
                return Slope(rules, {"pi": math.pi, "e": math.e}[node.name])
            known = node.name in wrt
            return Slope(rules, at[node.name], float(known), known, bare=True)

        chosen = [set(names) if together else {name} for name in names]
        return [fold(g.f, lambda node, wrt=wrt: leaf(node, wrt), CALLED).d for wrt in chosen]

    found = slope_at(*map(float, g.point))
    return {
        "gradient": at_points(slope_at, len(names)),
        "value": found if len(found) > 1 else found[0],
    }


def turned(g: Any) -> dict[str, Any]:
    found = gradient(g)
    value = found["value"]
    return {
        "gradient": [[-s for s in slopes] for slopes in found["gradient"]],
        "value": [-s for s in value] if isinstance(value, list) else -value,
    }


gradient_mistakes = {
    "inner-derivative-dropped": lambda g: gradient_by(g, Rules(chain=lambda outer, _: outer)),
    "product-of-derivatives": lambda g: gradient_by(
        g, Rules(product=lambda _u, _v, du, dv: du * dv)
    ),
    "exponent-kept": lambda g: gradient_by(g, Rules(power=lambda u, n: n * u**n)),
    "quotient-turned": lambda g: gradient_by(
        g, Rules(quotient=lambda u, v, du, dv: (u * dv - du * v) / v**2)
    ),
    "others-not-held": lambda g: gradient_by(g, Rules(), together=True),
    "sign-turned": turned,
}
