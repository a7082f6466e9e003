"""Graphs, trees and curves in words, with all that a drawing of them shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.givens.kinds.support.numerals import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.givens.kinds.support.curve import Curve, Line
    from ncrevise.givens.kinds.support.graph import Edge, Graph
    from ncrevise.givens.kinds.support.tree import Tree


def graph_words(value: Graph) -> str:
    """Tell a graph edge by edge."""
    weight = "weighted " if value.weighted else ""
    article = "A" if weight or value.directed else "An"
    kind = f"{article} {weight}{'' if value.directed else 'un'}directed" if value.edges else "A"
    names = value.names
    nodes = f"{kind} graph with the node{'s' * (len(names) != 1)} {listed(names)}."
    if not value.edges:
        return f"{nodes} It has no edges."
    weighted = value.weighted
    edges = "; ".join(edge_words(edge, value, weighted=weighted) for edge in value.edges)
    return f"{nodes} Its edges: {edges}."


def edge_words(edge: Edge, value: Graph, *, weighted: bool) -> str:
    """Tell one edge."""
    start, end = value.names[edge.start], value.names[edge.end]
    weight = f" with weight {said(edge.weight)}" if weighted else ""
    if edge.start == edge.end:
        return f"{start} {'to' if value.directed else 'and'} itself{weight}"
    return f"{start} {'to' if value.directed else 'and'} {end}{weight}"


def tree_words(value: Tree) -> str:
    """Tell a tree: its leaves, then what each node joins, in the order of computing."""
    leaves = [leaf_words(leaf) for leaf in value.leaves]
    if not value.children:
        return f"A tree of one leaf, {leaves[0]}."
    told = [f"A tree. Its leaves from left to right: {', '.join(leaves)}."]
    waiting: list[str] = []  # nodes whose parent is still to come
    for node in value.postorder():
        if not node.children:
            waiting.append(leaf_words(node))
            continue
        waiting, joined = waiting[: -len(node.children)], waiting[-len(node.children) :]
        number = f"{len(told)}" + (f" ({node.label})" if node.label else "")
        root = ", the root," if node is value else ""
        verb = "joins" if len(joined) > 1 else "stands over"
        told.append(f"Node {number}{root} {verb} {listed(joined)}.")
        waiting.append(f"node {number}")
    return " ".join(told)


def leaf_words(leaf: Tree) -> str:
    """Write a leaf in a sentence."""
    return leaf.label if leaf.number is None else said(leaf.number)


def listed(names: Sequence[str]) -> str:
    """Write names with commas, the last after *and*.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def curve_words(value: Curve) -> str:
    """Tell curves point by point."""
    many = f"{len(value.lines)} curves. " if len(value.lines) > 1 else ""
    return many + " ".join(map(line_words, value.lines))


def line_words(line: Line) -> str:
    """Tell one curve."""
    name = f"The curve {line.name}".strip()
    if line.counted:
        return f"{name}, counted from 1: {', '.join(map(said, line.ys))}."
    pairs = "; ".join(f"{said(y)} at {said(x)}" for x, y in line.points)
    return f"{name}: {pairs}."
