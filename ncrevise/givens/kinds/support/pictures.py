"""Drawings of graphs, trees and curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.document.figure import Branch, Chart, Link, NodeFigure, Series, TreeFigure
from ncrevise.givens.kinds.support.ring import places
from ncrevise.givens.kinds.support.telling import curve_words, graph_words, tree_words
from ncrevise.maths.tree import Num, Text

if TYPE_CHECKING:
    from ncrevise.givens.kinds.support.curve import Curve
    from ncrevise.givens.kinds.support.graph import Graph
    from ncrevise.givens.kinds.support.tree import Tree


def graph(value: Graph) -> NodeFigure:
    """Draw a graph, its nodes on a ring."""
    weighted = value.weighted
    links = tuple(Link(u, v, Num(weight) if weighted else None) for u, v, weight in value.edges)
    ring = places(len(value.names), tuple((u, v) for u, v, _ in value.edges if u != v))
    return NodeFigure(value.names, ring, links, graph_words(value), value.directed)


def tree(value: Tree) -> TreeFigure:
    """Draw a tree."""
    return TreeFigure(branch(value), tree_words(value))


def branch(value: Tree) -> Branch:
    """Draw one node with all below it."""
    label = Num(value.number) if value.number is not None else Text(value.label)
    bare = value.number is None and not value.label
    return Branch(None if bare else label, tuple(map(branch, value.children)))


def chart(value: Curve, x: str = "", y: str = "") -> Chart:
    """Draw curves.

    Args:
        value: the curves.
        x: what is counted across; the number of the point where it is left out and counted.
        y: what is measured upwards.
    """
    counted = all(line.counted for line in value.lines)
    series = tuple(
        Series(line.name or "curve", tuple((float(x), float(y)) for x, y in line.points))
        for line in value.lines
    )
    return Chart(series, x or ("step" if counted else ""), y, curve_words(value))
