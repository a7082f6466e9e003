"""Computation graphs: values above the nodes, error signals below, edges left to right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import atan2, cos, sin
from typing import TYPE_CHECKING

from ncrevise.maths.tree import Accent, Node, Op, Row, Script, Text
from ncrevise.render.drawing.label import label, width
from ncrevise.render.drawing.layers import Layout, arrange
from ncrevise.render.drawing.pen import INK, RED, SIZE, Drawing, length, rectangle, tag

if TYPE_CHECKING:
    from ncrevise.document.figure import GraphFigure, Vertex

RADIUS = 18.0
PITCH = 92.0  # from row to row
BETWEEN = 52.0  # from column to column, at least
ABOVE, BELOW = RADIUS + 8, RADIUS + 18  # baselines of the values
HEAD = 7.0  # length of an arrow head
FLAT = 0.3  # of the angle at which one node sees another
BEND = 0.45  # how far an edge runs on before it turns


@dataclass(frozen=True, slots=True)
class Spot:
    """The middle of a node or waypoint, half its width, and half that of its values."""

    x: float
    y: float
    half: float = 0.0
    reach: float = 0.0


def draw(figure: GraphFigure) -> Drawing:
    """Draw a graph in layers."""
    layout = arrange(figure)
    vertices = {vertex.key: vertex for vertex in figure.vertices}
    spots, across = place(layout, vertices)
    edges = "".join(edge([spots[key] for key in way]) for way in layout.routes)
    nodes = "".join(node(vertex, spots[vertex.key]) for vertex in figure.vertices)
    lowest = max((spot.y for spot in spots.values()), default=0.0)
    return Drawing(edges + nodes, across, lowest + BELOW + 8)


def place(layout: Layout, vertices: dict[str, Vertex]) -> tuple[dict[str, Spot], float]:
    """Turn layers and rows into points; also say how wide the whole is."""
    spots: dict[str, Spot] = {}
    x = 0.0
    for layer in layout.layers:
        here = [vertices[key] for key in layer if key in vertices]
        wide = max((room(vertex) for vertex in here), default=0.0)
        for key in layer:
            y = ABOVE + SIZE + PITCH * layout.height[key]
            vertex = vertices.get(key)
            sizes = (half_width(vertex), room(vertex) / 2) if vertex else ()
            spots[key] = Spot(x + wide / 2, y, *sizes)
        x += wide + BETWEEN
    return spots, max(0.0, x - BETWEEN)


def half_width(vertex: Vertex) -> float:
    """Say how far a node reaches from its middle: a circle, or a box round long words."""
    return max(RADIUS, width(inside(vertex)) / 2 + 8)


def room(vertex: Vertex) -> float:
    """Say how wide a node is with the values at it."""
    values = [width(line) for line in (above(vertex), below(vertex)) if line]
    return max(2 * half_width(vertex) + 2, *values, 0.0)


def inside(vertex: Vertex) -> Node:
    """Say what stands in a node: its operation, or an input's name."""
    return Text(vertex.operation) if vertex.operation else vertex.label


def above(vertex: Vertex) -> Node | None:
    """Spell the value; an input's name stands in the node already."""
    if vertex.above is None:
        return vertex.label if vertex.operation else None
    return Row((vertex.label, Op("="), vertex.above)) if vertex.operation else vertex.above


def below(vertex: Vertex) -> Node | None:
    """Spell the error signal."""
    return vertex.below and Row((barred(vertex.label), Op("="), vertex.below))


def barred(name: Node) -> Node:
    """Put the bar of an error signal over a name."""
    return replace(name, base=barred(name.base)) if isinstance(name, Script) else Accent(name, "¯")


def node(vertex: Vertex, spot: Spot) -> str:
    """Draw a node with what stands in it, above it and below it."""
    dashes = {} if vertex.operation else {"fill": INK, "fill_opacity": "0.07"}
    body = rectangle(
        spot.x - spot.half,
        spot.y - RADIUS,
        2 * spot.half,
        2 * RADIUS,
        rx=RADIUS if spot.half == RADIUS else 8.0,
        stroke=INK,
        stroke_width=1.4,
        **dashes,
    )
    body += label(inside(vertex), spot.x, spot.y + 0.33 * SIZE)
    if value := above(vertex):
        body += label(value, spot.x, spot.y - ABOVE)
    if signal := below(vertex):
        body += label(signal, spot.x, spot.y + BELOW, fill=RED)
    return body


def edge(points: list[Spot]) -> str:
    """Draw an edge: it leaves and arrives nearly level, between a node's two values."""
    start, end = points[0], points[-1]
    out, into = FLAT * aim(start, points[1]), FLAT * aim(points[-2], end)
    first, tip = rim(start, out, 1.0), rim(end, into, -1.0)
    neck = ahead(tip, into, -HEAD)
    leave = ahead(first, out, max(1.0, start.x + start.reach - first.x))
    arrive = ahead(neck, into, min(-1.0, end.x - end.reach - neck.x))
    stops = [first, leave, *points[1:-1], arrive, neck]
    angles = [out, out, *map(aim, points, points[2:]), into, into]
    path = f"M{pair(first.x, first.y)}" + "".join(
        curve(*ends, *turns) for ends, turns in zip(pairwise(stops), pairwise(angles), strict=True)
    )
    return tag("path", d=path, stroke=INK, stroke_width=1.3) + head(tip, into)


def aim(start: Spot, end: Spot) -> float:
    """Say at what angle one point sees another."""
    return atan2(end.y - start.y, end.x - start.x)


def ahead(spot: Spot, angle: float, far: float) -> Spot:
    """Go from a point in a direction."""
    return Spot(spot.x + far * cos(angle), spot.y + far * sin(angle))


def rim(spot: Spot, angle: float, side: float) -> Spot:
    """Find where an edge touches a node."""
    away = RADIUS + 2
    return Spot(
        spot.x + side * (spot.half - RADIUS + away * cos(angle)),
        spot.y + side * away * sin(angle),
    )


def curve(start: Spot, end: Spot, out: float, into: float) -> str:
    """Write the part of a path between two points."""
    reach = BEND * (end.x - start.x)
    return (
        f"C{pair(start.x + reach * cos(out), start.y + reach * sin(out))}"
        f" {pair(end.x - reach * cos(into), end.y - reach * sin(into))} {pair(end.x, end.y)}"
    )


def head(tip: Spot, angle: float) -> str:
    """Draw an arrow head."""
    corners = [
        (tip.x - HEAD * 1.3 * cos(angle + turn), tip.y - HEAD * 1.3 * sin(angle + turn))
        for turn in (-0.42, 0.42)
    ]
    path = "L".join(pair(x, y) for x, y in ((tip.x, tip.y), *corners))
    return tag("path", d=f"M{path}Z", fill=INK)


def pair(x: float, y: float) -> str:
    """Write a point."""
    return f"{length(x)} {length(y)}"
