"""A document as it is read aloud: one line a thought, no drawings, formulas in words."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ncrevise.document.tree import (
    Aside,
    Block,
    Code,
    CodeBlock,
    Emph,
    Equation,
    Heading,
    Inlines,
    Keep,
    Listing,
    Maths,
    PageBreak,
    Paragraph,
    Part,
    Step,
    Strong,
    Table,
    Words,
)
from ncrevise.maths.tree import Chain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ncrevise.maths.tree import Node


def lines(blocks: Iterable[Block]) -> list[str]:
    """Write blocks as lines to be read aloud."""
    return list(chain.from_iterable(map(block, blocks)))


def block(node: Block) -> list[str]:
    """Write one block."""
    match node:
        case Paragraph(items):
            return [prose(items)]
        case Heading(_, items, note):
            return [f"{prose(items)}. {note}".strip() if note else prose(items)]
        case Equation(formula):
            return formula_lines(formula)
        case Table():
            return table(node)
        case Listing(items, ordered):
            return listing(items, ordered=ordered)
        case CodeBlock(text):
            return text.splitlines()
        case Step(number, title, body):
            return [f"Step {number}: {prose(title)}", *lines(body)]
        case Part(letter, marks, body):
            name = f"Part {letter}, " if letter else ""
            return [f"{name}{marks} mark{'s' * (marks != 1)}:", *lines(body)]
        case Aside(kind, body):
            return headed(kind.capitalize(), lines(body))
        case Keep(body):
            return lines(body)
        case PageBreak():
            return []
        case _:
            return [f"Figure: {node.alt}"]


def headed(name: str, body: list[str]) -> list[str]:
    """Put a name before the first line."""
    return [f"{name}: {body[0]}" if body else f"{name}.", *body[1:]]


def formula_lines(node: Node) -> list[str]:
    """Say a formula; a derivation one link a line."""
    from ncrevise.maths.speech import speak

    if not isinstance(node, Chain):
        return [speak(node)]
    first, *others = node.links or (("", node.left),)
    told = [speak(Chain(node.left, (first,)))] if node.links else [speak(node.left)]
    relation = first[0]
    for sign, side in others:
        relation = sign or relation
        told.append(speak(Chain(node.left, ((relation, side),))) if sign else speak(side))
    return told


def prose(items: Inlines) -> str:
    """Say running text."""
    return "".join(map(inline, items))


def inline(item: Words | Maths | Strong | Emph | Code) -> str:
    """Say one inline."""
    from ncrevise.maths.speech import speak

    match item:
        case Words(text) | Code(text):
            return text
        case Maths(node):
            return speak(node)
        case Strong(items) | Emph(items):
            return prose(items)


def table(node: Table) -> list[str]:
    """Say a table row by row, each entry after its column's name."""
    names = [prose(cell) for cell in node.head]
    told = [f"Table: {node.caption}" if node.caption else "Table"]
    for k, row in enumerate(node.rows, 1):
        cells = zip(names, map(prose, row), strict=True)
        entries = ", ".join(f"{name} {text}".strip() for name, text in cells if text)
        last = node.total and k == len(node.rows)
        told.append(f"{'total row' if last else f'row {k}'}: {entries}")
    return told


def listing(items: tuple[tuple[Block, ...], ...], *, ordered: bool) -> list[str]:
    """Say the items of a list."""
    told: list[str] = []
    for k, body in enumerate(items, 1):
        told += headed(f"item {k}" if ordered else "item", lines(body))
    return told
