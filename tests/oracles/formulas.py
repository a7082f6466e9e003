"""Formulas for references: a tree as a SymPy expression, known by its shape alone."""

from __future__ import annotations

from typing import Any

import sympy

FUNCTIONS = {
    **{name: getattr(sympy, name) for name in ("exp", "ln", "sqrt", "sin", "cos", "tan", "tanh")},
    "sigmoid": lambda a: 1 / (1 + sympy.exp(-a)),
}
BINARY = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
}


def expression(tree: Any) -> Any:
    match type(tree).__name__:
        case "Number":
            return sympy.Rational(tree.value.numerator, tree.value.denominator)
        case "Constant":
            return {"pi": sympy.pi, "e": sympy.E}[tree.name]
        case "Name":
            return sympy.Symbol(tree.name)
        case "Negative":
            return -expression(tree.body)
        case "Percent":
            return expression(tree.body) / 100
        case "Binary":
            return BINARY[tree.op](expression(tree.left), expression(tree.right))
        case _:
            return FUNCTIONS[tree.name](*map(expression, tree.args))


def symbols(f: Any) -> list[Any]:
    """List variables by letter, then by number."""
    return sorted(f.free_symbols, key=lambda s: (s.name[0], int(s.name[1:] or 0)))


def numeric(names: list[Any], *expressions: Any) -> Any:
    return sympy.lambdify(names, expressions, "math")
