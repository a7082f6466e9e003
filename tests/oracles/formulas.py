"""Formulas for references: trees, known by their shape, as SymPy expressions and numbers."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any

import sympy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BINARY = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}
SYMBOLIC = {
    **{name: getattr(sympy, name) for name in ("exp", "ln", "sqrt", "sin", "cos", "tan", "tanh")},
    "sigmoid": lambda a: 1 / (1 + sympy.exp(-a)),
}
NUMERIC = {
    **{name: getattr(math, name) for name in ("exp", "sqrt", "sin", "cos", "tan", "tanh")},
    "ln": math.log,
    "sigmoid": lambda a: 1 / (1 + math.exp(-a)),
}
POINTS = ((0.7, 1.3, -0.4), (-1.1, 0.6, 2.3), (1.9, -0.8, 0.5))


def fold(tree: Any, leaf: Callable[[Any], Any], functions: Mapping[str, Callable[..., Any]]) -> Any:
    """Work a tree out by the names of its nodes."""
    match type(tree).__name__:
        case "Negative":
            return -fold(tree.body, leaf, functions)
        case "Percent":
            return fold(tree.body, leaf, functions) / 100
        case "Binary":
            sides = (fold(side, leaf, functions) for side in (tree.left, tree.right))
            return BINARY[tree.op](*sides)
        case "Call":
            return functions[tree.name](*(fold(arg, leaf, functions) for arg in tree.args))
        case _:
            return leaf(tree)


def expression(tree: Any) -> Any:
    """Make a SymPy expression."""

    def leaf(node: Any) -> Any:
        if type(node).__name__ == "Number":
            return sympy.Rational(node.value.numerator, node.value.denominator)
        known = {"pi": sympy.pi, "e": sympy.E} if type(node).__name__ == "Constant" else {}
        return known.get(node.name, sympy.Symbol(node.name))

    return fold(tree, leaf, SYMBOLIC)


def symbols(f: Any) -> list[Any]:
    """List variables by letter, then by number."""
    return sorted(f.free_symbols, key=lambda s: (s.name[0], int(s.name[1:] or 0)))


def numeric(names: list[Any], *expressions: Any) -> Callable[..., Any]:
    """Make one function of several expressions."""
    return sympy.lambdify(names, expressions, "math")


def at_points(function: Callable[..., Any], count: int) -> list[Any]:
    """Work a function of so many variables out at some points."""
    return [function(*(point[k % 3] for k in range(count))) for point in POINTS]


def values_of(formulas: Any) -> list[Any]:
    """Work trees out at the same points, in their variables' order."""

    def at(*point: float) -> list[float]:
        known = {**dict(zip(formulas.variables, point, strict=True)), "pi": math.pi, "e": math.e}
        return [
            float(
                fold(
                    tree, lambda n: known[n.name] if hasattr(n, "name") else float(n.value), NUMERIC
                )
            )
            for tree in formulas.trees
        ]

    return at_points(at, len(formulas.variables))
