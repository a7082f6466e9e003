"""Documents with ``{{names}}`` in them, and how values take their place.

While Markdown and TeX are read, a name is one character of Unicode's private use area,
which both let through. So a placeholder is never mistaken for markup, in prose or maths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from ncrevise.document.tree import (
    Block,
    Code,
    CodeBlock,
    Equation,
    Inline,
    Inlines,
    Maths,
    Paragraph,
    Words,
)
from ncrevise.errors import BankError
from ncrevise.maths import text as one_line
from ncrevise.maths.substitute import substitute
from ncrevise.maths.tree import Node, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST = 0xE000
PLACEHOLDER = re.compile(r"\{\{[ \t]*([A-Za-z_]\w*)[ \t]*\}\}", re.ASCII)
HIDDEN = re.compile("([\ue000-\uf8ff])")

SomeBlock = TypeVar("SomeBlock", bound=Block)
Value: TypeAlias = str | Node | Block | tuple[Block, ...]


def hide_names(
    text: str, file: str, first_line: int
) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
    """Put a character in the place of every ``{{name}}``; give names and their lines."""
    taken = HIDDEN.search(text)
    if taken:
        line = first_line + text.count("\n", 0, taken.start())
        raise BankError(f"the character U+{ord(taken[0]):04X} is for private use", file, line)
    lines: dict[str, int] = {}
    for found in PLACEHOLDER.finditer(text):
        lines.setdefault(found[1], first_line + text.count("\n", 0, found.start()))
    places = {name: chr(FIRST + place) for place, name in enumerate(lines)}
    hidden = PLACEHOLDER.sub(lambda found: places[found[1]], text)
    return hidden, tuple(lines), tuple(lines.values())


def shown_names(text: str, names: tuple[str, ...]) -> str:
    """Put the names back, for a message."""
    return HIDDEN.sub(lambda found: "{{" + names[ord(found[0]) - FIRST] + "}}", text)


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """Blocks that wait for values. One reading of a text is one object, equal to itself alone.

    Args:
        blocks: what was read.
        names: the names in it, in the order they first occur.
        lines: the line each name first occurs on.
        file: where it was read, for errors.
    """

    blocks: tuple[Block, ...]
    names: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    file: str = ""

    def part(self, blocks: tuple[Block, ...]) -> Template:
        """Keep only some of the blocks, such as those under one heading."""
        return replace(self, blocks=blocks)

    def fill(self, values: Mapping[str, Value]) -> tuple[Block, ...]:
        """Put values in the places of their names.

        In a formula a node stands as it is and words become text. In prose a node becomes a
        formula. Alone in its paragraph, a node is displayed and a block takes its place.

        Raises:
            BankError: a name has no value, or a block stands inside a sentence.
        """
        return Filling(self, values).blocks(self.blocks)


class Filling:
    """One filling of one template."""

    def __init__(self, template: Template, values: Mapping[str, Value]) -> None:
        self.template = template
        self.values = values

    def value(self, hidden: str) -> Value:
        """Look a name up."""
        name = self.template.names[ord(hidden) - FIRST]
        if name in self.values:
            return self.values[name]
        near = get_close_matches(name, self.values, 1)
        known = ", ".join(self.values) or "nothing"
        hint = f"did you mean {{{{{near[0]}}}}}? " if near else ""
        raise self.fault(hidden, f"has no value; {hint}Known: {known}")

    def get(self, name: str, default: Node, /) -> Node:
        """Look a symbol of a formula up; most are no placeholders."""
        return self.node(name) if HIDDEN.fullmatch(name) else default

    def node(self, hidden: str) -> Node:
        """Give a value as part of a formula."""
        value = self.value(hidden)
        if isinstance(value, Node):
            return value
        if isinstance(value, str):
            return Text(value)
        raise self.fault(hidden, "is no formula: give it a paragraph to itself")

    def fault(self, hidden: str, message: str) -> BankError:
        """Say what is wrong with a name, and where it is."""
        place = ord(hidden) - FIRST
        name = self.template.names[place]
        line = self.template.lines[place]
        return BankError(f"{{{{{name}}}}} {message}", self.template.file, line)

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Fill blocks; one may become several."""
        return tuple(new for block in blocks for new in self.block(block))

    def block(self, block: Block) -> tuple[Block, ...]:
        """Fill one block."""
        match block:
            case Paragraph((Words(text),)) if HIDDEN.fullmatch(text.strip()):
                return self.alone(self.value(text.strip()))
            case Equation(node):
                return (Equation(substitute(node, self)),)
            case CodeBlock(text):
                return (CodeBlock(self.plain(text)),)
            case _:
                return (self.inside(block),)

    def inside(self, block: SomeBlock) -> SomeBlock:
        """Fill whatever runs of text, cells and blocks a block holds."""
        parts = {part.name: getattr(block, part.name) for part in fields(block)}
        filled = {
            name: self.sequence(part) for name, part in parts.items() if isinstance(part, tuple)
        }
        return replace(block, **filled)  # type: ignore[arg-type]

    def sequence(self, part: tuple[Any, ...]) -> tuple[Any, ...]:
        """Fill a tuple of blocks, of inlines, or of such tuples."""
        if any(isinstance(item, Block) for item in part):
            return self.blocks(part)
        if any(isinstance(item, Inline) for item in part):
            return self.inlines(part)
        return tuple(self.sequence(item) if isinstance(item, tuple) else item for item in part)

    def inlines(self, items: Inlines) -> Inlines:
        """Fill running text."""
        return tuple(new for item in items for new in self.inline(item))

    def inline(self, item: Inline) -> Inlines:
        """Fill one piece of running text."""
        match item:
            case Words(text):
                pieces = (self.word(piece) for piece in HIDDEN.split(text) if piece)
                return tuple(pieces)
            case Maths(node):
                return (Maths(substitute(node, self)),)
            case Code(text):
                return (Code(self.plain(text)),)
            case _:
                return (replace(item, items=self.inlines(item.items)),)

    def word(self, piece: str) -> Inline:
        """Fill a stretch of words, or a name among them."""
        value = self.value(piece) if HIDDEN.fullmatch(piece) else piece
        return Words(value) if isinstance(value, str) else Maths(self.node(piece))

    def plain(self, text: str) -> str:
        """Fill text kept as it is."""
        return HIDDEN.sub(lambda found: one_line.write(self.node(found[0])), text)

    def alone(self, value: Value) -> tuple[Block, ...]:
        """Make blocks of a value that has a paragraph to itself."""
        if isinstance(value, tuple):
            return value
        if isinstance(value, str):
            return (Paragraph((Words(value),)),)
        return (Equation(value),) if isinstance(value, Node) else (value,)
