"""Graphs in characters, drawn only where every edge can be told from the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import atan2, pi
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.maths.runs import measure, plain
from ncrevise.render.console.dots import Dots
from ncrevise.render.console.legends import Key, below
from ncrevise.render.console.paint import Canvas

if TYPE_CHECKING:
    from ncrevise.document.figure import Link, NodeFigure
    from ncrevise.maths.canvas import Box
    from ncrevise.maths.inline import Inline

WIDEST, HIGHEST = 78, 25
MOST_NODES, MOST_LINKS = 16, 24
ARROWS = "→↗↑↖←↙↓↘"  # from the right on against the clock
PLAIN_ARROWS = ">>^<<<v>"
ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)  # where a weight may stand on an edge
Spot: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Plan:
    """A drawing on its way: which cells are taken, and what is put into them.

    Args:
        dots: the cells the edges run through.
        size: how many there are across and down.
        left: columns before them.
        names: what is written at each node, and where it starts.
        cells: by edge, the cells that are seen of it, from start to end.
        signs: arrow heads and weights.
    """

    dots: Dots
    size: Spot
    left: int
    names: list[tuple[str, Spot]]
    cells: dict[int, list[Spot]] = field(default_factory=dict)
    signs: dict[Spot, tuple[str, str]] = field(default_factory=dict)

    def taken(self, *nodes: int) -> set[Spot]:
        """List the cells of all names, or of some."""
        names = [self.names[k] for k in nodes] if nodes else self.names
        return {(x + k, y) for text, (x, y) in names for k in range(measure(text))}

    def free(self, x: int, y: int, size: int) -> bool:
        """Say whether a sign has cells of its own, with one to spare on either side."""
        around = {(x + k, y) for k in range(-1, size + 1)}
        return not around & (self.taken() | self.signs.keys())


def draw(figure: NodeFigure, room: int, inline: Inline) -> Box | None:
    """Draw nodes and edges; None when some could not be told apart."""
    if len(figure.names) > MOST_NODES or len(figure.links) > MOST_LINKS or not figure.names:
        return None
    for high in range(min(HIGHEST, 7 + len(figure.names)), HIGHEST + 1, 3):
        plan = planned(figure, (min(room, WIDEST), high), inline)
        if plan is not None:
            return painted(plan, figure, room, inline)
    return None


def planned(figure: NodeFigure, room: Spot, inline: Inline) -> Plan | None:
    """Lay a graph out in so many columns and rows, if that can be read."""
    names = [named(figure, node, inline) for node in range(len(figure.names))]
    longest = max(map(measure, names))
    wide = min(room[0] - longest, round(2.2 * room[1]) + longest)
    if wide < 2 * longest:
        return None
    dots, left = Dots(wide, room[1], inline.glyphs), longest // 2
    plan = Plan(dots, (wide, room[1]), left, [])
    for place, (text, name) in zip(
        figure.places, zip(names, figure.names, strict=True), strict=True
    ):
        x, y = dots.cell(place)
        lead = 1 + (measure(inline.glyphs.text(name)) - 1) // 2  # to the middle of the name
        spot = max(0, left + x - lead), y
        if plan.names and not plan.free(*spot, measure(text)):
            return None
        plan.names.append((text, spot))
    links = [k for k, link in enumerate(figure.links) if link.start != link.end]
    traced = all(trace(plan, figure, k, inline) for k in links)
    ready = traced and (not figure.directed or all(arrow(plan, k, inline) for k in links))
    return plan if ready and all(weigh(plan, k, figure.links[k], inline) for k in links) else None


def named(figure: NodeFigure, node: int, inline: Inline) -> str:
    """Write a node in brackets, and behind it an edge to itself with its weight."""
    text = f"({inline.glyphs.text(figure.names[node])})"
    for link in figure.links:
        if link.start == link.end == node:
            text += loop(inline) + (plain(inline.line(link.label)) if link.label else "")
    return text


def loop(inline: Inline) -> str:
    """Give the sign of an edge from a node to itself."""
    return inline.glyphs.pick("↺", "@")


def trace(plan: Plan, figure: NodeFigure, k: int, inline: Inline) -> bool:
    """Run an edge from middle to middle; False where it is hidden, or runs through a name."""
    link = figure.links[k]
    ends = [figure.places[link.start], figure.places[link.end]]
    alone = Dots(*plan.size, inline.glyphs)
    for dots in (plan.dots, alone):
        dots.curve(ends, "wire", ".")
    cells = [(plan.left + x, y) for x, y in alone.cells]
    own = plan.taken(link.start, link.end)
    plan.cells[k] = [cell for cell in cells if cell not in own]
    return len(plan.cells[k]) > 1 + figure.directed and not plan.taken() - own & set(cells)


def arrow(plan: Plan, k: int, inline: Inline) -> bool:
    """Put a head on an edge, at its end or a cell before."""
    cells = plan.cells[k]
    (x, y), (to_x, to_y) = cells[0], cells[-1]
    octant = round(atan2(2 * (y - to_y), to_x - x) / (pi / 4)) % 8
    for spot in cells[-1:-3:-1]:
        if spot not in plan.signs:
            plan.signs[spot] = inline.glyphs.pick(ARROWS, PLAIN_ARROWS)[octant], "letter"
            return True
    return False


def weigh(plan: Plan, k: int, link: Link, inline: Inline) -> bool:
    """Put a weight on an edge, where no other edge passes."""
    if link.label is None:
        return True
    text = plain(inline.line(link.label))
    size, cells = measure(text), plan.cells[k]
    others = {cell for other, path in plan.cells.items() if other != k for cell in path}
    for part in ALONG:
        x, y = cells[round(part * (len(cells) - 1))]
        start = x - (size - 1) // 2
        covered = {(start + j, y) for j in range(-1, size + 1)}
        if start >= 0 and plan.free(start, y, size) and not covered & others:
            plan.signs |= {(start + j, y): (letter, "strong") for j, letter in enumerate(text)}
            return True
    return False


def painted(plan: Plan, figure: NodeFigure, room: int, inline: Inline) -> Box:
    """Put it all on a canvas, a legend below where one is needed."""
    canvas = Canvas(inline.glyphs)
    left = min(x for _, (x, _) in plan.names)
    top = min(y for _, (_, y) in plan.names)
    plan.dots.paint(canvas, plan.left - left, -top)
    for (x, y), (text, style) in plan.signs.items():
        canvas.put(x - left, y - top, text, style)
    for text, (x, y) in plan.names:
        canvas.put(x - left, y - top, text, "letter")
    loops = any(link.start == link.end for link in figure.links)
    keys = [Key(((loop(inline), "letter"),), "an edge from a node to itself")] if loops else []
    bottom = 2 - top + max(y for _, (_, y) in plan.names)
    for y, row in enumerate(below(keys, room, inline), bottom):
        canvas.put_line(0, y, row)
    return canvas.box()
