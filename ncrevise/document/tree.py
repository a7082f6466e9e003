"""Blocks and inlines. Every prompt, solution, hint and sheet is a tuple of blocks.

A renderer is one function from blocks to its format, with one branch a node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from ncrevise.document.figure import Figure

if TYPE_CHECKING:
    from ncrevise.maths.tree import Node


@dataclass(frozen=True, slots=True)
class Words:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Maths:
    """A formula in running text."""

    node: Node


@dataclass(frozen=True, slots=True)
class Strong:
    """Emphasis that must be seen."""

    items: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emph:
    """Emphasis that may be seen."""

    items: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Text in a fixed-width face, such as a command."""

    text: str


Inline: TypeAlias = Words | Maths | Strong | Emph | Code
Inlines: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    items: Inlines


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a page's title."""

    level: int
    items: Inlines
    note: str = ""  # set at the right margin: marks, a code


@dataclass(frozen=True, slots=True)
class Equation:
    """A displayed formula, or a derivation when the node is a chain."""

    node: Node


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of heads.

    Args:
        head: cells of the first row.
        rows: cells of the others; every row as long as the head.
        align: a letter a column, ``l``, ``r`` or ``c``.
        total: whether the last row is a total, set off by a line.
        caption: what it shows, also for those who do not see it.
    """

    head: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    align: str
    total: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, numbered or not."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines kept as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a worked solution: its number, what is done, and how."""

    number: int
    title: Inlines
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a question: its letter (empty for a single part), marks and wording.

    Args:
        letter: ``a``, ``b`` …, or empty.
        marks: what it is worth.
        body: what is asked.
        space: lines of room to write an answer on paper.
    """

    letter: str
    marks: int
    body: tuple[Block, ...]
    space: int = 0


@dataclass(frozen=True, slots=True)
class Aside:
    """Set apart from the text: an answer, a note, a hint, feedback."""

    kind: Literal["answer", "note", "hint", "feedback"]
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Keep:
    """Blocks that belong on one page, such as a question's statement."""

    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block: TypeAlias = (
    Paragraph
    | Heading
    | Equation
    | Table
    | Listing
    | CodeBlock
    | Step
    | Part
    | Aside
    | Keep
    | PageBreak
    | Figure
)


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks with a title and a language, ready for a renderer."""

    title: str
    blocks: tuple[Block, ...]
    language: str = "en-GB"
