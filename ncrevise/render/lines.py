"""Documents as bare lines, one a formula or table row: for data files read by programs.

Nothing here depends on how wide a number is, so a text can be printed once with slots.
"""

from __future__ import annotations

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
    Paragraph,
    Part,
    Step,
    Strong,
    Table,
    Words,
)
from ncrevise.maths.text import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Write blocks."""
    for block in blocks:
        yield from of_block(block)


def of_block(block: Block) -> Iterator[str]:
    """Write one block."""
    match block:
        case Paragraph(items) | Heading(_, items):
            yield inline(items)
        case Equation(node):
            yield write(node)
        case Table(head, rows):
            yield from (" | ".join(map(inline, row)) for row in (head, *rows))
        case Listing(items):
            for item in items:
                yield from (f"- {line}" for line in lines(item))
        case CodeBlock(text):
            yield from text.splitlines()
        case Step(number, title, body):
            yield f"{number}. {inline(title)}"
            yield from lines(body)
        case Part(_, _, body) | Aside(_, body) | Keep(body):
            yield from lines(body)
        case _:
            alt = getattr(block, "alt", "")
            if alt:
                yield alt


def inline(items: Inlines) -> str:
    """Write running text."""
    return "".join(map(of_inline, items))


def of_inline(item: Words | Maths | Strong | Emph | Code) -> str:
    """Write one piece of it."""
    match item:
        case Maths(node):
            return write(node)
        case Strong(items) | Emph(items):
            return inline(items)
        case Words(text) | Code(text):
            return text
