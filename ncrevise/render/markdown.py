"""Markdown with ``$maths$``, as Jupyter, GitHub and pandoc read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ncrevise.document.tree import (
    Aside,
    Block,
    Code,
    CodeBlock,
    Document,
    Emph,
    Equation,
    Heading,
    Inline,
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
from ncrevise.maths import latex
from ncrevise.maths.glyphs import Glyphs
from ncrevise.maths.inline import Inline as OneLine
from ncrevise.maths.runs import plain
from ncrevise.maths.tree import Row
from ncrevise.maths.width import width
from ncrevise.maths.wrap import wrap
from ncrevise.render.console import figures
from ncrevise.render.telling import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.document.figure import Figure

ROOM = 44.0  # of a displayed formula, in em
COLUMNS = 100  # of a drawing in characters
SPECIAL = re.compile(r"([\\`*_{}\[\]<>$|~^&@])")
OPENING = re.compile(r"^(\s*)([-+=#:]|\d+(?=[.)]))")
RULES = {"l": ":--", "r": "--:", "c": ":-:"}
INLINE = OneLine(Glyphs())


def render(document: Document) -> str:
    """Write a document as Markdown."""
    return Renderer().blocks(document.blocks) + "\n"


class Renderer:
    """Writes blocks. Give it another ``writer`` to leave gaps for numbers."""

    def __init__(self, writer: latex.Writer | None = None) -> None:
        self.writer = writer or latex.Writer()

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Write blocks, a blank line between."""
        return "\n\n".join(text for block in blocks if (text := self.block(block)))

    def block(self, block: Block) -> str:
        """Write one block."""
        match block:
            case Paragraph(items):
                return self.paragraph(items)
            case Heading(level, items, note):
                noted = f"\n\n*{escape(' · '.join(note.split('   ')))}*" if note else ""
                return f"{'#' * level} {self.inlines(items)}{noted}"
            case Equation(Row(())):
                return ""
            case Equation(node):
                shown = self.writer.formula(wrap(node, ROOM, width), display=True)
                return f"$$\n{shown}\n$$"
            case Table():
                return self.table(block)
            case Listing(items, ordered):
                return "\n".join(
                    self.item(k, item, ordered=ordered) for k, item in enumerate(items, 1)
                )
            case CodeBlock(text):
                return fenced(text)
            case Step(number, title, body):
                return f"**{number}.** {self.inlines(title)}\n\n{self.blocks(body)}"
            case Part():
                return self.part(block)
            case Aside(kind, body):
                return quoted(f"**{kind.capitalize()}.** {self.blocks(body)}", body)
            case Keep(body):
                return self.blocks(body)
            case PageBreak():
                return "* * *"
            case _:
                return self.figure(block)

    def paragraph(self, items: Sequence[Inline]) -> str:
        """Write a paragraph, whose first character must not make it something else."""
        return OPENING.sub(lambda found: f"{found[1]}{guarded(found[2])}", self.inlines(items))

    def part(self, part: Part) -> str:
        """Write a part of a question and its marks."""
        label = f"**({part.letter})** " if part.letter else ""
        worth = rf"*\[{part.marks} mark{'' if part.marks == 1 else 's'}\]*"
        return f"{label}{self.blocks(part.body)} {worth}"

    def item(self, number: int, body: Sequence[Block], *, ordered: bool) -> str:
        """Write an item of a list; what follows its first line is moved in."""
        label = f"{number}. " if ordered else "- "
        return label + self.blocks(body).replace("\n", "\n" + " " * len(label))

    def table(self, table: Table) -> str:
        """Write a table."""
        rows = [[self.inlines(cell) for cell in row] for row in table.rows]
        if table.total and rows:
            rows[-1] = [f"**{cell}**" if cell else "" for cell in rows[-1]]
        head = [self.inlines(cell) for cell in table.head]
        lines = [head, [RULES[letter] for letter in table.align], *rows]
        text = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
        return f"**{escape(table.caption)}**\n\n{text}" if table.caption else text

    def figure(self, figure: Figure) -> str:
        """Draw a figure in characters, or tell it."""
        box = figures.draw(figure, COLUMNS, INLINE)
        if box is None:
            return self.blocks(told(figure))
        return fenced("\n".join(plain(row).rstrip() for row in box.rows))

    def inlines(self, items: Sequence[Inline]) -> str:
        """Write running text; pandoc ends no formula before a digit."""
        text = ""
        for item in items:
            written = self.inline(item)
            text += f"\u200b{written}" if text[-1:] == "$" and written[:1].isdigit() else written
        return text

    def inline(self, item: Inline) -> str:
        """Write one piece of running text."""
        match item:
            case Words(text):
                return escape(text)
            case Maths(node):
                return f"${self.writer.formula(node)}$" if node != Row(()) else ""
            case Strong(items):
                return f"**{self.inlines(items)}**"
            case Emph(items):
                return f"*{self.inlines(items)}*"
            case Code(text):
                return code(text)


def escape(text: str) -> str:
    """Make every character of running text stand for itself."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split("\n")))


def guarded(start: str) -> str:
    """Keep a sign or number at the start of a paragraph from starting a list."""
    return start + "\\" if start[0].isdigit() else "\\" + start


def code(text: str) -> str:
    """Write typed text between more backticks than it holds."""
    ticks = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def fenced(text: str) -> str:
    """Write lines as they are."""
    ticks = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{ticks}text\n{text}\n{ticks}"


def quoted(text: str, body: Sequence[Block]) -> str:
    """Set lines off; a label before a block that is no paragraph has its own line."""
    if body and not isinstance(body[0], Paragraph):
        text = text.replace("** ", "**\n\n", 1)
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
