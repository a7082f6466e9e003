"""Which drawing in characters each kind of figure has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

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
from ncrevise.render.console import charts, galleries, graphs, grids, heat, maps, nodes, trees

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ncrevise.document.figure import Figure
    from ncrevise.maths.canvas import Box
    from ncrevise.maths.inline import Inline

Drawers: TypeAlias = "Mapping[type, Callable[[Any, int, Inline], Box | None]]"

PLAIN: Drawers = {
    GridFigure: grids.draw,
    GraphFigure: graphs.draw,
    Chart: charts.draw,
    Gallery: galleries.draw,
    HeatMap: heat.draw,
    Map: maps.draw,
    NodeFigure: nodes.draw,
    TreeFigure: trees.draw,
}
# where colour is the message
TINTED: Drawers = {
    **PLAIN,
    Gallery: galleries.tint,
    HeatMap: heat.tint,
}


def draw(figure: Figure, room: int, inline: Inline, *, coloured: bool = False) -> Box | None:
    """Draw a figure; None when there is no room for it, so that it has to be told."""
    return (TINTED if coloured else PLAIN)[type(figure)](figure, room, inline)
