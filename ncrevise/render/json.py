"""A document as plain data: for ``--format json``, and for the template of the PDF.

Schema 1. A document is ``{"schema": 1, "title", "language", "blocks": […]}``. Every block
and inline is an object with a ``kind``; what else it has stands in ``block`` and ``inline``
below. A formula is ``{"kind": "maths", "tree", "alt"}``: the tree as ``maths.json`` writes
it and the same in spoken words.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from math import inf, isfinite
from typing import TYPE_CHECKING, Any, TypeAlias

from ncrevise.document.figure import (
    Branch,
    Cell,
    Chart,
    Figure,
    Gallery,
    GraphFigure,
    Grid,
    GridFigure,
    HeatMap,
    Map,
    NodeFigure,
    TreeFigure,
    Vertex,
)
from ncrevise.document.tree import (
    Aside,
    Block,
    Code,
    CodeBlock,
    Document,
    Emph,
    Equation,
    Heading,
    Inline,
    Inlines,
    Keep,
    Listing,
    Maths,
    PageBreak,
    Paragraph,
    Part,
    Step,
    Strong,
    Table,
    Words,
)
from ncrevise.maths.json import to_json as tree
from ncrevise.maths.width import width
from ncrevise.maths.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ncrevise.maths.tree import Node

Json: TypeAlias = dict[str, Any]

SCHEMA = 1


def render(document: Document) -> str:
    """Write a document as JSON text."""
    return json.dumps(to_json(document), ensure_ascii=False, indent=2) + "\n"


def to_json(document: Document) -> Json:
    """Turn a document into plain data that ``json`` can write."""
    return Writer().document(document)


@dataclass(frozen=True, slots=True)
class Writer:
    """Turns blocks into data.

    Args:
        room: the width of a line, in em; a formula that is wider is broken.
        insets: what kinds of block take from it for what stands inside them.
    """

    room: float = inf
    insets: Mapping[str, float] = field(default_factory=dict)

    def document(self, document: Document) -> Json:
        """Write a document."""
        return {
            "schema": SCHEMA,
            "title": document.title,
            "language": document.language,
            "blocks": self.blocks(document.blocks),
        }

    def blocks(self, blocks: tuple[Block, ...]) -> list[Json]:
        """Write blocks."""
        return [self.block(block) for block in blocks]

    def inner(self, kind: str, blocks: tuple[Block, ...]) -> list[Json]:
        """Write blocks that stand further in."""
        return replace(self, room=self.room - self.insets.get(kind, 0.0)).blocks(blocks)

    def block(self, block: Block) -> Json:
        """Write a block."""
        match block:
            case Paragraph(items):
                return {"kind": "paragraph", "items": inlines(items)}
            case Heading(level, items, note):
                return {"kind": "heading", "level": level, "items": inlines(items), "note": note}
            case Equation(node):
                return self.equation(node)
            case Table():
                return table(block)
            case Listing(items, ordered):
                entries = [self.inner("list", item) for item in items]
                return {"kind": "list", "ordered": ordered, "items": entries}
            case CodeBlock(text):
                return {"kind": "code", "text": text}
            case Step(number, title, body):
                head = {"kind": "step", "number": number, "title": inlines(title)}
                return {**head, "body": self.inner("step", body)}
            case Part(letter, marks, body, space):
                head = {"kind": "part", "letter": letter, "marks": marks, "space": space}
                return {**head, "body": self.inner("part", body)}
            case Aside(role, body):
                return {"kind": "aside", "role": role, "body": self.inner("aside", body)}
            case Keep(body):
                return {"kind": "keep", "body": self.blocks(body)}
            case PageBreak():
                return {"kind": "page-break"}
            case _:
                return figure(block)

    def equation(self, node: Node) -> Json:
        """Write a displayed formula; ``wide`` says that it doesn't fit even when broken."""
        shown = wrap(node, self.room, width)
        wide = width(shown) > self.room
        return {"kind": "equation", "tree": tree(shown), "wide": wide, "alt": spoken(node)}


def inlines(items: Inlines) -> list[Json]:
    """Write running text."""
    return [inline(item) for item in items]


def inline(item: Inline) -> Json:
    """Write one piece of running text."""
    match item:
        case Words(text):
            return {"kind": "words", "text": text}
        case Maths(node):
            return maths(node)
        case Strong(items):
            return {"kind": "strong", "items": inlines(items)}
        case Emph(items):
            return {"kind": "emph", "items": inlines(items)}
        case Code(text):
            return {"kind": "code", "text": text}


def maths(node: Node) -> Json:
    """Write a formula: what it looks like and how it is spoken."""
    return {"kind": "maths", "tree": tree(node), "alt": spoken(node)}


def perhaps(node: Node | None) -> Json | None:
    """Write a formula that may be missing."""
    return None if node is None else maths(node)


def spoken(node: Node) -> str:
    """Say a formula in words; one that shows nothing is said too."""
    from ncrevise.maths.speech import speak

    return speak(node) or "blank"


def table(block: Table) -> Json:
    """Write a table."""
    return {
        "kind": "table",
        "head": [inlines(cell) for cell in block.head],
        "rows": [[inlines(cell) for cell in row] for row in block.rows],
        "align": list(block.align),
        "total": block.total,
        "caption": block.caption,
    }


def figure(block: Figure) -> Json:
    """Write a figure: its data, and a drawing of it."""
    from ncrevise.render.svg import figure as draw

    shape, data = SHAPES[type(block)]
    drawn = {"alt": block.alt or "A figure", "svg": draw(block)}
    return {"kind": "figure", "shape": shape, **data(block), **drawn}


def grids(block: GridFigure) -> Json:
    """Write what grids show."""
    return {"grids": [*map(grid, block.grids)], "operators": list(block.operators)}


def graph(block: GraphFigure) -> Json:
    """Write what a computation graph shows."""
    vertices = [vertex(each) for each in block.vertices]
    return {"vertices": vertices, "edges": [list(edge) for edge in block.edges]}


def nodes(block: NodeFigure) -> Json:
    """Write what a graph shows."""
    named = zip(block.names, block.places, strict=True)
    return {
        "nodes": [{"name": name, "x": x, "y": y} for name, (x, y) in named],
        "edges": [
            {"start": link.start, "end": link.end, "label": perhaps(link.label)}
            for link in block.links
        ],
        "directed": block.directed,
    }


def branch(block: Branch) -> Json:
    """Write a node of a tree with all below it."""
    return {"label": perhaps(block.label), "children": [*map(branch, block.children)]}


def numbers(block: Chart | Gallery | HeatMap | Map) -> Json:
    """Write what a figure of plain numbers shows; null for one that isn't finite."""
    return {name: finite(value) for name, value in asdict(block).items()}


def finite(value: Any) -> Any:  # noqa: ANN401 - whatever a figure holds
    """Write numbers as JSON knows them."""
    match value:
        case dict():
            return {name: finite(each) for name, each in value.items()}
        case list() | tuple():
            return [finite(each) for each in value]
        case float() if not isfinite(value):
            return None
    return value


def grid(block: Grid) -> Json:
    """Write a grid."""
    return {
        "rows": [[cell(each) for each in row] for row in block.rows],
        "boxed": list(block.boxed) if block.boxed else None,
        "frame": block.frame,
        "label": perhaps(block.label),
    }


def cell(block: Cell) -> Json:
    """Write a cell of a grid."""
    return {"value": perhaps(block.node), "role": block.role, "arrow": block.arrow}


def vertex(block: Vertex) -> Json:
    """Write a node of a computation graph."""
    return {
        "key": block.key,
        "label": maths(block.label),
        "operation": block.operation,
        "above": perhaps(block.above),
        "below": perhaps(block.below),
    }


SHAPES: dict[type, tuple[str, Callable[[Any], Json]]] = {
    GridFigure: ("grids", grids),
    GraphFigure: ("graph", graph),
    Chart: ("chart", numbers),
    Gallery: ("gallery", numbers),
    HeatMap: ("heat-map", numbers),
    Map: ("map", numbers),
    NodeFigure: ("nodes", nodes),
    TreeFigure: ("tree", lambda block: {"root": branch(block.root)}),
}
