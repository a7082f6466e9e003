"""Computation graphs in characters: boxes in layers, wires between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations
from operator import itemgetter
from typing import TYPE_CHECKING

from ncrevise.document.tree import Maths, Table, Words
from ncrevise.maths.runs import measure, width
from ncrevise.maths.tree import Accent
from ncrevise.render.console.layers import Spot, arrange
from ncrevise.render.console.paint import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.document.figure import GraphFigure, Vertex
    from ncrevise.document.tree import Inlines
    from ncrevise.maths.canvas import Box
    from ncrevise.maths.inline import Inline
    from ncrevise.maths.runs import Line

MOST_ROWS = 40
MOST_CROSSINGS = 6
MOST_TRACKS = 6  # of one channel; every order of them is tried
OVERLAP = 100


@dataclass(frozen=True, slots=True)
class Face:
    """What a vertex shows: its operation, and lines with its value and error signal."""

    operation: str
    lines: tuple[Line, ...]

    @property
    def width(self) -> int:
        """Count the cells across, frame included."""
        return max(*map(width, self.lines), measure(self.operation) + 3) + 2


def draw(graph: GraphFigure, room: int, inline: Inline) -> Box | None:
    """Draw a graph from left to right; None when it is too wide or too tangled."""
    faces = {vertex.key: face(vertex, inline) for vertex in graph.vertices}
    layers = arrange(graph, lambda key, inputs: max(len(faces[key].lines), inputs) + 2)
    channels = [order for order in map(tracks, layers[:-1]) if order is not None]
    if len(channels) < len(layers) - 1:
        return None
    canvas = painted(layers, channels, faces, Canvas(inline.glyphs))
    box = canvas.box()
    fits = box.width <= room and box.height <= MOST_ROWS
    return box if fits and canvas.crossings() <= MOST_CROSSINGS else None


def face(vertex: Vertex, inline: Inline) -> Face:
    """Write what a vertex shows."""
    label = inline.line(vertex.label)
    equals = ((" = ", ""),)
    lines = [(*label, *equals, *inline.line(vertex.above)) if vertex.above is not None else label]
    if vertex.below is not None:
        signal = (*inline.line(Accent(vertex.label, "¯")), *equals, *inline.line(vertex.below))
        lines.append(tuple((text, "signal") for text, _ in signal))
    return Face(inline.glyphs.text(vertex.operation), tuple(lines))


def painted(
    layers: list[list[Spot]],
    channels: Sequence[Sequence[Spot]],
    faces: dict[str, Face],
    canvas: Canvas,
) -> Canvas:
    """Paint the layers and the wires behind each."""
    x = 0
    for layer, order in zip(layers, [*channels, ()], strict=False):  # no layer, no channel
        wide = max((faces[spot.key].width for spot in layer if not spot.passing), default=1)
        for spot in layer:
            if spot.passing:
                canvas.wire(spot.key, x, spot.y, x + wide - 1, spot.y)
            else:
                paint(canvas, (x, spot.y, wide, spot.height), faces[spot.key])
        x += wide + channel(canvas, x + wide, layer, order)
    return canvas


def paint(canvas: Canvas, area: tuple[int, int, int, int], face: Face) -> None:
    """Draw a vertex, its operation in the upper edge."""
    x, y, wide, high = area
    canvas.frame(x, y, wide, high)
    if face.operation:
        canvas.put(x + 1, y, f" {face.operation} ", "operation")
    start = y + 1 + (high - 2 - len(face.lines)) // 2
    for k, line in enumerate(face.lines):
        canvas.put_line(x + 1, start + k, line)


def tracks(layer: list[Spot]) -> list[Spot] | None:
    """Order the upright pieces of the wires behind a layer so that they cross least."""
    bent = [spot for spot in layer if any(row != spot.out for row in rows(spot))]
    if len(bent) > MOST_TRACKS:
        return None
    costs = {(left, right): cost(left, right) for left, right in permutations(bent, 2)}
    total, best = min(
        (
            (sum(costs[pair] for pair in combinations(order, 2)), order)
            for order in permutations(bent)
        ),
        key=itemgetter(0),
    )
    return list(best) if total < OVERLAP else None


def rows(spot: Spot) -> list[int]:
    """List the rows a wire arrives in."""
    return [target.port(spot) for target in spot.targets]


def cost(left: Spot, right: Spot) -> int:
    """Count how often two wires cross when ``left`` bends first; to share a row costs most."""
    arrivals = rows(left)
    crossings = sum(spans(right, row) for row in arrivals) + spans(left, right.out)
    return crossings + OVERLAP * (right.out in arrivals)


def spans(spot: Spot, row: int) -> bool:
    """Say whether the upright piece of a wire passes a row."""
    ends = [spot.out, *rows(spot)]
    return min(ends) <= row <= max(ends)


def channel(canvas: Canvas, x: int, layer: list[Spot], order: Sequence[Spot]) -> int:
    """Draw the wires between a layer and the next, and say how wide the channel is."""
    wide = 2 * len(order) + 2 + (not order)
    end = x + wide - 1
    for spot in layer:
        bend = x + 1 + 2 * order.index(spot) if spot in order else x
        if spot.targets:
            canvas.wire(spot.key, x, spot.out, bend, spot.out)
        for target in spot.targets:
            row = target.port(spot)
            canvas.wire(spot.key, bend, spot.out, bend, row)
            canvas.wire(spot.key, bend, row, end, row)
            if not target.passing:
                canvas.put(end, row, canvas.glyphs.pick("→", ">"), "wire")
    return wide


def table(graph: GraphFigure) -> Table:
    """Tell the graph in rows: what each vertex is computed from, its value and error signal."""
    parents: dict[str, list[str]] = {}
    labels = {vertex.key: vertex.label for vertex in graph.vertices}
    for parent, child in graph.edges:
        parents.setdefault(child, []).append(parent)
    columns: list[tuple[str, str, list[Inlines]]] = [
        ("node", "l", [(Maths(vertex.label),) for vertex in graph.vertices]),
        ("computed from", "l", []),
        ("value", "r", [number(vertex.above) for vertex in graph.vertices]),
        ("error signal", "r", [number(vertex.below) for vertex in graph.vertices]),
    ]
    for made in graph.vertices:
        cell: list[Words | Maths] = [Words(made.operation)] if made.operation else []
        for k, parent in enumerate(() if made.told else parents.get(made.key, ())):
            cell += [Words(", " if k else " of " if cell else ""), Maths(labels[parent])]
        columns[1][2].append(tuple(cell))
    kept = [column for column in columns if any(column[2])]
    return Table(
        head=tuple((Words(name),) for name, _, _ in kept),
        rows=tuple(zip(*(cells for _, _, cells in kept), strict=True)),
        align="".join(side for _, side, _ in kept),
    )


def number(node: object) -> Inlines:
    """Put a value in a cell, if there is one."""
    return () if node is None else (Maths(node),)  # type: ignore[arg-type]
