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


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart.

    Args:
        name: what it is called in the legend.
        points: (x, y) pairs from left to right; a y that is not finite breaks the line.
        dots: whether the points stand alone, as measurements do.
    """

    name: str
    points: tuple[tuple[float, float], ...]
    dots: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines or dots over two axes.

    Args:
        series: at most six, told apart by more than colour.
        x: what is counted across, with its unit.
        y: what is measured upwards.
        alt: the same in a sentence, with its message.
        log_x: whether the horizontal axis is logarithmic; only positive values are drawn.
        log_y: whether the vertical one is.
        lines: horizontal lines to compare with, each a name and a height.
        equal: whether a unit is as long across as upwards, as on a map of points.
    """

    series: tuple[Series, ...]
    x: str
    y: str
    alt: str
    log_x: bool = False
    log_y: bool = False
    lines: tuple[tuple[str, float], ...] = ()
    equal: bool = False


@dataclass(frozen=True, slots=True)
class Shaded:
    """A picture of shades.

    Args:
        rows: 0 for paper to 1 for ink; with ``signed`` of its figure, −1 to 1.
        caption: a few words under it.
    """

    rows: tuple[tuple[float, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Gallery:
    """Small pictures in rows, such as digits.

    Args:
        images: all of one size.
        across: how many stand beside each other where there is room.
        alt: the same in a sentence.
        signed: whether shades go from −1, one colour, over 0, paper, to 1, another.
    """

    images: tuple[Shaded, ...]
    across: int
    alt: str
    signed: bool = False

    def beside(self, room: int) -> int:
        """Say how many stand in a row with room for so many; short of room, rows are even."""
        count = min(self.across, room, len(self.images))
        rows = -(-len(self.images) // max(1, count))
        return max(1, count if room >= self.across else -(-len(self.images) // max(1, rows)))


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A labelled table of shades: attention, confusion, values.

    Args:
        rows: numbers; shades go from ``low`` to ``high``.
        down: a label a row.
        along: a label a column.
        low: the value of paper.
        high: the value of ink.
        alt: the same in a sentence, with its message.
        x: what the columns are.
        y: what the rows are.
        places: decimals of the numbers written into the cells; None writes none.
    """

    rows: tuple[tuple[float, ...], ...]
    down: tuple[str, ...]
    along: tuple[str, ...]
    alt: str
    low: float = 0.0
    high: float = 1.0
    x: str = ""
    y: str = ""
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A vertex of a network map.

    Args:
        x: from 0, left, to 1, right.
        y: from 0, bottom, to 1, top.
        label: a word or number, or empty.
        group: which of at most four groups it belongs to, shown by shape and colour.
    """

    x: float
    y: float
    label: str = ""
    group: int = 0


@dataclass(frozen=True, slots=True)
class Map:
    """Vertices at given places, joined by undirected edges.

    Args:
        spots: the vertices.
        edges: pairs of positions in ``spots``.
        alt: the same in sentences.
        groups: what the groups are called, in order.
    """

    spots: tuple[Spot, ...]
    edges: tuple[tuple[int, int], ...]
    alt: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of a drawn graph.

    Args:
        start: the position of a node.
        end: that of another, or of the same.
        label: what stands at the edge, such as its weight, or None.
    """

    start: int
    end: int
    label: Node | None = None


@dataclass(frozen=True, slots=True)
class NodeFigure:
    """A graph to be read off: every node and every edge can be told from the others.

    Args:
        names: what is written in each node.
        places: of the nodes, from 0, left and bottom, to 1, right and top.
        links: the edges.
        alt: the same in sentences, all edges included.
        directed: whether edges are arrows.
    """

    names: tuple[str, ...]
    places: tuple[tuple[float, float], ...]
    links: tuple[Link, ...]
    alt: str
    directed: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of a drawn tree.

    Args:
        label: what stands there; None leaves a dot.
        children: from left to right; none at a leaf.
    """

    label: Node | None = None
    children: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class TreeFigure:
    """A tree from its root down to its leaves.

    Args:
        root: the node at the top.
        alt: the same in sentences, every node included.
    """

    root: Branch
    alt: str


Figure: TypeAlias = (
    GridFigure | GraphFigure | Chart | Gallery | HeatMap | Map | NodeFigure | TreeFigure
)
