"""Which parts of a formula a listener can take in without hearing where they end."""

from __future__ import annotations

from ncrevise.maths import spoken
from ncrevise.maths.number import spell
from ncrevise.maths.tree import (
    Accent,
    Bind,
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
    Row,
    Script,
    Slot,
    Space,
    Text,
)

ORDINARY = frozenset("%#…′″")
DIFFERENTIALS = frozenset((Id("d", "upright"), Id("Δ", "upright"), Id("Δ")))


def bare(node: Node) -> Node:
    """Look through marks and rows of one."""
    while isinstance(node, Mark) or (isinstance(node, Row) and len(node.items) == 1):
        node = node.body if isinstance(node, Mark) else node.items[0]
    return node


def is_simple(node: Node | None) -> bool:
    """Say whether a part needs no *end* after it."""
    if node is None:
        return True
    match bare(node):
        case Id() | Digits() | Text() | Fence() | Op():
            return True
        case Num(Slot()):
            return True
        case Num() as value:
            return is_simple(spell(value))
        case Frac(top, bottom):
            return bool(share(top, bottom))
        case Script(base, sub, sup):
            return is_simple(base) and is_simple(sub) and is_simple(sup)
        case Accent(base):
            return is_simple(base)
        case Row((Op(_, "prefix"), one)):
            return is_simple(one)
        case Row((Id("d"), one), Bind.APPLY):
            return is_simple(one)
        case _:
            return False


def share(top: Node, bottom: Node) -> str:
    """Say a fraction of small whole numbers."""
    match bare(top), bare(bottom):
        case Digits(many), Digits(parts) if parts in spoken.SHARES:
            word = spoken.SHARES[parts]
            plural = "halves" if word == "half" else f"{word}s"
            return f"{many} {word if many == '1' else plural}"
    return ""


def is_mark(node: Node) -> bool:
    """Say whether a node is no factor: an operator, a space, words or a sign after a number."""
    return isinstance(node, Op | Space | Text) or (isinstance(node, Id) and node.name in ORDINARY)


def is_name(node: Node) -> bool:
    """Say whether a node is the name of a function, as in ``sin x``."""
    while isinstance(node, Script):
        node = node.base
    return isinstance(node, Id) and len(node.name) > 1 and node.name.isalpha()


def is_range(node: Node) -> bool:
    """Say whether a node is said with *of* at its end: a sum, a maximum, a gradient."""
    if isinstance(node, Limits):
        return key(node.base) in spoken.EXTREMES
    return isinstance(node, Script) and isinstance(node.base, Op)


def is_letter(node: Node) -> bool:
    """Say whether a node is a letter, perhaps with an index."""
    return isinstance(scripted(node), Id)


def is_comma(node: Node) -> bool:
    """Say whether a node separates a list."""
    return isinstance(node, Op) and node.form == "separator"


def is_grid(base: Node) -> bool:
    """Say whether a base is a matrix or, by its capital, the name of one."""
    base = bare(base)
    while isinstance(base, Script):
        base = bare(base.base)
    if isinstance(base, Id):
        return base.name.isupper() or base.style == "bold" or base.name in "fgh"
    return isinstance(base, Matrix | Fence)


def is_latin(base: Node) -> bool:
    """Say whether a base can be transposed by a T: a Greek letter is a number to a power."""
    base = scripted(bare(base))
    return not isinstance(base, Id | Digits | Num) or (isinstance(base, Id) and base.name.isascii())


def key(node: Node) -> str:
    """Give the name of an operator that takes a range."""
    node = bare(node)
    if isinstance(node, Id | Text):
        return (node.name if isinstance(node, Id) else node.text).replace(" ", "")
    return node.symbol if isinstance(node, Op) else ""


def scripted(node: Node) -> Node:
    """Give what scripts or limits are put to."""
    return node.base if isinstance(node, Script | Limits) else node


def reworded(node: Node, symbol: str, words: str) -> Node:
    """Replace an operator by words that fit the sentence."""
    if not isinstance(node, Row):
        return node
    swap = (Text(words) if item == Op(symbol) else item for item in node.items)
    return Row(tuple(swap), node.bind)


def kind(node: Matrix) -> str:
    """Say what a grid is."""
    height, width = len(node.rows), max((len(row) for row in node.rows), default=0)
    if (node.open, node.close) == ("|", "|"):
        return "determinant"
    if width == 1:
        return "column vector" if height > 1 else "matrix"
    return "row vector" if height == 1 else "matrix"


def is_binomial(node: Matrix) -> bool:
    """Say whether a grid is a binomial coefficient."""
    return node.align == "centre" and node.open == "(" and [len(row) for row in node.rows] == [1, 1]
