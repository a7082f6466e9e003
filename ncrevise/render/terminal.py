"""Documents for a terminal: aligned formulas, drawings, and colour that only decorates.

Every line is measured and fits; nothing is left to be cropped. With colour off, shapes
and words still say all that colour said.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ncrevise.document.tree import (
    Aside,
    Block,
    CodeBlock,
    Document,
    Equation,
    Heading,
    Keep,
    Listing,
    PageBreak,
    Paragraph,
    Part,
    Step,
    Table,
)
from ncrevise.maths.fit import Fit
from ncrevise.maths.glyphs import Glyphs
from ncrevise.maths.inline import Inline
from ncrevise.maths.runs import cut, measure, styled, width
from ncrevise.render.console import figures, spoken, tables
from ncrevise.render.console.prose import NO_BREAK, runs, wrap
from ncrevise.render.telling import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from ncrevise.document.figure import Figure
    from ncrevise.maths.runs import Line

NARROW = 50  # below this labels get a line of their own
NARROWEST = 20
LABEL = 5
GROUND = "on#"  # before the colour behind letters

STYLES = {
    "window": "bold yellow",
    "kernel": "bold cyan",
    "result": "bold green",
    "muted": "dim",
    "wall": "dim",
    "goal": "bold green",
    "trap": "bold red",
    "arrow": "cyan",
    "signal": "magenta",
    "strong": "bold",
    "emph": "italic",
    "maths": "italic",
    "code": "cyan",
    "caption": "italic",
    "title": "bold underline",
    "heading": "bold",
    "note": "dim",
    "badge": "bold black on cyan",
    "answer": "bold green",
    "hint": "bold yellow",
    "feedback": "bold magenta",
    "aside": "bold blue",
    "rule": "dim",
    "wire": "dim",
    "operation": "bold cyan",
    "letter": "bold",
    "series0": "cyan",
    "series1": "yellow",
    "series2": "magenta",
    "series3": "green",
    "series4": "red",
    "series5": "blue",
}


def render(
    document: Document,
    *,
    width: int,
    colour: bool = True,
    encoding: str = "utf-8",
    plain: bool = False,
) -> str:
    """Write a document for a terminal.

    Args:
        document: what to write.
        width: cells across; no line is longer.
        colour: whether to send escapes; without them nothing is lost but decoration.
        encoding: the terminal's codec; only its characters are used.
        plain: write for a screen reader: formulas in words, no drawings.
    """
    lines = tidy_lines(
        document, max(width, NARROWEST), Glyphs.for_encoding(encoding), colour, plain
    )
    if not colour:
        return "".join("".join(text for text, _ in line) + "\n" for line in lines)
    return "".join("".join(escaped(text, style) for text, style in line) + "\n" for line in lines)


def tidy_lines(
    document: Document, room: int, glyphs: Glyphs, coloured: bool, plain: bool
) -> list[Line]:
    """Lay a document out and clean the ends of its lines."""
    if plain:
        told = [((glyphs.text(line), ""),) for line in spoken.lines(document.blocks)]
        laid = [line for long in told for line in wrap(long, room)]
    else:
        laid = Writer(glyphs, coloured=coloured).blocks(document.blocks, room)
    return [trimmed(line) for line in laid]


def trimmed(line: Line) -> Line:
    """Drop blanks at the end, and turn spaces that hold words together into plain ones.

    A blank with a colour behind it is part of a picture.
    """
    kept = [(text.replace(NO_BREAK, " "), style) for text, style in line if text]
    while kept:
        text, style = kept.pop()
        left = text if GROUND in style else text.rstrip()
        if left:
            kept.append((left, style))
            break
    return tuple(kept)


@lru_cache(maxsize=2048)
def rich_style(names: str) -> Style:
    """Combine the styles named; the later ones win."""
    from rich.style import Style

    return Style.combine([Style(), *(Style.parse(looks(name)) for name in names.split())])


def looks(name: str) -> str:
    """Say what a style looks like; ``#rrggbb`` and ``on#rrggbb`` name themselves."""
    return STYLES.get(name, name.replace(GROUND, "on #") if "#" in name else "")


@lru_cache(maxsize=16_384)
def escaped(text: str, names: str) -> str:
    """Put the escapes for a style round a text."""
    from rich.color import ColorSystem

    if not names:
        return text
    return rich_style(names).render(text, color_system=ColorSystem.EIGHT_BIT)


class Writer:
    """Lays blocks out as lines.

    Args:
        glyphs: the characters there are.
        coloured: whether a badge can be told by its colour alone.
    """

    def __init__(self, glyphs: Glyphs, *, coloured: bool) -> None:
        self.glyphs = glyphs
        self.inline = Inline(glyphs)
        self.fit = Fit(glyphs)
        self.coloured = coloured

    def blocks(self, blocks: Sequence[Block], room: int) -> list[Line]:
        """Lay blocks out with a blank line between."""
        lines: list[Line] = []
        for block in blocks:
            made = self.block(block, room)
            if made:
                lines += [(), *made] if lines else made
        return lines

    def block(self, block: Block, room: int) -> list[Line]:
        """Lay one block out."""
        match block:
            case Paragraph(items):
                return wrap(runs(items, self.inline), room)
            case Heading():
                return self.heading(block, room)
            case Equation(node):
                return list(self.fit.within(node, room).rows)
            case Table():
                return tables.lines(block, room, self.inline)
            case Listing():
                return self.listing(block, room)
            case CodeBlock(text):
                return self.code(text, room)
            case Step(number, title, body):
                return self.step(number, wrap(runs(title, self.inline), room - LABEL), body, room)
            case Part():
                return self.part(block, room)
            case Aside():
                return self.aside(block, room)
            case Keep(body):
                return self.blocks(body, room)
            case PageBreak():
                return [((self.glyphs.text("─") * room, "rule"),)]
            case _:
                return self.figure(block, room)

    def figure(self, figure: Figure, room: int) -> list[Line]:
        """Draw a figure, or tell it when there is no room for a drawing."""
        box = figures.draw(figure, room, self.inline, coloured=self.coloured)
        return list(box.rows) if box else self.blocks(told(figure), room)

    def heading(self, block: Heading, room: int) -> list[Line]:
        """Set a heading, its note at the right margin or on a line of its own."""
        style = "title" if block.level == 1 else "heading"
        lines = [styled(line, style) for line in wrap(runs(block.items, self.inline), room)]
        return self.flush(lines, block.note, room)

    def flush(self, lines: list[Line], note: str, room: int) -> list[Line]:
        """Put a note at the right end of the last line, or below it."""
        if not note:
            return lines
        notes = wrap(((self.glyphs.text(note).replace(" ", NO_BREAK), "note"),), room)
        if len(notes) == 1 and lines and width(lines[-1]) + 2 + width(notes[0]) <= room:
            start = lines.pop()
            return [
                *lines,
                (*start, (" " * (room - width(start) - width(notes[0])), ""), *notes[0]),
            ]
        return [*lines, *(((" " * (room - width(line)), ""), *line) for line in notes)]

    def listing(self, block: Listing, room: int) -> list[Line]:
        """Set a list; items of one paragraph stand close."""
        bullet = self.glyphs.pick("•", "*")
        lines: list[Line] = []
        for k, body in enumerate(block.items, 1):
            label = f"{k}." if block.ordered else bullet
            size = len(f"{len(block.items)}.") if block.ordered else 1
            made = self.hang(((label.rjust(size), "letter"),), body, room)
            lines += [(), *made] if lines and any(len(item) > 1 for item in block.items) else made
        return lines

    def hang(self, label: Line, body: Sequence[Block], room: int, gap: int = 2) -> list[Line]:
        """Set blocks to the right of a label, level with their first baseline."""
        indent = width(label) + gap
        lines = self.blocks(body, room - indent)
        return beside_label(label, indent, lines, self.level(body, room - indent))

    def level(self, body: Sequence[Block], room: int) -> int:
        """Find the row that a label stands next to."""
        match body:
            case [Equation(node), *_]:
                return self.fit.within(node, room).baseline
            case [Keep(inner), *_]:
                return self.level(inner, room)
        return 0

    def code(self, text: str, room: int) -> list[Line]:
        """Set lines as they are; a long one goes on below."""
        lines = [self.glyphs.text(line.expandtabs(4)) for line in text.splitlines()]
        return [((piece, "code"),) for line in lines for piece in cut(line, room)]

    def step(self, number: int, title: list[Line], body: Sequence[Block], room: int) -> list[Line]:
        """Set a numbered step, its body below its title."""
        badge = f" {number} " if self.coloured else f"[{number}]"
        indent = LABEL if room >= NARROW else 2
        heads = [styled(line, "strong") for line in title]
        start = max(LABEL, len(badge) + 1)
        lines = beside_label(((badge, "badge"),), start, heads or [()], 0)
        return [*lines, *indented(self.blocks(body, room - indent), indent)]

    def part(self, block: Part, room: int) -> list[Line]:
        """Set a part of a question, its marks at the right."""
        label = ((f"({block.letter})", "letter"),)
        lines = (
            self.hang(label, block.body, room) if block.letter else self.blocks(block.body, room)
        )
        note = f"[{block.marks} mark{'s' * (block.marks != 1)}]" if block.marks else ""
        return self.flush([trimmed(line) for line in lines], note, room)

    def aside(self, block: Aside, room: int) -> list[Line]:
        """Set something apart: a bar at its side and its kind in words."""
        style = block.kind if block.kind in STYLES else "aside"
        bar = ((self.glyphs.pick("▎ ", "| "), style),)
        name = ((block.kind.capitalize(), style),)
        inner = room - width(bar)
        if room >= NARROW:
            lines = self.hang(name, block.body, inner)
        else:
            lines = [name, *self.blocks(block.body, inner)]
        return [(*bar, *line) for line in lines]


def indented(lines: list[Line], by: int) -> list[Line]:
    """Move lines to the right."""
    return [((" " * by, ""), *line) if line else line for line in lines]


def beside_label(label: Line, indent: int, lines: list[Line], row: int) -> list[Line]:
    """Put a label in the margin of one row."""
    made = indented(lines or [()], indent)
    space = " " * (indent - sum(measure(text) for text, _ in label))
    rest = lines[row] if lines else ()
    made[row] = (*label, (space, ""), *rest)
    return made
