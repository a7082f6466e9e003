"""Trees in characters: from the top down where there is room, else line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.maths.runs import width
from ncrevise.render.console.paint import DOWN, LEFT, RIGHT, UP, Canvas

if TYPE_CHECKING:
    from ncrevise.document.figure import Branch, TreeFigure
    from ncrevise.maths.canvas import Box
    from ncrevise.maths.inline import Inline
    from ncrevise.maths.runs import Line

GAPS = (4, 3, 2)  # cells between neighbours, the widest that fits
MOST_ROWS = 32  # from the top down; a higher tree is written line by line


@dataclass(frozen=True, slots=True)
class Part:
    """A subtree laid out.

    Args:
        label: what stands at its top.
        middle: the column of the middle of its label.
        wide: cells across.
        children: each with the column where it starts.
    """

    label: Line
    middle: int
    wide: int
    children: tuple[tuple[int, Part], ...] = ()

    @property
    def rows(self) -> int:
        """Count the rows: a label, and wires to what is below it."""
        return 1 + max((1 + part.rows for _, part in self.children), default=0)


def draw(figure: TreeFigure, room: int, inline: Inline) -> Box | None:
    """Draw a tree; None when there is no room."""
    for gap in GAPS:
        part = laid(figure.root, gap, inline)
        if part.wide <= room and part.rows <= MOST_ROWS:
            canvas = Canvas(inline.glyphs)
            paint(canvas, part, 0, 0)
            return canvas.box()
    canvas = Canvas(inline.glyphs)
    listed(canvas, figure.root, "", inline, 0)
    box = canvas.box()
    return box if box.width <= room else None


def label(branch: Branch, inline: Inline) -> Line:
    """Write what stands at a node."""
    if branch.label is not None:
        return inline.line(branch.label)
    return ((inline.glyphs.pick("•", "o"), "wire"),)


def laid(branch: Branch, gap: int, inline: Inline) -> Part:
    """Put the subtrees of a node side by side, and its label over their middle."""
    line = label(branch, inline)
    size = width(line)
    parts = [laid(child, gap, inline) for child in branch.children]
    if not parts:
        return Part(line, (size - 1) // 2, size)
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + part.wide + gap)
    first, last = starts[0] + parts[0].middle, starts[-2] + parts[-1].middle
    middle = (first + last) // 2
    shift = max(0, (size - 1) // 2 - middle)
    wide = max(starts[-1] - gap + shift, middle + shift - (size - 1) // 2 + size)
    placed = tuple((start + shift, part) for start, part in zip(starts, parts, strict=False))
    return Part(line, middle + shift, wide, placed)


def paint(canvas: Canvas, part: Part, x: int, y: int) -> None:
    """Draw a subtree and the wires from its label to its children."""
    canvas.put_line(x + part.middle - (width(part.label) - 1) // 2, y, part.label)
    if not part.children:
        return
    ends = [x + start + child.middle for start, child in part.children]
    net = f"{x + part.middle} {y}"
    for at in range(ends[0], ends[-1] + 1):
        arms = (LEFT if at > ends[0] else 0) | (RIGHT if at < ends[-1] else 0)
        canvas.arm(net, at, y + 1, arms)
    canvas.arm(net, x + part.middle, y + 1, UP)
    for end, (start, child) in zip(ends, part.children, strict=True):
        canvas.arm(net, end, y + 1, DOWN)
        paint(canvas, child, x + start, y + 2)


def listed(canvas: Canvas, branch: Branch, start: str, inline: Inline, y: int) -> int:
    """Write a subtree line by line, moved in below its node; say which row is free."""
    canvas.put(0, y, "".join(map(canvas.stroke, start)), "wire")
    canvas.put_line(len(start), y, label(branch, inline))
    y += 1
    bars = start.replace("├─", "│ ").replace("└─", "  ")
    for k, child in enumerate(branch.children, 1):
        sign = "├─ " if k < len(branch.children) else "└─ "
        y = listed(canvas, child, bars + sign, inline, y)
    return y
