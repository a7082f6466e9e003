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
        return other if isinstance(other, Dual) else Dual(other)

    def __add__(self, other: Any) -> Dual:
        other = self.lift(other)
        return Dual(self.x + other.x, self.d + other.d)

    def __mul__(self, other: Any) -> Dual:
        other = self.lift(other)
        return Dual(self.x * other.x, self.d * other.x + self.x * other.d)

    def __neg__(self) -> Dual:
        return Dual(-self.x, -self.d)

    def __sub__(self, other: Any) -> Dual:
        return self + (-self.lift(other))

    def __truediv__(self, other: Any) -> Dual:
        other = self.lift(other)
        return Dual(self.x / other.x, (self.d * other.x - self.x * other.d) / other.x**2)

    def __rsub__(self, other: Any) -> Dual:
        return self.lift(other) - self

    def __rtruediv__(self, other: Any) -> Dual:
        return self.lift(other) / self

    def __pow__(self, n: int) -> Dual:
        return Dual(self.x**n, n * self.x ** (n - 1) * self.d)

    __radd__, __rmul__ = __add__, __mul__


DUAL = {
    "exp": lambda v: Dual(math.exp(v.x), math.exp(v.x) * v.d),
    "tanh": lambda v: Dual(math.tanh(v.x), v.d / math.cosh(v.x) ** 2),
    "sigmoid": lambda v: 1 / (1 + Dual(math.exp(-v.x), -math.exp(-v.x) * v.d)),
    "relu": lambda v: Dual(max(v.x, 0), v.d if v.x > 0 else 0),
}


def lines_of(program: Any) -> list[tuple[str, str]]:
    """Each node's name and its formula in Python; ``lambda`` is a keyword there."""
    text = str(program).replace("^", "**").replace("lambda", "lambda_")
    return [tuple(part.strip() for part in line.split("=")) for line in text.split(";")]


def run(lines: list[tuple[str, str]], env: dict[str, Any], bump: str = "") -> dict[str, Any]:
    for name, formula in lines:
        env[name] = eval(formula, {"__builtins__": {}}, env)
        if name == bump:
            env[name] = env[name] + Dual(0, 1)
    return env


def touched(lines: list[tuple[str, str]], wrt: set[str]) -> set[str]:
    """What depends on the inputs in question."""
    found = set(wrt)
    for name, formula in lines:
        if found & set(NAME.findall(formula)):
            found.add(name)
    return found


def graph(g: Any) -> dict[str, Any]:
    lines = lines_of(g.program)
    at = {name.replace("lambda", "lambda_"): float(x) for name, x in g.at}
    wanted = touched(lines, set(g.wrt or at))
    output = lines[-1][0]
    found: dict[str, float] = {}
    for bump in ["", *wanted]:
        inputs = {name: Dual(x, float(name == bump)) for name, x in at.items()}
        env = run(lines, {**DUAL, **inputs}, bump)
        if bump:
            found[f"grad_{bump}"] = env[output].d
        else:
            found |= {name: env[name].x for name, _ in lines}
    if torch:
        agree_with_torch(lines, at, wanted, found)
    return found


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
