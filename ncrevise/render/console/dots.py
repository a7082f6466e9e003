"""Curves in dots: eight to a character where there is Braille, one where there is not."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.document.axes import Point
    from ncrevise.maths.glyphs import Glyphs
    from ncrevise.render.console.paint import Canvas

BLANK = 0x2800
BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # by row and column of a cell


class Dots:
    """A rectangle of character cells, filled with dots.

    Args:
        wide: cells across.
        high: cells down.
        glyphs: the characters there are.
    """

    def __init__(self, wide: int, high: int, glyphs: Glyphs) -> None:
        self.fine = glyphs.can("".join(map(chr, range(BLANK, BLANK + 256))))
        self.across, self.down = (2, 4) if self.fine else (1, 1)
        self.size = wide * self.across, high * self.down
        self.cells: dict[tuple[int, int], tuple[int, str, str]] = {}

    def spot(self, point: Point) -> tuple[int, int]:
        """Find the dot for a point of the unit square, whose second number counts upwards."""
        (x, y), (wide, high) = point, self.size
        return round(x * (wide - 1)), round((1 - y) * (high - 1))

    def cell(self, point: Point) -> tuple[int, int]:
        """Find the character cell for a point."""
        x, y = self.spot(point)
        return x // self.across, y // self.down

    def dot(self, x: int, y: int, style: str, mark: str) -> None:
        """Set one dot; where there is no Braille it shows as a mark."""
        spot = x // self.across, y // self.down
        bits = self.cells.get(spot, (0, "", ""))[0] | BITS[y % self.down][x % self.across]
        self.cells[spot] = bits, style, mark

    def curve(
        self, points: Sequence[Point], style: str, mark: str, pattern: Sequence[int] = ()
    ) -> None:
        """Join points; the pattern counts dots that are set and left out by turns."""
        dashes = [on for k, long in enumerate(pattern) for on in [k % 2 == 0] * long] or [True]
        spots = [self.spot(point) for point in points]
        walked = 0
        for (x, y), (to_x, to_y) in pairwise(spots[:1] + spots):
            steps = max(abs(to_x - x), abs(to_y - y), 1)
            for k in range(steps):
                if not self.fine or dashes[(walked + k) % len(dashes)]:
                    part = (k + 1) / steps
                    step = round(x + part * (to_x - x)), round(y + part * (to_y - y))
                    self.dot(*step, style, mark)
            walked += 0 if (x, y) == (to_x, to_y) else steps

    def paint(self, canvas: Canvas, left: int, top: int) -> None:
        """Put the characters on a canvas."""
        for (x, y), (bits, style, mark) in self.cells.items():
            canvas.put(left + x, top + y, chr(BLANK + bits) if self.fine else mark, style)
