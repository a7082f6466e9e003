"""A canvas of character cells for drawings."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ncrevise.maths.canvas import Box
from ncrevise.maths.runs import cut, measure

if TYPE_CHECKING:
    from ncrevise.maths.glyphs import Glyphs
    from ncrevise.maths.runs import Line

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
LIGHT = {
    UP | DOWN: "│",
    LEFT | RIGHT: "─",
    DOWN | RIGHT: "┌",
    DOWN | LEFT: "┐",
    UP | RIGHT: "└",
    UP | LEFT: "┘",
    UP | DOWN | RIGHT: "├",
    UP | DOWN | LEFT: "┤",
    DOWN | LEFT | RIGHT: "┬",
    UP | LEFT | RIGHT: "┴",
    UP | DOWN | LEFT | RIGHT: "┼",
    UP: "│",
    DOWN: "│",
    LEFT: "─",
    RIGHT: "─",
}
HEAVY = dict(zip("│─┌┐└┘├┤┬┴┼", "┃━┏┓┗┛┣┫┳┻╋", strict=True))
PLAIN = dict(zip("│─┌┐└┘├┤┬┴┼┃━┏┓┗┛┣┫┳┻╋", "|-+++++++++|=+++++++++", strict=True))
CORNERS = "┌┐└┘"


class Canvas:
    """Cells that may be painted in any order.

    Args:
        glyphs: the characters there are.
    """

    def __init__(self, glyphs: Glyphs) -> None:
        self.glyphs = glyphs
        self.fine = glyphs.can("".join(PLAIN))
        self.cells: dict[tuple[int, int], tuple[str, str]] = {}
        self.wires: dict[tuple[int, int], dict[str, int]] = {}

    def put(self, x: int, y: int, text: str, style: str = "") -> None:
        """Paint a text, a combining mark with its letter."""
        for letter in cut(text, 1):
            for k in range(measure(letter)):
                self.cells[x + k, y] = "" if k else letter, style
            x += measure(letter)

    def put_line(self, x: int, y: int, line: Line) -> None:
        """Paint runs."""
        for text, style in line:
            self.put(x, y, text, style)
            x += measure(text)

    def stroke(self, char: str) -> str:
        """Choose a line-drawing character."""
        return char if self.fine else PLAIN.get(char, char)

    def frame(
        self, x: int, y: int, wide: int, high: int, style: str = "", heavy: bool = False
    ) -> None:
        """Draw a rectangle, corners included in its size."""
        across, down, *corners = (self.stroke(HEAVY[c] if heavy else c) for c in "─│" + CORNERS)
        for k in range(1, wide - 1):
            self.put(x + k, y, across, style)
            self.put(x + k, y + high - 1, across, style)
        for k in range(1, high - 1):
            self.put(x, y + k, down, style)
            self.put(x + wide - 1, y + k, down, style)
        ends = [(x, y), (x + wide - 1, y), (x, y + high - 1), (x + wide - 1, y + high - 1)]
        for (left, top), corner in zip(ends, corners, strict=True):
            self.put(left, top, corner, style)

    def wire(self, net: str, x: int, y: int, to_x: int, to_y: int) -> None:
        """Draw one straight piece of a net; pieces of one net join where they meet."""
        if y == to_y:
            for k in range(min(x, to_x), max(x, to_x) + 1):
                arms = (LEFT if k > min(x, to_x) else 0) | (RIGHT if k < max(x, to_x) else 0)
                self.arm(net, k, y, arms)
        else:
            for k in range(min(y, to_y), max(y, to_y) + 1):
                arms = (UP if k > min(y, to_y) else 0) | (DOWN if k < max(y, to_y) else 0)
                self.arm(net, x, k, arms)

    def arm(self, net: str, x: int, y: int, arms: int) -> None:
        """Add arms to a net in one cell."""
        nets = self.wires.setdefault((x, y), {})
        nets[net] = nets.get(net, 0) | arms

    def crossings(self) -> int:
        """Count the cells in which nets cross."""
        return sum(len(nets) > 1 for nets in self.wires.values())

    def box(self) -> Box:
        """Read the canvas; where nets cross, the upright one passes over the other."""
        for spot, nets in self.wires.items():
            arms = max(nets.values()) if len(nets) == 1 else UP | DOWN
            self.cells.setdefault(spot, (self.stroke(LIGHT.get(arms, " ")), "wire"))
        right = max((x for x, _ in self.cells), default=-1) + 1
        bottom = max((y for _, y in self.cells), default=0) + 1
        rows = tuple(self.row(y, right) for y in range(bottom))
        return Box(rows, right, (bottom - 1) // 2, tall=True)

    def row(self, y: int, right: int) -> Line:
        """Read one row."""
        row = [self.cells.get((x, y), (" ", "")) for x in range(right)]
        return tuple(
            ("".join(text for text, _ in same), style)
            for style, same in groupby(row, key=lambda cell: cell[1])
        )
