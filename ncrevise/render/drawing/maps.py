"""Networks: vertices at their places, a shape and a colour for each group."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from ncrevise.maths.width import letters
from ncrevise.render.drawing.label import words
from ncrevise.render.drawing.pen import INK, SERIES, SIZE, Drawing, clean, length, line, tag

if TYPE_CHECKING:
    from ncrevise.document.figure import Map, Spot

WIDE, HIGH = 500.0, 370.0
RADIUS = 11.0
MARGIN = 16.0
SMALL = 0.8 * SIZE
INSIDE = 1.45 * RADIUS  # widest label that stands in a vertex
SHAPES = (
    "M-11 0a11 11 0 1 0 22 0a11 11 0 1 0 -22 0Z",
    "M-10 -10H10V10H-10Z",
    "M0 -14L14 0L0 14L-14 0Z",
    "M-6.5 -11.3H6.5L13 0L6.5 11.3H-6.5L-13 0Z",
)


def draw(network: Map) -> Drawing:
    """Draw a map."""
    reach = max((SMALL * letters(spot.label) for spot in network.spots), default=0.0) / 2
    outside = 2 * reach > INSIDE  # one long name, and all stand below
    margin = MARGIN + reach if outside else MARGIN
    points = [place(spot, margin) for spot in network.spots]
    body = "".join(edge(points[start], points[end]) for start, end in network.edges)
    for spot, (x, y) in zip(network.spots, points, strict=True):
        body += vertex(spot, x, y, outside=outside)
    high = HIGH + 2 * MARGIN + (SIZE if outside else 0.0)
    x = MARGIN
    for k, name in enumerate(network.groups):
        body += shape(k, x, high + 8, 0.7)
        body += words(clean(name), x + 14, high + 8 + 0.33 * SIZE, text_anchor="start")
        x += 44 + 1.06 * SIZE * letters(name)
    wide = max(WIDE + 2 * margin, x)
    return Drawing(body, wide, high + (1.8 * SIZE if network.groups else 0.0))


def place(spot: Spot, margin: float) -> tuple[float, float]:
    """Find the middle of a vertex."""
    x, y = (min(1.0, max(0.0, v)) if v == v else 0.5 for v in (spot.x, spot.y))  # noqa: PLR0124
    return margin + WIDE * x, MARGIN + HIGH * (1 - y)


def edge(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Draw an edge from rim to rim."""
    far = hypot(end[0] - start[0], end[1] - start[1])
    if far <= 2 * RADIUS:
        return ""
    part = RADIUS / far
    across = [(a + part * (b - a), b - part * (b - a)) for a, b in zip(start, end, strict=True)]
    (x, to_x), (y, to_y) = across
    return line((x, y), (to_x, to_y), stroke_opacity="0.35", stroke_width=1.1)


def vertex(spot: Spot, x: float, y: float, *, outside: bool) -> str:
    """Draw a vertex, its label in it or below."""
    body = shape(spot.group, x, y, 1.0)
    if not outside:
        return body + words(clean(spot.label), x, y + 0.34 * SMALL, font_size=SMALL, fill="#fff")
    return body + words(clean(spot.label), x, y + RADIUS + SMALL, font_size=SMALL, fill=INK)


def shape(group: int, x: float, y: float, size: float) -> str:
    """Draw the shape of a group round a point."""
    move = f"translate({length(x)} {length(y)})" + (f" scale({size:g})" if size != 1.0 else "")
    return tag("path", d=SHAPES[group % 4], fill=SERIES[group % 4], transform=move)
