"""Builders: they join nodes and put in the brackets and operators a person would.

What they build depends on the kinds of the nodes alone, never on the value of a number
(see ``number``), so one spelling serves every variant of a question.
"""

from __future__ import annotations

from dataclasses import replace

from ncrevise.maths.number import MINUS
from ncrevise.maths.tree import (
    Accent,
    Bind,
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
    Text,
)

TIMES = Op("·")
ONE = Digits("1")
NEGATIVE = Op(MINUS, "prefix")


def bind(node: Node) -> Bind:
    """Say how tightly a node holds together."""
    if isinstance(node, Row):
        return node.bind
    if isinstance(node, Mark):
        return bind(node.body)
    return Bind.ATOM


def fence(node: Node) -> Fence:
    """Put round brackets."""
    return Fence("(", node, ")")


def guard(node: Node, at_least: Bind) -> Node:
    """Bracket a node that holds together less tightly than ``at_least``."""
    return fence(node) if bind(node) < at_least else node


def in_context(node: Node, context: Context) -> Node:
    """Tell a number, or the number that a product begins with, where it stands."""
    if isinstance(node, Num):
        return replace(node, context=context)
    if isinstance(node, Mark):
        return replace(node, body=in_context(node.body, context))
    if isinstance(node, Row) and node.bind is Bind.PRODUCT and node.items:
        return replace(node, items=(in_context(node.items[0], context), *node.items[1:]))
    return node


def add(*terms: Node) -> Node:
    """Spell a sum; nested sums join it, negative numbers and terms bring their minus."""
    items: list[Node] = []
    for term in terms:
        if not items:
            items.extend(term.items if isinstance(term, Row) and term.bind is Bind.SUM else [term])
        elif isinstance(term, Row) and term.bind is Bind.SUM:
            items.extend(as_later_term(term.items[0]))
            items.extend(term.items[1:])
        else:
            items.extend(as_later_term(term))
    return items[0] if len(items) == 1 else Row(tuple(items), Bind.SUM)


def as_later_term(term: Node) -> list[Node]:
    """Spell a term that follows another, its operator first."""
    if isinstance(term, Num):
        return [in_context(term, Context.TERM)]
    if isinstance(term, Row) and term.bind is Bind.PREFIX and term.items[0] == NEGATIVE:
        return [Op(MINUS), *term.items[1:]]
    return [Op("+"), in_context(term, Context.FACTOR)]


def subtract(left: Node, right: Node) -> Node:
    """Spell a difference."""
    first = left.items if isinstance(left, Row) and left.bind is Bind.SUM else (left,)
    signed = bind(right) is Bind.PREFIX  # a − (−b)
    taken = fence(right) if signed else in_context(guard(right, Bind.PRODUCT), Context.FACTOR)
    return Row((*first, Op(MINUS), taken), Bind.SUM)


def negate(node: Node) -> Node:
    """Spell a minus in front."""
    if bind(node) is Bind.PREFIX:
        return Row((NEGATIVE, fence(node)), Bind.PREFIX)
    body = in_context(guard(node, Bind.PRODUCT), Context.FACTOR)
    return Row((NEGATIVE, body), Bind.PREFIX)


def multiply(*factors: Node, sign: str = "") -> Node:
    """Spell a product. Symbols stand side by side; numbers take a dot, or ``sign``."""
    kept = [factor for factor in factors if factor is not ONE]
    if len(kept) < 2:
        return kept[0] if kept else ONE
    first, *rest = kept
    if isinstance(first, Row) and first.bind is Bind.PREFIX and first.items[0] == NEGATIVE:
        return negate(multiply(first.items[1], *rest, sign=sign))
    items: list[Node] = []
    for factor in kept:
        whole = guard(factor, Bind.PREFIX if not items else Bind.APPLY)
        spliced = bind(factor) is Bind.PRODUCT and not sign
        parts = list(factor.items) if spliced and isinstance(factor, Row) else [whole]
        if not items:
            items.extend(parts)
            continue
        if sign:
            items.append(Op(sign))
        elif needs_dot(items[-1], parts[0]) or (len(items) > 1 and is_number(items[-1])):
            items.append(TIMES)
        items.extend([in_context(parts[0], Context.FACTOR), *parts[1:]])
    return items[0] if len(items) == 1 else Row(tuple(items), Bind.PRODUCT)


def needs_dot(left: Node, right: Node) -> bool:
    """Say whether two factors would run together without a dot."""
    if isinstance(left, Num) and isinstance(right, Row):  # 0.5 · tanh(−1)
        return True
    if isinstance(right, Frac) and is_numeric(left):  # 3 · 1/x, not a mixed number
        return True
    return is_numeric(right) or (is_numeric(left) and not is_letter(right))


def is_numeric(node: Node) -> bool:
    """Say whether a factor starts or ends in digits."""
    if isinstance(node, Mark):
        return is_numeric(node.body)
    if isinstance(node, Script):
        return is_numeric(node.base)
    if isinstance(node, Frac):
        return is_numeric(node.top) and is_numeric(node.bottom)
    return isinstance(node, Num | Digits)


def is_number(node: Node) -> bool:
    """Say whether a factor is a number by value, or a power of one."""
    return isinstance(node.base if isinstance(node, Script) else node, Num)


def is_letter(node: Node) -> bool:
    """Say whether a factor starts with a letter, a bracket or a fraction bar."""
    if isinstance(node, Script | Accent):
        return is_letter(node.base)
    return isinstance(node, Id | Fence | Frac | Root | Matrix | Row | Text | Limits)


def divide(top: Node, bottom: Node) -> Node:
    """Spell a fraction."""
    return Frac(top, in_context(bottom, Context.BELOW) if isinstance(bottom, Num) else bottom)


def power(base: Node, exponent: Node) -> Node:
    """Spell a power."""
    held = in_context(guard(base, Bind.ATOM), Context.BASE)
    if isinstance(held, Frac):
        held = fence(held)
    if isinstance(held, Script) and held.sup is None:
        return replace(held, sup=exponent)
    return Script(fence(held) if isinstance(held, Script) else held, sup=exponent)


def call(name: str | Node, *arguments: Node) -> Node:
    """Spell a function of its arguments, ``σ(z)``."""
    head = Id(name) if isinstance(name, str) else name
    return Row((head, Fence("(", listed(arguments), ")")), Bind.APPLY)


def listed(nodes: tuple[Node, ...]) -> Node:
    """Spell nodes with commas between them."""
    if len(nodes) == 1:
        return nodes[0]
    items: list[Node] = []
    for node in nodes:
        items.extend([Op(",", "separator"), node] if items else [node])
    return Row(tuple(items))


def subscript(base: Node, *indices: Node) -> Node:
    """Spell indices below a symbol, after those it already has."""
    if isinstance(base, Script) and base.sub is not None:
        return replace(base, sub=listed((base.sub, *indices)))
    if isinstance(base, Script):
        return replace(base, sub=listed(indices))
    return Script(guard(base, Bind.ATOM), sub=listed(indices))


def transpose(node: Node) -> Node:
    """Spell a transpose."""
    held = guard(node, Bind.ATOM)
    if isinstance(held, Script) and held.sup is None:
        return replace(held, sup=Id("⊤", "upright"))
    return Script(held, sup=Id("⊤", "upright"))
