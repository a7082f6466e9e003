"""Graphs whose edges are to be read off: named nodes, arrows, and weights beside the edges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from math import atan2, cos, hypot, pi, sin
from typing import TYPE_CHECKING

from ncrevise.maths.width import letters
from ncrevise.render.drawing import weights
from ncrevise.render.drawing.graphs import HEAD, Spot, head
from ncrevise.render.drawing.label import label, words
from ncrevise.render.drawing.pen import (
    INK,
    SIZE,
    Drawing,
    clean,
    line,
    rectangle,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.document.axes import Point
    from ncrevise.document.figure import Link, NodeFigure

RADIUS = 15.0
APART = 30.0  # between two nodes at least
SMALLEST, LARGEST, GROWTH = 190, 900, 20  # how wide the places are spread
FLAT = 0.72  # how high, for their width
BEND = 0.11  # of two edges between the same nodes, for their length
LOOP, OPEN = 46.0, 0.5  # how far an edge to itself reaches out, and half its angle
SAMPLES = 14  # straight pieces of a curve
MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class Node:
    """A node placed: its middle, and half its width."""

    x: float
    y: float
    half: float

    @property
    def box(self) -> weights.Box:
        """Say what it covers: left, top, right, bottom."""
        return self.x - self.half, self.y - RADIUS, self.x + self.half, self.y + RADIUS

    def rim(self, angle: float, away: float = 0.0) -> Point:
        """Find where a ray from the middle leaves the node, or a little farther out."""
        flat = self.half - RADIUS  # half the straight part of its upper edge
        x, y = cos(angle), sin(angle)
        if abs(x) * RADIUS <= flat * abs(y):
            far = RADIUS / abs(y)
        else:
            reach = flat * abs(x)
            far = reach + (reach**2 - flat**2 + RADIUS**2) ** 0.5
        return self.x + (far + away) * x, self.y + (far + away) * y


def draw(figure: NodeFigure) -> Drawing:
    """Draw a graph."""
    nodes = spread(figure)
    if not nodes:
        return Drawing("", 1.0, 1.0)
    paths = [path(figure, link, nodes) for link in figure.links]
    boxes = weights.placed(figure.links, paths, [node.box for node in nodes])
    reach = [node.box for node in nodes] + [box for box in boxes if box is not None]
    reach += [(x, y, x, y) for points in paths for x, y in points]
    lefts, tops, rights, lows = zip(*reach, strict=True)
    x, y = MARGIN - min(lefts), MARGIN - min(tops)  # so that all starts at the corner
    moved = [[(px + x, py + y) for px, py in points] for points in paths]
    body = "".join(edge(points, directed=figure.directed) for points in moved)
    for name, node in zip(figure.names, nodes, strict=True):
        body += named(name, replace(node, x=node.x + x, y=node.y + y))
    for link, box in zip(figure.links, boxes, strict=True):
        if link.label is not None and box is not None:
            middle, base = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + 0.34 * weights.SMALL
            body += label(link.label, middle + x, base + y, weights.SMALL)
    return Drawing(body, max(rights) + x + MARGIN, max(lows) + y + MARGIN)


def spread(figure: NodeFigure) -> list[Node]:
    """Place the nodes so far apart that no two meet."""
    halves = [max(RADIUS, SIZE * letters(name) / 2 + 8) for name in figure.names]
    nodes: list[Node] = []
    for wide in range(SMALLEST, LARGEST + 1, GROWTH):
        nodes = [
            Node(wide * x, FLAT * wide * (1 - y), half)
            for (x, y), half in zip(figure.places, halves, strict=True)
        ]
        if all(clear(a, b) for a, b in combinations(nodes, 2)):
            break
    return nodes


def clear(a: Node, b: Node) -> bool:
    """Say whether two nodes are far enough apart."""
    aside = abs(a.x - b.x) >= a.half + b.half + APART
    return aside or abs(a.y - b.y) >= 2 * RADIUS + APART / 2


def path(figure: NodeFigure, link: Link, nodes: list[Node]) -> list[Point]:
    """Find the points of an edge, from rim to rim."""
    start, end = nodes[link.start], nodes[link.end]
    away = 1.5 if figure.directed else 0.0
    if link.start == link.end:
        return looped(start, nodes, away)
    both = figure.directed and any(
        (other.start, other.end) == (link.end, link.start) for other in figure.links
    )
    across, upright = end.x - start.x, end.y - start.y
    turn = 2 * BEND if both else 0.0
    middle = (
        (start.x + end.x) / 2 + turn * upright,
        (start.y + end.y) / 2 - turn * across,
    )
    first = start.rim(atan2(middle[1] - start.y, middle[0] - start.x))
    last = end.rim(atan2(middle[1] - end.y, middle[0] - end.x), away)
    if not both:
        return [first, last]
    return [bent([first, middle, last], k / SAMPLES) for k in range(SAMPLES + 1)]


def looped(node: Node, nodes: list[Node], away: float) -> list[Point]:
    """Lead an edge from a node back to it, on the side away from the others."""
    x = node.x - sum(each.x for each in nodes) / len(nodes)
    y = node.y - sum(each.y for each in nodes) / len(nodes)
    out = atan2(y, x) if hypot(x, y) > 1 else -pi / 2
    first, last = node.rim(out - OPEN), node.rim(out + OPEN, away)
    stops = [
        first,
        (first[0] + LOOP * cos(out - OPEN), first[1] + LOOP * sin(out - OPEN)),
        (last[0] + LOOP * cos(out + OPEN), last[1] + LOOP * sin(out + OPEN)),
        last,
    ]
    return [bent(stops, k / SAMPLES) for k in range(SAMPLES + 1)]


def bent(stops: Sequence[Point], part: float) -> Point:
    """Find a point of a Bézier curve."""
    while len(stops) > 1:
        stops = [
            (x + part * (to_x - x), y + part * (to_y - y))
            for (x, y), (to_x, to_y) in pairwise(stops)
        ]
    return stops[0]


def edge(points: list[Point], *, directed: bool) -> str:
    """Draw an edge; an arrow's line ends inside its head."""
    look: dict[str, str | float] = {"stroke_width": 1.3, "stroke_linejoin": "round"}
    if not directed:
        return line(*points, **look)
    (x, y), (tip_x, tip_y) = points[-2:]
    angle = atan2(tip_y - y, tip_x - x)
    neck = tip_x - HEAD * cos(angle), tip_y - HEAD * sin(angle)
    return line(*points[:-1], neck, **look) + head(Spot(tip_x, tip_y), angle)


def named(name: str, node: Node) -> str:
    """Draw a node with its name in it."""
    left, top, right, low = node.box
    body = rectangle(
        left,
        top,
        right - left,
        low - top,
        rx=RADIUS,
        stroke=INK,
        stroke_width=1.4,
        fill=INK,
        fill_opacity="0.07",
    )
    return body + words(clean(name), node.x, node.y + 0.33 * SIZE)
