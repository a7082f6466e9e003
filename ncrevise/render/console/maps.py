"""Networks in characters: vertices at their places over edges in fine dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.maths.runs import measure
from ncrevise.render.console.dots import Dots
from ncrevise.render.console.legends import Key, below
from ncrevise.render.console.paint import Canvas

if TYPE_CHECKING:
    from ncrevise.document.figure import Map, Spot
    from ncrevise.maths.canvas import Box
    from ncrevise.maths.inline import Inline

WIDEST, HIGHEST = 78, 25
NARROWEST = 20
MARKS = ("●", "■", "▲", "◆")
BRACKETS = ("()", "[]", "<>", "{}")
AWAY = 12  # cells a name may be moved from its place


def draw(network: Map, room: int, inline: Inline) -> Box | None:
    """Draw vertices and edges; None when there is no room."""
    names = [name(spot, inline) for spot in network.spots]
    longest = max(map(measure, names), default=1)
    wide = min(room, WIDEST)
    if wide < max(NARROWEST, 2 * longest):
        return None
    high = max(8, min(HIGHEST, round(wide * 0.4)))
    dots = Dots(wide - longest, high, inline.glyphs)
    for start, end in network.edges:
        ends = [(network.spots[k].x, network.spots[k].y) for k in (start, end)]
        dots.curve([inside(point) for point in ends], "wire", ".")
    canvas = Canvas(inline.glyphs)
    dots.paint(canvas, longest // 2, 0)
    taken: set[tuple[int, int]] = set()
    for spot, text in zip(network.spots, names, strict=True):
        x, y = dots.cell(inside((spot.x, spot.y)))
        x, y = free(x + longest // 2 - measure(text) // 2, y, measure(text), taken, (wide, high))
        taken |= {(x + k, y) for k in range(measure(text))}
        canvas.put(x, y, text, f"letter series{spot.group % 4}")
    signs = [sign("", k, inline) for k in range(len(network.groups))]
    keys = [
        Key(((mark, f"letter series{k % 4}"),), group)
        for k, (mark, group) in enumerate(zip(signs, network.groups, strict=True))
    ]
    for y, row in enumerate(below(keys, room, inline), high + 1):
        canvas.put_line(0, y, row)
    return canvas.box()


def inside(point: tuple[float, float]) -> tuple[float, float]:
    """Keep a place in the unit square."""
    x, y = (min(1.0, max(0.0, value)) if value == value else 0.5 for value in point)  # noqa: PLR0124
    return x, y


def name(spot: Spot, inline: Inline) -> str:
    """Write a vertex: its group's sign and its label."""
    return sign(inline.glyphs.text(spot.label), spot.group, inline)


def sign(label: str, group: int, inline: Inline) -> str:
    """Mark a label as one of a group; brackets do where there are no shapes."""
    if inline.glyphs.can("".join(MARKS)):
        return MARKS[group % 4] + label
    return label.join(BRACKETS[group % 4])


def free(
    x: int, y: int, size: int, taken: set[tuple[int, int]], area: tuple[int, int]
) -> tuple[int, int]:
    """Find the nearest place where a name covers no other; a row counts as two cells."""
    moves = [(dx, dy) for dy in range(-AWAY // 2, AWAY // 2 + 1) for dx in range(-AWAY, AWAY + 1)]
    for dx, dy in sorted(moves, key=lambda move: (abs(move[0]) + 2 * abs(move[1]), move)):
        left, row = min(max(0, x + dx), area[0] - size), y + dy
        if 0 <= row < area[1] and not taken & {(left + k, row) for k in range(-1, size + 1)}:
            return left, row
    return min(max(0, x), area[0] - size), y
