"""Matrices of graphs and their neighbourhoods against networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.graphs import adjacency

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "networkx"
GRADIENTS = False
BAD = [("A", 0), ("A", 1)]


def graph(r: Case, nodes: int) -> Any:
    """Draw an undirected graph, without loops."""
    above = np.triu(r.noise.chance((nodes, nodes), 0.4), 1)
    return (above + above.T).astype(float)


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    nodes = r.size(1, 9)
    order = r.noise.order(nodes)
    return {"hops": r.size(0, 3), "v": r.size(0, nodes - 1), "order": order}, {"A": graph(r, nodes)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    A, near = a["A"], np.zeros_like(a["A"][0])
    near[list(adjacency.around(A, s["v"], s["hops"]))] = 1
    return (
        adjacency.normalised(A),
        adjacency.laplacian(A),
        near,
        adjacency.relabelled(A, s["order"]),
        adjacency.adjacency(np.argwhere(np.triu(A)).tolist(), len(A)).astype(A.dtype),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import networkx as nx

    nodes = len(a["A"])
    g = nx.from_numpy_array(a["A"])
    looped = g.copy()
    looped.add_edges_from((v, v) for v in range(nodes))
    hat = np.eye(nodes) - nx.normalized_laplacian_matrix(looped).toarray()
    near = np.zeros(nodes)
    near[list(nx.ego_graph(g, s["v"], s["hops"]).nodes)] = 1
    turned = nx.to_numpy_array(g, nodelist=s["order"].tolist())
    return hat, nx.laplacian_matrix(g).toarray(), near, turned, a["A"]
