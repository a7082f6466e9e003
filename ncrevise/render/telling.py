"""Figures in words and tables, for where there is no drawing or no room for one."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from ncrevise.document import edges
from ncrevise.document.axes import brief, exact
from ncrevise.document.figure import (
    Chart,
    Gallery,
    GraphFigure,
    GridFigure,
    HeatMap,
    Map,
    NodeFigure,
    TreeFigure,
)
from ncrevise.document.tree import Emph, Listing, Maths, Paragraph, Table, Words
from ncrevise.maths.tree import Text
from ncrevise.render.console.graphs import table as graph_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ncrevise.document.figure import Branch, Cell, Figure
    from ncrevise.document.tree import Block, Inline, Inlines
    from ncrevise.maths.tree import Node

COLUMNS = 10  # of one table; a wider map goes on in the next


def whole(figure: Figure) -> tuple[Block, ...]:
    """Tell a figure: what it says, then what it shows."""
    said = (Paragraph((Words(figure.alt),)),) if figure.alt else ()
    return (*said, *TELLING[type(figure)](figure))


def told(figure: Figure) -> tuple[Block, ...]:
    """Tell a figure in place of its drawing; of some a table says all that their words do."""
    if isinstance(figure, GraphFigure | NodeFigure | TreeFigure):
        return TELLING[type(figure)](figure)
    said = (Paragraph((Emph((Words(figure.alt),)),)),) if figure.alt else ()
    return (*said, *TELLING[type(figure)](figure))


def words(text: str) -> Inlines:
    """Write running text."""
    return (Words(text),) if text else ()


def grids(figure: GridFigure) -> tuple[Block, ...]:
    """Tell grids row by row."""
    return tuple(
        Paragraph((Words(f"row {k}: "), *listed(row)))
        for grid in figure.grids
        for k, row in enumerate(grid.rows, 1)
    )


def listed(cells: Iterable[Cell]) -> list[Inline]:
    """Write cells with commas between."""
    told: list[Inline] = []
    for k, cell in enumerate(cells):
        known = Maths(cell.node) if cell.node is not None else None
        empty = Words("·" if cell.role != "wall" else "wall")
        told += [Words(", ")] * (k > 0) + [known or empty]
    return told


def graph(figure: GraphFigure) -> tuple[Block, ...]:
    """Tell a graph vertex by vertex."""
    return (graph_table(figure),)


def chart(figure: Chart) -> tuple[Block, ...]:
    """Tell where each line starts and ends, and how high and low it goes."""
    rows = [(words(s.name), *summary([y for _, y in s.points])) for s in figure.series]
    rows += [(words(name), *summary([height])) for name, height in figure.lines]
    head = ("", "first", "last", "lowest", "highest")
    caption = ", ".join(filter(None, (figure.y, figure.x and f"against {figure.x}")))
    return (Table(tuple(map(words, head)), tuple(rows), "lrrrr", caption=caption),)


def summary(values: list[float]) -> list[Inlines]:
    """Pick the numbers that say most about some values."""
    known = [value for value in values if isfinite(value)] or [float("nan")]
    return [(Maths(brief(v)),) for v in (known[0], known[-1], min(known), max(known))]


def gallery(figure: Gallery) -> tuple[Block, ...]:
    """Tell what stands under each picture."""
    captions = [image.caption for image in figure.images if image.caption]
    items = tuple((Paragraph(words(caption)),) for caption in captions)
    return (Listing(items, ordered=True),) if items else ()


def heat(figure: HeatMap) -> tuple[Block, ...]:
    """Tell a map as a table of its numbers."""
    corner = " / ".join(filter(None, (figure.y, figure.x)))
    bands = [slice(k, k + COLUMNS) for k in range(0, len(figure.along), COLUMNS)]
    return tuple(
        Table(
            (words(corner), *map(words, figure.along[band])),
            tuple(
                (words(label), *((Maths(exact(value, figure.places)),) for value in row[band]))
                for label, row in zip(figure.down, figure.rows, strict=True)
            ),
            "l" + "r" * len(figure.along[band]),
        )
        for band in bands
    )


def network(figure: Map) -> tuple[Block, ...]:
    """Tell a network vertex by vertex."""
    names = [spot.label or str(k) for k, spot in enumerate(figure.spots, 1)]
    beside: list[list[str]] = [[] for _ in names]
    for start, end in figure.edges:
        beside[start].append(names[end])
        beside[end].append(names[start])
    groups = dict(enumerate(figure.groups))
    rows = [
        (words(name), words(groups.get(spot.group, "")), words(", ".join(others)))
        for name, spot, others in zip(names, figure.spots, beside, strict=True)
    ]
    return (Table(tuple(map(words, ("vertex", "group", "joined to"))), tuple(rows), "lll"),)


def nodes(figure: NodeFigure) -> tuple[Block, ...]:
    """Tell a graph node by node."""
    return (edges.table(figure),)


def tree(figure: TreeFigure) -> tuple[Block, ...]:
    """Tell a tree in brackets."""
    return (Paragraph(tuple(bracketed(figure.root))),)


def bracketed(branch: Branch) -> Iterator[Inline]:
    """Write a node and all below it in brackets, its label first."""
    label = [] if branch.label is None else [spelled(branch.label)]
    if not branch.children:
        yield from label or [Words("·")]
        return
    yield Words("(")
    yield from label
    for k, child in enumerate(branch.children):
        yield from words(" " * (k > 0 or bool(label)))
        yield from bracketed(child)
    yield Words(")")


def spelled(label: Node) -> Inline:
    """Write a word as a word and anything else as a formula."""
    return Words(label.text) if isinstance(label, Text) else Maths(label)


TELLING: Mapping[type, Callable[[Any], tuple[Block, ...]]] = {
    GridFigure: grids,
    GraphFigure: graph,
    Chart: chart,
    Gallery: gallery,
    HeatMap: heat,
    Map: network,
    NodeFigure: nodes,
    TreeFigure: tree,
}
