"""A graph by its edges: ``a-b, b-c``, directed ``a->b``, with weights ``a-b:2``.

Edges stand between commas, semicolons or line ends. A name by itself is a node, so that one
without edges can be there; ``a-a`` joins a node to itself, and ``a-b-c`` is two edges. An edge
without a weight weighs 1. Nodes are numbered in the order they come in, or by size where all
names are numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError
from ncrevise.givens.kinds.support import numerals
from ncrevise.givens.kinds.support.arrows import LIKE, parted
from ncrevise.givens.kinds.support.graph import Edge, Graph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ncrevise.document.figure import NodeFigure
    from ncrevise.document.tree import Table
    from ncrevise.givens.declare import Given
    from ncrevise.maths.tree import Scalar

__all__ = ["LIFTED", "Edge", "Graph", "coerce", "read", "show", "write"]

LIFTED = False
MOST_TEXT = 20_000
MOST_NODES = 60
MOST_EDGES = 500
MOST_DRAWN, MOST_WEIGHTS = 60, 20  # edges, and edges with weights
DIRECTED = {"->", "→"}


def read(text: str, given: Given) -> Graph:
    """Read a graph.

    >>> from ncrevise.givens.declare import Given
    >>> read("a-b, b-c", Given("the graph", "graph")).names
    ('a', 'b', 'c')
    """
    if len(text) > MOST_TEXT:
        raise AnswerError(f"A graph may take {MOST_TEXT:,} characters, not {len(text):,}.")
    pieces = [piece.strip() for piece in re.split(r"[,;\n]", text) if piece.strip()]
    names: dict[str, None] = {}
    edges: list[tuple[str, str, Scalar]] = []
    signs: dict[bool, str] = {}
    for piece in pieces:
        nodes, arrows, weight = parted(piece, given)
        names |= dict.fromkeys(nodes)
        edges += [(nodes[k], nodes[k + 1], weight) for k in range(len(arrows))]
        for arrow in arrows:
            signs.setdefault(arrow in DIRECTED, piece)
    if len(signs) > 1:
        raise AnswerError(f"{signs[True]} is directed, {signs[False]} is not: all must be alike.")
    if not 1 <= len(names) <= MOST_NODES or len(edges) > MOST_EDGES:
        least = f"From 1 to {MOST_NODES} nodes and up to {MOST_EDGES} edges are read"
        raise AnswerError(f"{least}, not {len(names)} and {len(edges)}. {LIKE}")
    return assembled(names, edges, directed=True in signs)


def assembled(
    names: Iterable[str], edges: list[tuple[str, str, Scalar]], *, directed: bool
) -> Graph:
    """Number the nodes and order the edges, each there once."""
    order = list(names)
    if all(name.isdecimal() for name in order):
        order.sort(key=lambda name: (int(name), name))
    place = {name: k for k, name in enumerate(order)}
    found: dict[tuple[int, int], Edge] = {}
    for start, end, weight in edges:
        ends = place[start], place[end]
        ends = ends if directed else (min(ends), max(ends))
        if ends in found:
            sign = "->" if directed else "-"
            raise AnswerError(f"The edge {start}{sign}{end} is there twice.")
        found[ends] = Edge(*ends, weight)
    return Graph(tuple(order), tuple(sorted(found.values(), key=lambda e: e[:2])), directed)


def coerce(value: object, given: Given) -> Graph:
    """Take a string, or a list of edges as strings.

    >>> from ncrevise.givens.declare import Given
    >>> len(coerce(["a-b", "b-c"], Given("the graph", "graph")).edges)
    2
    """
    if isinstance(value, list | tuple) and all(isinstance(edge, str) for edge in value):
        value = "\n".join(value)
    if not isinstance(value, str):
        raise AnswerError(f"A graph is written as text. {LIKE}")
    return read(value, given)


def write(value: Graph) -> str:
    """Write it to be typed again; names come first where edges don't give their order.

    >>> write(Graph(("a", "b", "c"), (Edge(0, 1, 2),)))
    'a-b:2, c'
    """
    sign = "->" if value.directed else "-"
    edges = [
        f"{value.names[start]}{sign}{value.names[end]}{weighed(weight)}"
        for start, end, weight in value.edges
    ]
    met = dict.fromkeys(k for edge in value.edges for k in edge[:2])
    alone = [k for k in range(len(value.names)) if k not in met]
    if [*met, *alone] != list(range(len(value.names))):
        return ", ".join([*value.names, *edges])
    return ", ".join([*edges, *(value.names[k] for k in alone)])


def weighed(weight: Scalar) -> str:
    """Write the weight of an edge, 1 left out."""
    return "" if weight == 1 else f":{numerals.written(weight)}"


def show(value: Graph) -> NodeFigure | Table:
    """Show it as a drawing, or as a table when it has too many edges to be told apart."""
    from ncrevise.document.edges import table
    from ncrevise.givens.kinds.support.pictures import graph

    figure = graph(value)
    clear = len(value.edges) <= (MOST_WEIGHTS if value.weighted else MOST_DRAWN)
    return figure if clear else table(figure)
