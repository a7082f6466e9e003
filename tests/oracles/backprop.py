"""Backpropagation, by dual numbers and, where it is installed, by torch as well."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

try:
    import torch
except ImportError:
    torch = None  # type: ignore[assignment]

NAME = re.compile(r"[A-Za-z]\w*")


@dataclass
class Dual:
    """A number and its derivative, carried forward."""

    x: float
    d: float = 0.0

    def lift(self, other: Any) -> Dual:
        return other if isinstance(other, Dual) else type(self)(other)

    def __add__(self, other: Any) -> Dual:
        other = self.lift(other)
        return type(self)(self.x + other.x, self.d + other.d)

    def __mul__(self, other: Any) -> Dual:
        other = self.lift(other)
        return type(self)(self.x * other.x, self.d * other.x + self.x * other.d)

    def __neg__(self) -> Dual:
        return type(self)(-self.x, -self.d)

    def __sub__(self, other: Any) -> Dual:
        return self + (-self.lift(other))

    def __truediv__(self, other: Any) -> Dual:
        other = self.lift(other)
        return type(self)(self.x / other.x, (self.d * other.x - self.x * other.d) / other.x**2)

    def __rsub__(self, other: Any) -> Dual:
        return self.lift(other) - self

    def __rtruediv__(self, other: Any) -> Dual:
        return self.lift(other) / self

    def __pow__(self, n: int) -> Dual:
        return type(self)(self.x**n, n * self.x ** (n - 1) * self.d)

    __radd__, __rmul__ = __add__, __mul__


class OwnFactor(Dual):
    """Differentiates a product by the factor itself."""

    def __mul__(self, other: Any) -> Dual:
        other = self.lift(other)
        return type(self)(self.x * other.x, self.d * self.x + other.d * other.x)

    __rmul__ = __mul__


class LostMinus(Dual):
    """Differentiates a difference as a sum."""

    def __sub__(self, other: Any) -> Dual:
        other = self.lift(other)
        return type(self)(self.x - other.x, self.d + other.d)

    def __rsub__(self, other: Any) -> Dual:
        return self.lift(other) - self


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def applied(function: Any, slope: Any) -> Any:
    return lambda v: type(v)(function(v.x), slope(v.x) * v.d)


DUAL = {
    "exp": applied(math.exp, math.exp),
    "tanh": applied(math.tanh, lambda z: 1 / math.cosh(z) ** 2),
    "sigmoid": applied(sigmoid, lambda z: sigmoid(z) * sigmoid(-z)),
    "relu": applied(lambda z: max(z, 0), lambda z: float(z > 0)),
}
SQUASHING = {"tanh": math.tanh, "sigmoid": sigmoid}
NO_SLOPE = {name: applied(function, lambda _: 1.0) for name, function in SQUASHING.items()}
AT_OUTPUT = {
    "tanh": applied(math.tanh, lambda z: 1 / math.cosh(math.tanh(z)) ** 2),
    "sigmoid": applied(sigmoid, lambda z: sigmoid(sigmoid(z)) * sigmoid(-sigmoid(z))),
}


def lines_of(program: Any) -> list[tuple[str, str]]:
    """Each node's name and its formula in Python; ``lambda`` is a keyword there."""
    text = str(program).replace("^", "**").replace("lambda", "lambda_")
    return [tuple(part.strip() for part in line.split("=")) for line in text.split(";")]


def run(lines: list[tuple[str, str]], env: dict[str, Any], bump: str = "") -> dict[str, Any]:
    for name, formula in lines:
        env[name] = eval(formula, {"__builtins__": {}}, env)
        if name == bump:
            env[name] = env[name] + type(env[name])(0, 1)
    return env


def touched(lines: list[tuple[str, str]], wrt: set[str]) -> set[str]:
    """What depends on the inputs in question."""
    found = set(wrt)
    for name, formula in lines:
        if found & set(NAME.findall(formula)):
            found.add(name)
    return found


def graph(g: Any, number: Any = Dual, functions: Any = DUAL) -> dict[str, Any]:
    lines = lines_of(g.program)
    at = {name.replace("lambda", "lambda_"): float(x) for name, x in g.at}
    wanted = touched(lines, set(g.wrt or at))
    output = lines[-1][0]
    found: dict[str, float] = {}
    for bump in ["", *wanted]:
        inputs = {name: number(x, float(name == bump)) for name, x in at.items()}
        env = run(lines, {**functions, **inputs}, bump)
        if bump:
            found[f"grad_{bump}"] = env[output].d
        else:
            found |= {name: env[name].x for name, _ in lines}
    if torch and number is Dual and functions is DUAL:
        agree_with_torch(lines, at, wanted, found)
    return found


def messages(g: Any) -> tuple[dict[str, float], list[tuple[str, str, float]]]:
    """Values, and for each use of one the node that uses it and its derivative there."""
    lines = lines_of(g.program)
    values = {name.replace("lambda", "lambda_"): float(x) for name, x in g.at}
    wanted = touched(lines, set(g.wrt or values))
    uses = []
    for name, formula in lines:
        for used in dict.fromkeys(NAME.findall(formula)):
            if used in wanted:
                inputs = {n: Dual(x, float(n == used)) for n, x in values.items()}
                uses.append((used, name, eval(formula, {"__builtins__": {}}, {**DUAL, **inputs}).d))
        known = {n: Dual(x) for n, x in values.items()}
        values[name] = (Dual(0) + eval(formula, {"__builtins__": {}}, {**DUAL, **known})).x
    return values, uses


def local_only(g: Any) -> dict[str, Any]:
    """Add local derivatives, as if the signal that arrives were always 1."""
    lines = lines_of(g.program)
    values, uses = messages(g)
    signals = {f"grad_{lines[-1][0]}": 1.0}
    for used, _, slope in uses:
        signals[f"grad_{used}"] = signals.get(f"grad_{used}", 0.0) + slope
    return {name: values[name] for name, _ in lines} | signals


def overwrites(g: Any) -> dict[str, Any]:
    """Keep one message, that of the first use."""
    lines = lines_of(g.program)
    values, uses = messages(g)
    signals = {lines[-1][0]: 1.0}
    for used, by, slope in reversed(uses):
        signals[used] = signals[by] * slope
    found = {f"grad_{name}": signal for name, signal in signals.items()}
    return {name: values[name] for name, _ in lines} | found


graph_mistakes = {
    "overwrites": overwrites,
    "no-slope": lambda g: graph(g, functions={**DUAL, **NO_SLOPE}),
    "slope-at-output": lambda g: graph(g, functions={**DUAL, **AT_OUTPUT}),
    "own-factor": lambda g: graph(g, OwnFactor),
    "sign-of-difference": lambda g: graph(g, LostMinus),
    "local-only": local_only,
}


def agree_with_torch(
    lines: Any, at: dict[str, float], wanted: set[str], found: dict[str, float]
) -> None:
    functions = {name: getattr(torch, name) for name in DUAL}
    inputs = {n: torch.tensor(x, dtype=torch.float64, requires_grad=True) for n, x in at.items()}
    env = run(lines, {**functions, **inputs})
    for name in wanted:
        env[name].retain_grad()
    env[lines[-1][0]].backward()
    for name in wanted:
        assert math.isclose(
            env[name].grad.item(), found[f"grad_{name}"], rel_tol=1e-9, abs_tol=1e-12
        )
