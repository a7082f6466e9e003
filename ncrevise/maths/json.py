"""Formulas as nested lists, ``["frac", top, bottom]``: for JSON and the page template."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ncrevise.maths.number import spell
from ncrevise.maths.tree import (
    Accent,
    Chain,
    Digits,
    Fence,
    Frac,
    Id,
    Limits,
    Mark,
    Matrix,
    Node,
    Num,
    Op,
    Root,
    Row,
    Script,
    Space,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

Tree: TypeAlias = "Sequence[Tree] | str | float | None"


def to_json(node: Node) -> Tree:
    """Write a formula as nested lists, the kind of node first.

    Args:
        node: any formula; numbers become digits, signs and brackets.

    Returns:
        ``["id", name, style]``, ``["digits", text]``, ``["op", symbol, form]``,
        ``["text", text]``, ``["space", em]``, ``["row", [item, …]]``,
        ``["fence", open, body, close]``, ``["frac", top, bottom]``, ``["root", body, index]``,
        ``["script", base, sub, sup]``, ``["limits", base, under, over]``,
        ``["accent", base, mark]``, ``["matrix", [[cell, …], …], open, close, align]``,
        ``["mark", body, role]`` or ``["chain", left, [[relation, side], …]]``, with null
        for what is not there.
    """
    match node:
        case Id(name, style):
            return ["id", name, style]
        case Digits(text):
            return ["digits", text]
        case Num():
            return number(node)
        case Op(symbol, form):
            return ["op", symbol, form]
        case Text(text):
            return ["text", text]
        case Space(em):
            return ["space", em]
        case Row(items):
            return ["row", [to_json(item) for item in items]]
        case Fence(opening, body, closing):
            return ["fence", opening, to_json(body), closing]
        case Frac(top, bottom):
            return ["frac", to_json(top), to_json(bottom)]
        case Root(body, index):
            return ["root", to_json(body), maybe(index)]
        case Script(base, sub, sup):
            return ["script", to_json(base), maybe(sub), maybe(sup)]
        case Limits(base, under, over):
            return ["limits", to_json(base), maybe(under), maybe(over)]
        case Accent(base, mark):
            return ["accent", to_json(base), mark]
        case Matrix(rows, opening, closing, align):
            cells = [[to_json(cell) for cell in row] for row in rows]
            return ["matrix", cells, opening, closing, align]
        case Mark(body, role):
            return ["mark", to_json(body), role]
        case Chain(left, links):
            return ["chain", to_json(left), [[relation, to_json(side)] for relation, side in links]]


def number(node: Num) -> Tree:
    """Write a number."""
    return to_json(spell(node))


def maybe(node: Node | None) -> Tree:
    """Write a node that may be missing."""
    return None if node is None else to_json(node)
