"""How wide a formula is when typeset, in em: an estimate, a little on the wide side.

It serves formats whose letters differ in width and are only measured by the typesetter,
too late to break a line.
"""

from __future__ import annotations

from unicodedata import category

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
    Slot,
    Space,
    Text,
)

NARROW = frozenset("iIjlftr.,;:'|!·()[]\u202f ")
WIDE = frozenset("mwMWQ∑∏")
SCRIPT = 0.72  # size of an index beside its base
BRACKET = 0.45
GAP = 0.6  # between the columns of a matrix
SPACING = {"infix": 0.5, "separator": 0.2, "prefix": 0.0, "postfix": 0.0}
UNKNOWN = 3.0  # a number still to be filled in


def width(node: Node | None) -> float:
    """Estimate how wide a formula is, in em."""
    match node:
        case None:
            return 0.0
        case Id(text) | Digits(text) | Text(text):
            return letters(text)
        case Num():
            return UNKNOWN if isinstance(node.value, Slot) else width(spell(node))
        case Op(symbol, form):
            return letters(symbol) + SPACING[form]
        case Space(em):
            return em
        case Row(items):
            return sum(map(width, items))
        case Fence(opening, body, closing):
            return width(body) + BRACKET * (bool(opening) + bool(closing))
        case Frac(top, bottom):
            return max(width(top), width(bottom)) + 0.2
        case Root(body, index):
            return width(body) + 0.9 + SCRIPT * width(index)
        case Script(base, sub, sup):
            return width(base) + SCRIPT * max(width(sub), width(sup)) + 0.1
        case Limits(base, under, over):
            return max(width(base), SCRIPT * max(width(under), width(over))) + 0.2
        case Accent(body) | Mark(body):
            return width(body) + 0.1
        case Matrix():
            return matrix(node)
        case Chain(left, links):
            return width(left) + max((link(*each) for each in links), default=0.0)


def link(relation: str, side: Node) -> float:
    """Estimate a row of a derivation without its left side."""
    return (width(Op(relation)) if relation else 0.0) + width(side)


def letters(text: str) -> float:
    """Estimate the width of characters; a combining mark has none."""
    return sum(0.0 if category(char) == "Mn" else letter(char) for char in text)


def letter(char: str) -> float:
    """Estimate the width of one character."""
    if char in NARROW:
        return 0.34
    if char in WIDE:
        return 0.95
    if char.isalpha():
        return 0.76 if char.isupper() else 0.56
    return 0.5 if char.isdecimal() else 0.8


def matrix(node: Matrix) -> float:
    """Estimate a matrix: its columns, the gaps between them and its brackets."""
    columns = [max(map(width, column)) for column in zip(*node.rows, strict=True)]
    brackets = 1.2 * BRACKET * (bool(node.open) + bool(node.close))
    return sum(columns) + GAP * max(0, len(columns) - 1) + brackets
