"""Blocks of text that are put together by their baselines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.maths.runs import measure, styled
from ncrevise.maths.runs import width as cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ncrevise.maths.glyphs import Glyphs
    from ncrevise.maths.runs import Line


@dataclass(frozen=True, slots=True)
class Box:
    """A block of text.

    Args:
        rows: lines, each exactly ``width`` cells wide.
        width: cells across.
        baseline: the row that lines up with a neighbour's.
        tall: whether brackets must grow to hold it; scripts alone do not ask for that.
    """

    rows: tuple[Line, ...]
    width: int
    baseline: int = 0
    tall: bool = False

    @property
    def height(self) -> int:
        """Count the rows."""
        return len(self.rows)

    @property
    def below(self) -> int:
        """Count the rows under the baseline."""
        return len(self.rows) - 1 - self.baseline


def from_line(line: Line) -> Box:
    """Make a box of one line."""
    return Box((line,), cells(line))


def from_text(text: str, style: str = "") -> Box:
    """Make a box of one run."""
    return Box((((text, style),),), measure(text))


def place(parts: Iterable[tuple[Box, int, int]], *, tall: bool = False) -> Box:
    """Put boxes on one canvas.

    Args:
        parts: boxes, each with its left edge and the row of its baseline; they must not
            overlap. Row 0 is the baseline of the whole.
        tall: see ``Box``.
    """
    parts = sorted(parts, key=lambda part: part[1]) or [(blank(0), 0, 0)]
    top = min(y - box.baseline for box, _, y in parts)
    height = max(y + box.below for box, _, y in parts) - top + 1
    rows: list[list[tuple[str, str]]] = [[] for _ in range(height)]
    ends = [0] * height
    for box, x, y in parts:
        for k, line in enumerate(box.rows, y - box.baseline - top):
            if x > ends[k]:
                rows[k].append((" " * (x - ends[k]), ""))
            rows[k].extend(line)
            ends[k] = x + box.width
    right = max(ends)
    for row, end in zip(rows, ends, strict=True):
        if end < right:
            row.append((" " * (right - end), ""))
    return Box(tuple(map(tuple, rows)), right, -top, tall)


def beside(boxes: Sequence[Box]) -> Box:
    """Put boxes next to each other, baselines level."""
    if len(boxes) == 1:
        return boxes[0]
    parts: list[tuple[Box, int, int]] = []
    x = 0
    for box in boxes:
        parts.append((box, x, 0))
        x += box.width
    return place(parts, tall=any(box.tall for box in boxes))


def blank(width: int) -> Box:
    """Make empty space."""
    return from_text(" " * width)


def tint(box: Box, style: str) -> Box:
    """Add a style to all of a box."""
    return Box(tuple(styled(row, style) for row in box.rows), box.width, box.baseline, box.tall)


def enclose(opening: str, body: Box, closing: str, glyphs: Glyphs, pad: int = 0) -> Box:
    """Put brackets round a box, as tall as it when it asks for that."""
    height = body.height if body.tall else 1
    sides = [bracket(symbol, height, body, glyphs) for symbol in (opening, closing)]
    space = [blank(pad)] if pad else []
    kept = beside([sides[0], *space, body, *space, sides[1]])
    return Box(kept.rows, kept.width, kept.baseline, body.tall)


def bracket(symbol: str, height: int, body: Box, glyphs: Glyphs) -> Box:
    """Draw one bracket; a floor without a glyph of its own is named in front."""
    if not symbol:
        return Box(tuple(() for _ in range(height)), 0, body.baseline if height > 1 else 0)
    name = ""
    if height > 1 and symbol in "⌊⌋⌈⌉" and not glyphs.can("⎡⎢⎣"):
        name, symbol = glyphs.text(symbol)[:-1], "()"[symbol in "⌋⌉"]
    rows = tuple(((piece, ""),) for piece in glyphs.bracket(symbol, height))
    drawn = Box(rows, measure(rows[0][0][0]), body.baseline if height > 1 else 0)
    return beside([from_text(name), drawn]) if name else drawn


def stack(boxes: Sequence[Box], gap: int, baseline: int | None = None) -> Box:
    """Put boxes under each other, left edges level."""
    parts: list[tuple[Box, int, int]] = []
    y = 0
    for box in boxes:
        parts.append((box, 0, y + box.baseline))
        y += box.height + gap
    drawn = place(parts, tall=True)
    height = drawn.height
    level = (height - 1) // 2 if baseline is None else baseline
    return Box(drawn.rows, drawn.width, level, len(boxes) > 1 or any(box.tall for box in boxes))


def pad(box: Box, left: int, right: int) -> Box:
    """Add blanks on either side."""
    if left <= 0 and right <= 0:
        return box
    return beside([*([blank(left)] if left else []), box, *([blank(right)] if right else [])])


def fill(box: Box, wide: int, side: str) -> Box:
    """Pad a box to a width."""
    missing = wide - box.width
    left = {"right": missing, "left": 0, "centre": missing // 2}[side]
    return pad(box, left, missing - left)
