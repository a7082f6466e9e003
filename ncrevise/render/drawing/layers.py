"""Where the nodes of a graph go: layers from left to right, with few crossings.

An edge over several layers gets a waypoint in each, which takes its place in the order
like a node, so that edges go round nodes and not through them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ncrevise.document.figure import GraphFigure

SWEEPS = 8
WAYPOINT = 0.4  # of a node's room

Neighbours = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Layers of nodes and waypoints, their heights, and the way each edge takes."""

    layers: tuple[tuple[str, ...], ...]
    height: Mapping[str, float]
    routes: tuple[tuple[str, ...], ...]


def arrange(figure: GraphFigure) -> Layout:
    """Lay out a graph; heights are in rows, the topmost node at 0."""
    depth = depths(figure)
    routes = tuple(route(edge, depth) for edge in figure.edges)
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for key, layer in depth.items():
        layers[layer].append(key)
    for way in routes:
        for offset, point in enumerate(way[1:-1], start=1):
            layers[depth[way[0]] + offset].append(point)
    before, after = links(routes)
    sort(layers, before, after)
    height = settle(layers, before, after, frozenset(depth))
    top = min(height.values(), default=0.0)
    level = {key: y - top for key, y in height.items()}
    return Layout(tuple(map(tuple, layers)), level, routes)


def depths(figure: GraphFigure) -> dict[str, int]:
    """Give each node its layer; an input stands right before the first node that uses it."""
    depth = {key: layer for layer, keys in enumerate(figure.layers()) for key in keys}
    inner = {child for _, child in figure.edges}
    first: dict[str, int] = {}
    for parent, child in figure.edges:
        first[parent] = min(depth[child] - 1, first.get(parent, depth[child] - 1))
    return {key: depth[key] if key in inner else first.get(key, 0) for key in depth}


def route(edge: tuple[str, str], depth: Mapping[str, int]) -> tuple[str, ...]:
    """List the points an edge goes through: its ends and a waypoint a layer between."""
    start, end = edge
    between = range(depth[start] + 1, depth[end])
    return (start, *(f"{start}\0{end}\0{layer}" for layer in between), end)


def links(routes: Sequence[tuple[str, ...]]) -> tuple[Neighbours, Neighbours]:
    """List each point's neighbours on the left and on the right."""
    before: Neighbours = {}
    after: Neighbours = {}
    for way in routes:
        for left, right in pairwise(way):
            before.setdefault(right, []).append(left)
            after.setdefault(left, []).append(right)
    return before, after


def sort(layers: list[list[str]], before: Neighbours, after: Neighbours) -> None:
    """Order every layer by the mean place of its neighbours, sweeping to and fro."""
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        near = before if forwards else after
        for layer in layers if forwards else reversed(layers):
            place = {key: k / len(keys) for keys in layers for k, key in enumerate(keys, start=1)}
            layer.sort(key=lambda key: mean(near.get(key, []), place, place[key]))


def settle(
    layers: list[list[str]], before: Neighbours, after: Neighbours, nodes: frozenset[str]
) -> dict[str, float]:
    """Choose heights: each point near the mean of its neighbours, none on top of another."""
    height = {key: k - (len(keys) - 1) / 2 for keys in layers for k, key in enumerate(keys)}
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 else reversed(layers):
            wanted = [
                mean([*before.get(key, []), *after.get(key, [])], height, height[key])
                for key in layer
            ]
            height.update(zip(layer, spread(layer, wanted, nodes), strict=True))
    return height


def spread(layer: Sequence[str], wanted: Sequence[float], nodes: frozenset[str]) -> list[float]:
    """Push points apart that are too close, and shift them all back to where they wished."""
    placed: list[float] = []
    for k, wish in enumerate(wanted):
        if k == 0:
            placed.append(wish)
            continue
        both = layer[k - 1] in nodes and layer[k] in nodes
        either = layer[k - 1] in nodes or layer[k] in nodes
        room = 1.0 if both else (1 + WAYPOINT) / 2 if either else WAYPOINT
        placed.append(max(wish, placed[-1] + room))
    shift = sum(wish - y for wish, y in zip(wanted, placed, strict=True)) / max(1, len(placed))
    return [y + shift for y in placed]


def mean(keys: Sequence[str], place: Mapping[str, float], default: float) -> float:
    """Average the places of some points."""
    return sum(place[key] for key in keys) / len(keys) if keys else default
