"""Where the vertices of a graph go: layers, the order in each, and rows.

An edge that passes over a layer holds a place in it (a ``Spot`` without a vertex), so that
every wire joins two neighbouring layers. All far edges of one vertex share their places.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.document.figure import GraphFigure

GAP = 1


@dataclass(slots=True, eq=False)
class Spot:
    """A place in a layer.

    Args:
        key: the vertex there, or the one whose edge passes.
        passing: whether only an edge passes.
        height: rows it takes.
        y: its first row.
        sources: places in the layer before that lead here.
        targets: places in the next layer.
    """

    key: str
    passing: bool
    height: int = 1
    y: int = 0
    sources: list[Spot] = field(default_factory=list)
    targets: list[Spot] = field(default_factory=list)

    @property
    def out(self) -> int:
        """Find the row its edges leave from."""
        return self.y + (self.height - 1) // 2

    def port(self, source: Spot) -> int:
        """Find the row where the edge from ``source`` arrives."""
        if self.passing:
            return self.y
        order = sorted(self.sources, key=lambda spot: spot.out)
        first = self.out - (len(order) - 1) // 2
        return min(max(first, self.y + 1), self.y + self.height - 1 - len(order)) + order.index(
            source
        )


def arrange(graph: GraphFigure, height: Callable[[str, int], int]) -> list[list[Spot]]:
    """Place every vertex.

    Args:
        graph: what is drawn.
        height: rows for a vertex, from its key and its number of incoming edges.
    """
    layers = spots(graph)
    for layer in layers:
        for spot in layer:
            spot.height = 1 if spot.passing else height(spot.key, len(spot.sources))
    for _ in range(2):
        for before in reversed(layers[:-1]):
            before.sort(key=lambda spot: middle(spot.targets, layers))
        for after in layers[1:]:
            after.sort(key=lambda spot: middle(spot.sources, layers))
    for layer in layers:
        set_rows(layer)
    lift(layers)
    return layers


def depths(graph: GraphFigure) -> dict[str, int]:
    """Number the layers; an input moves up to the vertex that first needs it."""
    depth = {key: k for k, layer in enumerate(graph.layers()) for key in layer}
    children: dict[str, list[int]] = {}
    for parent, child in graph.edges:
        children.setdefault(parent, []).append(depth[child])
    made = {child for _, child in graph.edges}
    return {
        key: min(children[key]) - 1 if key not in made and key in children else layer
        for key, layer in depth.items()
    }


def spots(graph: GraphFigure) -> list[list[Spot]]:
    """Fill the layers with vertices and passing edges, and join them."""
    depth = depths(graph)
    layers: list[list[Spot]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    at: dict[tuple[str, int], Spot] = {}
    for key, layer in depth.items():
        at[key, layer] = Spot(key, passing=False)
        layers[layer].append(at[key, layer])
    for parent, child in dict.fromkeys(graph.edges):
        spot = at[parent, depth[parent]]
        for layer in range(depth[parent] + 1, depth[child]):
            if (parent, layer) not in at:
                at[parent, layer] = Spot(parent, passing=True)
                layers[layer].append(at[parent, layer])
                join(spot, at[parent, layer])
            spot = at[parent, layer]
        join(spot, at[child, depth[child]])
    return layers


def join(source: Spot, target: Spot) -> None:
    """Lead an edge from one place to the next."""
    source.targets.append(target)
    target.sources.append(source)


def middle(neighbours: list[Spot], layers: list[list[Spot]]) -> float:
    """Average the positions of neighbours, as a share of their layer."""
    if not neighbours:
        return 0.5
    layer = next(layer for layer in layers if neighbours[0] in layer)
    return sum((layer.index(spot) + 0.5) / len(layer) for spot in neighbours) / len(neighbours)


def set_rows(layer: list[Spot]) -> None:
    """Give each place rows near those of its sources, none overlapping."""
    free = None
    for spot in layer:
        wanted = spot.y
        if spot.sources:
            level = sum(source.out for source in spot.sources) / len(spot.sources)
            wanted = round(level) - (spot.height - 1) // 2
        spot.y = wanted if free is None else max(wanted, free)
        free = spot.y + spot.height + GAP


def lift(layers: list[list[Spot]]) -> None:
    """Move all so that the first row is row 0."""
    top = min((spot.y for layer in layers for spot in layer), default=0)
    for layer in layers:
        for spot in layer:
            spot.y -= top
