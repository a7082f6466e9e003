"""Blocks in plain HTML that reads well without a style sheet.

Text goes through ``escape`` and nothing else reaches the page, so a question can't add
markup.
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
    Inline,
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
from ncrevise.maths.mathml import escape, tag
from ncrevise.maths.mathml import write as mathml
from ncrevise.maths.width import width
from ncrevise.maths.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ncrevise.document.figure import Figure
    from ncrevise.maths.tree import Node

LINE = 38.0  # em a formula may take before it goes on in the next row
LABELS = {"answer": "Answer", "note": "Note", "hint": "Hint", "feedback": "Feedback"}
SIDES = {"l": "left", "r": "right", "c": "center"}
JOINER = "&#x2060;"  # keeps a full stop on the line of the formula before it
CLOSING = tuple(".,;:!?)]’”%")
OPENING = tuple("([‘“")


class Writer:
    """Writes blocks and inlines; every kind has a method of its own to change."""

    joiner = JOINER

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Write blocks, one a line."""
        return "\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        """Write any block."""
        match block:
            case Paragraph(items):
                return tag("p", self.inlines(items))
            case Heading():
                return self.heading(block)
            case Equation(node):
                return self.display(node)
            case Table():
                return self.table(block)
            case Listing(items, ordered):
                return tag("ol" if ordered else "ul", "".join(map(self.item, items)))
            case CodeBlock(text):
                return f"<pre><code>{escape(text)}</code></pre>"
            case Step():
                return self.step(block)
            case Part():
                return self.part(block)
            case Aside(kind, body):
                return self.aside(kind, body)
            case Keep(body):
                return f'<div class="keep">\n{self.blocks(body)}\n</div>'
            case PageBreak():
                return self.page_break()
            case _:
                return self.figure(block)

    def inlines(self, items: Inlines) -> str:
        """Write running text; punctuation stays with the formula it touches."""
        return "".join(self.touching(items))

    def touching(self, items: Inlines) -> Iterator[str]:
        """Yield each inline, a joiner before or after where a line must not break."""
        for k, item in enumerate(items):
            before = items[k - 1] if k else None
            if isinstance(before, Maths) and starts(item, CLOSING):
                yield self.joiner
            yield self.inline(item)
            after = items[k + 1] if k + 1 < len(items) else None
            if isinstance(after, Maths) and ends(item, OPENING):
                yield self.joiner

    def inline(self, item: Inline) -> str:
        """Write any inline."""
        match item:
            case Words(text):
                return escape(text)
            case Maths(node):
                return self.formula(node)
            case Strong(items):
                return tag("strong", self.inlines(items))
            case Emph(items):
                return tag("em", self.inlines(items))
            case Code(text):
                return tag("code", escape(text))

    def formula(self, node: Node) -> str:
        """Write a formula in running text."""
        return mathml(node)

    def equation(self, node: Node) -> str:
        """Write a formula that stands by itself."""
        return mathml(node, display=True)

    def display(self, node: Node) -> str:
        """Write a formula on lines of its own."""
        return f'<div class="maths">{self.equation(fitted(node))}</div>'

    def figure(self, figure: Figure) -> str:
        """Write a drawing."""
        from ncrevise.render.svg import figure as svg

        return tag("figure", svg(figure))

    def heading(self, heading: Heading) -> str:
        """Write a heading below those that a platform puts around a field."""
        note = f" <small>{escape(heading.note)}</small>" if heading.note else ""
        level = min(heading.level + 2, 6)
        return tag(f"h{level}", self.inlines(heading.items) + note)

    def table(self, table: Table) -> str:
        """Write a table, its caption first."""
        caption = tag("caption", escape(table.caption)) if table.caption else ""
        sides = [SIDES[letter] for letter in table.align]
        head = "".join(
            f'<th scope="col" style="text-align:{side}">{self.inlines(cell)}</th>'
            if cell
            else "<td></td>"
            for side, cell in zip(sides, table.head, strict=True)
        )
        last = len(table.rows) - 1 if table.total else None
        rows = "\n".join(
            self.table_row(row, sides, total=k == last) for k, row in enumerate(table.rows)
        )
        return (
            f"<table>{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
        )

    def table_row(self, row: Iterable[Inlines], sides: Iterable[str], *, total: bool) -> str:
        """Write a row; its first cell names it."""
        cells = [(side, self.inlines(cell)) for side, cell in zip(sides, row, strict=True)]
        (side, first), *others = cells
        name = f'<th scope="row" style="text-align:{side}">{first}</th>'
        rest = "".join(f'<td style="text-align:{side}">{cell}</td>' for side, cell in others)
        kind = ' class="total"' if total else ""
        return f"<tr{kind}>{name}{rest}</tr>"

    def item(self, blocks: tuple[Block, ...]) -> str:
        """Write an item of a list; a single paragraph needs no element."""
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return tag("li", self.inlines(blocks[0].items))
        return tag("li", self.blocks(blocks))

    def step(self, step: Step) -> str:
        """Write a step of a worked solution."""
        title = tag("strong", f"Step {step.number}.") + f" {self.inlines(step.title)}"
        return f'<div class="step"><p>{title}</p>\n{self.blocks(step.body)}\n</div>'

    def part(self, part: Part) -> str:
        """Write a part of a question, its letter and marks on a line before it."""
        letter = tag("strong", f"({escape(part.letter)})") if part.letter else ""
        head = " ".join(filter(None, (letter, marks(part.marks))))
        return "\n".join(filter(None, (tag("p", head) if head else "", self.blocks(part.body))))

    def aside(self, kind: str, body: tuple[Block, ...]) -> str:
        """Write what is set apart, under its name."""
        label = f"<p><strong>{LABELS[kind]}</strong></p>"
        return f'<div class="{kind}">{label}\n{self.blocks(body)}\n</div>'

    def page_break(self) -> str:
        """Write a division; a fragment has no pages."""
        return "<hr>"


class TexWriter(Writer):
    """Writes formulas as TeX, for platforms that typeset it."""

    joiner = ""  # what typesets TeX sees to its punctuation

    def formula(self, node: Node) -> str:
        """Write a formula in running text."""
        from ncrevise.maths.latex import write as latex

        return rf"\({escape(latex(node))}\)"

    def equation(self, node: Node) -> str:
        """Write a formula that stands by itself."""
        from ncrevise.maths.latex import write as latex

        return rf"\[{escape(latex(node, display=True))}\]"


def marks(number: int) -> str:
    """Say what a part is worth."""
    return f"{number} mark{'' if number == 1 else 's'}" if number else ""


def starts(item: Inline, chars: tuple[str, ...]) -> bool:
    """Say whether an inline begins with one of some characters."""
    return isinstance(item, Words) and item.text.startswith(chars)


def ends(item: Inline, chars: tuple[str, ...]) -> bool:
    """Say whether an inline ends with one of some characters."""
    return isinstance(item, Words) and item.text.endswith(chars)


def fitted(node: Node) -> Node:
    """Break a formula too wide for the page."""
    return wrap(node, LINE, width)
