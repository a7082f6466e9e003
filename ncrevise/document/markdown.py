"""Markdown with ``$maths$``, read into blocks and inlines.

What is understood is CommonMark with tables, less what no sheet of paper can hold: raw
HTML stays text, images and rules are refused. A faulty formula is reported with its line.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from ncrevise.document import prose
from ncrevise.document.template import Template, hide_names, shown_names
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
    Listing,
    Maths,
    Paragraph,
    Strong,
    Table,
    Words,
)
from ncrevise.errors import BankError, NcreviseError, RenderError
from ncrevise.maths import tex

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

LOOSE_DOLLAR = re.compile(r"\$(?=[A-Za-z\\])")
REFUSED = {
    "image": "images can't be shown in every format; draw a figure from a family",
    "hr": "a rule has no meaning here; use a heading",
    "math_block_label": "equations have no labels here; leave out the (…) after $$",
}


@lru_cache(maxsize=1024)
def read(text: str, file: str = "", first_line: int = 1) -> tuple[Block, ...]:
    """Read Markdown into blocks.

    Args:
        text: the Markdown.
        file: what to call it in an error.
        first_line: the line of ``file`` that ``text`` starts on.

    Raises:
        BankError: a formula or a construct is at fault; without ``file`` a ``RenderError``.
    """
    return Reader(file, first_line, ()).document(text)


@lru_cache(maxsize=1024)
def read_template(text: str, file: str = "", first_line: int = 1) -> Template:
    """Read Markdown in which ``{{name}}`` waits for a value, in prose and in maths."""
    hidden, names, lines = hide_names(text, file, first_line)
    blocks = Reader(file, first_line, names).document(hidden)
    return Template(blocks, names, lines, file)


@lru_cache(maxsize=8192)
def read_inline(text: str, file: str = "", line: int = 1) -> Inlines:
    """Read a phrase: no blocks, only emphasis, code and formulas."""
    plain = None
    if "\n" not in text:
        with suppress(RenderError):
            plain = prose.phrase(text)
    return Reader(file, line, ()).phrase(text) if plain is None else plain


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """Make the parser, once."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    made = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).enable("table")
    return made.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)


class Reader:
    """Reads one text, and knows the line it has come to."""

    def __init__(self, file: str, first_line: int, names: tuple[str, ...]) -> None:
        self.file = file
        self.first_line = first_line
        self.line = first_line
        self.names = names

    def document(self, text: str) -> tuple[Block, ...]:
        """Read a whole text."""
        plain = None
        with suppress(RenderError):
            plain = prose.paragraphs(text)
        return self.parsed(text) if plain is None else plain

    def parsed(self, text: str) -> tuple[Block, ...]:
        """Read a whole text with the parser."""
        from markdown_it.tree import SyntaxTreeNode

        return self.blocks(SyntaxTreeNode(parser().parse(text)))

    def phrase(self, text: str) -> Inlines:
        """Read a text that is one phrase."""
        from markdown_it.tree import SyntaxTreeNode

        root = SyntaxTreeNode(parser().parseInline(text))
        return self.inlines(root.children[0]) if root.children else ()

    def fault(self, message: str) -> NcreviseError:
        """Say what is wrong, and where."""
        shown = shown_names(message, self.names)
        return BankError(shown, self.file, self.line) if self.file else RenderError(shown)

    def refused(self, kind: str) -> NcreviseError:
        """Say that a construct has no place here."""
        return self.fault(REFUSED.get(kind, f"{kind.replace('_', ' ')} is not understood here"))

    def formula(self, text: str) -> Maths:
        """Read a formula."""
        try:
            node = tex.read(text)
        except RenderError as error:
            raise self.fault(str(error)) from None
        self.line += text.strip("\n").count("\n")
        return Maths(node)

    def blocks(self, parent: SyntaxTreeNode) -> tuple[Block, ...]:
        """Read the blocks inside another."""
        return tuple(self.block(node) for node in parent.children)

    def block(self, node: SyntaxTreeNode) -> Block:
        """Read one block."""
        if node.map:
            self.line = self.first_line + node.map[0]
        match node.type:
            case "paragraph":
                return Paragraph(self.content(node))
            case "heading":
                return Heading(int(node.tag[1:]), self.content(node))
            case "math_block":
                self.line += len(node.content) - len(node.content.lstrip("\n"))
                return Equation(self.formula(node.content).node)
            case "bullet_list" | "ordered_list":
                items = tuple(self.blocks(item) for item in node.children)
                return Listing(items, ordered=node.type == "ordered_list")
            case "table":
                return self.table(node)
            case "fence" | "code_block":
                return CodeBlock(node.content.rstrip("\n"))
            case "blockquote":
                return Aside("note", self.blocks(node))
            case kind:
                raise self.refused(kind)

    def table(self, node: SyntaxTreeNode) -> Table:
        """Read a table."""
        head = node.children[0].children[0]
        body = node.children[1].children if len(node.children) > 1 else ()
        align = "".join(aligned(cell) for cell in head.children)
        rows = tuple(tuple(self.cell(cell) for cell in row.children) for row in body)
        return Table(tuple(self.cell(cell) for cell in head.children), rows, align)

    def cell(self, node: SyntaxTreeNode) -> Inlines:
        """Read a cell."""
        if node.children and node.children[0].map:
            self.line = self.first_line + node.children[0].map[0]
        return self.content(node)

    def content(self, node: SyntaxTreeNode) -> Inlines:
        """Read the running text that a block holds."""
        return self.inlines(node.children[0]) if node.children else ()

    def inlines(self, parent: SyntaxTreeNode) -> Inlines:
        """Read running text; neighbouring words become one."""
        loose = parent.type == "inline" and "\\$" not in parent.content
        read: list[Inline] = []
        for child in parent.children:
            for item in self.inline(child):
                match read, item:
                    case [*_, Words(before)], Words(text):
                        read[-1] = Words(before + text)
                    case _:
                        read.append(item)
            if loose and child.type == "text" and LOOSE_DOLLAR.search(child.content):
                raise self.fault(r"a $ opens a formula that is not closed (a bar in a table is \|)")
        return tuple(read)

    def inline(self, node: SyntaxTreeNode) -> Inlines:
        """Read one piece of running text."""
        match node.type:
            case "text":
                return (Words(node.content),)
            case "math_inline" | "math_inline_double":
                return (self.formula(node.content),)
            case "em":
                return (Emph(self.inlines(node)),)
            case "strong":
                return (Strong(self.inlines(node)),)
            case "code_inline":
                return (Code(node.content),)
            case "softbreak" | "hardbreak":
                self.line += 1
                return (Words(" "),)
            case "link":
                return self.link(node)
            case kind:
                raise self.refused(kind)

    def link(self, node: SyntaxTreeNode) -> Inlines:
        """Read a link: on paper its address has to be seen."""
        items, address = self.inlines(node), str(node.attrs.get("href", ""))
        return items if items == (Words(address),) else (*items, Words(f" ({address})"))


def aligned(cell: SyntaxTreeNode) -> str:
    """Say how a column is aligned."""
    style = str(cell.attrs.get("style", ""))
    return "r" if style.endswith("right") else "c" if style.endswith("center") else "l"
