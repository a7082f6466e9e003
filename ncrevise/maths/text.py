"""One line of Unicode: for lists, logs, Markdown without maths, and reading back.

Every formula is unambiguous in this form and what it says can be typed again:
``σ(0.3 · 1.5 − 0.6)``, ``[1, 3; 0, −1]``, ``h_(t−1)``, ``(a + b)/(c + d)``.
"""

from __future__ import annotations

from dataclasses import replace

from ncrevise.maths.build import bind
from ncrevise.maths.number import spell
from ncrevise.maths.slots import mark
from ncrevise.maths.tree import (
    Accent,
    Bind,
    Chain,
    Context,
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
    Slot,
    Space,
    Text,
)

SUPERSCRIPTS = {"′": "′", "2": "²", "3": "³", "⊤": "ᵀ"}


def write(node: Node) -> str:
    """Write a formula on one line."""
    match node:
        case Id(name) | Digits(name) | Text(name):
            return name
        case Num():
            return number(node)
        case Op(symbol, form):
            return operator(symbol, form)
        case Space():
            return " "
        case Row(items, strength):
            return join(items, applied=strength is Bind.APPLY)
        case Fence(opening, body, closing):
            return f"{opening}{write(body)}{closing}"
        case Frac(top, bottom):
            return f"{part(top, Bind.PRODUCT)}/{part(bottom, Bind.APPLY)}"
        case Root(body, None):
            return f"√{part(body, Bind.ATOM)}" if is_short(body) else f"√({write(body)})"
        case Root(body, index):
            return f"({write(body)})^(1/{write(index)})" if index else write(body)
        case Script(base, sub, sup):
            return write(base) + lower(sub) + raise_(sup)
        case Limits(base, under, over):
            return write(base) + lower(under) + raise_(over)
        case Accent(base, mark):
            return accent(write(base), mark)
        case Matrix(rows, opening, closing):
            return matrix(rows, opening, closing)
        case Mark(body):
            return write(body)
        case Chain(left, links):
            return write(left) + "".join(f" {rel} {write(side)}" for rel, side in links)


def number(node: Num) -> str:
    """Write a number; under a stroke, a negative number or fraction takes brackets."""
    if isinstance(node.value, Slot):
        return mark(node)
    below = node.context is Context.BELOW
    return write(spell(replace(node, context=Context.BASE) if below else node))


def operator(symbol: str, form: str) -> str:
    """Write an operator with the space its form asks for."""
    if form == "infix":
        return f" {symbol} "
    return f"{symbol} " if form == "separator" else symbol


def join(items: tuple[Node, ...], *, applied: bool) -> str:
    """Write neighbours, with a space between two factors."""
    text = ""
    previous: Node | None = None
    for item in items:
        written = write(item)
        if previous is not None and not applied and multiplied(previous, item):
            text += " "
        text += written
        previous = item
    return text.replace("  ", " ")


def multiplied(left: Node, right: Node) -> bool:
    """Say whether two neighbours are factors, neither being an operator or words."""
    if isinstance(left, Op | Space | Text):
        return False
    return not isinstance(right, Op | Space | Text | Num)


def part(node: Node, at_least: Bind) -> str:
    """Write the top or bottom of a fraction, in brackets where one line needs them."""
    text = write(node)
    stroked = at_least > Bind.PRODUCT and "/" in text and not isinstance(node, Fence | Num)
    return f"({text})" if stroked or bind(node) < at_least else text


def is_short(node: Node) -> bool:
    """Say whether a script or root needs no brackets; a number may, whatever its value."""
    return isinstance(node, Id | Digits)


def lower(node: Node | None) -> str:
    """Write a subscript."""
    if node is None:
        return ""
    text = write(node).replace(" ", "")
    alone = isinstance(node, Id | Digits | Num)
    bare = alone or (text.isalnum() and not holds_number(node))
    return f"_{text}" if bare else f"_({text})"


def holds_number(node: Node) -> bool:
    """Say whether a subscript has a number in it, whose digits must not change its brackets."""
    return isinstance(node, Num) or (isinstance(node, Row) and any(map(holds_number, node.items)))


def raise_(node: Node | None) -> str:
    """Write a superscript."""
    if node is None:
        return ""
    text = write(node).strip()
    if text in SUPERSCRIPTS and not isinstance(node, Num):
        return SUPERSCRIPTS[text]
    return f"^{text}" if is_short(node) or isinstance(node, Op) else f"^({text})"


COMBINING = {"¯": "\u0304", "^": "\u0302", "~": "\u0303", "˙": "\u0307", "→": "\u20d7"}


def accent(base: str, mark: str) -> str:
    """Put a mark over a letter, or name it when there is more than one."""
    return base + COMBINING[mark] if len(base) == 1 else f"{base}{COMBINING[mark]}"


def matrix(rows: tuple[tuple[Node, ...], ...], opening: str, closing: str) -> str:
    """Write a matrix with commas along a row and semicolons between rows."""
    body = "; ".join(", ".join(write(cell) for cell in row) for row in rows)
    return f"{opening}{body}{closing}"
