"""Figures as data: what is drawn, not how. The SVG and terminal drawings read the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from ncrevise.maths.tree import Node

Role: TypeAlias = Literal["", "window", "kernel", "result", "muted", "wall", "goal", "trap"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of a grid.

    Args:
        node: what stands in it; None leaves a dot (an entry not yet worked out).
        role: its part in the picture, shown by colour and by shape.
        arrow: a greedy direction, ``↑ ↓ ← →``, or empty.
    """

    node: Node | None
    role: Role = ""
    arrow: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A rectangle of cells.

    Args:
        rows: the cells.
        boxed: (top, left, height, width) of a window with a frame around it, or None.
        frame: matrix brackets, a ruled grid (a board or gridworld), or nothing.
        label: a symbol under the grid.
    """

    rows: tuple[tuple[Cell, ...], ...]
    boxed: tuple[int, int, int, int] | None = None
    frame: Literal["brackets", "ruled", "none"] = "brackets"
    label: Node | None = None


@dataclass(frozen=True, slots=True)
class GridFigure:
    """Grids in a row with an operator between each two: ``X ∗ K = Y``.

    Args:
        grids: the grids.
        operators: one character between neighbours; one fewer than the grids.
        alt: the same in a sentence, for those who do not see it.
    """

    grids: tuple[Grid, ...]
    operators: tuple[str, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Vertex:
    """A node of a computation graph.

    Args:
        key: its name in the edges.
        label: what it is called.
        operation: the operation that makes it, shown inside (``+``, ``×``, ``σ``); empty for
            an input.
        above: its value, or None when not known yet.
        below: its error signal, or None.
        told: whether the operation is a whole formula, which names what it is computed from.
    """

    key: str
    label: Node
    operation: str = ""
    above: Node | None = None
    below: Node | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class GraphFigure:
    """A directed acyclic graph, drawn in layers from left to right.

    Args:
        vertices: in topological order.
        edges: pairs of keys, from parent to child.
        alt: the same in sentences.
    """

    vertices: tuple[Vertex, ...]
    edges: tuple[tuple[str, str], ...]
    alt: str = field(default="")

    def layers(self) -> tuple[tuple[str, ...], ...]:
        """Place every vertex one layer after its last parent; each layer in given order."""
        depth: dict[str, int] = {}
        parents: dict[str, list[str]] = {}
        for parent, child in self.edges:
            parents.setdefault(child, []).append(parent)
        for vertex in self.vertices:
            depth[vertex.key] = 1 + max((depth[p] for p in parents.get(vertex.key, ())), default=-1)
        last = max(depth.values(), default=-1)
        return tuple(
            tuple(key for key, layer in depth.items() if layer == wanted)
            for wanted in range(last + 1)
        )


Figure: TypeAlias = GridFigure | GraphFigure
