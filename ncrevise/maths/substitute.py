"""Given values put in the place of placeholders, with the brackets they then need."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Protocol

from ncrevise.maths.arrange import FACTORS, SIGNS
from ncrevise.maths.build import TIMES, bind, fence, guard, in_context, needs_dot, power, subscript
from ncrevise.maths.number import MINUS
from ncrevise.maths.tree import Bind, Chain, Context, Id, Matrix, Node, Op, Row, Script, Space, Text


class Values(Protocol):
    """What symbols are replaced by: a dictionary, or anything that looks names up."""

    def get(self, name: str, default: Node, /) -> Node:
        """Give the node for a name, or ``default``."""


def substitute(node: Node, values: Values) -> Node:
    """Replace symbols by nodes: a negative number gets brackets where it needs them."""
    match node:
        case Id(name):
            return values.get(name, node)
        case Row(items, strength):
            return Row(fill_row(items, values), strength)
        case Script():
            return fill_script(node, values)
        case Matrix(rows):
            filled = tuple(tuple(substitute(cell, values) for cell in row) for row in rows)
            return replace(node, rows=filled)
        case Chain(left, links):
            sides = tuple((relation, substitute(side, values)) for relation, side in links)
            return Chain(substitute(left, values), sides)
        case _:
            return fill_fields(node, values)


def fill_fields(node: Node, values: Values) -> Node:
    """Replace inside every part of a node that is itself a node."""
    parts: dict[str, Any] = {part.name: getattr(node, part.name) for part in fields(node)}
    filled = {
        name: substitute(part, values) for name, part in parts.items() if isinstance(part, Node)
    }
    return replace(node, **filled) if filled else node  # type: ignore[arg-type]


def fill_script(node: Script, values: Values) -> Node:
    """Replace in a base and its scripts; a base with a sign or scripts of its own is bracketed."""
    sub = substitute(node.sub, values) if node.sub is not None else None
    sup = substitute(node.sup, values) if node.sup is not None else None
    base = substitute(node.base, values)
    if base == node.base:
        return Script(base, sub, sup)
    held = subscript(base, sub) if sub is not None else base
    return power(held, sup) if sup is not None else held


def fill_row(items: tuple[Node, ...], values: Values) -> tuple[Node, ...]:
    """Replace along a row; a value minds what stands on either side of it."""
    row: list[Node] = []
    fresh = False  # whether the value before was put in just now
    for place, item in enumerate(items):
        value = substitute(item, values)
        put = value != item
        before = row[-1] if row else None
        if before is not None and (put or fresh) and beside(before, value):
            row.append(TIMES)
        if put and isinstance(item, Id):
            value = placed(value, before, items[place + 1] if place + 1 < len(items) else None)
        row.append(value)
        fresh = put
    return tuple(row)


def beside(left: Node, right: Node) -> bool:
    """Say whether two factors would run together."""
    return is_operand(left) and is_operand(right) and needs_dot(left, right)


def is_operand(node: Node | None) -> bool:
    """Say whether a node is multiplied by what stands beside it."""
    return node is not None and not isinstance(node, Op | Space | Text)


def placed(value: Node, before: Node | None, after: Node | None) -> Node:
    """Bracket a value as its place in the row asks."""
    symbol = before.symbol if isinstance(before, Op) and before.form != "separator" else ""
    follows = is_operand(before) or symbol in FACTORS | SIGNS
    leads = is_operand(after) or (isinstance(after, Op) and after.symbol in FACTORS)
    if symbol == MINUS or (follows and symbol not in SIGNS) or leads:
        value = guard(value, Bind.PRODUCT)
    if not follows:
        return value
    return fence(value) if bind(value) is Bind.PREFIX else in_context(value, Context.FACTOR)
