"""The edges of a drawn graph as a table, for where a drawing would not be clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.document.tree import Maths, Table, Words

if TYPE_CHECKING:
    from ncrevise.document.figure import NodeFigure
    from ncrevise.document.tree import Inline, Inlines


def table(figure: NodeFigure) -> Table:
    """List for every node where its edges lead, weights in brackets."""
    beside: list[list[Inlines]] = [[] for _ in figure.names]
    for link in figure.links:
        weight: Inlines = (Words(" ("), Maths(link.label), Words(")")) if link.label else ()
        beside[link.start].append((Words(figure.names[link.end]), *weight))
        if not figure.directed and link.start != link.end:
            beside[link.end].append((Words(figure.names[link.start]), *weight))
    rows = tuple(
        ((Words(name),), separated(others))
        for name, others in zip(figure.names, beside, strict=True)
    )
    head = (Words("node"),), (Words("edges to" if figure.directed else "joined to"),)
    weighted = any(link.label for link in figure.links)
    caption = "Edges, and in brackets their weights" if weighted else "Edges"
    return Table(head, rows, "ll", caption=caption)


def separated(entries: list[Inlines]) -> Inlines:
    """Put commas between."""
    found: list[Inline] = []
    for entry in entries:
        found += [Words(", "), *entry] if found else entry
    return tuple(found)
