"""A graph as a value: who is joined to whom, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ncrevise.maths.tree import Scalar


class Edge(NamedTuple):
    """An edge from one node to another, both by their places."""

    start: int
    end: int
    weight: Scalar = 1


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges.

    Args:
        names: of the nodes; a node's place among them is its number, from 0.
        edges: in order; one of an undirected graph goes from the lower place to the higher.
        directed: whether edges lead from start to end only.

    >>> path = Graph(("a", "b", "c"), (Edge(0, 1), Edge(1, 2)))
    >>> path.neighbours(1)
    (0, 2)
    """

    names: tuple[str, ...]
    edges: tuple[Edge, ...] = ()
    directed: bool = False

    @property
    def weighted(self) -> bool:
        """Say whether any edge weighs other than 1.

        >>> Graph(("a", "b"), (Edge(0, 1, 2),)).weighted
        True
        """
        return any(edge.weight != 1 for edge in self.edges)

    @property
    def rows(self) -> tuple[tuple[Scalar, ...], ...]:
        """Write the adjacency matrix in exact numbers: row i, column j is the edge from i to j.

        >>> Graph(("a", "b"), (Edge(0, 1),), directed=True).rows
        ((0, 1), (0, 0))
        """
        found: list[list[Scalar]] = [[0] * len(self.names) for _ in self.names]
        for start, end, weight in self.edges:
            found[start][end] = weight
            if not self.directed:
                found[end][start] = weight
        return tuple(map(tuple, found))

    @property
    def adjacency(self) -> NDArray[Any]:
        """Write the adjacency matrix as an array, shape (N, N): 0 and 1, or weights.

        Row i, column j is the edge from i to j; transposed, row i lists who sends to i.

        >>> Graph(("a", "b"), (Edge(0, 1),)).adjacency.tolist()
        [[0, 1], [1, 0]]
        """
        import numpy as np

        whole = all(isinstance(edge.weight, int) for edge in self.edges)
        return np.array(self.rows, dtype=int if whole else float)

    def neighbours(self, node: int) -> tuple[int, ...]:
        """List where edges from a node lead, itself with them when it has an edge to itself.

        >>> Graph(("a", "b"), (Edge(0, 1),), directed=True).neighbours(1)
        ()
        """
        return tuple(place for place, weight in enumerate(self.rows[node]) if weight != 0)

    def degree(self, node: int) -> int:
        """Count the edges from a node; one to itself counts once.

        >>> Graph(("a", "b"), (Edge(0, 0), Edge(0, 1))).degree(0)
        2
        """
        return len(self.neighbours(node))
